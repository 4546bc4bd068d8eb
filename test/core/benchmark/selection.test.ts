import fc from 'fast-check'
import t from 'tap'
import { frozenAt } from '../../../src/core/benchmark/pool.ts'
import { reasonsToBar, select } from '../../../src/core/benchmark/selection.ts'
import {
  type Candidate,
  candidate,
  comparability,
  organizationId,
  ownerGroupId,
  poolOf,
  reasonsIn,
  submissionId,
} from '../../fixtures/benchmark/candidate.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const january = { finalAt: day('2026-01-10') }
const march = { finalAt: day('2026-03-10') }
const ofOne = { organizationId: organizationId(1), ownerGroupId: ownerGroupId(1) }

const chosen = (...candidates: readonly Candidate[]) =>
  Array.from(select(poolOf(candidates), 'one-per-group').members, (row) =>
    Number(candidates[row]?.submissionId.slice(-12)),
  )
const reasonsOf = (number: number, ...candidates: readonly Candidate[]) => {
  const row = candidates.findIndex((each) => each.submissionId === submissionId(number))
  return reasonsIn(select(poolOf(candidates), 'one-per-group').reasons[row] ?? 0)
}

t.test('eligible submissions of different owner groups all enter, by id', async (t) => {
  t.same(chosen(candidate(3), candidate(1), candidate(2)), [1, 2, 3])
})

t.test('of an organization only the latest final enters', async (t) => {
  const both = [candidate(1, { ...ofOne, ...january }), candidate(2, { ...ofOne, ...march })]
  t.same(chosen(...both), [2])
  t.same(reasonsOf(1, ...both), ['not_latest'])
})

t.test('the latest counts even if it may not enter: no choosing by consent or age', async (t) => {
  const older = candidate(1, { ...ofOne, ...january })
  const newer = (members: Partial<Candidate>) => candidate(2, { ...ofOne, ...march, ...members })
  t.same(chosen(older, newer({ consent: 'none' })), [])
  t.same(chosen(older, newer({ finalAt: day('2026-06-01') })), [], 'too young')
  t.same(reasonsOf(1, older, newer({ usedBefore: true })), ['not_latest'])
})

t.test('drafts, tests, later finals and other questionnaires replace nothing', async (t) => {
  const older = candidate(1, { ...ofOne, ...january })
  const others: readonly Partial<Candidate>[] = [
    { state: 'draft', finalAt: null },
    { state: 'withdrawn' },
    { test: true },
    { finalAt: day('2026-07-10') },
    { questionnaireKey: 'baldrige-2023-2024' },
    { basis: 'assessed' },
  ]
  for (const members of others)
    t.same(
      chosen(older, candidate(2, { ...ofOne, ...march, ...members })),
      [1],
      JSON.stringify(members),
    )
  t.same(
    reasonsOf(2, older, candidate(2, { ...ofOne, state: 'draft', finalAt: null })),
    ['not_final'],
    'and are not called older themselves',
  )
})

t.test(
  'an owner group counts once: representative, else latest final, else smallest id (T15)',
  async (t) => {
    const group = { ownerGroupId: ownerGroupId(9) }
    const three = [1, 2, 3].map((number) => candidate(number, { ...group, ...january }))
    t.same(chosen(...three), [1], 'equally late: the smallest id')
    t.same(chosen(...three, candidate(4, { ...group, ...march })), [4])
    t.same(
      chosen(
        ...three,
        candidate(4, { ...group, ...march }),
        candidate(5, { ...group, representative: true }),
      ),
      [5],
    )
    t.same(
      chosen(...three, candidate(5, { ...group, representative: true, consent: 'none' })),
      [1],
      'a representative that may not enter does not block its group',
    )
    t.same(reasonsOf(3, ...three), ['group_represented'])
  },
)

t.test('new organizations of one owner never fill a cell (T8)', async (t) => {
  const owned = Array.from({ length: 30 }, (_, number) =>
    candidate(number, { ownerGroupId: ownerGroupId(9) }),
  )
  t.equal(chosen(...owned).length, 1)
  const unverified = owned.map((each) => ({ ...each, ownerGroupVerified: false }))
  t.equal(chosen(...unverified).length, 0)
})

t.test('under cap25 all of an owner group enter, one of each organization', async (t) => {
  const group = { ownerGroupId: ownerGroupId(9) }
  const pool = poolOf([
    candidate(1, { ...group, representative: true }),
    candidate(2, group),
    candidate(3, { ...group, organizationId: organizationId(2), ...january }),
    candidate(4),
    candidate(5, { ...group, ownerGroupVerified: false }),
  ])
  const { members, reasons, funnel } = select(pool, 'cap25')
  t.same([...members], [0, 2, 3])
  t.same(reasonsIn(reasons[1] ?? 0), ['not_latest'])
  t.match(funnel, { members: 3, barred: { group_represented: 0, owner_group_unverified: 1 } })
})

t.test('the funnel adds up: each candidate counts once', async (t) => {
  const { funnel } = select(
    poolOf([
      candidate(1),
      candidate(2, { state: 'submitted', consent: 'none' }),
      candidate(3, { consent: 'none', unanswered: 4 }),
      candidate(4, { unanswered: 4 }),
      candidate(5, { ownerGroupId: ownerGroupId(1) }),
    ]),
    'one-per-group',
  )
  t.same(Object.keys(funnel.barred), reasonsToBar)
  t.match(funnel, {
    candidates: 5,
    members: 1,
    barred: { not_final: 1, consent_missing: 1, unanswered: 1, group_represented: 1, test: 0 },
  })
  t.equal(select(poolOf([]), 'one-per-group').funnel.candidates, 0)
})

t.test('members are eligible, one per group and organization, whatever the order', async (t) => {
  const any = fc.array(
    fc.record({
      group: fc.nat(4),
      organization: fc.nat(8),
      days: fc.nat(200),
      consent: fc.constantFrom('given', 'none', 'withdrawn'),
      state: fc.constantFrom('final', 'final', 'submitted'),
      representative: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(any, (list) => {
      const candidates = list.map(({ group, organization, days, consent, ...rest }, number) =>
        candidate(number, {
          ...rest,
          consent: consent as Candidate['consent'],
          organizationId: organizationId(organization),
          ownerGroupId: ownerGroupId(group),
          finalAt: new Date(comparability.cutOffAt.getTime() - days * 86_400_000),
        }),
      )
      const chosenOf = (list: readonly Candidate[]) => {
        const pool = poolOf(list)
        const { members, reasons, funnel } = select(pool, 'one-per-group')
        const frozen = Array.from(members, (row) => frozenAt(pool, row))
        return { frozen, barred: reasons.filter((mask) => mask !== 0).length, funnel }
      }
      const { frozen, barred, funnel } = chosenOf(candidates)
      t.same(chosenOf(candidates.toReversed()), { frozen, barred, funnel })
      t.equal(frozen.length + barred, candidates.length)
      t.equal(funnel.members, frozen.length)
      t.equal(new Set(frozen.map((each) => each.ownerGroupId)).size, frozen.length)
      t.equal(new Set(frozen.map((each) => each.organizationId)).size, frozen.length)
    }),
    { numRuns: 60 },
  )
})
