// Compares the feedback reports of an organization with what was approved, handed over and scored: digests are made
// again of the kept papers, and what the organization has is what the panel released. Official sheets are official.ts.
import { asc, eq } from 'drizzle-orm'
import { findOfficials, type Official } from '../../api/feedback-reports/store-sources.ts'
import { find as findSubmission } from '../../api/submissions/store.ts'
import { officialOf } from '../../core/consensus/official.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import { readPaper } from '../../core/report/paper.ts'
import { sha256 } from '../../db/digest.ts'
import {
  feedbackReports,
  releasedReports,
  releasedSheets,
} from '../../db/tables/feedback-reports.ts'
import type { Tx } from '../../db/unit.ts'
import { differing } from './compare.ts'

/** `reports`: versions that were released. */
export type Reported = { readonly reports: number; readonly differences: readonly string[] }

type Version = typeof feedbackReports.$inferSelect
type Copy = typeof releasedReports.$inferSelect
type Handed = typeof releasedSheets.$inferSelect

/** Everything that was approved, released or handed over. It reads on the side of the panel, where both are. */
export const verifyReports = async (tx: Tx, organizationId: OrganizationId): Promise<Reported> => {
  const [versions, copies, handed] = await Promise.all([
    tx
      .select()
      .from(feedbackReports)
      .where(eq(feedbackReports.organizationId, organizationId))
      .orderBy(asc(feedbackReports.submissionId), asc(feedbackReports.version)),
    tx.select().from(releasedReports).where(eq(releasedReports.organizationId, organizationId)),
    tx
      .select()
      .from(releasedSheets)
      .where(eq(releasedSheets.organizationId, organizationId))
      .orderBy(asc(releasedSheets.submissionId), asc(releasedSheets.kind)),
  ])
  const named = ({ submissionId, version }: Pick<Version, 'submissionId' | 'version'>) =>
    `organization ${organizationId}, submission ${submissionId}, feedback report ${version}`
  const differences: string[] = []
  for (const version of versions) {
    const copy = copies.find((each) => named(each) === named(version)) ?? null
    const found = [
      ...(version.digest === null ? [] : ofText(version, await madeOf(tx, version))),
      ...ofCopy(version, copy),
    ]
    differences.push(...found.map((each) => `${named(version)}: ${each}`))
  }
  for (const sheet of handed) {
    const name = `organization ${organizationId}, submission ${sheet.submissionId}, released ${sheet.kind} sheet`
    const found = ofSheet(sheet, await madeOf(tx, sheet), copies)
    differences.push(...found.map((each) => `${name}: ${each}`))
  }
  return { reports: versions.filter(({ state }) => state === 'released').length, differences }
}

type MadeOf = {
  readonly questionnaireDigest: string | null
  readonly officials: readonly Official[]
}

/** `officials`: the sheets of the submission's consensus, by weighting; none: there is none that can be read. */
const madeOf = async (
  tx: Tx,
  row: Pick<Version, 'organizationId' | 'submissionId'>,
): Promise<MadeOf> => {
  const ids = {
    organizationId: row.organizationId as OrganizationId,
    submissionId: row.submissionId as SubmissionId,
  }
  const [submission, officials] = await Promise.all([
    findSubmission(tx, ids),
    findOfficials(tx, ids).catch(noneIfUnreadable),
  ])
  return { questionnaireDigest: submission?.questionnaireDigest ?? null, officials }
}

const noneIfUnreadable = (error: unknown): readonly Official[] => unlessUnreadable(error) ?? []

const unlessUnreadable = (error: unknown): null => {
  if (error instanceof SyntaxError) return null
  throw error
}

/** What was approved is the text that is kept, and names the sheet and the questionnaire it was made of. */
const ofText = ({ paper, digest }: Version, made: MadeOf): readonly string[] => {
  const again = sha256(paper)
  return [
    ...(digest === again ? [] : [differing('digest', digest, again)]),
    ...ofPaper(paper, made),
  ]
}

const ofPaper = (text: string, { questionnaireDigest, officials }: MadeOf): readonly string[] => {
  try {
    const paper = readPaper(text)
    const counted = officialOf(officials)
    const wanted = { questionnaireDigest, scoreSheetDigest: counted?.digest ?? null }
    const beside = counted?.kind === 'programme' ? officialOf(officials, 'reference') : null
    const named = paper.weighting?.referenceSheetDigest ?? null
    return [
      ...(canonicalJson(paper) === text ? [] : ['its paper is not canonical']),
      ...(['questionnaireDigest', 'scoreSheetDigest'] as const).flatMap((member) =>
        paper[member] === wanted[member] ? [] : [differing(member, paper[member], wanted[member])],
      ),
      ...(named === (beside?.digest ?? null)
        ? []
        : [differing('referenceSheetDigest', named, beside?.digest ?? null)]),
    ]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [`its paper cannot be read: ${error.message}`]
  }
}

/** The organization has what was released, and nothing else. */
const ofCopy = (version: Version, copy: Copy | null): readonly string[] => {
  if (version.state !== 'released')
    return copy === null ? [] : [`the organization has it, and it is ${version.state}`]
  if (copy === null) return ['the organization does not have it']
  return (['paper', 'digest', 'correction'] as const).flatMap((column) =>
    copy[column] === version[column]
      ? []
      : [differing(`the copy of the organization: ${column}`, copy[column], version[column])],
  )
}

/** What was handed over is the official sheet, word for word, and a report that was released names it. */
const ofSheet = (
  { submissionId, kind, sheet, sheetDigest }: Handed,
  { officials }: MadeOf,
  copies: readonly Copy[],
): readonly string[] => {
  const official = officialOf(officials, kind)
  if (official === null) return ['the submission has no official sheet that can be read']
  const again = sha256(sheet)
  const own = copies.filter((copy) => copy.submissionId === submissionId)
  return [
    ...(sheetDigest === again ? [] : [differing('sheetDigest', sheetDigest, again)]),
    ...(sheet === official.sheet ? [] : [differing('sheet', sheet, official.sheet)]),
    ...(own.some(({ paper }) => sheetsNamedIn(paper).includes(sheetDigest))
      ? []
      : ['no released report names it']),
  ]
}

/**
 * The sheet that counts, and beside the weighting of a cycle the reference; none where the paper cannot be read, which is
 * said of the report itself.
 */
const sheetsNamedIn = (text: string): readonly string[] => {
  try {
    const { scoreSheetDigest, weighting } = readPaper(text)
    return weighting === null
      ? [scoreSheetDigest]
      : [scoreSheetDigest, weighting.referenceSheetDigest]
  } catch (error) {
    unlessUnreadable(error)
    return []
  }
}
