// radar@1, a second time: attributes, elements, the cap, and the presets by name.
import { bandOf, bandSetFor } from './bands.ts'
import type { Parameters } from './document.ts'
import type { Rate } from './rate.ts'
import { below, decimal, least, mean, type Q, type Round, shown, text } from './rational.ts'

const plain: Partial<Parameters> = {
  inputRound: undefined,
  elementRound: undefined,
  partRound: undefined,
  categoryMean: 'weighted',
  categoryStep: undefined,
  pointsStep: undefined,
  unanswered: 'zero',
}

/** The table of presets. The form knows parts only, so the roll-up stays that of the document. */
export const presets: Readonly<Record<string, Partial<Parameters>>> = {
  'exact-attributes': { ...plain, combine: 'attributes' },
  'exact-elements': { ...plain, combine: 'elements' },
  'assessbase-report': {
    ...plain,
    inputRound: 5,
    combine: 'attributes',
    partRound: 5,
    unanswered: 'renormalise',
    categoryMean: 'plain',
    pointsStep: 1,
  },
  'assessbase-form': {
    inputRound: undefined,
    combine: 'elements',
    elementRound: 10,
    partRound: 10,
  },
}

const rounded = (value: Q, step: number | undefined, round: Round): Q =>
  step === undefined ? value : round(value, decimal(step))

export const rate: Rate = ({ document, node, answer, round }) => {
  const parameters = document.scoring.parameters
  const elements = parameters.elements?.[node.kind] ?? []
  const inputs = new Map<string, Q>()
  for (const name of elements.flatMap(({ attributes }) => attributes)) {
    const input = answer.attributes?.[name]
    if (input === undefined) return { state: 'unanswered', percent: null }
    inputs.set(name, rounded(decimal(input), parameters.inputRound, round))
  }
  const inputOf = (name: string): Q => inputs.get(name) as Q
  const combined =
    parameters.combine === 'attributes'
      ? mean([...inputs.values()])
      : mean(
          elements.map(({ attributes }) =>
            rounded(mean(attributes.map(inputOf)), parameters.elementRound, round),
          ),
        )
  const uncapped = rounded(combined, parameters.partRound, round)
  const outcome = { uncapped: shown(uncapped, round), exactUncapped: text(uncapped) }
  const set = bandSetFor(document, node.kind)
  if (parameters.cap === null || parameters.cap === undefined) {
    return { state: 'value', percent: uncapped, ...bandOf(set, uncapped) }
  }
  const cap = inputOf(parameters.cap[node.kind] ?? '')
  const percent = least(uncapped, cap)
  const { band, flags } = bandOf(set, percent)
  const capped = below(percent, uncapped) ? ['capped'] : []
  return { state: 'value', percent, band, flags: [...capped, ...flags], outcome }
}
