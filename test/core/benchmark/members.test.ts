// From a pool of candidates to members by column: nobody else, in one order, with their own values.
import t from 'tap'
import { notApplicable } from '../../../src/core/benchmark/columns.ts'
import {
  growingValues,
  linesOfMembers,
  membersOf,
  type Pool,
  type PooledCandidate,
} from '../../../src/core/benchmark/members.ts'
import { candidate, organizationId, submissionId } from '../../fixtures/benchmark/candidate.ts'
import { descriptor } from '../../fixtures/benchmark/edition.ts'
import { nodes } from '../../fixtures/benchmark/population.ts'

const poolOf = (candidates: readonly PooledCandidate[]): Pool => ({
  candidates,
  value: (row, node) => (row === 2 && node === 0 ? -1 : row * 100 + node),
})
const pooled = (number: number, members: Partial<PooledCandidate> = {}): PooledCandidate => ({
  ...candidate(number),
  sheetDigest: String(number).repeat(64),
  row: number,
  ...members,
})

t.test('members come by submission id with their own values, whatever the order', async (t) => {
  const all = [pooled(3), pooled(1, { test: true }), pooled(2)]
  const { members, funnel, columns } = membersOf(poolOf(all), descriptor)
  t.strictSame(
    members.map((member) => member.submissionId),
    [submissionId(2), submissionId(3)],
  )
  t.match(funnel, { candidates: 3, members: 2, barred: { test: 1 } })
  t.equal(columns.rows, 2)
  const values = nodes.map((_, node) => [...columns.values.subarray(node * 2, node * 2 + 2)])
  t.strictSame(values[0], [notApplicable, 300])
  t.strictSame(values[1], [201, 301])
  t.strictSame(membersOf(poolOf(all.toReversed()), descriptor), { members, funnel, columns })
})

t.test(
  'the digest of the inputs is made of who is a member, with which sheet, from where',
  async (t) => {
    const nowhere = { sector: 'C', region: null, size: 'large' }
    const [line, other] = linesOfMembers([pooled(1), pooled(2, { place: nowhere })])
    t.match(line, `${submissionId(1)} ${organizationId(1)} `)
    t.match(line, / C CN-ZJ large$/)
    t.match(other, / C - large$/)
    t.not(linesOfMembers([pooled(1, { sheetDigest: 'f'.repeat(64) })])[0], line)
  },
)

t.test('values grow in blocks and are found again', async (t) => {
  const { add, value } = growingValues(3)
  const rows = Array.from({ length: 2500 }, (_, row) => row)
  t.strictSame(
    rows.map((row) => add([row, -1, row + 1, 99])),
    rows,
  )
  t.strictSame([value(0, 0), value(1023, 2), value(1024, 0), value(2499, 1)], [0, 1024, 1024, -1])
})
