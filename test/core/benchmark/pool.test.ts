import t from 'tap'
import { frozenAt } from '../../../src/core/benchmark/pool.ts'
import { candidate, comparability, poolOf, reasonsIn } from '../../fixtures/benchmark/candidate.ts'

t.test('who a row is of comes out as it went in, however many there are', async (t) => {
  const all = Array.from({ length: 2500 }, (_, number) =>
    candidate(number, {
      place: { sector: number % 2 ? 'C' : null, region: 'CN-ZJ', size: 'micro' },
    }),
  )
  const pool = poolOf(all)
  t.equal(pool.rows, 2500)
  for (const [row, each] of all.entries()) {
    const { submissionId, organizationId, ownerGroupId, sheetDigest, place } = each
    const expected = { submissionId, organizationId, ownerGroupId, sheetDigest, ...place }
    if (JSON.stringify(frozenAt(pool, row)) !== JSON.stringify(expected)) t.fail(submissionId)
  }
})

t.test('values are kept of those who may enter, and asked of nobody else', async (t) => {
  const rows = Array.from({ length: 2100 }, (_, number) =>
    candidate(number, number === 1 ? { scoringDigest: 'b'.repeat(64) } : {}),
  )
  const asked: number[] = []
  const pool = poolOf(rows, comparability, {
    nodes: 2,
    valuesOf: (place) => {
      asked.push(place)
      return [place, -1, 77]
    },
  })
  t.notOk(asked.includes(1))
  t.same(
    [0, 2, 1024, 2099].map((row) => [pool.value(row, 0), pool.value(row, 1)]),
    [
      [0, -1],
      [2, -1],
      [1024, -1],
      [2099, -1],
    ],
  )
  t.throws(() => pool.value(1, 0), RangeError)
})

t.test('what is judged of a row is kept with it', async (t) => {
  const { table } = poolOf([
    candidate(1, { representative: true }),
    candidate(2, { state: 'submitted', finalAt: null, test: true }),
    candidate(3, { test: true }),
    candidate(4, { basis: 'assessed' }),
    candidate(5, { questionnaireKey: 'other' }),
  ])
  t.same([...table.representative.subarray(0, 5)], [1, 0, 0, 0, 0])
  t.same([...table.comparable.subarray(0, 5)], [1, 0, 0, 0, 0])
  t.equal(table.finalAt[1], 0)
  t.same([...table.reasons.subarray(0, 5)].map(reasonsIn), [
    [],
    ['not_final', 'test'],
    ['test'],
    ['other_basis'],
    ['other_questionnaire'],
  ])
})
