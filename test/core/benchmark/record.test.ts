// The association's record: who may move an edition on, and what is refused first.
import t from 'tap'
import type { State } from '../../../src/core/benchmark/edition.ts'
import {
  abandoned,
  buildAsked,
  buildDone,
  createRecord,
  demandBuild,
  type EditionRecord,
  etagOfEdition,
  publishRecord,
  reopenRecord,
  retirementAsked,
  retireRecord,
  reviewRecord,
} from '../../../src/core/benchmark/record.ts'
import type { Funnel } from '../../../src/core/benchmark/selection.ts'
import type { Standing } from '../../../src/core/context.ts'
import type { AssociationId, OperationId, PersonId } from '../../../src/core/ids.ts'
import { started, succeeded } from '../../../src/core/operation/operation.ts'
import {
  audit,
  digests,
  editionId,
  editionIn,
  noon,
  person,
} from '../../fixtures/benchmark/edition.ts'
import { codes } from '../../fixtures/benchmark/population.ts'
import { gbt, refusalOf, standings } from '../../support/submissions.ts'

const admin = (personId: PersonId): Standing => ({ ...standings.association, personId })
const funnel = { candidates: 7, barred: {}, members: 7 } as Funnel
const operationId = '01920f3e-7a16-7000-8000-000000000001' as OperationId
const record = (state: State): EditionRecord => ({
  edition: editionIn(state),
  title: 'Self-assessments of 2025',
  funnel: null,
  operationId: null,
  revision: 3,
})
const now = noon(9)
const codeOf = (decide: () => unknown) => {
  const refused = refusalOf(decide)
  return typeof refused === 'string' ? refused : refused.code
}

t.test('an administrator of the association makes a draft; nobody else does', async (t) => {
  const create = (standing: Standing) =>
    createRecord({
      id: editionId,
      associationId: 'a' as AssociationId,
      input: {
        title: 'Mine',
        questionnaireKey: gbt.key,
        basis: 'self',
        sectorScheme: 'gbt-4754-2017',
        sensitiveNodes: [],
      },
      versions: [{ questionnaire: gbt, scoringDigest: 'a'.repeat(64) }],
      codes,
      synthetic: false,
      standing,
      now,
    })
  const { record: made, events } = create(admin(person(1)))
  t.match(made, { title: 'Mine', revision: 1, funnel: null, operationId: null })
  t.match(made.edition, { state: 'draft', created: { by: person(1), at: now } })
  t.equal(etagOfEdition(made), '"1"')
  t.strictSame(events, [])
  t.equal(
    codeOf(() => create(standings.manager)),
    'forbidden',
  )
  t.equal(
    codeOf(() => create(standings.nobody)),
    'not-found',
  )
})

t.test('a build is asked for where it leads somewhere and somebody can do it', async (t) => {
  const ask = (state: State, standing: Standing, worker = true) =>
    codeOf(() => demandBuild(record(state), { standing, worker }))
  t.equal(ask('draft', admin(person(1))), 'allowed')
  t.equal(ask('built', admin(person(1))), 'allowed')
  t.equal(ask('reviewed', admin(person(1))), 'illegal-transition')
  t.equal(ask('draft', standings.manager), 'forbidden')
  t.equal(ask('draft', admin(person(1)), false), 'unavailable')
  t.match(buildAsked(record('draft'), operationId), { operationId, revision: 4 })
})

t.test('a build leaves digests, audit and funnel, and an event', async (t) => {
  const made = { ...digests, audit, funnel, now }
  const { record: built, events } = buildDone(record('draft'), made)
  t.match(built, { revision: 4, funnel, edition: { state: 'built', built: { audit } } })
  t.match(events, [{ type: 'benchmark-edition.built', subject: editionId }])
  t.equal(
    codeOf(() => buildDone(record('published'), made)),
    'illegal-transition',
  )
})

t.test('a review is the step of an administrator, once the audit has passed', async (t) => {
  const review = (state: State, standing: Standing) =>
    reviewRecord(record(state), { standing, now })
  const { record: reviewed } = review('built', admin(person(2)))
  t.match(reviewed, { revision: 4, edition: { state: 'reviewed', reviewed: { by: person(2) } } })
  t.equal(
    codeOf(() => review('draft', admin(person(2)))),
    'illegal-transition',
  )
  t.equal(
    codeOf(() => review('built', standings.manager)),
    'forbidden',
  )
})

t.test('publishing needs another person than the reviewer, and what was built', async (t) => {
  const publish = (state: State, standing: Standing, now_ = digests) =>
    publishRecord(record(state), { standing, now, digests: now_ })
  const { record: published, events } = publish('reviewed', admin(person(3)))
  t.match(published, { revision: 4, edition: { state: 'published' } })
  t.match(events, [{ type: 'benchmark-edition.published' }])
  t.equal(
    codeOf(() => publish('reviewed', admin(person(2)))),
    'second-person-required',
  )
  t.equal(
    codeOf(() => publish('reviewed', standings.manager)),
    'forbidden',
  )
  t.equal(
    codeOf(() => publish('built', standings.manager)),
    'forbidden',
  )
  t.equal(
    codeOf(() => publish('built', admin(person(3)))),
    'illegal-transition',
  )
  const other = { ...digests, cellsDigest: 'c'.repeat(64) }
  t.match(
    refusalOf(() => publish('reviewed', admin(person(3)), other)),
    { code: 'plan-outdated', changed: ['cellsDigest'] },
  )
})

t.test('reopening is the step of an administrator, and forgets build and funnel', async (t) => {
  const reopened = (state: State, standing: Standing) =>
    reopenRecord({ ...record(state), funnel, operationId }, { standing })
  for (const state of ['built', 'reviewed'] as const)
    t.match(reopened(state, admin(person(2))), {
      record: { revision: 4, funnel: null, operationId, edition: { state: 'draft', built: null } },
      events: [],
    })
  for (const state of ['draft', 'published', 'retired'] as const)
    t.equal(
      codeOf(() => reopened(state, admin(person(2)))),
      'illegal-transition',
      state,
    )
  t.equal(
    codeOf(() => reopened('built', standings.manager)),
    'forbidden',
  )
  t.equal(
    codeOf(() => reopened('built', standings.nobody)),
    'not-found',
  )
})

t.test('a build under way ends with the reopening; one that is done stays', async (t) => {
  const owner = { kind: 'association', id: 'a' as AssociationId } as const
  const asked = { owner, id: operationId, kind: 'build', subject: editionId, createdBy: person(1) }
  const running = started(asked, noon(8))
  t.match(abandoned(running, now), {
    doneAt: now,
    error: { code: 'illegal-transition', parameters: { state: 'draft', event: 'build' } },
  })
  const done = succeeded(running, { location: '/' }, noon(8))
  t.equal(abandoned(done, now), done)
})

t.test('retiring needs another person than the one who asked for it', async (t) => {
  const retire = (asked: EditionRecord, standing: Standing) =>
    retireRecord(asked, { standing, now })
  const published = record('published')
  t.equal(
    codeOf(() => retire(published, admin(person(4)))),
    'second-person-required',
    'the first who asks',
  )
  const asked = retirementAsked(published, { by: person(4), at: noon(8), reason: 'wrong' })
  t.match(asked, { revision: 4, edition: { state: 'published', retirement: { reason: 'wrong' } } })
  const again = { by: person(5), at: now, reason: 'other' }
  t.equal(retirementAsked(asked, again), asked, 'noted once')
  t.match(
    refusalOf(() => retire(asked, admin(person(4)))),
    { code: 'second-person-required', requestedAt: noon(8).toISOString() },
  )
  t.match(retire(asked, admin(person(5))), {
    record: { revision: 5, edition: { state: 'retired', retired: { by: person(5), at: now } } },
    events: [{ type: 'benchmark-edition.retired', subject: editionId }],
  })
  for (const [standing, code] of [
    [standings.manager, 'forbidden'],
    [standings.nobody, 'not-found'],
  ] as const)
    for (const each of [published, asked])
      t.equal(
        codeOf(() => retire(each, standing)),
        code,
      )
})

t.test('only what is published can be retired, also for the one who once asked', async (t) => {
  for (const state of ['draft', 'built', 'reviewed', 'retired'] as const)
    t.equal(
      codeOf(() => retireRecord(record(state), { standing: admin(person(2)), now })),
      'illegal-transition',
      state,
    )
})
