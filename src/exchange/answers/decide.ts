// Decides an import of an answer sheet: the decision that changes answers anyway, with its findings told by row.
// Reading the sheet is import.ts; loading and saving is up to the slice.
import { isProblem, Problem } from '../../core/problem.ts'
import { type PatchAnswers, type PatchDecided, patchAnswers } from '../../core/submission/patch.ts'
import { changedVersions } from '../../core/submission/revision.ts'
import { blame, type Draft } from './import.ts'
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
 * column, and nothing is changed; a dry run reports the same rows as refused instead.
 */
export const decideImport = ({ draft, dryRun, ...given }: DecideImport): ImportDecided => {
  const { current } = given
  // Without a patch the rights and the state are demanded all the same.
  const nothing = patchAnswers({ ...given, patch: { answers: {} } })
  const { decided, rows } = attempt(draft, given)
  const wrong = rowErrors(rows)
  if (decided === null && !dryRun)
    throw new Problem('document-invalid', { errors: wrong.slice(0, mostErrors) })
  const results = decided?.results ?? []
  const after = new Map(changedVersions(results).map((version) => [version.code, version]))
  const report = reportOf(rows, current, after)
  return dryRun || decided === null ? { ...nothing, report } : { ...decided, report }
}

const attempt = (
  { rows, patch }: Draft,
  given: Omit<PatchAnswers, 'patch'>,
): { readonly decided: PatchDecided | null; readonly rows: Draft['rows'] } => {
  if (patch === null) return { decided: null, rows }
  try {
    return { decided: patchAnswers({ ...given, patch }), rows }
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    return { decided: null, rows: blame(rows, error.parameters.errors) }
  }
}
