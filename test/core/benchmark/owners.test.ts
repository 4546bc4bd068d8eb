import t from 'tap'
import {
  aloneIn,
  capOf,
  heldIn,
  holdingOf,
  isDominated,
  ownerRules,
} from '../../../src/core/benchmark/owners.ts'

t.test('an owner group counts once, or up to a quarter', async (t) => {
  t.same(ownerRules, ['one-per-group', 'cap25'])
  t.same(
    [0, 1, 3, 4, 7, 8, 9, 12, 100].map(capOf),
    [1, 1, 1, 1, 1, 2, 2, 3, 25],
    'always one, and whole members only',
  )
  t.ok(isDominated({ n: 9, largest: 3 }))
  t.notOk(isDominated({ n: 9, largest: 2 }))
  t.notOk(isDominated({ n: 1, largest: 1 }), 'one member is no more than one')
  t.notOk(isDominated({ n: 0, largest: 0 }))
})

t.test('parts are held by each owner group once, however many members it has', async (t) => {
  const one = { n: 5, shares: [[7, 2]] } as const
  const other = {
    n: 4,
    shares: [
      [7, 1],
      [9, 1],
    ],
  } as const
  t.equal(aloneIn(one), 3)
  t.same(holdingOf([one]), { n: 5, groups: 4, largest: 2 })
  t.same(holdingOf([one, other]), { n: 9, groups: 7, largest: 3 })
  t.same(
    [...heldIn([one, other])],
    [
      [7, 3],
      [9, 1],
    ],
  )
})

t.test('without shares every member is the only one of a group', async (t) => {
  t.same(holdingOf([{ n: 3 }, { n: 2 }]), { n: 5, groups: 5, largest: 1 })
  t.same(holdingOf([]), { n: 0, groups: 0, largest: 0 })
  t.same(holdingOf([{ n: 1, shares: [[4, 1]] }]), { n: 1, groups: 1, largest: 1 })
})
