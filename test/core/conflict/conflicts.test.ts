import t from 'tap'
import {
  conflictsOf,
  type House,
  type Interest,
  type Relations,
  together,
  verdictOf,
} from '../../../src/core/conflict/conflicts.ts'
import { defaultWindows, interestKinds } from '../../../src/core/conflict/kinds.ts'
import type { AssociationId, OrganizationId, OwnerGroupId } from '../../../src/core/ids.ts'

const group = (id: string, association = 'association') => ({
  id: id as OwnerGroupId,
  associationId: association as AssociationId,
})
const house = (id: string, ownerGroup: House['ownerGroup'] = null): House => ({
  organizationId: id as OrganizationId,
  ownerGroup,
})

const applicant = house('applicant', group('group'))
const sister = house('sister', group('group'))
const stranger = house('stranger', group('other group'))

const relations = (other: Partial<Relations>): Relations => ({
  applicant,
  interests: [],
  actsFor: [],
  assessedBefore: [],
  windows: defaultWindows,
  today: '2026-11-28',
  ...other,
})
const kinds = (other: Partial<Relations>) => conflictsOf(relations(other)).map(({ kind }) => kind)
const interest = (
  kind: Interest['kind'],
  at: House = applicant,
  endedOn: string | null = null,
): Interest => ({ ...at, kind, endedOn })

t.test('without a relation there is no conflict', async (t) => {
  t.same(kinds({}), [])
  t.same(kinds({ interests: interestKinds.map((kind) => interest(kind, stranger)) }), [])
})

t.test('every kind, at the applicant and through its owner group', async (t) => {
  const told: Readonly<Record<string, boolean>> = {
    employment: true,
    consulting: true,
    ownership: true,
    supplier_customer: true,
    competitor: false,
    personal_tie: false,
    other: false,
  }
  for (const kind of interestKinds) {
    t.same(kinds({ interests: [interest(kind)] }), [kind], `${kind}, directly`)
    t.same(
      kinds({ interests: [interest(kind, sister)] }),
      told[kind] ? [kind] : [],
      `${kind}, owner group`,
    )
  }
})

t.test('a group is the same only in the same association, and none is no group', async (t) => {
  const at = (ownerGroup: House['ownerGroup']) =>
    kinds({ interests: [interest('employment', house('sister', ownerGroup))] })
  t.same(at(group('group', 'another association')), [])
  t.same(at(null), [])
  t.same(
    kinds({ applicant: house('applicant'), interests: [interest('employment', house('sister'))] }),
    [],
    'two without a group have none in common',
  )
})

t.test('an interest that ended counts for its years, to the day', async (t) => {
  const at = (kind: Interest['kind'], endedOn: string) =>
    kinds({ interests: [interest(kind, applicant, endedOn)] }).length === 1
  for (const kind of ['employment', 'consulting', 'supplier_customer'] as const) {
    t.ok(at(kind, '2021-11-28'), `${kind}: five years ago today`)
    t.notOk(at(kind, '2021-11-27'), `${kind}: a day longer ago`)
  }
  for (const kind of ['ownership', 'competitor'] as const) {
    t.ok(at(kind, '2026-11-28'), `${kind}: ends today`)
    t.notOk(at(kind, '2026-11-27'), `${kind}: ended yesterday`)
  }
  for (const kind of ['personal_tie', 'other'] as const) t.ok(at(kind, '1990-01-01'), kind)
  t.ok(at('employment', '2028-02-29'), 'in the future')
})

t.test('a leap day ends with February', async (t) => {
  const at = (today: string) =>
    kinds({ interests: [interest('employment', applicant, '2024-02-29')], today })
  t.same(at('2029-02-28'), ['employment'])
  t.same(at('2029-03-01'), [])
})

t.test('who acts for the applicant or its sister does not assess it', async (t) => {
  t.same(kinds({ actsFor: [stranger] }), [])
  t.same(kinds({ actsFor: [stranger, applicant] }), ['same_person'])
  t.same(kinds({ actsFor: [sister] }), ['same_person'])
})

t.test('what was found twice stands once, in the order of the rules', async (t) => {
  const [mild, grave] = [
    { kind: 'other', effect: 'waivable' },
    { kind: 'employment', effect: 'block' },
  ] as const
  t.same(together([mild], [grave, mild]), [grave, mild])
  t.same(together([], []), [])
})

t.test('twice in a row is enough, a break begins anew', async (t) => {
  t.same(kinds({ assessedBefore: [true] }), [])
  t.same(kinds({ assessedBefore: [true, true] }), ['earlier_assessment'])
  t.same(kinds({ assessedBefore: [true, false, true, true] }), [])
  t.same(kinds({ assessedBefore: [false, true, true] }), [])
})

t.test(
  'several are named once each, in the order of the rules, and the worst decides',
  async (t) => {
    const conflicts = conflictsOf(
      relations({
        interests: [interest('other'), interest('employment', sister), interest('employment')],
        assessedBefore: [true, true],
      }),
    )
    t.same(conflicts, [
      { kind: 'employment', effect: 'block' },
      { kind: 'earlier_assessment', effect: 'waivable' },
      { kind: 'other', effect: 'waivable' },
    ])
    t.equal(verdictOf(conflicts), 'blocked')
    t.equal(verdictOf(conflicts.slice(1)), 'waivable')
    t.equal(verdictOf([]), 'clear')
  },
)
