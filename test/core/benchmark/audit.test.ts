import t from 'tap'
import { auditOf } from '../../../src/core/benchmark/audit.ts'
import { type Cohort, cohortsOf } from '../../../src/core/benchmark/cohort.ts'
import type { Reason } from '../../../src/core/benchmark/disclosure.ts'
import { policyOf } from '../../../src/core/benchmark/disclosure.ts'
import {
  type PublishedRow,
  rowOf,
  type SecretCell,
} from '../../../src/core/benchmark/published-row.ts'
import { grid19Percents } from '../../../src/core/benchmark/quantile.ts'
import { linesOf } from '../../../src/core/benchmark/suppression.ts'
import { alone, tiny, total } from '../../fixtures/benchmark/population.ts'

const lattice = tiny(['all', 'sector'], { sectors: 3 })
const edition = { lattice, nodes: total, policy: policyOf({}) }
const exact = grid19Percents.map((percent) => percent * 10000)

/** Rows and cells of all and three sectors, honest unless a test makes them otherwise. */
const cells = (counts: readonly number[], reasons: readonly (Reason | null)[]): SecretCell[] =>
  ['all', 'sector=A', 'sector=B', 'sector=C'].map((cohortKey, place) => ({
    cohortKey,
    node: 'total',
    ...alone(counts[place] ?? 0),
    v100: exact,
    ranked: null,
    reason: reasons[place] ?? null,
  }))

const rowsFrom = (secret: readonly SecretCell[]): PublishedRow[] =>
  secret.map((cell) => rowOf(cell, { kMin: 5, depth: 2 }, { gridBp: 50 }))

/** Members by sector, and those of no sector. */
const judgedBy = (secret: readonly SecretCell[]) => {
  const [all, ...sectors] = secret.map(({ n }) => n)
  const rest = sectors.reduce((left, n) => left - n, all ?? 0)
  const atoms = sectors.map((n, place) => ({ n, cohorts: [0, place + 1] }))
  return { cells: secret, atoms: [[...atoms, { n: rest, cohorts: [0] }]], lines: linesOf(lattice) }
}

const good = cells([230, 200, 25, 3], [null, null, 'complementary', 'primary'])

const judged = (change: (rows: PublishedRow[]) => void) => {
  const rows = rowsFrom(good)
  change(rows)
  return auditOf(rows, judgedBy(good), edition).passed
}
const changed = (place: number, members: Partial<PublishedRow>) =>
  judged((rows) => {
    rows[place] = { ...(rows[place] as PublishedRow), ...members }
  })

t.test('a sound release passes, and the record counts what was withheld and why', async (t) => {
  t.same(auditOf(rowsFrom(good), judgedBy(good), edition), {
    passed: true,
    rounds: 1,
    published: 2,
    withheld: { primary: 1, depth: 0, complementary: 1, owner_cap: 0 },
    suppressed: [{ cohort: 'sector=B', node: 'total', reason: 'complementary' }],
  })
})

t.test('an unchanged copy passes, so the refusals below have their own cause', async (t) => {
  t.ok(judged(() => undefined))
})

t.test('a missing row fails', async (t) => {
  t.notOk(judged((rows) => rows.pop()))
})

t.test('a published cell below k fails', async (t) => {
  const secret = cells([230, 200, 27, 3], [null, null, null, null])
  const rows = rowsFrom(secret)
  rows[3] = { ...(rows[2] as PublishedRow), cohortKey: 'sector=C' }
  t.notOk(auditOf(rows, judgedBy(secret), edition).passed)
})

t.test('a number on a withheld row fails, whichever it is', async (t) => {
  t.notOk(changed(3, { p50: 4800 }))
  t.notOk(changed(3, { nBand: '5-8' }))
  t.notOk(changed(3, { grid19: [] }))
})

t.test('a number beyond the tier, one missing, or off the grid fails', async (t) => {
  const few = cells([12, 0, 12, 0], [null, 'primary', null, 'primary'])
  const rows = rowsFrom(few)
  t.ok(auditOf(rows, judgedBy(few), edition).passed)
  rows[0] = { ...(rows[0] as PublishedRow), p90: 9000 }
  t.notOk(auditOf(rows, judgedBy(few), edition).passed)
  t.notOk(changed(0, { p10: null }))
  t.notOk(changed(0, { grid19: null }))
  t.notOk(changed(0, { p50: 4801 }))
  t.notOk(changed(0, { grid19: grid19Percents.map(() => 4801) }))
})

t.test('a line whose shown children leave 1 to k-1 fails', async (t) => {
  const leaking = cells([230, 200, 27, 3], [null, null, null, 'primary'])
  t.notOk(auditOf(rowsFrom(leaking), judgedBy(leaking), edition).passed)
  const hidden = cells([4, 0, 0, 4], ['primary', 'primary', 'primary', 'primary'])
  t.ok(
    auditOf(rowsFrom(hidden), judgedBy(hidden), edition).passed,
    'not where the parent is withheld',
  )
})

t.test('what only several lines together give away fails too', async (t) => {
  const crossing = tiny(['all', 'sector', 'size', 'sector&size'], { sectors: 2, sizes: 2 })
  const places = cohortsOf(crossing)
  const inside = [9, 2, 9, 9].map((n, index) => {
    const [sector, size] = [['A', 'B'][index >> 1], ['large', 'small'][index & 1]]
    const isIn = (cohort: Cohort) =>
      (cohort.sector ?? sector) === sector && (cohort.size ?? size) === size
    return { n, cohorts: places.flatMap((cohort, place) => (isIn(cohort) ? [place] : [])) }
  })
  const judgedWith = (...hidden: readonly string[]) => {
    const secret = places.map(({ key }, place): SecretCell => {
      const n = inside.reduce((sum, atom) => sum + (atom.cohorts.includes(place) ? atom.n : 0), 0)
      return {
        cohortKey: key,
        node: 'total',
        ...alone(n),
        v100: exact,
        ranked: null,
        reason: hidden.includes(key) ? 'complementary' : null,
      }
    })
    const given = { ...edition, lattice: crossing }
    return auditOf(
      rowsFrom(secret),
      { cells: secret, atoms: [inside], lines: linesOf(crossing) },
      given,
    ).passed
  }
  const corners = ['sector=A&size=small', 'sector=A&size=large', 'sector=B&size=small']
  t.notOk(judgedWith(...corners), 'the fourth corner and the margins give the first')
  t.ok(judgedWith(...corners, 'sector=B&size=large'))
})
