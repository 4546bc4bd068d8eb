// An assessment under any questionnaire that ships: answered, entered, scored by two, by values instead of percents.
// Panels that judge by plain percents are panel-things.ts.
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { usualSettings } from '../../src/core/programme/settings.ts'
import type { ScoreValue } from '../../src/core/submission/answer-values.ts'
import { answerableOf } from '../../src/core/submission/answerable.ts'
import { wholeValue } from './models.ts'
import { begin, seat } from './panel-things.ts'
import { type Assessed, openedCycle } from './panels.ts'
import { made, type Play, type Samples } from './things.ts'

type Values = (code: string, place: number) => ScoreValue

const valuesOf = (questionnaire: Questionnaire, values: Values) =>
  Object.fromEntries(
    answerableOf(questionnaire).scored.map(({ code }, place) => [code, values(code, place)]),
  )

/** Every item the same, some steps up. */
export const stepsUp =
  (questionnaire: Questionnaire, steps: number): Values =>
  (_, place) => {
    const node = answerableOf(questionnaire).scored[place]
    return node === undefined ? {} : wholeValue(node.rater, steps)
  }

/** A submission with a lead and an assessor in their seats, in a cycle that takes this questionnaire alone. */
export const seatedBy = async (
  samples: Samples,
  play: Play,
  {
    questionnaire,
    settings,
  }: { readonly questionnaire: Questionnaire; readonly settings: Partial<typeof usualSettings> },
): Promise<Assessed> => {
  const { call, house } = play
  const { key, version } = questionnaire
  const asked = { questionnaires: [{ key, version }], ...settings }
  const created = await call('createSubmission', {
    body: { questionnaire: { key, version }, title: 'Application' },
  })
  const params = { submissionId: made(created, 'createSubmission').body.id as string }
  const listed = made(await call('listAnswers', { params }), 'listAnswers')
  const answers = valuesOf(questionnaire, stepsUp(questionnaire, 1))
  const patch = { params, body: { answers }, ifMatch: String(listed.headers.etag) }
  made(await call('patchAnswers', patch), 'patchAnswers')
  const { etag } = made(await call('getSubmission', { params }), 'getSubmission').body
  made(await call('submitSubmission', { params, ifMatch: etag }), 'submitSubmission')
  const cycle = await openedCycle(samples, asked)(play)
  const known = { ...params, ...cycle.params } as unknown as Assessed
  const body = { associationId: house.associationId, cycleId: known.cycleId }
  made(await call('enterCycle', { params, body }), 'enterCycle')
  const start = { params: known, ifMatch: cycle.ifMatch, as: 'programmeManager' } as const
  made(await call('startCycle', start), 'startCycle')
  const { leadAssessor, assessor } = house.cast
  await seat(play, known, { assessor: leadAssessor, role: 'lead' })
  await seat(play, known, { assessor, role: 'member' })
  return known
}

type Scoring = {
  readonly as: 'leadAssessor' | 'assessor'
  readonly values: Values
  /** What is put instead, by code. */
  readonly instead?: Readonly<Record<string, object>>
}

/** Begins, scores and locks a review. */
export const reviewBy = async (
  { call }: Pick<Play, 'call'>,
  submissionId: string,
  questionnaire: Questionnaire,
  { as, values, instead = {} }: Scoring,
): Promise<{ readonly submissionId: string; readonly reviewId: string }> => {
  const { id } = await begin({ call }, submissionId, as)
  const params = { submissionId, reviewId: id as string }
  for (const [code, value] of Object.entries(valuesOf(questionnaire, values))) {
    const body = instead[code] ?? value
    const put = { params: { ...params, code }, body, ifNoneMatch: '*', as } as const
    made(await call('putReviewScore', put), 'putReviewScore')
  }
  const { etag } = made(await call('getReview', { params, as }), 'getReview').body
  made(await call('lockReview', { params, ifMatch: etag, as }), 'lockReview')
  return params
}

/** From an open consensus of which every item has its score to the final word; `visit`: between agreement and that. */
export const finalizedBy = async (
  { call }: Pick<Play, 'call'>,
  submissionId: string,
  visit: () => Promise<void> = async () => {},
): Promise<void> => {
  const params = { submissionId }
  const as = 'leadAssessor'
  const tag = async () => made(await call('getConsensus', { params, as }), 'get').body.etag
  const propose = { params, as, ifMatch: await tag() } as const
  made(await call('proposeConsensus', propose), 'proposeConsensus')
  for (const who of [as, 'assessor'] as const) {
    const agree = { params, as: who, ifMatch: await tag() } as const
    made(await call('agreeToConsensus', agree), 'agreeToConsensus')
  }
  await visit()
  const id = 'finalizeConsensus'
  made(await call(id, { params, as: 'programmeManager' }), id)
}
