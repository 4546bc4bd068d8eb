// The questionnaires in memory: what the release brings is published once, and from then on every text is taken
// from the database, so that what is scored is what was published. Shapes and invariants are core/document;
// which versions a house may see is asked of the store.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishShipped, type ShippedDocument } from './api/questionnaires/actions.ts'
import * as store from './api/questionnaires/store.ts'
import { canonicalJson } from './core/document/canonical.ts'
import { MappingV1 } from './core/document/mapping-v1.ts'
import { scoringMaterial } from './core/document/nodes.ts'
import { readQuestionnaire } from './core/document/read.ts'
import {
  byQuestionnaire,
  type DocumentName,
  latestOpen,
  type PublishedVersion,
} from './core/questionnaire/version.ts'
import { sha256 } from './db/digest.ts'
import { type Reader, readAtOnce, type UnitContext } from './db/unit.ts'
import type { Catalogue, Deps, Documents, QuestionnaireDocument } from './deps.ts'
import { type BoundedCache, boundedCache } from './http/bounded-cache.ts'
import { schemasFolder } from './paths.ts'

/** The questionnaire documents under schemas/models, each checked whole. */
export const readShipped = (folder = join(schemasFolder, 'models')): readonly ShippedDocument[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const questionnaire = readQuestionnaire(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      const document = canonicalJson(questionnaire)
      return {
        key: questionnaire.key,
        version: questionnaire.version,
        document,
        digest: sha256(document),
        scoringDigest: sha256(canonicalJson(scoringMaterial(questionnaire))),
      }
    })

/** The mapping documents under schemas/mappings. Whether they fit their versions is proved before a release. */
export const readShippedMappings = (
  folder = join(schemasFolder, 'mappings'),
): readonly MappingV1[] =>
  readdirSync(folder)
    .sort()
    .map((name) => MappingV1.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))

/** A shipped version and the published one of the same name must be the same, or scores would differ. */
const demandUnchanged = (
  shipped: readonly ShippedDocument[],
  published: readonly PublishedVersion[],
): void => {
  for (const { key, version, digest } of shipped) {
    const row = published.find((each) => each.key === key && each.version === version)
    if (row?.digest !== digest)
      throw new Error(
        `The document ${key} ${version} of this release is not the one that is published in the database. ` +
          'A published version never changes: restore the file and put the change into a new version.',
      )
  }
}

export const toDocument = (
  row: Pick<store.PublishedRow, 'document' | 'digest' | 'scoringDigest'>,
): QuestionnaireDocument => ({
  questionnaire: readQuestionnaire(JSON.parse(row.document)),
  text: row.document,
  digest: row.digest,
  scoringDigest: row.scoringDigest,
})

export const catalogueOf = (versions: readonly PublishedVersion[]): Catalogue => {
  const list = byQuestionnaire(versions)
  const named = new Map(list.map((each) => [each[0].key, each]))
  return {
    list,
    find: (key, version) => {
      const group = named.get(key) ?? []
      if (version === 'latest') return latestOpen(group)
      return group.find((each) => each.version === version) ?? null
    },
  }
}

/** Characters of canonical text; read, a document takes some three times as many bytes. */
const mostCharacters = 32_000_000
const catalogueAgeMs = 1000

type Needs = Pick<Deps, 'db' | 'newId'> & {
  /** Monotonic milliseconds. */
  readonly now?: () => number
}

export const openDocuments = ({ db, newId, now = () => performance.now() }: Needs): Documents => {
  const kept: BoundedCache<QuestionnaireDocument> = boundedCache(
    mostCharacters,
    ({ text }) => text.length,
  )
  // Whoever asks meanwhile reads for itself: a unit that waits for another unit's reading may wait for its locks.
  const within = async (reader: Reader, name: DocumentName): Promise<QuestionnaireDocument> => {
    const known = kept.get(name.digest)
    if (known !== undefined) return known
    return kept.set(name.digest, asNamed(name, await store.findText(reader, name)))
  }
  const anywhere = (): UnitContext => ({ ...nowhere, requestId: newId() })
  let last: { readonly at: number; readonly catalogue: Promise<Catalogue> } | null = null
  return {
    within,
    alone: async (name) =>
      kept.get(name.digest) ??
      kept.set(
        name.digest,
        asNamed(name, await readAtOnce(db, anywhere(), (tx) => store.findText(tx, name))),
      ),
    catalogue: () => {
      if (last !== null && now() - last.at < catalogueAgeMs) return last.catalogue
      const catalogue = readAtOnce(db, anywhere(), (tx) => store.list(tx, null)).then(catalogueOf)
      const asked = { at: now(), catalogue }
      last = asked
      catalogue.catch(() => {
        if (last === asked) last = null
      })
      return catalogue
    },
  }
}

const asNamed = (
  { key, version, digest }: DocumentName,
  row: Awaited<ReturnType<typeof store.findText>>,
): QuestionnaireDocument => {
  if (row?.digest !== digest)
    throw new Error(`${key} ${version} is not the questionnaire that was meant.`)
  return toDocument(row)
}

/** Reads reference rows for nobody in particular. */
const nowhere = {
  operationId: 'readQuestionnaires',
  principal: null,
  tenant: { kind: 'none' },
  idempotency: null,
  precondition: {},
  address: '',
  locale: 'en',
  replyType: 'application/json',
  answer: null,
} as const

/** Publishes what the release brings and is not there yet, and opens what is published. */
export const loadDocuments = async (needs: Needs & Pick<Deps, 'log'>): Promise<Documents> => {
  const { db, newId, log } = needs
  const shipped = readShipped()
  const mappings = readShippedMappings()
  const published = await publishShipped(db, newId(), { questionnaires: shipped, mappings })
  const claimed = published.filter(({ owner }) => owner !== null)
  const taken = (key: string) => claimed.some((each) => each.key === key)
  for (const { key, version } of shipped.filter(({ key }) => taken(key)))
    log.warn({ key, version }, 'an association has this key: the questionnaire stays out')
  demandUnchanged(
    shipped.filter(({ key }) => !taken(key)),
    published,
  )
  return openDocuments(needs)
}
