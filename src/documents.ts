// The questionnaires in memory: read from the release, published once, and taken from the database from then
// on, so that what is scored is what was published. Shapes and invariants are core/document.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishShipped, type ShippedDocument } from './api/questionnaires/actions.ts'
import type { PublishedRow } from './api/questionnaires/store.ts'
import { canonicalJson } from './core/document/canonical.ts'
import { scoringMaterial } from './core/document/nodes.ts'
import { readQuestionnaire } from './core/document/read.ts'
import { compareVersions } from './core/document/version.ts'
import type { Database } from './db/client.ts'
import { sha256 } from './db/digest.ts'
import type { Documents, QuestionnaireDocument } from './deps.ts'
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

/** A shipped version and the published one of the same name must be the same, or scores would differ. */
const demandUnchanged = (
  shipped: readonly ShippedDocument[],
  published: readonly PublishedRow[],
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

const toDocument = (row: PublishedRow): QuestionnaireDocument => ({
  questionnaire: readQuestionnaire(JSON.parse(row.document)),
  text: row.document,
  digest: row.digest,
  scoringDigest: row.scoringDigest,
  state: row.state,
  publishedAt: row.publishedAt,
})

const byKeyNewestFirst = (a: QuestionnaireDocument, b: QuestionnaireDocument): number => {
  const [one, other] = [a.questionnaire, b.questionnaire]
  if (one.key !== other.key) return one.key < other.key ? -1 : 1
  return compareVersions(other.version, one.version)
}

/** Documents in memory, out of the published rows. */
export const documentsOf = (rows: readonly PublishedRow[]): Documents => {
  const all = rows.map(toDocument).sort(byKeyNewestFirst)
  const named = new Map(
    all.map((each) => [`${each.questionnaire.key} ${each.questionnaire.version}`, each]),
  )
  return {
    list: () => all,
    find: (key, version) => {
      if (version !== 'latest') return named.get(`${key} ${version}`) ?? null
      const open = all.find((each) => each.questionnaire.key === key && each.state === 'published')
      return open ?? null
    },
  }
}

/** Publishes what the release brings and is not there yet, then reads everything published. */
export const loadDocuments = async (db: Database): Promise<Documents> => {
  const shipped = readShipped()
  const published = await publishShipped(db, db.newId(), shipped)
  demandUnchanged(shipped, published)
  return documentsOf(published)
}
