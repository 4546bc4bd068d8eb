import t from 'tap'
import type { AssociationId, OrganizationId } from '../../../src/core/ids.ts'
import {
  type CopyWeighting,
  copyWeighting,
  WeightingCopy,
} from '../../../src/core/weighting/copy.ts'
import {
  admin,
  association,
  errorsOf,
  id,
  input,
  items,
  make,
  nobody,
  now,
  organization,
  questionnaire,
  refusal,
} from '../../support/weightings.ts'

const other = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9b00'
const reference = { key: questionnaire.key, version: questionnaire.version }
const { weighting: own } = make()
const shared = { ...own, owner: association, state: 'published' } as const
const line = [association.id as AssociationId]
const copy = (body: object, more: Partial<CopyWeighting> = {}) =>
  copyWeighting({
    owner: organization,
    id,
    input: WeightingCopy.parse({
      from: { organizationId: organization.id, id },
      title: 'A copy',
      ...body,
    }),
    copied: { profile: own, line },
    questionnaire,
    standing: admin,
    now,
    ...more,
  })
const ofAssociation = { from: { associationId: association.id, id } }

t.test('an own draft is copied whole, as a draft that began with nothing published', async (t) => {
  const { weighting, events } = copy({})
  t.match(weighting, { title: 'A copy', items, state: 'draft', copiedFrom: null, revision: 1 })
  t.match(events, [{ type: 'weighting.created' }])
})

t.test('what an association above has published is copied, and the copy says so', async (t) => {
  const copied = { profile: shared, line }
  t.match(copy(ofAssociation, { copied }).weighting, {
    owner: organization,
    copiedFrom: { associationId: association.id, id, version: '1.0.0' },
  })
  const published = { ...own, state: 'published' } as const
  t.match(copy({}, { copied: { profile: published, line } }).weighting, {
    copiedFrom: { organizationId: organization.id, id, version: '1.0.0' },
  })
})

t.test('numbers are adjusted one by one, and the whole must fit', async (t) => {
  t.match(copy({ items: { '1.1': 20, '1.2': 30 } }).weighting, {
    items: { ...items, '1.1': 20, '1.2': 30 },
  })
  t.same(
    errorsOf(() => copy({ items: { '1.1': 20 } })),
    ['/items sum-wrong'],
  )
})

t.test('judgements come along until a number differs', async (t) => {
  const elicitation = { kind: 'roc', inputs: ['1.1', '1.2'] }
  const { weighting: profile } = make({ input: input({ items: undefined, elicitation }) })
  const copied = { profile, line }
  t.same(copy({}, { copied }).weighting.elicitation, elicitation)
  t.match(copy({ items: { '1.1': 700, '1.2': 300 } }, { copied }).weighting, {
    elicitation: { kind: 'manual' },
    mode: 'within_category',
  })
})

t.test('the reference of a questionnaire is copied as points', async (t) => {
  const copied = { profile: null, line }
  const from = { questionnaire: reference }
  t.match(copy({ from }, { copied }).weighting, { mode: 'points', items, copiedFrom: null })
  t.same(
    errorsOf(() => copy({ from }, { copied, questionnaire: null })),
    ['/questionnaire questionnaire-unknown'],
  )
})

t.test('drafts of an association, and weightings of others, look like absent ones', async (t) => {
  for (const profile of [
    null,
    { ...shared, state: 'draft' } as const,
    { ...shared, owner: { kind: 'association', id: other as AssociationId } } as const,
    { ...own, owner: { kind: 'organization', id: other as OrganizationId } } as const,
  ])
    t.same(
      errorsOf(() => copy(ofAssociation, { copied: { profile, line } })),
      ['/from weighting-unknown'],
    )
})

t.test('whoever may not write copies nothing', async (t) => {
  t.equal(refusal(() => copy({}, { standing: nobody })).code, 'not-found')
})
