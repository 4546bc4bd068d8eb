import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { PanelScores } from '../../../src/core/agreement/panel.ts'
import { type SeverityCell, severityOf } from '../../../src/core/agreement/severity.ts'
import { anyPanel, close, mean, sumOf } from '../../fixtures/agreement/panels.ts'

const cellsOf = (scores: PanelScores): readonly SeverityCell[] =>
  scores.flatMap((row, item) =>
    row.flatMap((score, column) =>
      score === null ? [] : [{ item: `item ${item}`, assessor: `assessor ${column}`, score }],
    ),
  )
const severity = (scores: PanelScores, ownerGroups = 5) => severityOf(cellsOf(scores), ownerGroups)
const effectsOf = (scores: PanelScores) => severity(scores).effects ?? []

t.test('who gives ten more on everything is lenient by what lies above the mean', async (t) => {
  const effects = effectsOf([
    [10, 20, 10],
    [30, 40, 30],
    [50, 60, 50],
  ])
  t.same(
    effects.map(({ assessor, scores }) => [assessor, scores]),
    [
      ['assessor 0', 3],
      ['assessor 1', 3],
      ['assessor 2', 3],
    ],
  )
  const expected = [-10 / 3, 20 / 3, -10 / 3]
  t.ok(
    effects.every(
      ({ effect, shrunk }, place) =>
        close(effect, expected[place] ?? 0) && close(shrunk, expected[place] ?? 0),
    ),
    'no error: nothing shrinks',
  )
})

t.test('who only saw the strong items is not lenient for that', async (t) => {
  const effects = effectsOf([
    [10, 10, null],
    [30, 30, null],
    [80, 80, 80],
    [90, 90, 90],
  ])
  t.ok(
    effects.every(({ effect }) => close(effect, 0)),
    'column means would say otherwise',
  )
  t.ok(effects.every(({ shrunk }) => shrunk === 0))
})

/** The same effects by alternating means, item and assessor in turn, until they stand. */
const alternating = (cells: readonly SeverityCell[]): readonly number[] => {
  const names = [...new Set(cells.map(({ assessor }) => assessor))]
  const items = [...new Set(cells.map(({ item }) => item))]
  let effects = new Map(names.map((name) => [name, 0]))
  for (let turn = 0; turn < 20_000; turn += 1) {
    const means = new Map(
      items.map((item) => [
        item,
        mean(
          cells
            .filter((cell) => cell.item === item)
            .map(({ assessor, score }) => score - (effects.get(assessor) ?? 0)),
        ),
      ]),
    )
    const next = names.map((name) =>
      mean(
        cells
          .filter(({ assessor }) => assessor === name)
          .map(({ item, score }) => score - (means.get(item) ?? 0)),
      ),
    )
    const still = names.every(
      (name, place) => Math.abs((next[place] ?? 0) - mean(next) - (effects.get(name) ?? 0)) < 1e-9,
    )
    effects = new Map(names.map((name, place) => [name, (next[place] ?? 0) - mean(next)]))
    if (still) break
  }
  return names.map((name) => effects.get(name) ?? 0)
}

t.test('random panels: alternating means come to the same, and effects sum to zero', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: true }), (scores) => {
      const { effects } = severity(scores)
      if (effects === null) return
      const slow = alternating(cellsOf(scores))
      for (const [place, { effect, shrunk }] of effects.entries()) {
        ok(Math.abs(effect - (slow[place] ?? 0)) < 1e-3, `${effect} ${slow[place]}`)
        ok(Math.abs(shrunk) <= Math.abs(effect) + 1e-9 && shrunk * effect >= 0)
      }
      ok(Math.abs(sumOf(effects.map(({ effect }) => effect))) < 1e-6)
    }),
    { numRuns: 60 },
  )
})

t.test('shrinking by the variances: worked by hand', async (t) => {
  // Effects -+3 over four items; the rest +-1 in turn: RSS 8, df 8 - 4 - 2 + 1 = 3, errors 8/3.
  const effects = effectsOf([
    [0, 8],
    [2, 6],
    [4, 12],
    [6, 10],
  ])
  const errors = 8 / 3
  const between = 18 - errors / 4
  t.ok(close(effects[0]?.effect ?? 0, -3))
  t.ok(close(effects[1]?.shrunk ?? 0, (3 * 4 * between) / (4 * between + errors)))
})

t.test('each reason, in its order', async (t) => {
  const why = (scores: PanelScores, ownerGroups?: number) => {
    const given = severity(scores, ownerGroups)
    return given.effects === null ? given.reason : 'known'
  }
  t.equal(
    why(
      [
        [1, 2],
        [2, 3],
      ],
      4,
    ),
    'too_few_owner_groups',
  )
  t.equal(
    why(
      [
        [1, 2],
        [2, 3],
      ],
      5,
    ),
    'known',
  )
  t.equal(why([[1], [2]]), 'too_few_assessors')
  t.equal(why([]), 'too_few_assessors')
  t.equal(
    why([
      [1, 2, null, null],
      [3, 4, null, null],
      [null, null, 5, 6],
    ]),
    'disconnected',
  )
  t.equal(why([[1, 2]]), 'too_few_cells')
  t.match(severity([[1, 2]]), { items: 1, assessors: 2 })
})
