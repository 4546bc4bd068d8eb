import t from 'tap'
import { fraction, zero } from '../../../src/core/exact.ts'
import { figures, sheetGroup, sheetNode, sumLine } from '../../../src/core/scoring/figures.ts'
import type { BranchWorth } from '../../../src/core/scoring/worth.ts'

const shown = { points: 7, maxPoints: 15 }
const exact = { percent: fraction(45n), points: fraction(27n, 4n), max: fraction(15n) }
const silent = { band: null, outcome: null, flags: [], explanation: [], warnings: [] }
const worth: BranchWorth = {
  ...exact,
  code: '1.1',
  status: 'scored',
  explanation: [],
  reading: null,
  weightless: false,
  partly: false,
  figured: true,
  parts: [],
}

t.test('figures are exact texts beside numbers half-up to hundredths', async (t) => {
  t.same(figures(exact, shown, []), {
    percent: 45,
    exactPercent: '45',
    points: 6.75,
    exactPoints: '27/4',
    maxPoints: 15,
    display: shown,
    explanation: [],
  })
  t.match(figures({ ...exact, percent: null }, shown, []), { percent: null, exactPercent: null })
})

t.test('a node says what its method says, and how it stands to its mark', async (t) => {
  const said = { ...silent, flags: ['capped'], outcome: { phase: 'plan' as const } }
  const node = sheetNode({ worth, said, pass: undefined }, () => shown)
  t.match(node, { code: '1.1', flags: ['capped'], outcome: { phase: 'plan' }, display: shown })
  const outcome = { margin: 1, exactMargin: '1', passed: true }
  const line = { rule: 'pass.reached', inputs: {}, result: '1' } as const
  const pass = { code: '1.1', margin: fraction(1n), passed: true, outcome, line }
  t.match(
    sheetNode({ worth: { ...worth, weightless: true }, said, pass }, () => shown),
    { outcome, flags: ['weight.zero', 'capped'], explanation: [{ rule: 'pass.reached' }] },
  )
  const partly = { ...worth, weightless: true, partly: true }
  t.same(sheetNode({ worth: partly, said, pass: undefined }, () => shown).flags, [
    'weight.zero',
    'na.part',
    'capped',
  ])
})

t.test('a level without figures has none, not even to show', async (t) => {
  const bare = { ...worth, figured: false }
  t.match(
    sheetNode({ worth: bare, said: silent, pass: undefined }, () => {
      throw new Error('nothing is shown')
    }),
    { percent: null, points: null, maxPoints: null, display: null, outcome: null, flags: [] },
  )
})

t.test('groups are sums', async (t) => {
  const group = {
    code: 'process',
    points: fraction(6n),
    max: fraction(15n),
    parts: [],
    count: 2,
    full: fraction(15n),
  }
  t.match(sheetGroup(group, shown), {
    code: 'process',
    percent: 40,
    explanation: [{ rule: 'group.sum', inputs: { count: '2', max: '15' }, result: '6' }],
  })
  t.match(sheetGroup({ ...group, points: zero, max: zero }, shown), { percent: null })
  t.match(sumLine('total.sum', 3, exact), { rule: 'total.sum', result: '27/4' })
})
