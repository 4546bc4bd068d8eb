// Submissions on a stage: a draft with answers, the same submitted, a published weighting. All over HTTP.

import { createSubmission, submitSubmission } from '../../src/api/submissions/contract.ts'
import { listAnswers, patchAnswers, putAnswer } from '../../src/api/submissions/contract-answers.ts'
import {
  createAssociationWeighting,
  createWeighting,
  publishAssociationWeighting,
  publishWeighting,
} from '../../src/api/weightings/contract.ts'
import type { Answers } from '../../src/core/submission/answer.ts'
import type { CastName, House } from './stage.ts'
import { answersTo, gbt, itemsOf } from './submissions.ts'

type Calling = Pick<House, 'call'>

export const questionnaire = { key: gbt.key, version: gbt.version }

/** Every item of GB/T 19580-2012 answered. */
export const complete = (other: Parameters<typeof answersTo>[1] = {}): Answers =>
  answersTo(gbt, other)

/** What a test relies on must have happened. */
const demand = (status: number, answer: { readonly status: number; readonly text: string }) => {
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${answer.text}`)
}

/** A draft with these answers; `etag` is that of the submission, `answersEtag` that of its answers. */
export const draft = async (
  { call }: Calling,
  answers: Answers = {},
  body: Readonly<Record<string, unknown>> = {},
) => {
  const made = await call(createSubmission, {
    body: { questionnaire, title: 'Self-assessment 2026', ...body },
  })
  demand(201, made)
  const submissionId: string = made.body.id
  const params = { submissionId }
  const empty = { submissionId, params, etag: String(made.body.etag), answersEtag: '"c0"' }
  if (Object.keys(answers).length === 0) return empty
  const patched = await call(patchAnswers, { params, body: { answers }, ifMatch: '"c0"' })
  demand(200, patched)
  const { submissionEtag, etag } = patched.body
  return { ...empty, etag: String(submissionEtag), answersEtag: String(etag) }
}

/** A complete submission that was submitted. */
export const submitted = async (
  house: Calling,
  answers: Answers = complete(),
  body: Readonly<Record<string, unknown>> = {},
) => {
  const { params, submissionId, etag } = await draft(house, answers, body)
  const answer = await house.call(submitSubmission, { params, ifMatch: etag })
  demand(200, answer)
  return { params, submissionId, etag: String(answer.body.etag) }
}

/** The tag of the whole collection of answers. */
export const answersEtag = async ({ call }: Calling, submissionId: string): Promise<string> =>
  (await call(listAnswers, { params: { submissionId } })).body.etag

/** Points like the reference, with some moved from one item to another; their sum stays. */
export const pointsMoved = (by = 10): Readonly<Record<string, number>> => {
  const points = Object.fromEntries(itemsOf(gbt).map((item) => [item.code, item.points]))
  return { ...points, '4.1.2': Number(points['4.1.2']) - by, '4.3.2': Number(points['4.3.2']) + by }
}

type Weighed = {
  readonly as?: CastName
  readonly params?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly publish?: 'leave it a draft'
}

/** A weighting of the house's organization; published unless it shall stay a draft. */
export const organizationWeighting = async ({ call }: Calling, more: Weighed = {}) => {
  const { body = {}, publish, ...by } = more
  const made = await call(createWeighting, {
    ...by,
    body: { questionnaire, title: 'Own view', items: pointsMoved(), ...body },
  })
  demand(201, made)
  const { id, etag, version, owner } = made.body
  if (publish === undefined) {
    const params = { ...by.params, weightingId: id }
    demand(200, await call(publishWeighting, { ...by, params, ifMatch: etag }))
  }
  return { ...owner, id, version }
}

/** A published weighting of an association, by default that of the house. */
export const associationWeighting = async (
  { call }: Calling,
  { as = 'associationAdmin', params = {}, body = {} }: Weighed = {},
) => {
  const made = await call(createAssociationWeighting, {
    as,
    params,
    body: { questionnaire, title: 'Programme view', items: pointsMoved(5), ...body },
  })
  demand(201, made)
  const { id, etag, version, owner } = made.body
  const named = { ...params, weightingId: id }
  demand(200, await call(publishAssociationWeighting, { as, params: named, ifMatch: etag }))
  return { ...owner, id, version }
}

/** One answer, given for the first time. */
export const answerFirst = async (
  { call }: Calling,
  submissionId: string,
  code: string,
  percent: number,
) => {
  const params = { submissionId, code }
  const put = await call(putAnswer, { params, body: { percent }, ifNoneMatch: '*' })
  demand(201, put)
  return put
}
