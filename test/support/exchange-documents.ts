// Questionnaires for tests of exchange: all shipped ones, and a small one for every method.
// The small ones hold what exchange reads; whether they may be published is not asked here.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import { small } from '../fixtures/questionnaires.ts'
import { jsonIn } from './examples.ts'
import { root } from './sources.ts'

export const shipped: readonly (readonly [string, Questionnaire])[] = readdirSync(
  join(root, 'schemas/models'),
  { recursive: true, encoding: 'utf8' },
)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name.replace(/\/.*$/, ''), jsonIn(`schemas/models/${name}`) as Questionnaire])

const text = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })

const bandSet = (code: string, factors: readonly string[], bands: readonly number[]) => ({
  code,
  factors,
  factorNames: Object.fromEntries(factors.map((factor) => [factor, text(factor)])),
  bands: bands.map((from) => ({ from, to: from, label: text(`From ${from}`), descriptors: {} })),
})

type Changes = {
  readonly parameters: object
  readonly bandSets?: readonly object[]
  readonly scales?: readonly object[]
  /** What the first item, `1.1`, has instead of areas. */
  readonly item?: object
  readonly kind?: string
}

const made = (method: string, { parameters, item = {}, kind, ...more }: Changes): Questionnaire => {
  const document = small()
  const kinds = kind === undefined ? {} : { kind }
  return {
    ...document,
    ...more,
    scoring: { ...document.scoring, method, parameters },
    categories: document.categories.map((category, index) => ({
      ...category,
      ...(category.leaf === undefined ? {} : { leaf: { ...category.leaf, ...kinds } }),
      ...(category.items === undefined
        ? {}
        : {
            items: category.items.map((each, position) => ({
              ...each,
              ...kinds,
              ...(index + position === 0 ? item : {}),
            })),
          }),
    })),
  } as never
}

const both = { process: 'process-set', result: 'result-set' }
const statement = (code: string, more: object = {}) => ({
  code,
  text: text(`Fact ${code}`),
  ...more,
})

/** Method → a small questionnaire: items `1.1`, `1.2`, `2.1` and the result leaf `3`. */
export const byMethod: Readonly<Record<string, Questionnaire>> = {
  'percent-points@1': small(),
  'radar@1': made('radar@1', {
    parameters: {
      inputStep: 1,
      elements: {
        process: [{ code: 'approach', attributes: ['sound', 'aligned'] }],
        result: [{ code: 'performance', attributes: ['trends'] }],
      },
      cap: null,
      combine: 'attributes',
      bandSets: both,
    },
    bandSets: [
      bandSet('process-set', ['sound', 'aligned'], [0, 50]),
      bandSet('result-set', ['trends'], [0, 50]),
    ],
  }),
  'pdca-classical@1': made('pdca-classical@1', {
    parameters: { bandSets: both, phases: ['plan', 'do', 'check', 'act', 'pdca'] },
    bandSets: [bandSet('process-set', ['phase'], [0, 11]), bandSet('result-set', [], [0, 11])],
  }),
  'pdca-fine-tuned@1': made('pdca-fine-tuned@1', {
    parameters: { bandSets: both },
    bandSets: [bandSet('process-set', ['plan'], [0, 11]), bandSet('result-set', [], [0, 11])],
  }),
  'maturity-level@1': made('maturity-level@1', {
    parameters: { entry: 'statements', bandSets: { maturity: 'five' } },
    bandSets: [bandSet('five', ['maturity'], [1, 2, 3, 4, 5])],
    kind: 'maturity',
    item: {
      areas: [],
      levelStatements: [
        [statement('1.1.l1.s1'), statement('1.1.l1.s2')],
        [statement('1.1.l2.s1')],
        [statement('1.1.l3.s1')],
        [statement('1.1.l4.s1')],
        [statement('1.1.l5.s1')],
      ],
    },
  }),
  'maturity-level@1 by level': made('maturity-level@1', {
    parameters: { entry: 'level', bandSets: { maturity: 'five' } },
    bandSets: [bandSet('five', ['maturity'], [1, 2, 3, 4, 5])],
    kind: 'maturity',
  }),
  'category-pass@1': made('category-pass@1', { parameters: { pointStep: 0.1, bandSets: {} } }),
  'statements@1': made('statements@1', {
    parameters: { scale: 'three', bandSets: both },
    scales: [
      {
        code: 'three',
        levels: [0, 50, 100].map((percent) => ({ percent, label: text(`${percent} %`) })),
      },
    ],
    item: {
      areas: [],
      statements: [
        statement('1.1.s1', { naAllowed: true, weight: 2 }),
        statement('1.1.s2', { naAllowed: false }),
      ],
    },
  }),
}

/** All of them, by name. */
export const everyDocument: readonly (readonly [string, Questionnaire])[] = [
  ...shipped,
  ...Object.entries(byMethod),
]
