// What is promised to who asks ahead whether somebody may assess an organization: the rule of proposals, and its verdict.
// The register is a slice of its own; assignments are in contract.ts.
import { z } from 'zod'
import type { Verdict } from '../../core/conflict/conflicts.ts'
import { AssociationId, CycleId, OrganizationId, PersonId } from '../../core/ids.ts'
import { inWords } from '../../core/text.ts'
import { operation } from '../../http/operation.ts'

const Verdicts = z.enum(['clear', 'waivable', 'blocked']).meta({
  description: inWords({
    clear: 'nothing that is known speaks against it.',
    waivable: 'something does that a manager may waive.',
    blocked: 'something does that nobody may waive.',
  }),
})

export const lookForConflicts = operation({
  tag: 'assessors',
  tenant: 'association',
  id: 'lookForConflicts',
  method: 'GET',
  url: '/v1/associations/{associationId}/assessors/{personId}/conflicts/{organizationId}',
  summary: 'Ask whether an assessor may assess an organization',
  description:
    'By all that a proposal goes by: the interests in the register and those that the assessor stated, memberships and ' +
    'rights lent to the person or to an app of theirs, in the organization and in others of its owner. Owner groups count ' +
    'where both are known. With a cycle by its windows and by who assessed the organization in the cycles before, ' +
    'otherwise by the usual windows. Says the verdict alone: `clear`, `waivable` by somebody else, or `blocked`, as also ' +
    'for an organization in which you are a member. The organization is one of this association or of one below it.',
  scope: 'assessors:read',
  params: z.strictObject({
    associationId: AssociationId,
    personId: PersonId,
    organizationId: OrganizationId,
  }),
  query: z.strictObject({ cycleId: CycleId.optional() }),
  reply: {
    200: z
      .strictObject({ verdict: Verdicts })
      .meta({ id: 'ConflictVerdict', description: 'What known interests come to.' }),
  },
  present: (verdict: Verdict) => ({ verdict }),
  sample: { query: { cycleId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' } },
})
