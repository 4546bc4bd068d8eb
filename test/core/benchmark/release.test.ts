import t from 'tap'
import type { Released } from '../../../src/core/benchmark/audit.ts'
import { buildCells } from '../../../src/core/benchmark/builder.ts'
import { columnsOf, type MemberRow } from '../../../src/core/benchmark/columns.ts'
import { policyOf } from '../../../src/core/benchmark/disclosure.ts'
import type { PublishedRow } from '../../../src/core/benchmark/published-row.ts'
import { positionOf } from '../../../src/core/benchmark/quantile.ts'
import { release } from '../../../src/core/benchmark/release.ts'
import {
  anyMembers,
  bySector,
  china,
  node,
  nodes,
  randomFor,
  total,
} from '../../fixtures/benchmark/population.ts'

const policy = policyOf({})
const lattice = china('all', 'sector')
const edition = { lattice, nodes, policy }
const released = (members: readonly MemberRow[], given: Released = edition) =>
  release(buildCells(columnsOf(members, given), given), given)
const rowFor = (rows: readonly PublishedRow[], key: string, node = 'total') =>
  rows.find((row) => row.cohortKey === key && row.node === node)

t.test('there is a row for every key and every node, empty ones too', async (t) => {
  const { rows, cells, audit } = released([])
  t.equal(rows.length, 21 * 7)
  t.equal(cells.length, 21 * 7)
  t.equal(new Set(rows.map(({ cohortKey, node }) => `${cohortKey} ${node}`)).size, 21 * 7)
  t.same(
    rows.slice(0, 7).map((row) => [row.cohortKey, row.node]),
    nodes.map(({ code }) => ['all', code]),
  )
  t.ok(rows.every(({ status }) => status === 'withheld'))
  t.ok(audit.passed)
})

t.test('a release of random members passes its audit, tie or N/A', async (t) => {
  const random = randomFor(9)
  for (const count of [4, 5, 40, 300, 2000]) {
    const { audit, rows } = released(anyMembers(count, { lattice, nodes, random }))
    t.ok(audit.passed, `${count} members`)
    t.equal(audit.published > 0, count >= 5, `${count} members: ${audit.published} cells`)
    t.equal(audit.published, rows.filter(({ status }) => status === 'published').length)
  }
})

t.test('every published number is on the grid (T16)', async (t) => {
  const { rows } = released(anyMembers(2000, { lattice, nodes, random: randomFor(10) }))
  const numbers = rows.flatMap(({ p10, p25, p50, p75, p90, grid19 }) =>
    [p10, p25, p50, p75, p90, ...(grid19 ?? [])].filter((each) => each !== null),
  )
  t.ok(numbers.length > 500)
  t.ok(numbers.every((each) => each % 50 === 0 && each >= 0 && each <= 10000))
})

t.test('tiers hold per node: N/A lowers n of its category and the total alone (T2)', async (t) => {
  const members = Array.from(
    { length: 9 },
    (_, index): MemberRow => ({
      place: { sector: 'C', region: null, size: null },
      values: nodes.map(({ code }) => (index === 0 && code === '1.1' ? -1 : 1000 * index)),
    }),
  )
  const { rows } = released(members)
  const bands = nodes.map(({ code }) => rowFor(rows, 'sector=C', code)?.nBand)
  t.same(bands, ['5-8', '5-8', '9-20', '5-8', '9-20', '9-20', '5-8'])
  t.equal(rowFor(rows, 'sector=C', '2')?.p25, 2000)
  t.equal(rowFor(rows, 'sector=C')?.p25, null)
})

t.test(
  'a small sector is hidden together with a larger one, and looks the same (P7, T3)',
  async (t) => {
    const members = bySector({ C: 30, F: 12, J: 3 }, randomFor(11))
    const { rows, cells, audit } = released(members, { lattice, nodes: total, policy })
    const { cohortKey, ...complementary } = rowFor(rows, 'sector=F') as PublishedRow
    const { cohortKey: key, ...small } = rowFor(rows, 'sector=J') as PublishedRow
    const { cohortKey: none, ...empty } = rowFor(rows, 'sector=T') as PublishedRow
    t.same([cohortKey, key, none], ['sector=F', 'sector=J', 'sector=T'])
    t.same([complementary, small], [empty, empty])
    t.equal(rowFor(rows, 'sector=C')?.status, 'published')
    t.same(audit.suppressed, [{ cohort: 'sector=F', node: 'total', reason: 'complementary' }])
    t.equal(cells.find((cell) => cell.cohortKey === 'sector=J')?.reason, 'primary')
  },
)

t.test('a sensitive item needs more depth, and is withheld for that reason', async (t) => {
  const nodes = [node('1', 'category', '1', true), ...total]
  const members = bySector({ C: 6 }, randomFor(12)).map(({ place }) => ({
    place,
    values: [10, 20],
  }))
  const { rows, cells } = released(members, { lattice, nodes, policy })
  t.same(
    ['1', 'total'].map((code) => rowFor(rows, 'all', code)?.status),
    ['withheld', 'published'],
  )
  t.equal(cells[0]?.reason, 'depth')
  t.same(cells[0]?.n, 6, 'the reviewer sees n')
})

/** What an outsider can conclude: bounds of every sorted score from the published numbers. */
const bounds = (
  n: number,
  published: readonly (readonly [number, number])[],
  slack: number,
): readonly (readonly [number, number])[] => {
  const low = Array<number>(n).fill(0)
  const high = Array<number>(n).fill(10000)
  const get = (list: readonly number[], place: number) => list[place] ?? Number.NaN
  for (let pass = 0; pass < 4; pass += 1) {
    for (const [percent, value] of published) {
      const { lo, hi, r } = positionOf(percent, n)
      const [from, to] = [value - slack, value + slack]
      const [a, b] = [(100 - r) / 100, r / 100]
      if (r === 0) {
        low[lo] = Math.max(get(low, lo), from)
        high[lo] = Math.min(get(high, lo), to)
        continue
      }
      low[hi] = Math.max(get(low, hi), from, (from - a * get(high, lo)) / b)
      high[hi] = Math.min(get(high, hi), (to - a * get(low, lo)) / b)
      high[lo] = Math.min(get(high, lo), to, (to - b * get(low, hi)) / a)
      low[lo] = Math.max(get(low, lo), (from - b * get(high, hi)) / a)
    }
    for (let place = 1; place < n; place += 1)
      low[place] = Math.max(get(low, place), get(low, place - 1))
    for (let place = n - 2; place >= 0; place -= 1)
      high[place] = Math.min(get(high, place), get(high, place + 1))
  }
  return low.map((from, place) => [from, get(high, place)])
}

type Shown = readonly (readonly [number, number])[]

/** The members whose score is bounded to `within` bp either way, by rank, for one who knows n besides. */
const pinned = (
  n: number,
  published: Shown,
  { slack, within }: { slack: number; within: number },
) =>
  bounds(n, published, slack).flatMap(([from, to], rank) => (to - from <= 2 * within ? [rank] : []))

/** The ranks that a quantile names outright, since its position falls on a member. */
const named = (n: number, published: Shown) =>
  published.flatMap(([percent]) => {
    const { lo, r } = positionOf(percent, n)
    return r === 0 ? [lo] : []
  })

const five = [10, 25, 50, 75, 90] as const

t.test(
  'scores cannot be reconstructed from what is published of 5 to 40 members (T1)',
  async (t) => {
    const random = randomFor(13)
    const rounds = 12
    const naked: number[] = []
    let known = 0
    let tight = 0
    let members = 0
    for (let n = 5; n <= 40; n += 1) {
      let nakedShare = 0
      for (let round = 0; round < rounds; round += 1) {
        const { rows, cells } = released(bySector({ C: n }, random), {
          lattice,
          nodes: total,
          policy,
        })
        const row = rowFor(rows, 'sector=C') as PublishedRow
        const published: Shown = five.flatMap((percent) => {
          const value = row[`p${percent}`]
          return value === null ? [] : [[percent, value] as const]
        })
        const raw: Shown = five.map((percent) => [
          percent,
          (cells[0]?.v100?.[percent / 5 - 1] ?? 0) / 100,
        ])
        const outright = named(n, published)
        members += n
        known += pinned(n, published, { slack: 25, within: 50 }).filter(
          (rank) => !outright.includes(rank),
        ).length
        tight += pinned(n, published, { slack: 25, within: 24 }).length
        nakedShare += pinned(n, raw, { slack: 0.5, within: 50 }).length / n / rounds
      }
      naked.push(nakedShare)
    }
    t.equal(tight, 0, 'nobody is known better than the grid allows')
    t.ok(
      known / members < 0.005,
      'beside scores that a quantile names, only those between two quantiles that all but coincide: ' +
        `${known} of ${members}`,
    )
    t.equal(naked[0], 1, 'control: five unrounded numbers of five members are their five scores')
    t.ok((naked[4] ?? 0) > 0.3, `control at 9: ${naked[4]}`)
    t.ok((naked[16] ?? 0) > 0.2, `control at 21: ${naked[16]}`)
  },
)

t.test('no smooth quantile names a member, and each has its depth (T1)', async (t) => {
  const random = randomFor(14)
  const smooth = { lattice, nodes: total, policy, quantile: 'HF7-smooth3' as const }
  let shown = 0
  let named = 0
  for (let n = 5; n <= 40; n += 1) {
    const members = bySector({ C: n }, random)
    const { rows, cells, audit } = released(members, smooth)
    t.ok(audit.passed)
    const row = rowFor(rows, 'sector=C') as PublishedRow
    t.equal(row.status, n >= 7 ? 'published' : 'withheld', `${n} members`)
    if (row.status === 'withheld') continue
    shown += 1
    const values = new Set(members.map((member) => 300 * (member.values[0] ?? 0)))
    const median = cells[0]?.v100?.[9] ?? 0
    const plain = released(members, { lattice, nodes: total, policy }).cells[0]?.v100?.[9] ?? 0
    if (n % 2 === 1) t.ok(values.has(3 * plain), 'the control: by HF7 the middle member is named')
    if (values.has(median)) named += 1 // three neighbours may average to a member by chance
  }
  t.ok(shown > 30 && named < 5, `${named} of ${shown}`)
})
