// Decides an import of an answer sheet: the decision that changes answers anyway, with its findings told by row.
// Reading the sheet is import.ts; loading and saving is up to the slice.
import { isProblem, Problem } from '../../core/problem.ts'
import { type PatchAnswers, type PatchDecided, patchAnswers } from '../../core/submission/patch.ts'
import { changedVersions } from '../../core/submission/revision.ts'
import { blame, type Draft, isSound, ownerOf } from './import.ts'
import { type Report, reportOf, rowErrors } from './report.ts'

/** Findings told at most, as in every other problem. */
const mostErrors = 100

export type DecideImport = Omit<PatchAnswers, 'patch'> & {
  readonly draft: Draft
  readonly dryRun: boolean
}

/** What is to be saved, and the report of it; a dry run changes nothing, whatever it reports. */
export type ImportDecided = PatchDecided & { readonly report: Report }

/**
 * Refuses as `patchAnswers` does. Where a row is wrong: `document-invalid` with a pointer to every row and
 * column, and nothing is changed; a dry run reports the same rows as refused instead, and of the others what
 * they would do once these are mended.
 */
export const decideImport = ({ draft, dryRun, ...given }: DecideImport): ImportDecided => {
  const { current } = given
  const { decided, rows } = fitting(draft, given)
  if (!isSound({ rows }) && !dryRun)
    throw new Problem('document-invalid', { errors: rowErrors(rows).slice(0, mostErrors) })
  const after = new Map(changedVersions(decided.results).map((version) => [version.code, version]))
  const report = reportOf(rows, current, after)
  return dryRun
    ? { ...patchAnswers({ ...given, patch: { answers: {} } }), report }
    : { ...decided, report }
}

/** What the answers that fit would change, and the rows with everything that is wrong with the others. */
const fitting = (
  { rows, patch }: Draft,
  given: Omit<PatchAnswers, 'patch'>,
): { readonly decided: PatchDecided; readonly rows: Draft['rows'] } => {
  try {
    return { decided: patchAnswers({ ...given, patch }), rows }
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    const { errors } = error.parameters
    const named = new Set(errors.map(ownerOf))
    const left = Object.entries(patch.answers).filter(([code]) => !named.has(code))
    return fitting(
      { rows: blame(rows, errors), patch: { answers: Object.fromEntries(left) } },
      given,
    )
  }
}
