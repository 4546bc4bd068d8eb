// Reads which submissions name a weighting, its organization's own or one that is shared with it.
import { demand } from '../../core/access.ts'
import type { OrganizationId, WeightingId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import type { KnownSubmission } from '../../core/submission/shown.ts'
import { type View, viewOf } from '../../core/submission/view.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as weightings from '../weightings/store.ts'
import * as store from './store.ts'

type Ids = { readonly organizationId: OrganizationId; readonly weightingId: WeightingId }

/** One that nobody knows here is not there; a shared one is known by its uses. */
export const listUses = (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  { organizationId, weightingId }: Ids,
  page: store.Page,
): Promise<store.Paged<KnownSubmission> & { readonly view: View }> => {
  const owner = { kind: 'organization', id: organizationId } as const
  const filter = {
    state: null,
    questionnaireKey: null,
    weightingId,
    createdAfter: null,
    createdBefore: null,
  }
  return readAtOnce(
    db,
    { ...context, subject: weightingId },
    (tx) =>
      Promise.all([
        weightings.find(tx, { owner, id: weightingId }),
        store.list(tx, organizationId, { page, filter }),
      ]),
    ([own, listed], { standing, shows }) => {
      demand(standing, 'weightings:read')
      demand(standing, 'submissions:read')
      if (own === null && listed.items.length === 0 && page.last === null)
        throw new Problem('not-found', {})
      shows(weightingId)
      return { ...listed, view: viewOf(standing) }
    },
  )
}
