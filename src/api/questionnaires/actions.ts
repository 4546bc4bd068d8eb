// Publishes the questionnaires that come with the release. Publishing those of associations comes with
// authoring; what a document must hold to be published is decided in core/document.
import { type Database, taskUnit } from '../../db/unit.ts'
import * as store from './store.ts'

/** A document as it is shipped: canonical text and digests. */
export type ShippedDocument = Pick<
  store.PublishedRow,
  'key' | 'version' | 'document' | 'digest' | 'scoringDigest'
>

/** Makes sure that the shipped versions are published, and returns all published ones. */
export const publishShipped = (
  db: Database,
  requestId: string,
  shipped: readonly ShippedDocument[],
): Promise<readonly store.PublishedRow[]> =>
  taskUnit(
    db,
    { tenant: { kind: 'none' }, operation: 'publishShipped', requestId, personId: null },
    async ({ tx, now }) => {
      const published = { state: 'published', publishedAt: now, withdrawnAt: null } as const
      await store.insertMissing(
        tx,
        shipped.map((document) => ({ ...document, ...published })),
      )
      return store.list(tx)
    },
  )
