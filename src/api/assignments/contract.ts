// What is promised to managers about assignments: who is asked to assess what, and what becomes of it.
// What assessors do with their own is in contract-own.ts.
import { z } from 'zod'
import type { Assignment as CoreAssignment } from '../../core/assignment/assignment.ts'
import { DeclaredInterest } from '../../core/assignment/declaring.ts'
import { assignmentStates, assignmentStateTexts } from '../../core/assignment/life.ts'
import { conflictKinds, conflictTexts } from '../../core/conflict/kinds.ts'
import {
  AssignmentId,
  AssociationId,
  CycleId,
  Instant,
  OrganizationId,
  PersonId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { listOf, operation, pageQuery } from '../../http/operation.ts'

export const Role = z.enum(['lead', 'member']).meta({
  description: inWords({
    lead: 'writes the consensus and its findings; a panel has one.',
    member: 'reviews, and agrees or objects.',
  }),
})

const Effect = z.enum(['block', 'waivable']).meta({
  description: inWords({
    block: 'nobody may waive it.',
    waivable: 'a manager who did not propose the assignment may waive it.',
  }),
})

const told = {
  id: AssignmentId,
  organizationId: OrganizationId,
  submissionId: SubmissionId,
  personId: PersonId,
  role: Role,
  state: z.enum(assignmentStates).meta({ description: inWords(assignmentStateTexts) }),
  proposedBy: PersonId,
  proposedAt: Instant,
  declaredAt: Instant.nullable(),
  waivedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
}

const ListedAssignment = z
  .strictObject({ ...told, displayName: boundedText(1, 200) })
  .meta({ id: 'ListedAssignment', description: 'An assessor and a submission of a cycle.' })

const Act = z.strictObject({ by: PersonId, at: Instant, reason: z.string().max(2000) }).nullable()

const Assignment = z
  .strictObject({
    ...told,
    conflicts: z
      .array(
        z.strictObject({
          kind: z.enum(conflictKinds).meta({ description: inWords(conflictTexts) }),
          effect: Effect,
        }),
      )
      .max(20)
      .meta({ description: 'What the register, memberships and the declaration came to.' }),
    declared: z
      .array(DeclaredInterest)
      .max(20)
      .nullable()
      .meta({ description: 'What the assessor declared; null: nothing yet.' }),
    waived: Act,
    ended: Act,
  })
  .meta({ id: 'Assignment', description: 'An assignment with what counts against it.' })

export type Listed = Pick<
  CoreAssignment,
  | 'id'
  | 'organizationId'
  | 'submissionId'
  | 'personId'
  | 'role'
  | 'state'
  | 'proposedBy'
  | 'proposedAt'
  | 'declaredAt'
> & {
  readonly displayName: string
  readonly waivedAt: Date | null
  readonly endedAt: Date | null
}
type Page = { readonly items: readonly Listed[]; readonly nextCursor: string | null }

const presentTold = (assignment: Omit<Listed, 'displayName'>) => ({
  id: assignment.id,
  organizationId: assignment.organizationId,
  submissionId: assignment.submissionId,
  personId: assignment.personId,
  role: assignment.role,
  state: assignment.state,
  proposedBy: assignment.proposedBy,
  proposedAt: toInstant(assignment.proposedAt),
  declaredAt: toInstant(assignment.declaredAt),
  waivedAt: toInstant(assignment.waivedAt),
  endedAt: toInstant(assignment.endedAt),
})

export type Seen = {
  readonly assignment: CoreAssignment
  readonly declared: readonly DeclaredInterest[] | null
}

const present = ({ assignment, declared }: Seen) => {
  const { conflicts, waived, ended } = assignment
  return {
    ...presentTold({ ...assignment, waivedAt: waived?.at ?? null, endedAt: ended?.at ?? null }),
    conflicts,
    declared,
    waived: waived && { ...waived, at: toInstant(waived.at) },
    ended: ended && { ...ended, at: toInstant(ended.at) },
  }
}

const shared = { tag: 'assignments', tenant: 'association' } as const
const path =
  '/v1/associations/{associationId}/programmes/{programmeId}/cycles/{cycleId}/assignments'
const CyclePath = z.strictObject({
  associationId: AssociationId,
  programmeId: ProgrammeId,
  cycleId: CycleId,
})
const AssignmentPath = CyclePath.extend({ assignmentId: AssignmentId })

export const Reason = z
  .strictObject({ reason: boundedText(1, 2000) })
  .meta({ id: 'Reason', description: 'Why; it stays on record.' })

export const proposeAssignment = operation({
  ...shared,
  id: 'proposeAssignment',
  method: 'POST',
  url: path,
  summary: 'Ask an assessor of the register to assess a submission',
  description:
    'While the cycle is assessed. A known interest that blocks refuses it, without saying which; so do an ' +
    'organization that entered nothing, and one in which the caller is a member. Whoever declared and left this panel is ' +
    'not asked again. The assessor sees no content before a cleared declaration. Where a panel has no lead, proposing one of ' +
    'its active members as lead makes that member the lead at once: 200, with the assignment that was there. That is for ' +
    'programme managers whom nobody asked onto this panel, and once the consensus is open for members whose review is locked.',
  scope: 'assignments:write',
  params: CyclePath,
  body: z
    .strictObject({
      organizationId: OrganizationId,
      submissionId: SubmissionId,
      personId: PersonId,
      role: Role,
    })
    .meta({ id: 'NewAssignment', description: 'Who shall assess what.' }),
  reply: { 201: Assignment, 200: Assignment },
  present,
  status: ({ assignment }) => (assignment.revision === 1 ? 201 : 200),
  location: ({ id }, { associationId, programmeId, cycleId }) =>
    `/v1/associations/${associationId}/programmes/${programmeId}/cycles/${cycleId}/assignments/${id}`,
  problems: [
    'forbidden',
    'illegal-transition',
    'document-invalid',
    'conflict-of-interest',
    'already-exists',
  ],
  sample: {
    body: {
      organizationId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
      submissionId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43',
      personId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a44',
      role: 'member',
    },
  },
})

export const listAssignments = operation({
  ...shared,
  id: 'listAssignments',
  method: 'GET',
  url: path,
  summary: 'List the assignments of a cycle',
  description:
    'In the order in which they were proposed; ended ones too. Those of an organization in which the caller is a ' +
    'member are not shown.',
  scope: 'assignments:read',
  params: CyclePath,
  query: z.strictObject({
    ...pageQuery,
    submissionId: SubmissionId.optional(),
    state: z
      .enum(assignmentStates)
      .optional()
      .meta({ description: inWords(assignmentStateTexts) }),
  }),
  reply: { 200: listOf('AssignmentList', ListedAssignment) },
  present: ({ items, nextCursor }: Page) => ({
    items: items.map((each) => ({ ...presentTold(each), displayName: each.displayName })),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})

export const getAssignment = operation({
  ...shared,
  id: 'getAssignment',
  method: 'GET',
  url: `${path}/{assignmentId}`,
  summary: 'Read an assignment with the conflicts that were found',
  description:
    'For managers: its state, what its assessor declared, and each conflict with whether it blocks or may ' +
    'be waived by another person.',
  scope: 'assignments:read',
  params: AssignmentPath,
  reply: { 200: Assignment },
  present,
})

const transition = {
  ...shared,
  method: 'POST',
  params: AssignmentPath,
  body: Reason,
  reply: { 200: Assignment },
  present,
  sample: { body: { reason: 'Only a lecture six years ago.' } },
} as const

export const waiveConflict = operation({
  ...transition,
  id: 'waiveConflict',
  url: `${path}/{assignmentId}/waive`,
  summary: 'Let the conflicts of an assignment pass',
  description:
    'Of those that may be waived at all, by somebody who is neither the assessor nor who proposed it.',
  scope: 'declarations:decide',
  problems: ['forbidden', 'illegal-transition', 'conflict-of-interest', 'second-person-required'],
})

export const removeAssignment = operation({
  ...transition,
  id: 'removeAssignment',
  url: `${path}/{assignmentId}/remove`,
  summary: 'End an assignment',
  description:
    'Access ends with the answer; the record stays, and the assessor may read the reason. Until a consensus is open the review ' +
    'leaves the panel; from then on a manager decides about a locked one.',
  scope: 'assignments:write',
  problems: ['illegal-transition'],
})
