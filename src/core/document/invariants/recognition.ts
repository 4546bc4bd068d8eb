// Invariants of recognition tables: their scope exists, their bounds rise and can be reached, their dates are in order.
// A programme's tables keep them too, against the questionnaires of a cycle; which table counts is decided there.
import { compare, type Fraction, fromNumber, sum } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { scoredNodes } from '../nodes.ts'
import type { Questionnaire, RecognitionTable } from '../questionnaire-v1.ts'

/** What bounds a table, whoever states it. */
export type BoundedTable = Pick<RecognitionTable, 'code' | 'scope' | 'validFrom' | 'validTo'> & {
  readonly bands: readonly Pick<RecognitionTable['bands'][number], 'code' | 'from'>[]
}

const mostOf = (questionnaire: Questionnaire, scope: string): Fraction | null => {
  const nodes = scoredNodes(questionnaire).filter((node) => !node.pilot)
  const group = questionnaire.groups.find(({ code }) => code === scope)
  if (scope !== 'total' && group === undefined) return null
  const counted = nodes.filter(({ code }) => group?.nodes.includes(code) ?? true)
  return sum(counted.flatMap(({ points }) => fromNumber(points) ?? []))
}

const boundFindings = (
  bands: BoundedTable['bands'],
  pointer: string,
  most: Fraction,
): ProblemError[] =>
  bands.flatMap(({ code, from }, index): ProblemError[] => {
    const here = `${pointer}/bands/${index}`
    const bound = fromNumber(from)
    if (bound === null || from < 0) {
      const detail = `The bound ${from} of "${code}" is negative or finer than 0.01.`
      return [{ pointer: `${here}/from`, code: 'recognition-grain', detail }]
    }
    const before = bands[index - 1]
    const findings: ProblemError[] = []
    if (before !== undefined && before.from >= from) {
      findings.push({
        pointer: `${here}/from`,
        code: 'recognition-order',
        detail: `"${code}" at ${here} starts at ${from}, not above "${before.code}" at ${pointer}/bands/${index - 1}, which starts at ${before.from}.`,
      })
    }
    if (compare(bound, most) > 0) {
      findings.push({
        pointer: `${here}/from`,
        code: 'recognition-above-total',
        detail: `"${code}" at ${here} starts at ${from}, above the maximum of its scope.`,
      })
    }
    return findings
  })

const dateFindings = (
  { code, validFrom, validTo }: BoundedTable,
  pointer: string,
): ProblemError[] =>
  validFrom === null || validTo === null || validFrom <= validTo
    ? []
    : [
        {
          pointer: `${pointer}/validTo`,
          code: 'recognition-dates',
          detail: `"${code}" ends on ${validTo}, before it begins on ${validFrom}.`,
        },
      ]

/**
 * A recognition table speaks of the total or of a group; its bounds rise and can be reached. A model that
 * adds nothing up has none. `pointer`: where the table stands.
 */
export const tableFindings = (
  questionnaire: Questionnaire,
  table: BoundedTable,
  pointer: string,
): readonly ProblemError[] => {
  if (questionnaire.scoring.total === null) {
    const detail = `"${table.code}" compares sums of points; this model adds nothing up.`
    return [{ pointer, code: 'recognition-without-total', detail }]
  }
  const dates = dateFindings(table, pointer)
  const most = mostOf(questionnaire, table.scope)
  if (most !== null) return [...dates, ...boundFindings(table.bands, pointer, most)]
  const detail = `"${table.scope}" is neither "total" nor a group.`
  return [...dates, { pointer: `${pointer}/scope`, code: 'group-missing', detail }]
}

/** Everything wrong with the recognition tables of a questionnaire. */
export const recognitionFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  questionnaire.recognition.flatMap((table, index) =>
    tableFindings(questionnaire, table, `/recognition/${index}`),
  )
