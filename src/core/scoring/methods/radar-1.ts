// radar@1: a percent for every attribute, combined to one for the node, which a single attribute may cap.
// Which attributes a kind has, how they combine and what is rounded are parameters; presets.ts names the known sets.
import type { Kind } from '../../document/parameters-v1.ts'
import type { Questionnaire } from '../../document/questionnaire-v1.ts'
import { parametersOf } from '../../document/scoring-v1.ts'
import {
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  halfUp,
  sum,
  toHundredths,
  toText,
} from '../../exact.ts'
import { bandAt, bandsOf, demandBandSet } from '../bands.ts'
import { type Line, line } from '../explain.ts'
import type { Answer } from '../members.ts'
import type { Method, Rater } from '../method.ts'
import { readPercent, stepBpOf } from '../percents.ts'
import { imitatesTool } from '../presets.ts'
import { raterByKind } from '../rater-by-kind.ts'

const name = 'radar@1'
const members = ['attributes'] as const

const stepOf = (step: number | undefined): Fraction | null =>
  step === undefined ? null : fromDocument(step)

const meanOf = (values: readonly Fraction[]): Fraction =>
  div(sum(values), fraction(BigInt(values.length)))

/** A combined node: its percent before and after the cap, and how it came about. */
type Combined = {
  readonly uncapped: Fraction
  readonly percent: Fraction
  readonly capped: boolean
  readonly lines: readonly Line[]
}

/** Rounds to the step, if there is one; a rounding that changes something leaves a line. */
const rounded = (
  value: Fraction,
  step: Fraction | null,
  lines: Line[],
  explain: (inputs: { readonly percent: string; readonly step: string }, to: string) => Line,
): Fraction => {
  if (step === null) return value
  const to = halfUp(value, step)
  lines.push(explain({ percent: toText(value), step: toText(step) }, toText(to)))
  return to
}

const raterOf = (questionnaire: Questionnaire, kind: Kind): Rater => {
  const stated = parametersOf(questionnaire, name)
  const elements = stated.elements[kind] ?? []
  const attributes = elements.flatMap((element) => element.attributes)
  const cap = stated.cap?.[kind]
  const bands = bandsOf(demandBandSet(questionnaire, kind))
  const stepBp = stepBpOf(fromDocument(stated.inputStep))
  const [inputRound, elementRound, partRound] = [
    stepOf(stated.inputRound),
    stepOf(stated.elementRound),
    stepOf(stated.partRound),
  ]

  const missing: Rater['missing'] = ({ attributes: given }) =>
    given === undefined ? [] : attributes.filter((each) => !Object.hasOwn(given, each))

  /** The values after step 1, in the order of the attributes. */
  const inputsOf = (answer: Answer, lines: Line[]): ReadonlyMap<string, Fraction> =>
    new Map(
      attributes.map((each, index) => {
        const value = fromDocument(answer.attributes?.[each] ?? 0)
        const position = String(index + 1)
        const explain = (inputs: object, to: string) =>
          line('radar.input-round', { position, ...inputs }, to)
        return [each, rounded(value, inputRound, lines, explain)] as const
      }),
    )

  const meanOfElements = (inputs: ReadonlyMap<string, Fraction>, lines: Line[]): Fraction => {
    const means = elements.map((element, index) => {
      const values = element.attributes.map((each) => inputs.get(each) as Fraction)
      const mean = meanOf(values)
      const position = String(index + 1)
      lines.push(line('radar.element', { position, count: String(values.length) }, toText(mean)))
      return rounded(mean, elementRound, lines, (step, to) =>
        line('radar.element-round', { position, ...step }, to),
      )
    })
    const mean = meanOf(means)
    lines.push(line('radar.elements', { count: String(means.length) }, toText(mean)))
    return mean
  }

  const combine = (answer: Answer): Combined => {
    const lines: Line[] = []
    const inputs = inputsOf(answer, lines)
    let mean: Fraction
    if (stated.combine === 'elements') mean = meanOfElements(inputs, lines)
    else {
      mean = meanOf([...inputs.values()])
      lines.push(line('radar.attributes', { count: String(inputs.size) }, toText(mean)))
    }
    const uncapped = rounded(mean, partRound, lines, (step, to) =>
      line('radar.part-round', step, to),
    )
    const limit = cap === undefined ? undefined : inputs.get(cap)
    if (limit === undefined || compare(uncapped, limit) <= 0) {
      return { uncapped, percent: uncapped, capped: false, lines }
    }
    lines.push(line('radar.cap', { percent: toText(uncapped), cap: toText(limit) }, toText(limit)))
    return { uncapped, percent: limit, capped: true, lines }
  }

  const read: Rater['read'] = (answer, pointer, errors) => {
    if (answer.attributes === undefined) return null
    let wrong = false
    for (const [each, value] of Object.entries(answer.attributes)) {
      const here = `${pointer}/attributes/${each}`
      if (attributes.includes(each)) {
        wrong = readPercent(value, stepBp, here, errors) === null || wrong
        continue
      }
      const detail = `"${each}" is no attribute here; known: ${attributes.join(', ')}.`
      errors.push({ pointer: here, code: 'attribute-unknown', detail })
      wrong = true
    }
    // A node rated in part is unanswered, never averaged over the rest.
    return wrong || missing(answer).length > 0 ? null : combine(answer).percent
  }

  return {
    members,
    read,
    missing,
    say: (answer, percent) => {
      const { uncapped, capped, lines } = combine(answer)
      return {
        band: bandAt(bands, percent)?.band ?? null,
        outcome:
          cap === undefined
            ? null
            : { uncapped: toHundredths(uncapped), exactUncapped: toText(uncapped) },
        flags: capped ? ['capped'] : [],
        explanation: lines,
        warnings: [],
      }
    },
  }
}

export const radar1: Method = {
  name,
  flags: [],
  custom: imitatesTool,
  raters: raterByKind(raterOf),
}
