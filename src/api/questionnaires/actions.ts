// Publishes the questionnaires and mappings that come with the release. Those of associations are written and published in
// actions-drafts.ts and actions-publish.ts; what a document must hold is decided in core/document.
import type { MappingV1 } from '../../core/document/mapping-v1.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import { type Database, taskUnit } from '../../db/unit.ts'
import * as store from './store.ts'
import { insertMissingMappings } from './store-mappings.ts'

/** A document as it is shipped: canonical text and digests. */
export type ShippedDocument = Pick<
  store.PublishedRow,
  'key' | 'version' | 'document' | 'digest' | 'scoringDigest'
>

/** What a release brings. */
export type Shipped = {
  readonly questionnaires: readonly ShippedDocument[]
  readonly mappings: readonly MappingV1[]
}

/** Makes sure that the shipped versions and mappings are published, and returns all that is published under their keys. */
export const publishShipped = (
  db: Database,
  requestId: string,
  { questionnaires, mappings }: Shipped,
): Promise<readonly PublishedVersion[]> =>
  taskUnit(
    db,
    { tenant: { kind: 'none' }, operation: 'publishShipped', requestId, personId: null },
    async ({ tx, now }) => {
      const keys = [...new Set(questionnaires.map(({ key }) => key))]
      const before = await store.listAmong(tx, keys)
      const claimed = new Set(before.flatMap(({ key, owner }) => (owner === null ? [] : [key])))
      const published = { state: 'published', publishedAt: now, withdrawnAt: null } as const
      await store.insertMissing(
        tx,
        questionnaires
          .filter(({ key }) => !claimed.has(key))
          .map((document) => ({ ...document, ...published })),
      )
      await insertMissingMappings(
        tx,
        mappings
          .filter(({ from, to }) => !claimed.has(from.key) && !claimed.has(to.key))
          .map((mapping) => ({ mapping, publishedAt: now })),
      )
      return store.listAmong(tx, keys)
    },
  )
