import t from 'tap'
import {
  type CreateSubmission,
  createSubmission,
  type OfferedWeighting,
} from '../../../src/core/submission/create.ts'
import { QuestionnaireReference, WeightingChoice } from '../../../src/core/submission/submission.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  associationId,
  me,
  now,
  organizationId,
  otherOrganizationId,
  refusalOf,
  standings,
  submissionId,
  weightingId,
} from '../../support/submissions.ts'

const version = '1.0.0'
const questionnaire = QuestionnaireReference.parse({ key: 'gbt-19580-2012', version })
const own = WeightingChoice.parse({ organizationId, id: weightingId, version })
const associations = WeightingChoice.parse({ associationId, id: weightingId, version })
const foreign = WeightingChoice.parse({
  organizationId: otherOrganizationId,
  id: weightingId,
  version,
})
const published: OfferedWeighting = { state: 'published', version, edition: 'gbt-19580-2012' }
const given = (other: Partial<CreateSubmission> = {}): CreateSubmission => ({
  id: submissionId,
  organizationId,
  input: { questionnaire, title: 'Self-assessment 2026' },
  questionnaire: { state: 'published', digest: 'abc', edition: 'gbt-19580-2012' },
  weighting: null,
  standing: standings.contributor,
  now,
  ...other,
})
const weighted = (reference: WeightingChoice, weighting: OfferedWeighting | null) =>
  given({ input: { ...given().input, weighting: reference }, weighting })

t.test('a new submission is a draft that pins its questionnaire', async (t) => {
  const { submission, events } = createSubmission(given())
  t.same(submission, {
    id: submissionId,
    organizationId,
    questionnaire,
    questionnaireDigest: 'abc',
    title: 'Self-assessment 2026',
    weighting: null,
    state: 'draft',
    revision: 1,
    migratedFrom: null,
    carriedShareBp: 0,
    createdBy: me,
    createdAt: now,
    updatedAt: now,
    submittedAt: null,
    acceptedAt: null,
    finalAt: null,
    withdrawnAt: null,
  })
  t.match(events, [{ type: 'submission.created', subject: submissionId }])
  t.notMatch(JSON.stringify(events), /Self-assessment/)
})

t.test('it may name a published weighting of its own or of an association', async (t) => {
  for (const reference of [own, associations])
    t.same(createSubmission(weighted(reference, published)).submission.weighting, reference)
})

t.test('what it cannot stand on is refused by its pointer', async (t) => {
  const cases: readonly [string, CreateSubmission, string, string][] = [
    ['no questionnaire', given({ questionnaire: null }), '/questionnaire', 'questionnaire-unknown'],
    [
      'a withdrawn one',
      given({ questionnaire: { state: 'withdrawn', digest: 'abc', edition: 'x' } }),
      '/questionnaire',
      'questionnaire-withdrawn',
    ],
    ['no weighting', weighted(own, null), '/weighting', 'weighting-unknown'],
    [
      'a draft weighting',
      weighted(own, { ...published, state: 'draft' }),
      '/weighting',
      'weighting-unknown',
    ],
    [
      'another version of it',
      weighted(own, { ...published, version: '1.1.0' }),
      '/weighting',
      'weighting-unknown',
    ],
    ['a foreign one', weighted(foreign, published), '/weighting', 'weighting-unknown'],
    [
      'one of another edition',
      weighted(own, { ...published, edition: 'baldrige-2023-2024' }),
      '/weighting',
      'weighting-of-other-edition',
    ],
    [
      'one of other nodes',
      weighted(own, {
        ...published,
        misfits: [{ pointer: '/items/9', code: 'node-unknown', detail: '"9" is no scored node.' }],
      }),
      '/weighting',
      'node-unknown',
    ],
  ]
  for (const [name, attempt, pointer, code] of cases)
    t.match(
      refusalOf(() => createSubmission(attempt)),
      { code: 'document-invalid', errors: [{ pointer, code }] },
      name,
    )
})

t.test('a foreign weighting looks like an absent one', async (t) => {
  t.same(
    refusalOf(() => createSubmission(weighted(foreign, published))),
    refusalOf(() => createSubmission(weighted(own, null))),
  )
})

t.test('without a questionnaire there is nothing a weighting could fit', async (t) => {
  const attempt = { ...weighted(own, null), questionnaire: null }
  t.match(
    refusalOf(() => createSubmission(attempt)),
    {
      errors: [{ pointer: '/questionnaire' }],
    },
  )
})

t.test('who may not write is told before anything else', async (t) => {
  const by = (standing: CreateSubmission['standing']) =>
    refusalOf(() => createSubmission(given({ standing, questionnaire: null })))
  t.same(by(standings.viewer), forbidden('submissions:write'))
  t.same(by(standings.manager), forbidden('submissions:write'))
})
