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
import type { ProblemError } from '../../problem.ts'
import { bandsOf, demandBandSet, saidBand } from '../bands.ts'
import { type Line, line } from '../explain.ts'
import { type Method, type Rater, undivided } from '../method.ts'
import { namedParts } from '../parts.ts'
import { readPercent, stepBpOf } from '../percents.ts'
import { imitatesTool } from '../presets.ts'
import { raterByKind } from '../rater-by-kind.ts'

const name = 'radar@1'
const members = ['attributes'] as const

const stepOf = (step: number | undefined): Fraction | null =>
  step === undefined ? null : fromDocument(step)

const meanOf = (values: readonly Fraction[]): Fraction =>
  div(sum(values), fraction(BigInt(values.length)))

/** A combined node: its percent before and after the cap. */
type Combined = {
  readonly uncapped: Fraction
  readonly percent: Fraction
  readonly capped: boolean
}

/** Where lines go; null where nobody reads them, which is most of the time. */
type Lines = Line[] | null

type Rounding = { readonly percent: string; readonly step: string }

/** Rounds to the step, if there is one, and leaves a line. */
const rounded = (
  value: Fraction,
  step: Fraction | null,
  lines: Lines,
  explain: (inputs: Rounding, result: string) => Line,
): Fraction => {
  if (step === null) return value
  const result = halfUp(value, step)
  lines?.push(explain({ percent: toText(value), step: toText(step) }, toText(result)))
  return result
}

const raterOf = (questionnaire: Questionnaire, kind: Kind): Rater => {
  const stated = parametersOf(questionnaire, name)
  const elements = stated.elements[kind] ?? []
  const attributes = elements.flatMap((element) => element.attributes)
  const known = new Set(attributes)
  const cap = attributes.indexOf(stated.cap?.[kind] ?? '')
  const bands = bandsOf(demandBandSet(questionnaire, kind))
  const step = fromDocument(stated.inputStep)
  const stepBp = stepBpOf(step)
  const [inputRound, elementRound, partRound] = [
    stepOf(stated.inputRound),
    stepOf(stated.elementRound),
    stepOf(stated.partRound),
  ]

  const missing: Rater['missing'] = ({ attributes: given }) =>
    given === undefined ? [] : attributes.filter((each) => !Object.hasOwn(given, each))

  const inputRounded = (values: readonly Fraction[], lines: Lines): readonly Fraction[] =>
    inputRound === null
      ? values
      : values.map((value, index) =>
          rounded(value, inputRound, lines, (inputs, result) =>
            line('radar.input-round', { position: String(index + 1), ...inputs }, result),
          ),
        )

  const meanOfElements = (inputs: readonly Fraction[], lines: Lines): Fraction => {
    let from = 0
    const means = elements.map((element, index) => {
      const values = inputs.slice(from, from + element.attributes.length)
      from += values.length
      const mean = meanOf(values)
      const position = String(index + 1)
      lines?.push(line('radar.element', { position, count: String(values.length) }, toText(mean)))
      return rounded(mean, elementRound, lines, (step, result) =>
        line('radar.element-round', { position, ...step }, result),
      )
    })
    const mean = meanOf(means)
    lines?.push(line('radar.elements', { count: String(means.length) }, toText(mean)))
    return mean
  }

  const meanOfAttributes = (inputs: readonly Fraction[], lines: Lines): Fraction => {
    const mean = meanOf(inputs)
    lines?.push(line('radar.attributes', { count: String(inputs.length) }, toText(mean)))
    return mean
  }

  const meanBy = stated.combine === 'elements' ? meanOfElements : meanOfAttributes

  /** `values` in the order of the attributes. */
  const combine = (values: readonly Fraction[], lines: Lines): Combined => {
    const inputs = inputRounded(values, lines)
    const uncapped = rounded(meanBy(inputs, lines), partRound, lines, (step, result) =>
      line('radar.part-round', step, result),
    )
    const limit = inputs[cap]
    if (limit === undefined || compare(uncapped, limit) <= 0) {
      return { uncapped, percent: uncapped, capped: false }
    }
    lines?.push(line('radar.cap', { percent: toText(uncapped), cap: toText(limit) }, toText(limit)))
    return { uncapped, percent: limit, capped: true }
  }

  const refuseUnknown = (names: readonly string[], pointer: string, errors: ProblemError[]) => {
    for (const each of names.filter((given) => !known.has(given))) {
      const detail = `"${each}" is no attribute here; known: ${attributes.join(', ')}.`
      errors.push({ pointer: `${pointer}/${each}`, code: 'attribute-unknown', detail })
    }
  }

  const read: Rater['read'] = (answer, pointer, errors) => {
    if (answer.attributes === undefined) return null
    const here = `${pointer}/attributes`
    const before = errors.length
    const values: Fraction[] = []
    for (const each of attributes) {
      const value = Object.hasOwn(answer.attributes, each) ? answer.attributes[each] : undefined
      if (value === undefined) continue
      const percent = readPercent(value, stepBp, `${here}/${each}`, errors)
      if (percent !== null) values.push(percent)
    }
    refuseUnknown(Object.keys(answer.attributes), here, errors)
    // A node rated in part is unanswered, never averaged over the rest.
    const whole = errors.length === before && values.length === attributes.length
    return whole ? combine(values, null).percent : null
  }

  return {
    members,
    parts: namedParts('attributes', attributes, { step }),
    read,
    missing,
    absentShare: undivided,
    say: ({ attributes: given = {} }, percent) => {
      const lines: Line[] = []
      const values = attributes.map((each) => fromDocument(given[each] ?? 0))
      const { uncapped, capped } = combine(values, lines)
      const { band, flags } = saidBand(bands, percent)
      return {
        band,
        outcome:
          cap < 0 ? null : { uncapped: toHundredths(uncapped), exactUncapped: toText(uncapped) },
        flags: capped ? ['capped', ...flags] : flags,
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
