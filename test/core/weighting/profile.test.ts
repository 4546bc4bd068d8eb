import t from 'tap'
import { WeightingV1 } from '../../../src/core/document/weighting-v1.ts'
import {
  actionOf,
  asWeighting,
  demandDraft,
  demandNew,
  demandReading,
  etagOfWeighting,
  happened,
  weightingDocument,
} from '../../../src/core/weighting/profile.ts'
import {
  admin,
  association,
  contributor,
  id,
  items,
  make,
  now,
  organization,
  refusal,
} from '../../support/weightings.ts'

const { weighting } = make()

t.test('both kinds of owner have actions of their own', async (t) => {
  t.equal(actionOf(organization, 'write'), 'weightings:write')
  t.equal(actionOf(association, 'publish'), 'association-weightings:publish')
  t.doesNotThrow(() => demandReading(contributor, organization))
  t.throws(() => demandReading(admin, association))
})

t.test('a version that the house has is not made again', async (t) => {
  t.equal(demandNew(weighting, '/version'), weighting)
  t.match(
    refusal(() => demandNew(null, '/document/version')),
    { code: 'already-exists', parameters: { pointer: '/document/version' } },
  )
})

t.test('what is published is no draft any more', async (t) => {
  t.doesNotThrow(() => demandDraft(weighting))
  t.match(
    refusal(() => demandDraft({ ...weighting, publishedAt: now })),
    { code: 'immutable', parameters: { since: now.toISOString() } },
  )
})

t.test('an event names the weighting and its version, and no number of it', async (t) => {
  t.same(happened('weighting.created', weighting), {
    type: 'weighting.created',
    subject: id,
    ids: { key: weighting.key },
    versions: { version: '1.0.0' },
  })
})

t.test('the document of a weighting is one of the format', async (t) => {
  t.match(WeightingV1.parse(weightingDocument(weighting)), { format: 'weighting/v1', items })
  const elicitation = { kind: 'roc', inputs: ['1.1', '1.2'] } as const
  const elicited = weightingDocument({
    ...weighting,
    elicitation: { ...elicitation, inputs: ['1.1', '1.2'] },
  })
  t.same(elicited.elicitation, elicitation, 'the judgements go along')
})

t.test('scoring takes the numbers, and the name by which the sheet will call them', async (t) => {
  t.same(asWeighting(weighting, 'own'), {
    kind: 'own',
    id,
    version: '1.0.0',
    mode: 'points',
    items,
  })
})

t.test('the entity tag changes with every revision', async (t) => {
  t.not(etagOfWeighting(weighting), etagOfWeighting({ ...weighting, revision: 2 }))
})
