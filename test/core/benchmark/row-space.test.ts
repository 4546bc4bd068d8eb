import t from 'tap'
import { rowSpaceOf } from '../../../src/core/benchmark/row-space.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'
import { isDerivable } from '../../fixtures/benchmark/row-space.ts'

t.test('a parent minus its children is found, with the rows it takes', async (t) => {
  const derive = rowSpaceOf([
    [1, 1, 1, 1],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ])
  t.same(derive([0, 0, 1, 1]), [0, 1, 2])
  t.same(derive([1, 0, 0, 0]), [1])
  t.equal(derive([0, 0, 1, 0]), null)
})

t.test('nothing follows from nothing but the empty set', async (t) => {
  t.equal(rowSpaceOf([])([1, 0]), null)
  t.same(rowSpaceOf([])([0, 0]), [])
  t.same(rowSpaceOf([[1, 1]])([0, 0]), [])
})

t.test('a combination with fractions is found', async (t) => {
  const triangle = rowSpaceOf([
    [1, 1, 0],
    [0, 1, 1],
    [1, 0, 1],
  ])
  t.same(triangle([1, 0, 0]), [0, 1, 2], 'half of two sums minus the third')
})

t.test('random sets agree with elimination in exact fractions', async (t) => {
  const random = randomFor(2)
  const bits = (length: number) => Array.from({ length }, () => random.below(2))
  let derivable = 0
  for (let count = 0; count < 3000; count += 1) {
    const atoms = 1 + random.below(8)
    const rows = Array.from({ length: random.below(8) }, () => bits(atoms))
    const target = bits(atoms)
    const expected = isDerivable(target, rows)
    if ((rowSpaceOf(rows)(target) !== null) !== expected)
      t.fail(JSON.stringify({ rows, target, expected }))
    if (expected) derivable += 1
  }
  t.ok(derivable > 300 && derivable < 2700, `both answers occur: ${derivable}`)
})
