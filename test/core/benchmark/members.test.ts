// From a pool of candidates to members by column: nobody else, in one order, with their own values.
import t from 'tap'
import { noCode, notApplicable } from '../../../src/core/benchmark/columns.ts'
import { linesOfMembers, membersOf } from '../../../src/core/benchmark/members.ts'
import {
  type Candidate,
  candidate,
  organizationId,
  ownerGroupId,
  poolOf,
  submissionId,
} from '../../fixtures/benchmark/candidate.ts'
import { descriptor } from '../../fixtures/benchmark/edition.ts'
import { nodes } from '../../fixtures/benchmark/population.ts'

const numberOf = ({ submissionId }: Candidate) => Number(submissionId.slice(-12))
const pooled = (candidates: readonly Candidate[]) =>
  poolOf(candidates, descriptor, {
    nodes: nodes.length,
    valuesOf: (place) => {
      const number = numberOf(candidates[place] as Candidate)
      return nodes.map((_, node) => (number === 2 && node === 0 ? -1 : number * 100 + node))
    },
  })

t.test('members come by submission id with their own values, whatever the order', async (t) => {
  const unlisted = { sector: 'unlisted', region: null, size: 'large' }
  const all = [candidate(3), candidate(1, { test: true }), candidate(2, { place: unlisted })]
  const { rows, funnel, columns } = membersOf(pooled(all), descriptor)
  t.same([...rows], [2, 0])
  t.match(funnel, { candidates: 3, members: 2, barred: { test: 1 } })
  t.equal(columns.rows, 2)
  const values = nodes.map((_, node) => [...columns.values.subarray(node * 2, node * 2 + 2)])
  t.strictSame(values[0], [notApplicable, 300])
  t.strictSame(values[1], [201, 301])
  t.same([...columns.sector], [noCode, 2])
  t.same([...columns.size], [0, 0])
  t.equal(columns.region[0], noCode)
  const again = membersOf(pooled(all.toReversed()), descriptor)
  t.strictSame(again.columns, columns)
  t.strictSame(again.funnel, funnel)
})

t.test('under cap25 members carry whose they are, in an order of their own', async (t) => {
  const cap25 = { ...descriptor, policy: { ...descriptor.policy, ownerRule: 'cap25' as const } }
  const owned = (number: number, group: number) =>
    candidate(number, { ownerGroupId: ownerGroupId(group) })
  const all = [owned(4, 9), owned(1, 5), owned(3, 5), owned(2, 9)]
  for (const given of [all, all.toReversed()])
    t.same(membersOf(pooled(given), cap25).columns.owners, Uint32Array.of(0, 1, 0, 1))
  const usual = membersOf(pooled(all), descriptor)
  t.same([usual.columns.rows, usual.columns.owners], [2, null], 'the control: one of each')
})

t.test(
  'the digest of the inputs is made of who is a member, with which sheet, from where',
  async (t) => {
    const nowhere = { sector: 'C', region: null, size: 'large' }
    const linesOf = (...candidates: readonly Candidate[]) => {
      const pool = pooled(candidates)
      return [...linesOfMembers(pool, membersOf(pool, descriptor).rows)]
    }
    const [line, other] = linesOf(candidate(1), candidate(2, { place: nowhere }))
    t.match(line, `${submissionId(1)} ${organizationId(1)} `)
    t.match(line, / C CN-ZJ large$/)
    t.match(other, / C - large$/)
    t.not(linesOf(candidate(1, { sheetDigest: 'f'.repeat(64) }))[0], line)
  },
)
