// A questionnaire of twenty-four nodes for every method besides percent-points@1, with sets of whole answers to it.
// They are of the tests, so that every method is measured on the same size.
import type { Kind } from '../src/core/document/parameters-v1.ts'
import type { Questionnaire } from '../src/core/document/questionnaire-v1.ts'
import type { Answer, Answers } from '../src/core/scoring/members.ts'
import {
  classical,
  fineTuned,
  levelStatementsOf,
  maturity,
  type NodeOutline,
  type Outlined,
  pass,
  radar,
  radarElements,
  sixLevels,
  statements,
  statementsOf,
} from '../test/fixtures/methods.ts'

const categories = 6
const items = 4

type Made = Omit<NodeOutline, 'code'>

const outline = (points: number, node: (code: string, index: number) => Made): Outlined[] =>
  Array.from({ length: categories }, (_, at) => ({
    code: `${at + 1}`,
    points,
    passPoints: 70,
    items: Array.from({ length: items }, (_, index) => {
      const code = `${at + 1}.${index + 1}`
      return { code, ...node(code, index) }
    }),
  }))

const without = (made: readonly Outlined[]): Outlined[] =>
  made.map(({ passPoints, ...rest }) => rest)

type Asked = { readonly code: string; readonly kind: Kind }
type Sheet = {
  readonly questionnaire: Questionnaire
  readonly answer: (node: Asked, dice: number) => Answer
}

const kindAt =
  <Each extends Kind>(...kinds: readonly [Each, Each]) =>
  (index: number): Each =>
    index < 2 ? kinds[0] : kinds[1]

const caf = without(
  outline(100, (_, index) => ({ points: 100, kind: kindAt('process', 'result')(index) })),
)
const counts = [3, 3, 3, 3, 3]

const sheets = (): readonly Sheet[] => [
  {
    questionnaire: radar(
      {},
      without(
        outline(40, (_, index) => ({ points: 10, kind: kindAt('direction', 'result')(index) })),
      ),
    ),
    answer: ({ kind }, dice) => ({
      attributes: Object.fromEntries(
        (radarElements[kind] ?? [])
          .flatMap(({ attributes }) => attributes)
          .map((name, index) => [name, (dice * 7 + index * 13) % 101]),
      ),
    }),
  },
  {
    questionnaire: statements(
      {},
      without(
        outline(40, (code) => ({
          points: 10,
          kind: 'process',
          more: { statements: statementsOf(code, 2) },
        })),
      ),
    ),
    answer: ({ code }, dice) => ({
      statements: Object.fromEntries(
        [1, 2].map((index) => [`${code}.s${index}`, sixLevels[(dice + index) % 6] ?? 0]),
      ),
    }),
  },
  { questionnaire: classical(caf), answer: (_, dice) => ({ score: dice % 101 }) },
  {
    questionnaire: fineTuned(caf),
    answer: ({ kind }, dice) =>
      kind === 'result'
        ? { trends: dice % 101, targets: (dice * 3) % 101 }
        : { plan: dice % 101, do: (dice * 3) % 101, check: (dice * 5) % 101, act: 20 },
  },
  {
    questionnaire: maturity(
      'statements',
      without(
        outline(20, (code) => ({
          points: 5,
          kind: 'maturity',
          more: { levelStatements: levelStatementsOf(code, counts) },
        })),
      ),
    ),
    answer: (_, dice) => ({
      levels: counts.map((count, level) =>
        Array.from({ length: count }, () => (level <= dice % 6 ? 'met' : 'not_met')),
      ),
    }),
  },
  {
    questionnaire: pass(outline(100, () => ({ points: 25, kind: 'process' }))),
    answer: (_, dice) => ({ points: (dice % 251) / 10 }),
  },
]

const nodesOf = ({ categories: all }: Questionnaire): readonly Asked[] =>
  all.flatMap(({ items: inside = [] }) => inside)

export const methodSheets = (): readonly {
  readonly questionnaire: Questionnaire
  readonly sets: readonly Answers[]
}[] =>
  sheets().map(({ questionnaire, answer }) => ({
    questionnaire,
    sets: Array.from({ length: 64 }, (_, set) =>
      Object.fromEntries(
        nodesOf(questionnaire).map((node, place) => [
          node.code,
          answer(node, set * 11 + place * 7),
        ]),
      ),
    ),
  }))
