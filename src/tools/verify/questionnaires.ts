// Reads the published questionnaires as they are in the database, and says where one is not what was published.
// The sheets made of them are verified in stored.ts.
import { listWhole, type PublishedRow } from '../../api/questionnaires/store.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import { scoringMaterial } from '../../core/document/nodes.ts'
import { readQuestionnaire } from '../../core/document/read.ts'
import { isProblem } from '../../core/problem.ts'
import { sha256 } from '../../db/digest.ts'
import { type Database, type TaskContext, taskUnit } from '../../db/unit.ts'
import type { QuestionnaireDocument } from '../../deps.ts'
import { toDocument } from '../../documents.ts'

/** By key and version, with a blank between. */
export type ReadDocuments = ReadonlyMap<string, QuestionnaireDocument>

/** A document's digest is made anew: sheets are compared with what is there, not with what it is called. */
export const verifyQuestionnaires = async (
  db: Database,
  context: TaskContext,
): Promise<{ readonly documents: ReadDocuments; readonly differences: readonly string[] }> => {
  const rows = await taskUnit(db, context, ({ tx }) => listWhole(tx))
  const read = rows.map(reread)
  return {
    documents: new Map(
      read.flatMap(({ row }) =>
        row === null ? [] : [[`${row.key} ${row.version}`, toDocument(row)] as const],
      ),
    ),
    differences: read.flatMap(({ differences }) => differences),
  }
}

const reread = (
  row: PublishedRow,
): { readonly row: PublishedRow | null; readonly differences: readonly string[] } => {
  const name = `questionnaire ${row.key} ${row.version}`
  try {
    const questionnaire = readQuestionnaire(JSON.parse(row.document))
    const digest = sha256(row.document)
    const scoringDigest = sha256(canonicalJson(scoringMaterial(questionnaire)))
    return {
      row: { ...row, digest, scoringDigest },
      differences: [
        ...(digest === row.digest ? [] : [`${name}: its digest is of another document`]),
        ...(scoringDigest === row.scoringDigest
          ? []
          : [`${name}: its scoring digest is of another document`]),
      ],
    }
  } catch (error) {
    if (!isProblem(error) && !(error instanceof SyntaxError)) throw error
    return { row: null, differences: [`${name}: it cannot be read`] }
  }
}
