// A panel that was shown, as its applicant reads it, by names and roles alone, and as managers outside it do.
// What may be asked about it is contract-shown.ts.
import { z } from 'zod'
import {
  type Challenge as CoreChallenge,
  type ShownPanel as CorePanel,
  etagOfShownPanel,
  type Seat,
} from '../../core/challenge/challenge.ts'
import { shownPanelStates, shownPanelStateTexts } from '../../core/challenge/life.ts'
import { AssignmentId, Instant, PersonId, SubmissionId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'
import { Role } from './contract.ts'

export const most = 100
export const seat = z
  .int()
  .min(1)
  .max(most)
  .meta({ description: 'Which of those that were shown.' })
export const Text = boundedText(1, 2000)
const shownMembers = {
  submissionId: SubmissionId,
  shownAt: Instant,
  dueAt: Instant.meta({
    description: 'Until when it may be challenged, by the clock of the service.',
  }),
}
const who = { name: boundedText(1, 200), role: Role }
const decided = {
  decision: z
    .enum(['uphold', 'dismiss'])
    .nullable()
    .meta({
      description: inWords(
        { uphold: 'no longer of the panel.', dismiss: 'stays on the panel.' },
        'Null: it waits.',
      ),
    }),
  answer: Text.nullable().meta({ description: 'What the organization is told.' }),
}
const ids = { assignmentId: AssignmentId, personId: PersonId }

export const ShownPanel = z
  .strictObject({
    ...shownMembers,
    etag: Etag,
    assessors: z.array(z.strictObject({ seat, ...who })).max(most),
    acceptedAt: Instant.nullable().meta({ description: 'Null: you have not accepted it.' }),
    challenge: z
      .strictObject({
        reason: Text,
        raisedAt: Instant,
        assessors: z.array(z.strictObject({ ...who, ...decided })).max(most),
        decidedAt: Instant.nullable(),
      })
      .nullable()
      .meta({ description: 'Your own; null: you have raised none.' }),
  })
  .meta({
    id: 'ShownPanel',
    description: 'Who shall assess a submission, as its organization is shown.',
  })

export const ManagedPanel = z
  .strictObject({
    ...shownMembers,
    state: z.enum(shownPanelStates).meta({ description: inWords(shownPanelStateTexts) }),
    shownBy: PersonId,
    assessors: z.array(z.strictObject({ seat, ...ids, ...who })).max(most),
    acceptedBy: PersonId.nullable().meta({ description: 'Null: nobody has accepted it.' }),
    acceptedAt: Instant.nullable(),
    challenge: z
      .strictObject({
        reason: Text,
        raisedBy: PersonId,
        raisedAt: Instant,
        assessors: z.array(z.strictObject({ seat, ...ids, ...who, ...decided })).max(most),
        decidedBy: PersonId.nullable(),
        decidedAt: Instant.nullable(),
      })
      .nullable()
      .meta({ description: 'Null: the organization has raised none.' }),
  })
  .meta({ id: 'ManagedPanel', description: 'What was shown of a panel, and what became of it.' })

type Named = { readonly panel: CorePanel; readonly names: ReadonlyMap<PersonId, string> }

const whoOf = ({ names }: Named, { personId, role }: Seat) => ({
  name: names.get(personId) ?? '',
  role,
})

const decisionOf = ({ decision, answer }: CoreChallenge['named'][number]) => ({
  decision: decision ?? null,
  answer: answer ?? null,
})

const presentShown = ({ submissionId, shownAt, dueAt, accepted }: CorePanel) => ({
  submissionId,
  shownAt: toInstant(shownAt),
  dueAt: toInstant(dueAt),
  acceptedAt: toInstant(accepted?.at ?? null),
})

export const presentOwn = (named: Named) => {
  const { panel } = named
  const { challenge } = panel
  return {
    ...presentShown(panel),
    etag: etagOfShownPanel(panel),
    assessors: panel.seats.map((each) => ({ seat: each.seat, ...whoOf(named, each) })),
    challenge: challenge && {
      reason: challenge.reason,
      raisedAt: toInstant(challenge.at),
      assessors: challenge.named.map((each) => ({ ...whoOf(named, each), ...decisionOf(each) })),
      decidedAt: toInstant(challenge.decided?.at ?? null),
    },
  }
}

export const presentManaged = (named: Named) => {
  const { panel } = named
  const { state, shownBy, challenge } = panel
  const seatOf = ({ seat, assignmentId, personId, role }: Seat) => ({
    seat,
    assignmentId,
    personId,
    ...whoOf(named, { seat, assignmentId, personId, role }),
  })
  return {
    ...presentShown(panel),
    state,
    shownBy,
    acceptedBy: panel.accepted?.by ?? null,
    assessors: panel.seats.map(seatOf),
    challenge: challenge && {
      reason: challenge.reason,
      raisedBy: challenge.by,
      raisedAt: toInstant(challenge.at),
      assessors: challenge.named.map((each) => ({ ...seatOf(each), ...decisionOf(each) })),
      decidedBy: challenge.decided?.by ?? null,
      decidedAt: toInstant(challenge.decided?.at ?? null),
    },
  }
}
