// The main job over public HTTP, step by step, and what each step shows. Nothing here has a right of its own:
// it is a client with the keys of quickstart.json.
import { limitsText } from '../../core/benchmark/limits-text.ts'
import type { Locale } from '../../core/request.ts'
import type { KeyName, Quickstart } from '../../demo/quickstart.ts'
import { customersFirst, percentFor } from './answers.ts'
import { type Client, DemoError } from './client.ts'
import {
  bullet,
  type Drawing,
  explanation,
  heading,
  itemPage,
  type Lines,
  pointsOf,
  progressPage,
  sheetPage,
  weightingsPage,
} from './render.ts'
import { comparisonPage, resultLines } from './render-comparison.ts'
import * as shapes from './shapes.ts'
import { paragraph } from './terminal.ts'
import { named } from './words.ts'

export type Play = Drawing & {
  readonly client: Client
  readonly locale: Locale
  readonly quickstart: Quickstart
  readonly quickstartFile: string
  readonly write: (lines: Lines) => void
}

const questionnaireKey = 'gbt-19580-2012'
const shownItem = '4.3.3'
const answeredOneByOne = 3

/** Plays the whole main job. Refuses with a DemoError that says what happened and what to do. */
export const play = async (given: Play): Promise<void> => {
  const step = stepsOf(given)
  opening(given)
  const version = await catalogue(step)
  const questionnaire = await readQuestionnaire(step, version)
  const submission = await createSubmission(step, questionnaire)
  await answerOneByOne(step, questionnaire, submission)
  await progress(step, submission)
  await answerTheRest(step, questionnaire, submission)
  step.open('step.progress')
  await progress(step, submission)
  await preview(step, questionnaire)
  await weigh(step, questionnaire, submission)
  await submit(step, submission)
  await accept(step, submission)
  const reference = await scoreSheet(step, questionnaire, submission)
  await ownWeighting(step, { questionnaire, submission, reference })
  await comparison(step, questionnaire, submission)
  closing(step)
}

type Step = Play & {
  /** Opens the next step with its number. */
  readonly open: (word: Parameters<Play['say']>[0]) => void
  readonly note: (text: string) => void
  /** Path below the organization of the demo. */
  readonly below: (path: string) => string
}

const stepsOf = (given: Play): Step => {
  let number = 0
  return {
    ...given,
    open: (word) => {
      number += 1
      given.write(heading(number, given.say(word), given))
    },
    note: (text) => given.write(paragraph(text, 3, given.paper)),
    below: (path) => `/v1/organizations/${given.quickstart.organizationId}${path}`,
  }
}

const opening = ({ write, say, quickstart, paper }: Play): void =>
  write([
    '',
    ...paragraph(say('title'), 0, paper),
    ...paragraph(say('address', { baseUrl: quickstart.baseUrl }), 0, paper),
    ...paragraph(say('synthetic'), 0, paper),
  ])

const catalogue = async ({ client, open, write, say, paper }: Step): Promise<string> => {
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

const readQuestionnaire = async (step: Step, version: string): Promise<shapes.Questionnaire> => {
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

const itemsOf = ({ categories }: shapes.Questionnaire) => categories.flatMap(({ items }) => items)

const createSubmission = async (
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

const answerOneByOne = async (
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

const answerTheRest = async (
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

const read = ({ client, below }: Step, submission: string, as: KeyName) =>
  client({
    method: 'GET',
    path: below(`/submissions/${submission}`),
    as,
    shape: shapes.Submission,
  })

const progress = async (step: Step, submission: string): Promise<void> => {
  const { completeness } = await read(step, submission, 'organizationViewer')
  if (completeness !== undefined) step.write(progressPage(completeness, step))
}

const preview = async (step: Step, questionnaire: shapes.Questionnaire): Promise<void> => {
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

const weigh = async (
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

const submit = (step: Step, submission: string): Promise<void> =>
  move(step, submission, { word: 'step.submit', verb: 'submit', as: 'organizationAdmin' })

const accept = (step: Step, submission: string): Promise<void> =>
  move(step, submission, { word: 'step.accept', verb: 'accept', as: 'associationAdmin' })

const move = async (
  step: Step,
  submission: string,
  { word, verb, as }: { word: 'step.submit' | 'step.accept'; verb: string; as: KeyName },
): Promise<void> => {
  const { client, open, note, say, below } = step
  open(word)
  const { etag } = await read(step, submission, as)
  const { state } = await client({
    method: 'POST',
    path: below(`/submissions/${submission}/${verb}`),
    as,
    ifMatch: etag,
    shape: shapes.Submission,
  })
  note(say('state.line', { state: named(say, `state.${state}`, state) }))
}

const scoreOf = ({ client, below }: Step, submission: string, weighting: 'reference' | 'own') =>
  client({
    method: 'GET',
    path: below(`/submissions/${submission}/score?weighting=${weighting}`),
    as: 'organizationViewer',
    shape: shapes.Sheet,
  })

const scoreSheet = async (
  step: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<shapes.Sheet> => {
  const { open, write, note, say, locale, paper } = step
  open('step.score')
  const sheet = await scoreOf(step, submission, 'reference')
  write(sheetPage({ sheet, questionnaire }, step))
  write([''])
  note(say('score.why'))
  const first = sheet.nodes.find(({ code }) => code === itemsOf(questionnaire)[0]?.code)
  const lines = [
    ...(first?.explanation.slice(0, 1).map((line) => [first.code, line] as const) ?? []),
    ...(sheet.total?.explanation.slice(0, 1).map((line) => [say('total'), line] as const) ?? []),
  ]
  write(lines.flatMap(([label, line]) => bullet(`${label}: ${explanation(line, locale)}`, paper)))
  return sheet
}

const ownWeighting = async (
  step: Step,
  given: {
    readonly questionnaire: shapes.Questionnaire
    readonly submission: string
    readonly reference: shapes.Sheet
  },
): Promise<void> => {
  const { questionnaire, submission, reference } = given
  step.open('step.own')
  const own = await scoreOf(step, submission, 'own')
  step.write(weightingsPage({ reference, own, questionnaire }, step))
  step.write([''])
  step.note(step.say('own.note'))
}

const comparison = async (
  step: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<void> => {
  const { client, open, write, note, say, below, locale, paper } = step
  open('step.compare')
  const compared = await client({
    method: 'GET',
    path: below(`/submissions/${submission}/benchmark`),
    as: 'organizationViewer',
    shape: shapes.Comparison,
  })
  const page = { comparison: compared, questionnaire }
  write(comparisonPage(page, step))
  write(['', ...resultLines(page, step), ''])
  note(say('result.limits'))
  write(paragraph(limitsText[locale], 3, paper))
}

const closing = (step: Step): void => {
  const { write, say, quickstart, quickstartFile, paper } = step
  const { baseUrl } = quickstart
  write(['', ...paragraph(say('next'), 0, paper)])
  write(
    [
      say('next.docs', { baseUrl }),
      say('next.keys', { file: quickstartFile }),
      say('next.other'),
      say('next.verbose'),
      say('next.lang'),
      '',
    ].flatMap((line) => bullet(line, paper)),
  )
}
