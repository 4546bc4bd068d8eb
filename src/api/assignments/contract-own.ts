// What is promised to assessors about their own assignments: what they may know, declare and end.
// Managers' operations are in contract.ts.
import { z } from 'zod'
import { banOf } from '../../core/assessor/ban.ts'
import { Declaration } from '../../core/assignment/declaring.ts'
import type { AssignmentState } from '../../core/assignment/life.ts'
import { assignmentStates, assignmentStateTexts } from '../../core/assignment/life.ts'
import {
  AssignmentId,
  AssociationId,
  CycleId,
  Instant,
  OrganizationId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { sectorSchemes } from '../../core/organization/profile.ts'
import { CycleName } from '../../core/programme/cycle.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { listOf, operation, PageQuery } from '../../http/operation.ts'
import { Reason, Role } from './contract.ts'

const Sector = z
  .strictObject({
    scheme: z.enum(sectorSchemes),
    division: z.string().max(2),
    section: z.string().max(1),
  })
  .nullable()

const OwnAssignment = z
  .strictObject({
    id: AssignmentId,
    associationId: AssociationId,
    cycle: z.strictObject({ id: CycleId, programmeId: ProgrammeId, name: CycleName }),
    applicant: z.strictObject({
      name: boundedText(1, 200),
      ownerGroupName: boundedText(1, 200).nullable(),
      sector: Sector,
      region: z.string().max(6).nullable(),
    }),
    role: Role,
    state: z.enum(assignmentStates).meta({ description: inWords(assignmentStateTexts) }),
    waitsFor: z
      .enum(['declaration', 'review'])
      .nullable()
      .meta({
        description: inWords(
          {
            declaration: 'declare your interests, or decline.',
            review: 'score and lock your review.',
          },
          'What you should do next; null: nothing, or nothing yet, while the applicant is shown its panel.',
        ),
      }),
    proposedAt: Instant,
    declaredAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    noConsultingUntil: z.iso
      .date()
      .nullable()
      .meta({
        description:
          'The last day on which you may not consult or train the applicant or its owner, whether or not you began a ' +
          'review; null: your declaration was never cleared, or the assignment goes on.',
      }),
    removedFor: boundedText(1, 2000).optional().meta({
      description: 'Why a manager ended it; only where one assignment is read.',
    }),
    organizationId: OrganizationId.optional(),
    submissionId: SubmissionId.optional().meta({
      description: 'Where to review; absent before a cleared declaration and after the end.',
    }),
  })
  .meta({ id: 'OwnAssignment', description: 'An assignment as its assessor sees it.' })

/** What the service knows of an own assignment. */
type Brief = {
  readonly id: AssignmentId
  readonly associationId: AssociationId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly cycle: {
    readonly id: CycleId
    readonly programmeId: ProgrammeId
    readonly name: string
  }
  readonly applicant: {
    readonly name: string
    readonly ownerGroupName: string | null
    readonly sector: {
      readonly scheme: string
      readonly division: string
      readonly section: string
    } | null
    readonly region: string | null
  }
  readonly role: 'lead' | 'member'
  readonly state: AssignmentState
  readonly waitsFor: 'declaration' | 'review' | null
  readonly proposedAt: Date
  readonly declaredAt: Date | null
  readonly endedAt: Date | null
  readonly cleared: boolean
  readonly over: Date | null
  readonly removedFor?: string | null
}

const present = (brief: Brief) => {
  const { organizationId, submissionId, state, applicant, removedFor = null } = brief
  const open = state === 'active' || state === 'completed'
  return {
    id: brief.id,
    associationId: brief.associationId,
    cycle: brief.cycle,
    applicant: { ...applicant, sector: applicant.sector as z.input<typeof Sector> },
    role: brief.role,
    state,
    waitsFor: brief.waitsFor,
    proposedAt: toInstant(brief.proposedAt),
    declaredAt: toInstant(brief.declaredAt),
    endedAt: toInstant(brief.endedAt),
    noConsultingUntil: banOf(brief),
    ...(removedFor === null ? {} : { removedFor }),
    ...(open ? { organizationId, submissionId } : {}),
  }
}

const shared = { tag: 'assignments', tenant: null } as const
const path = '/v1/me/assignments'
const AssignmentPath = z.strictObject({ assignmentId: AssignmentId })

export const listOwnAssignments = operation({
  ...shared,
  id: 'listOwnAssignments',
  method: 'GET',
  url: path,
  summary: 'List what you are asked to assess',
  description:
    'Newest first, ended ones too. Before a cleared declaration: name, owner group, sector and region of the ' +
    'applicant, and the cycle; nothing of its content. A key of an association acts for assessors of this ' +
    'association and of those above it; a key of an organization for none.',
  scope: 'assignments:read',
  query: PageQuery,
  reply: { 200: listOf('OwnAssignmentList', OwnAssignment) },
  present: ({ items, nextCursor }: { items: readonly Brief[]; nextCursor: string | null }) => ({
    items: items.map(present),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})

const one = { ...shared, params: AssignmentPath, reply: { 200: OwnAssignment }, present } as const

export const getOwnAssignment = operation({
  ...one,
  id: 'getOwnAssignment',
  method: 'GET',
  url: `${path}/{assignmentId}`,
  summary: 'Read an own assignment',
  description:
    'What the caller was asked to assess, by when, and how far it is. The answer has no content of the ' +
    'applicant: that begins with a cleared declaration.',
  scope: 'assignments:read',
})

const step = { ...one, method: 'POST', scope: 'declarations:write' } as const

export const declareInterests = operation({
  ...step,
  id: 'declareInterests',
  url: `${path}/{assignmentId}/declare`,
  summary: 'Declare your interests in the applicant',
  description:
    'All of them, or none. They are added to what is known already. Without any conflict the assignment becomes ' +
    'active, and with the first of a submission its review begins; otherwise somebody else decides, where the rules let it.',
  body: Declaration,
  problems: ['illegal-transition'],
  sample: {
    body: {
      interests: [
        { kind: 'other', to: 'applicant', endedOn: '2024-06-30', note: 'Spoke at their meeting.' },
      ],
    },
  },
})

const reasoned = {
  ...step,
  body: Reason,
  problems: ['illegal-transition'],
  sample: { body: { reason: 'No time before summer.' } },
} as const

export const declineAssignment = operation({
  ...reasoned,
  id: 'declineAssignment',
  url: `${path}/{assignmentId}/decline`,
  summary: 'Decline to assess',
  description:
    'While it is proposed. It ends the assignment for good; the reason goes to the managers, and who asks ' +
    'again makes a new assignment.',
})

export const recuseFromAssignment = operation({
  ...reasoned,
  id: 'recuseFromAssignment',
  url: `${path}/{assignmentId}/recuse`,
  summary: 'Step back from a panel',
  description:
    'Access ends with the answer; the record stays. Until a consensus is open the review leaves the panel; from then on a ' +
    'manager decides about a locked one.',
})
