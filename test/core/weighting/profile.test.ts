import t from 'tap'
import type { Standing } from '../../../src/core/context.ts'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { readWeighting } from '../../../src/core/document/read.ts'
import type { AssociationId, OrganizationId, PersonId, WeightingId } from '../../../src/core/ids.ts'
import { Problem } from '../../../src/core/problem.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import {
  asWeighting,
  createWeighting,
  demandReading,
  etagOfWeighting,
  NewWeighting,
  publishWeighting,
  weightingDocument,
} from '../../../src/core/weighting/profile.ts'
import { small } from '../../fixtures/questionnaires.ts'

const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' as WeightingId
const personId = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43' as PersonId
const now = new Date('2026-03-01T08:30:00Z')
const organization = { kind: 'organization', id: id as never as OrganizationId } as const
const association = { kind: 'association', id: id as never as AssociationId } as const
const nobody: Standing = {
  personId,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
}
const admin: Standing = { ...nobody, organizationRole: 'organization_admin' }
const contributor: Standing = { ...nobody, organizationRole: 'organization_contributor' }
const manager: Standing = { ...nobody, associationRole: 'association_admin' }
const questionnaire: Questionnaire = small()
const { items } = referenceWeighting(questionnaire)
const input = (more: object = {}) =>
  NewWeighting.parse({
    questionnaire: { key: questionnaire.key, version: questionnaire.version },
    title: 'Own view',
    items,
    ...more,
  })
const make = (more: object = {}) =>
  createWeighting({
    owner: organization,
    id,
    input: input(),
    questionnaire,
    standing: admin,
    now,
    ...more,
  })
const refusal = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}

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
    digest: null,
    createdBy: personId,
  })
  t.same(events, [
    {
      type: 'weighting.created',
      subject: id,
      ids: { key: 'own-view' },
      versions: { version: '2.0.0' },
    },
  ])
})

t.test('without a key the id names it, and the first version is 1.0.0', async (t) => {
  t.match(make().weighting, { key: 'weighting-3f0d5c7e9a42', version: '1.0.0' })
})

t.test('numbers that make no weighting are refused with their pointers', async (t) => {
  const [first = ''] = Object.keys(items)
  const problem = refusal(() => make({ input: input({ items: { ...items, [first]: 1 } }) }))
  t.equal(problem.code, 'document-invalid')
  const { [first]: gone, ...fewer } = items
  t.ok(gone !== undefined)
  t.match(refusal(() => make({ input: input({ items: fewer }) })).parameters, {
    errors: [{ pointer: `/items/${first}` }],
  })
})

t.test('limits of a programme hold', async (t) => {
  const [first = ''] = Object.keys(items)
  const limits = { ranges: { [first]: { max: 1 } } }
  t.equal(refusal(() => make({ limits })).code, 'document-invalid')
})

t.test('an unknown questionnaire is named by its pointer', async (t) => {
  t.match(refusal(() => make({ questionnaire: null })).parameters, {
    errors: [{ pointer: '/questionnaire', code: 'questionnaire-unknown' }],
  })
})

t.test('a model without a total has a weighting without one', async (t) => {
  const without = { ...questionnaire, scoring: { ...questionnaire.scoring, total: null } }
  t.equal(make({ questionnaire: without }).weighting.total, 0)
})

t.test('who may do what follows the table, for both kinds of owner', async (t) => {
  t.equal(refusal(() => make({ standing: nobody })).code, 'not-found')
  t.equal(make({ owner: association, standing: manager }).weighting.owner, association)
  t.equal(refusal(() => make({ owner: association, standing: admin })).code, 'not-found')
  t.doesNotThrow(() => demandReading(contributor, organization))
  t.throws(() => demandReading(admin, association))
})

t.test(
  'publishing freezes: digest, person, time, a new entity tag; twice is refused',
  async (t) => {
    const { weighting } = make()
    const published = publishWeighting({ weighting, digest: 'd', standing: admin, now })
    t.match(published.weighting, {
      state: 'published',
      digest: 'd',
      publishedBy: personId,
      revision: 2,
    })
    t.match(published.events, [{ type: 'weighting.published' }])
    t.not(etagOfWeighting(published.weighting), etagOfWeighting(weighting))
    const again = { weighting: published.weighting, digest: 'd', standing: admin, now }
    t.match(
      refusal(() => publishWeighting(again)),
      {
        code: 'immutable',
        parameters: { since: now.toISOString() },
      },
    )
  },
)

t.test('a contributor writes and does not publish', async (t) => {
  const { weighting } = make({ standing: contributor })
  const attempt = { weighting, digest: 'd', standing: contributor, now }
  t.equal(refusal(() => publishWeighting(attempt)).code, 'forbidden')
})

t.test('the document of a weighting is one of the format', async (t) => {
  t.match(readWeighting(weightingDocument(make().weighting)), { format: 'weighting/v1', items })
})

t.test('scoring takes the numbers, and the name by which the sheet will call them', async (t) => {
  t.same(asWeighting(make().weighting, 'own'), {
    kind: 'own',
    id,
    version: '1.0.0',
    mode: 'points',
    items,
  })
})
