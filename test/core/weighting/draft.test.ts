import t from 'tap'
import type { WeightingV1 } from '../../../src/core/document/weighting-v1.ts'
import {
  type ImportWeighting,
  importWeighting,
  replaceWeighting,
  WeightingDraft,
} from '../../../src/core/weighting/draft.ts'
import { weightingDocument } from '../../../src/core/weighting/profile.ts'
import {
  admin,
  association,
  contributor,
  errorsOf,
  id,
  input,
  items,
  make,
  manager,
  nobody,
  now,
  organization,
  personId,
  questionnaire,
  refusal,
} from '../../support/weightings.ts'

const pairs = {
  kind: 'ahp',
  inputs: [
    {
      codes: ['1.1', '1.2'],
      rows: [
        [1, 3],
        [1 / 3, 1],
      ],
    },
  ],
} as const

t.test('a draft keeps what was stated and names its edition', async (t) => {
  const { weighting, events } = make({ input: input({ key: 'own-view', version: '2.0.0' }) })
  t.match(weighting, {
    key: 'own-view',
    version: '2.0.0',
    state: 'draft',
    edition: questionnaire.edition.key,
    total: questionnaire.scoring.total,
    mode: 'points',
    items,
    elicitation: { kind: 'manual' },
    copiedFrom: null,
    digest: null,
    createdBy: personId,
  })
  t.match(events, [{ type: 'weighting.created', subject: id, ids: { key: 'own-view' } }])
})

t.test('without a key the id names it, and the first version is 1.0.0', async (t) => {
  t.match(make().weighting, { key: 'weighting-3f0d5c7e9a42', version: '1.0.0' })
})

t.test('numbers that make no weighting are refused with their pointers', async (t) => {
  const without = { ...items, '1.1': 29.99 }
  t.same(
    errorsOf(() => make({ input: input({ items: without }) })),
    ['/items sum-wrong'],
  )
  const { '1.1': gone, ...fewer } = items
  t.ok(gone)
  t.same(
    errorsOf(() => make({ input: input({ items: fewer }) })),
    ['/items/1.1 weight-missing'],
  )
})

t.test('judgements give the numbers, and are kept with the table they are judged by', async (t) => {
  const { weighting } = make({ input: input({ items: undefined, elicitation: pairs }) })
  t.match(weighting, { mode: 'within_category', items: { '1.1': 750, '1.2': 250 } })
  t.same(weighting.elicitation, { ...pairs, randomIndex: 'saaty-1980' })
  const ranking = { kind: 'roc', inputs: ['1.1', '1.2'] }
  t.same(
    make({ input: input({ items: undefined, elicitation: ranking }) }).weighting.elicitation,
    ranking,
  )
})

t.test('numbers and judgements are not stated together, and one of them must be', async (t) => {
  t.same(
    errorsOf(() => make({ input: input({ mode: 'weights', elicitation: pairs }) })),
    ['/mode derived', '/items derived'],
  )
  t.same(
    errorsOf(() => make({ input: input({ items: undefined }) })),
    ['/items required'],
  )
})

t.test('an unknown questionnaire is named by its pointer', async (t) => {
  t.same(
    errorsOf(() => make({ questionnaire: null })),
    ['/questionnaire questionnaire-unknown'],
  )
})

t.test('a model without a total has a weighting without one', async (t) => {
  const without = { ...questionnaire, scoring: { ...questionnaire.scoring, total: null } }
  t.equal(make({ questionnaire: without }).weighting.total, 0)
})

t.test('who may write follows the table, for both kinds of owner', async (t) => {
  t.equal(refusal(() => make({ standing: nobody })).code, 'not-found')
  t.equal(make({ owner: association, standing: manager }).weighting.owner, association)
  t.equal(refusal(() => make({ owner: association, standing: admin })).code, 'not-found')
})

const { weighting } = make()
const replaced = (body: object, more: object = {}) =>
  replaceWeighting({
    weighting,
    input: WeightingDraft.parse({ title: 'Own view', items, ...body }),
    questionnaire,
    standing: contributor,
    now: new Date('2026-03-02T08:30:00Z'),
    ...more,
  })

t.test('a draft takes another content under its own name', async (t) => {
  const moved = { ...items, '1.1': 20, '1.2': 30 }
  const next = replaced({ items: moved, rationale: 'Thought again.' })
  t.match(next.weighting, { key: weighting.key, items: moved, revision: 2, createdAt: now })
  t.match(next.events, [{ type: 'weighting.updated', subject: id }])
  t.match(replaced({ items: undefined, elicitation: pairs }).weighting, { mode: 'within_category' })
})

t.test('saying the same changes nothing', async (t) => {
  const same = replaced({})
  t.equal(same.weighting, weighting)
  t.same(same.events, [])
})

t.test('what is published, and what others may not write, is not replaced', async (t) => {
  t.equal(
    refusal(() => replaced({}, { weighting: { ...weighting, publishedAt: now } })).code,
    'immutable',
  )
  t.equal(refusal(() => replaced({}, { standing: nobody })).code, 'not-found')
  t.same(
    errorsOf(() => replaced({ items: { ...items, '1.1': 1 } })),
    ['/items sum-wrong'],
  )
})

const document: WeightingV1 = {
  ...weightingDocument(weighting),
  key: 'brought-along' as WeightingV1['key'],
  version: '3.1.0',
  owner: association,
}
const imported = (change: object = {}, more: Partial<ImportWeighting> = {}) =>
  importWeighting({
    owner: organization,
    id,
    document: { ...document, ...change },
    reference: weighting.questionnaire,
    questionnaire,
    standing: admin,
    now,
    ...more,
  })

t.test('a document of anybody becomes a draft of the house, under its own name', async (t) => {
  t.match(imported().weighting, {
    owner: organization,
    key: 'brought-along',
    version: '3.1.0',
    items,
    state: 'draft',
  })
})

t.test('what is exported comes back the same', async (t) => {
  const elicited = make({ input: input({ items: undefined, elicitation: pairs }) }).weighting
  const brought = imported(weightingDocument(elicited)).weighting
  t.same(weightingDocument(brought), weightingDocument(elicited))
})

t.test('a document that does not fit is refused below /document', async (t) => {
  t.same(
    errorsOf(() => imported({ edition: 'other-edition', total: 99 })),
    ['/document/edition other-edition', '/document/total other-total'],
  )
  t.same(
    errorsOf(() => imported({}, { questionnaire: null })),
    ['/questionnaire questionnaire-unknown'],
  )
  t.equal(refusal(() => imported({}, { standing: nobody })).code, 'not-found')
})

t.test('numbers that their judgements do not come to are refused', async (t) => {
  const elicitation = { kind: 'roc', inputs: ['1.1', '1.2'] }
  const mode = 'within_category'
  t.doesNotThrow(() => imported({ mode, elicitation, items: { '1.1': 750, '1.2': 250 } }))
  t.same(
    errorsOf(() => imported({ mode, elicitation, items: { '1.1': 749, '1.2': 251 } })),
    ['/document/items elicited-otherwise'],
  )
  const lacking = { kind: 'roc', inputs: ['1.1'] }
  t.same(
    errorsOf(() => imported({ elicitation: lacking })),
    ['/document/elicitation/inputs weight-missing'],
  )
})
