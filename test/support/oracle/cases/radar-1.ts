// Random cases of radar@1: the editions of 2020 and 2013 and a lopsided one, presets and single parameters.
import fc from 'fast-check'
import type { Case, Element } from '../document.ts'
import {
  bandSet,
  caseOf,
  categoriesOf,
  modes,
  named,
  onStep,
  permille,
  policies,
  rollUp,
  worthSomething,
} from './frame.ts'

type Edition = {
  readonly elements: Readonly<Record<string, readonly Element[]>>
  readonly cap: Readonly<Record<string, string>> | null
}
const element = (code: string, ...attributes: string[]): Element => ({ code, attributes })

const editions: readonly Edition[] = [
  {
    elements: {
      direction: [
        element('approach', 'sound'),
        element('deployment', 'implemented'),
        element('assessment', 'evaluated', 'learn'),
      ],
      execution: [
        element('approach', 'sound', 'aligned'),
        element('deployment', 'implemented', 'flexible'),
        element('assessment', 'evaluated', 'learn'),
      ],
      result: [
        element('relevance', 'scope', 'usable'),
        element('performance', 'trends', 'targets', 'comparisons', 'future'),
      ],
    },
    cap: { direction: 'sound', execution: 'sound', result: 'scope' },
  },
  {
    elements: {
      process: [
        element('approach', 'sound', 'integrated'),
        element('deployment', 'implemented', 'structured'),
        element('assessment', 'measurement', 'learning', 'improvement'),
      ],
      result: [
        element('relevance', 'scope', 'integrity', 'segmentation'),
        element('performance', 'trends', 'targets', 'comparisons', 'confidence'),
      ],
    },
    cap: null,
  },
  {
    elements: {
      process: [element('one', 'last', 'third', 'second'), element('other', 'first')],
      result: [element('only', 'single')],
    },
    cap: { process: 'third', result: 'single' },
  },
]

const step = fc.constantFrom(5, 10, 20, 0.5)

export const radar: fc.Arbitrary<Case> = fc
  .record({
    unit: fc.constantFrom<0.1 | 1>(0.1, 1),
    edition: fc.constantFrom(...editions),
    inputStep: fc.constantFrom(1, 5, 10, 0.5),
    combine: fc.constantFrom('attributes', 'elements'),
    rounds: fc.record(
      { inputRound: step, elementRound: step, partRound: step },
      { requiredKeys: [] },
    ),
    rollUp,
    preset: fc.constantFrom(
      undefined,
      undefined,
      'exact-attributes',
      'exact-elements',
      'assessbase-report',
      'assessbase-form',
    ),
    categories: categoriesOf(fc.array(permille, { minLength: 7, maxLength: 7 })),
    mode: modes,
    policy: policies,
  })
  .map(({ unit, edition, inputStep, combine, rounds, preset, ...rest }) => {
    const kinds = Object.keys(edition.elements)
    const attributesOf = (kind: string) =>
      (edition.elements[kind] ?? []).flatMap(({ attributes }) => attributes)
    return caseOf({
      method: 'radar@1',
      total: true,
      unit,
      parameters: {
        inputStep,
        elements: edition.elements,
        cap: edition.cap,
        combine,
        ...rounds,
        bandSets: Object.fromEntries(kinds.map((kind) => [kind, kind])),
        ...rest.rollUp,
      },
      kinds,
      bandSets: kinds.map((kind) => ({
        ...bandSet(kind, attributesOf(kind), { bounds: [0, 10, 40, 70, 90], step: inputStep }),
        elementNames: named((edition.elements[kind] ?? []).map(({ code }) => code)),
      })),
      groups: true,
      categories: rest.categories,
      mode: rest.mode,
      policy: rest.policy,
      preset,
      fill: ({ kind, raw, partial }) => ({
        node: {},
        answer: {
          attributes: Object.fromEntries(
            attributesOf(kind)
              .map((name, index): [string, number] => [name, onStep(raw[index] ?? 0, inputStep)])
              .slice(partial ? 1 : 0),
          ),
        },
      }),
    })
  })
  .filter(worthSomething)
