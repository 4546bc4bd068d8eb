import t from 'tap'
import { etagOfWeighting } from '../../../src/core/weighting/profile.ts'
import { type PublishWeighting, publishWeighting } from '../../../src/core/weighting/publish.ts'
import {
  admin,
  contributor,
  errorsOf,
  input,
  make,
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
