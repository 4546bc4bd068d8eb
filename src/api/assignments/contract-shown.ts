// What is promised about panels that are shown to their applicants: to managers outside the panel, and to the applicant,
// who learns names and roles and nothing else. Assessors are promised nothing here. The shapes are contract-shown-shapes.ts.
import { z } from 'zod'
import { operation } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import {
  ManagedPanel,
  most,
  presentManaged,
  presentOwn,
  ShownPanel,
  seat,
  Text,
} from './contract-shown-shapes.ts'

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
