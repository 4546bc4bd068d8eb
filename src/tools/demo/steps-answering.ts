// The steps of the demo in which a self-assessment comes to be: catalogue, questionnaire, answers, weighting.
import type { KeyName } from '../../demo/quickstart.ts'
import { customersFirst, percentFor } from './answers.ts'
import { DemoError } from './client.ts'
import { bullet, itemPage, pointsOf, progressPage } from './render.ts'
import * as shapes from './shapes.ts'
import { itemsOf, read, type Step } from './step.ts'

const questionnaireKey = 'gbt-19580-2012'
const shownItem = '4.3.3'
const answeredOneByOne = 3

export const catalogue = async ({ client, open, write, say, paper }: Step): Promise<string> => {
  open('step.catalogue')
  const { items } = await client({
    method: 'GET',
    path: '/v1/questionnaires',
    as: null,
    shape: shapes.Catalogue,
  })
  write(
    items.flatMap(({ key, title, total, scoredNodeCount }) => {
      const figures = say('catalogue.line', { items: scoredNodeCount, total: total ?? '-' })
      return bullet(`${key}  ${title} (${figures})`, paper)
    }),
  )
  const version = items.find(({ key }) => key === questionnaireKey)?.latestVersion
  if (version == null) throw new DemoError(`The catalogue has no ${questionnaireKey}.`)
  return version
}

export const readQuestionnaire = async (
  step: Step,
  version: string,
): Promise<shapes.Questionnaire> => {
  const { client, open, write } = step
  open('step.questionnaire')
  const questionnaire = await client({
    method: 'GET',
    path: `/v1/questionnaires/${questionnaireKey}/versions/${version}`,
    as: null,
    shape: shapes.Questionnaire,
  })
  const item = itemsOf(questionnaire).find(({ code }) => code === shownItem)
  if (item !== undefined) write(itemPage({ item, questionnaire }, step))
  return questionnaire
}

export const createSubmission = async (
  { client, open, note, say, below }: Step,
  { key, version }: shapes.Questionnaire,
): Promise<string> => {
  open('step.create')
  const title = say('submission.title')
  const { id } = await client({
    method: 'POST',
    path: below('/submissions'),
    as: 'organizationContributor',
    body: { questionnaire: { key, version }, title },
    shape: shapes.Submission,
  })
  note(say('create.done', { title, id }))
  return id
}

export const answerOneByOne = async (
  { client, open, note, say, below }: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<void> => {
  open('step.put')
  for (const [place, { code, name }] of itemsOf(questionnaire)
    .slice(0, answeredOneByOne)
    .entries()) {
    const percent = percentFor(code)
    await client({
      method: 'PUT',
      path: below(`/submissions/${submission}/answers/${code}`),
      as: 'organizationContributor',
      ifNoneMatch: '*',
      body: { percent, ...(place === 0 ? { comment: say('put.comment') } : {}) },
      shape: shapes.Tagged,
    })
    note(say('put.done', { code, name, percent }))
  }
}

export const answerTheRest = async (
  { client, open, note, say, below }: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<void> => {
  open('step.patch')
  const path = below(`/submissions/${submission}/answers`)
  const as: KeyName = 'organizationContributor'
  const { etag } = await client({ method: 'GET', path, as, shape: shapes.Tagged })
  const rest = itemsOf(questionnaire).slice(answeredOneByOne)
  const answers = Object.fromEntries(rest.map(({ code }) => [code, { percent: percentFor(code) }]))
  await client({
    method: 'PATCH',
    path,
    as,
    ifMatch: etag,
    body: { answers },
    shape: shapes.Tagged,
  })
  note(say('patch.done', { count: rest.length }))
}

export const progress = async (step: Step, submission: string): Promise<void> => {
  const { completeness } = await read(step, submission, 'organizationViewer')
  if (completeness !== undefined) step.write(progressPage(completeness, step))
}

export const preview = async (step: Step, questionnaire: shapes.Questionnaire): Promise<void> => {
  const { client, open, note, say } = step
  open('step.preview')
  const { key, version } = questionnaire
  const { total } = await client({
    method: 'POST',
    path: '/v1/score-previews',
    as: 'organizationContributor',
    body: {
      questionnaire: { key, version },
      answers: Object.fromEntries(
        itemsOf(questionnaire).map(({ code }) => [code, { percent: percentFor(code) }]),
      ),
    },
    shape: shapes.Sheet,
  })
  const points = pointsOf(total?.points ?? 0)
  note(say('preview.total', { points, max: total?.maxPoints ?? '-' }))
}

export const weigh = async (
  step: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<void> => {
  const { client, open, note, say, below, quickstart } = step
  open('step.weighting')
  const { key, version } = questionnaire
  const draft = await client({
    method: 'POST',
    path: below('/weightings'),
    as: 'organizationContributor',
    body: {
      questionnaire: { key, version },
      title: say('weighting.title'),
      items: customersFirst(questionnaire),
      rationale: say('weighting.rationale'),
    },
    shape: shapes.Weighting,
  })
  const published = await client({
    method: 'POST',
    path: below(`/weightings/${draft.id}/publish`),
    as: 'organizationAdmin',
    ifMatch: draft.etag,
    shape: shapes.Weighting,
  })
  const { etag } = await read(step, submission, 'organizationContributor')
  const { organizationId } = quickstart
  await client({
    method: 'PATCH',
    path: below(`/submissions/${submission}`),
    as: 'organizationContributor',
    ifMatch: etag,
    body: { weighting: { organizationId, id: published.id, version: published.version } },
    shape: shapes.Submission,
  })
  note(say('weighting.done', { version: published.version }))
}
