// What is promised about panels that are shown to their applicants: to managers outside the panel, and to the applicant,
// who learns names and roles and nothing else. Assessors are promised nothing here.
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
import { Etag, operation } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import { Role } from './contract.ts'

const most = 100
const seat = z.int().min(1).max(most).meta({ description: 'Which of those that were shown.' })
const Text = boundedText(1, 2000)
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

const ShownPanel = z
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

const ManagedPanel = z
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

const presentOwn = (named: Named) => {
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

const presentManaged = (named: Named) => {
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

const shared = { tag: 'assignments', tenant: 'organization', params: SubmissionPath } as const
const submission = '/v1/organizations/{organizationId}/submissions/{submissionId}'
const managing = { ...shared, reply: { 200: ManagedPanel }, present: presentManaged } as const

export const getShownPanel = operation({
  ...shared,
  id: 'getShownPanel',
  method: 'GET',
  url: `${submission}/shown-panel`,
  summary: 'Read who shall assess a submission',
  description:
    'For admins of the organization, once the programme has shown it, where the rules of the cycle say so: names and roles. To ' +
    'everybody else there is nothing here.',
  scope: 'submissions:read',
  reply: { 200: ShownPanel },
  present: presentOwn,
})

export const acceptShownPanel = operation({
  ...shared,
  id: 'acceptShownPanel',
  method: 'POST',
  url: `${submission}/shown-panel/accept`,
  summary: 'Say that nothing speaks against the panel that was shown',
  description:
    'Until `dueAt`, instead of a challenge: the panel may begin at once. It cannot be taken back; a panel that is shown anew ' +
    'is accepted or challenged anew. For admins of the organization.',
  scope: 'submissions:submit',
  reply: { 200: ShownPanel },
  present: presentOwn,
  revision: 'match',
  problems: ['illegal-transition'],
})

export const challengePanel = operation({
  ...shared,
  id: 'challengePanel',
  method: 'POST',
  url: `${submission}/shown-panel/challenge`,
  summary: 'Object to assessors of the panel that was shown',
  description:
    'Once for a submission, until `dueAt`, and before any review begins. Names one or more of those shown, with one reason, ' +
    'which the managers of the programme read and the assessors do not. For admins of the organization.',
  scope: 'submissions:submit',
  body: z
    .strictObject({ seats: z.array(seat).min(1).max(most), reason: Text })
    .meta({ id: 'NewChallenge', description: 'Against whom, and why.' }),
  reply: { 200: ShownPanel },
  present: presentOwn,
  revision: 'match',
  problems: ['already-exists', 'illegal-transition', 'window-closed', 'document-invalid'],
  sample: { body: { seats: [1], reason: 'Advised our main competitor until last year.' } },
})

export const getPanel = operation({
  ...managing,
  id: 'getPanel',
  method: 'GET',
  url: `${submission}/panel`,
  summary: 'Read what was shown of a panel, and the challenge of its applicant',
  description:
    'For managers of the programme and admins of its association who take no part in the panel. That somebody read it is recorded.',
  scope: 'assignments:read',
  problems: ['forbidden'],
})

export const showPanel = operation({
  ...managing,
  id: 'showPanel',
  method: 'POST',
  url: `${submission}/panel/show`,
  summary: 'Show a panel to its applicant',
  description:
    'Where the cycle shows panels before scoring: from the answer on the applicant may challenge the active assessors for so ' +
    'many days, once, and no review begins until these are over or the challenge is decided. Needs a lead and the quorum. ' +
    'Until a review begins it may be shown anew, with whoever is active then; once the challenge was used nothing is waited for.',
  scope: 'assignments:write',
  body: z
    .strictObject({
      days: z.int().min(1).max(60).meta({ description: 'Of 24 hours each, from now on.' }),
    })
    .meta({ id: 'PanelShowing', description: 'How long it may be challenged.' }),
  problems: ['forbidden', 'illegal-transition', 'incomplete'],
  sample: { body: { days: 7 } },
})

const answer = Text.meta({ description: 'What the organization is told.' })

export const decideChallenge = operation({
  ...managing,
  id: 'decideChallenge',
  method: 'POST',
  url: `${submission}/panel/decide-challenge`,
  summary: 'Decide about a challenge',
  description:
    'About everybody whom it names, at once. Whoever is upheld against is removed from the panel, with `reason`, which that ' +
    'assessor is told; that somebody objected is told to none of them. For managers of the programme and admins of its ' +
    'association who take no part in the panel and have no interest in the applicant that blocks.',
  scope: 'declarations:decide',
  body: z
    .strictObject({
      decisions: z
        .array(
          z.discriminatedUnion('decision', [
            z.strictObject({
              decision: z.literal('uphold'),
              seat,
              answer,
              reason: Text.meta({ description: 'Why the assignment ends; its assessor is told.' }),
            }),
            z.strictObject({ decision: z.literal('dismiss'), seat, answer }),
          ]),
        )
        .min(1)
        .max(most),
    })
    .meta({ id: 'ChallengeDecision', description: 'What becomes of everybody named.' }),
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  sample: {
    body: {
      decisions: [
        {
          decision: 'uphold',
          seat: 1,
          answer: 'Another assessor takes the place.',
          reason: 'The panel is made up anew.',
        },
      ],
    },
  },
})
