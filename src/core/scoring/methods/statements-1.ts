// statements@1: a node is the weighted mean of its statements, each rated on the scale of the document.
// A statement may be declared not applicable by itself; a node with none left is not applicable as a whole.
import type { ScoredNode } from '../../document/nodes.ts'
import type { Questionnaire, Statement } from '../../document/questionnaire-v1.ts'
import { parametersOf } from '../../document/scoring-v1.ts'
import { type Fraction, fraction, fromDocument, toText, zero } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { bandsOf, demandBandSet, saidBand } from '../bands.ts'
import { type Line, line } from '../explain.ts'
import type { Answer } from '../members.ts'
import type { Method, Rater } from '../method.ts'
import { namedParts } from '../parts.ts'
import { imitatesTool } from '../presets.ts'

const name = 'statements@1'
const members = ['statements'] as const

/** The percents of the scale that the document names; RangeError where, against its invariants, it has none. */
const scaleOf = (questionnaire: Questionnaire): readonly number[] => {
  const { scale: named } = parametersOf(questionnaire, name)
  const scale = questionnaire.scales?.find(({ code }) => code === named)
  if (scale === undefined) throw new RangeError(`there is no scale ${named}`)
  return scale.levels.map(({ percent }) => percent)
}

const nearest = (value: number, scale: readonly number[]): string => {
  const below = scale.findLast((each) => each < value)
  const above = scale.find((each) => each > value)
  return [below, above].filter((each) => each !== undefined).join(' or ')
}

const raterOf = (
  scale: readonly number[],
  bands: ReturnType<typeof bandsOf>,
  { statements = [] }: ScoredNode,
): Rater => {
  const byCode = new Map(statements.map((statement) => [statement.code, statement]))

  const readOne = (
    statement: Statement | undefined,
    value: number | 'not_applicable',
    naPermitted: boolean,
  ): Omit<ProblemError, 'pointer'> | null => {
    if (statement === undefined) {
      const known = [...byCode.keys()].join(', ')
      return { code: 'statement-unknown', detail: `This is no statement here; known: ${known}.` }
    }
    const { code, naAllowed } = statement
    if (value === 'not_applicable') {
      if (naAllowed && naPermitted) return null
      const detail = naAllowed
        ? 'The programme does not permit answers that do not apply.'
        : `"${code}" cannot be declared not applicable.`
      return { code: 'not-applicable-refused', detail }
    }
    if (scale.includes(value)) return null
    const detail = `${value} is not on the scale; nearest: ${nearest(value, scale)}.`
    return { code: 'percent-off-scale', detail }
  }

  const missing: Rater['missing'] = ({ statements: given }) =>
    given === undefined
      ? []
      : statements.flatMap(({ code }) => (Object.hasOwn(given, code) ? [] : [code]))

  /** Ratings with their weights, in document order, without those that do not apply. */
  const ratingsOf = ({ statements: given = {} }: Answer) =>
    statements.flatMap(({ code, weight = 1 }) => {
      const value = given[code]
      return typeof value === 'number'
        ? [{ percent: fromDocument(value), weight: BigInt(weight) }]
        : []
    })

  const absentShare: Rater['absentShare'] = ({ statements: given = {} }) => {
    let away = 0
    let all = 0
    for (const { code, weight = 1 } of statements) {
      all += weight
      if (given[code] === 'not_applicable') away += weight
    }
    return away === 0 ? zero : fraction(BigInt(away), BigInt(all))
  }

  const read: Rater['read'] = (answer, pointer, errors, naPermitted) => {
    if (answer.statements === undefined) return null
    let wrong = false
    for (const [code, value] of Object.entries(answer.statements)) {
      const finding = readOne(byCode.get(code), value, naPermitted)
      if (finding === null) continue
      errors.push({ pointer: `${pointer}/statements/${code}`, ...finding })
      wrong = true
    }
    // A mean over the part that is answered would reward unfinished work.
    if (wrong || missing(answer).length > 0) return null
    let n = 0n
    let all = 0n
    for (const { percent, weight } of ratingsOf(answer)) {
      // On the scale, so it has two decimals at most and 100 clears its denominator.
      n += weight * percent.n * (100n / percent.d)
      all += weight
    }
    return all === 0n ? 'not_applicable' : fraction(n, all * 100n)
  }

  const explain = (answer: Answer, percent: Fraction): readonly Line[] => {
    const ratings = ratingsOf(answer)
    const away = statements.length - ratings.length
    const weighted = statements.some(({ weight = 1 }) => weight !== 1)
    const inputs = { count: String(ratings.length) }
    const rule = weighted ? 'statements.weighted-mean' : 'statements.mean'
    return [
      ...(away === 0 ? [] : [line('statements.left-out', { count: String(away) })]),
      line(rule, inputs, toText(percent)),
    ]
  }

  return {
    members,
    parts: namedParts('statements', [...byCode.keys()], { scale }),
    read,
    missing,
    absentShare,
    say: (answer, percent) => {
      const { band, flags } = saidBand(bands, percent)
      return { band, outcome: null, flags, explanation: explain(answer, percent), warnings: [] }
    },
  }
}

export const statements1: Method = {
  name,
  flags: ['indicative'],
  custom: imitatesTool,
  raters: (questionnaire) => {
    const scale = scaleOf(questionnaire)
    return (node) => raterOf(scale, bandsOf(demandBandSet(questionnaire, node.kind)), node)
  },
}
