// What is promised about the use of a weighting: which submissions of an organization name it.
// The weighting itself is in the weightings slice.
import { z } from 'zod'
import { OrganizationId, WeightingId } from '../../core/ids.ts'
import { operation, PageQuery } from '../../http/operation.ts'
import { presentPage, SubmissionPage } from './contract.ts'

export const listWeightingUses = operation({
  id: 'listWeightingUses',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/weightings/{weightingId}/submissions',
  summary: 'List the submissions of an organization that use a weighting',
  description:
    'Newest first, in every state. The weighting may be its own or one that an association shares with it; of the ' +
    'submissions of other organizations nothing is said. A version is a weighting of its own, with its own id. ' +
    'Takes the scope `weightings:read` as well.',
  tag: 'weightings',
  tenant: 'organization',
  scope: 'submissions:read',
  params: z.strictObject({ organizationId: OrganizationId, weightingId: WeightingId }),
  query: PageQuery,
  reply: { 200: SubmissionPage },
  present: presentPage,
  sample: { query: { limit: '20' } },
})
