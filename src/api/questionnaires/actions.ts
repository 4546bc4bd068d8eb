// Publishes the questionnaires that come with the release. Those of associations are written and published in
// actions-drafts.ts and actions-publish.ts; what a document must hold is decided in core/document.
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import { type Database, taskUnit } from '../../db/unit.ts'
import * as store from './store.ts'

/** A document as it is shipped: canonical text and digests. */
export type ShippedDocument = Pick<
  store.PublishedRow,
  'key' | 'version' | 'document' | 'digest' | 'scoringDigest'
>

/** Makes sure that the shipped versions are published, and returns all that is published under their keys. */
export const publishShipped = (
  db: Database,
  requestId: string,
  shipped: readonly ShippedDocument[],
): Promise<readonly PublishedVersion[]> =>
  taskUnit(
    db,
    { tenant: { kind: 'none' }, operation: 'publishShipped', requestId, personId: null },
    async ({ tx, now }) => {
      const keys = [...new Set(shipped.map(({ key }) => key))]
      const before = await store.listAmong(tx, keys)
      const claimed = new Set(before.flatMap(({ key, owner }) => (owner === null ? [] : [key])))
      const published = { state: 'published', publishedAt: now, withdrawnAt: null } as const
      await store.insertMissing(
        tx,
        shipped
          .filter(({ key }) => !claimed.has(key))
          .map((document) => ({ ...document, ...published })),
      )
      return store.listAmong(tx, keys)
    },
  )
