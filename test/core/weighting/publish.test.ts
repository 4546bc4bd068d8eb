import t from 'tap'
import type { PersonId } from '../../../src/core/ids.ts'
import { replaceWeighting } from '../../../src/core/weighting/draft.ts'
import { etagOfWeighting } from '../../../src/core/weighting/profile.ts'
import {
  type PublishWeighting,
  publicationAsked,
  publishWeighting,
} from '../../../src/core/weighting/publish.ts'
import {
  admin,
  association,
  contributor,
  errorsOf,
  input,
  make,
  manager,
  now,
  personId,
  questionnaire,
  refusal,
} from '../../support/weightings.ts'

const { weighting } = make()
const publish = (more: Partial<PublishWeighting> = {}) =>
  publishWeighting({
    weighting,
    questionnaire,
    limits: [],
    used: false,
    digest: 'd',
    standing: admin,
    now,
    ...more,
  })
const inPairs = (first: number, second: number, third: number) =>
  make({
    questionnaire,
    input: input({
      items: undefined,
      elicitation: {
        kind: 'ahp',
        inputs: [
          {
            codes: ['1', '2', '3'],
            rows: [
              [1, first, second],
              [1 / first, 1, third],
              [1 / second, 1 / third, 1],
            ],
          },
          {
            codes: ['1.1', '1.2'],
            rows: [
              [1, 3],
              [1 / 3, 1],
            ],
          },
        ],
      },
    }),
  }).weighting

t.test('publishing freezes: digest, person, time, a new entity tag', async (t) => {
  const published = publish()
  t.match(published.weighting, {
    state: 'published',
    digest: 'd',
    publishedBy: personId,
    revision: 2,
  })
  t.match(published.events, [{ type: 'weighting.published' }])
  t.not(etagOfWeighting(published.weighting), etagOfWeighting(weighting))
  t.equal(refusal(() => publish({ weighting: published.weighting })).code, 'immutable')
})

t.test('a contributor writes and does not publish', async (t) => {
  t.equal(refusal(() => publish({ standing: contributor })).code, 'forbidden')
})

t.test('limits hold, all of them', async (t) => {
  const limits = [{ ranges: { '1.1': { max: 1 } } }, { leastResultsShareBp: 2001 }]
  t.same(
    errorsOf(() => publish({ limits })),
    ['/items/1.1 limit-range', '/items limit-results'],
  )
  t.doesNotThrow(() => publish({ limits: [{ leastResultsShareBp: 2000 }] }))
})

t.test('judgements that contradict each other stay a draft, with the worst triple', async (t) => {
  t.doesNotThrow(() => publish({ weighting: inPairs(2, 4, 2) }))
  const problem = refusal(() => publish({ weighting: inPairs(2, 2, 9) }))
  t.match(problem.parameters, {
    errors: [
      {
        pointer: '/elicitation/inputs/0',
        code: 'inconsistent',
        detail: /ratio is 0\.\d+, not below 0\.1: 1, 2, 3 contradict/,
      },
    ],
  })
})

t.test('a version of what submissions use is two persons’ word', async (t) => {
  const { weighting } = make({ owner: association, standing: manager })
  const by = (person: string, more: Partial<PublishWeighting> = {}) =>
    publish({
      weighting,
      used: true,
      standing: { ...manager, personId: person as PersonId },
      ...more,
    })
  const first = refusal(() => by('p1'))
  t.match(first, {
    code: 'second-person-required',
    parameters: { requestedAt: now.toISOString() },
  })
  const asked = publicationAsked(weighting, { by: 'p1' as PersonId, at: now })
  t.match(asked, { publication: { by: 'p1', at: now }, revision: 2, state: 'draft' })
  t.equal(refusal(() => by('p1', { weighting: asked })).code, 'second-person-required')
  const published = by('p2', { weighting: asked }).weighting
  t.match(published, { state: 'published', publishedBy: 'p2', publication: { by: 'p1' } })
  t.equal(publicationAsked(asked, { by: 'p2' as PersonId, at: now }), asked, 'the first stays')
  const alone = by('p1', { used: false }).weighting
  t.equal(alone.state, 'published', 'the control: what nobody uses takes one')
  t.equal(publicationAsked(alone, { by: 'p1' as PersonId, at: now }), alone)
  const programmeManager = { ...manager, associationRole: 'programme_manager' as const }
  t.equal(
    refusal(() => by('p3', { standing: programmeManager, weighting: asked })).code,
    'forbidden',
  )
  t.equal(publish({ used: true }).weighting.state, 'published', 'an organization decides alone')
})

t.test('a change takes back what was asked for, saying the same does not', async (t) => {
  const asked = publicationAsked(weighting, { by: personId, at: now })
  const put = (title: string) =>
    replaceWeighting({
      weighting: asked,
      input: input({ title }),
      questionnaire,
      standing: admin,
      now,
    }).weighting
  t.equal(put('Other').publication, null)
  t.equal(put(weighting.title), asked)
})
