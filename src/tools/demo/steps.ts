// The main job over public HTTP, step by step. Nothing here has a right of its own: it is a client with the keys
// of quickstart.json. What the steps do and show is in steps-answering.ts and steps-results.ts.
import type { KeyName } from '../../demo/quickstart.ts'
import { bullet } from './render.ts'
import * as shapes from './shapes.ts'
import { type Play, read, type Step, stepsOf } from './step.ts'
import {
  answerOneByOne,
  answerTheRest,
  catalogue,
  createSubmission,
  preview,
  progress,
  readQuestionnaire,
  weigh,
} from './steps-answering.ts'
import { comparison, ownWeighting, scoreSheet } from './steps-results.ts'
import { paragraph } from './terminal.ts'
import { named } from './words.ts'

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

const opening = ({ write, say, quickstart, paper }: Play): void =>
  write([
    '',
    ...paragraph(say('title'), 0, paper),
    ...paragraph(say('address', { baseUrl: quickstart.baseUrl }), 0, paper),
    ...paragraph(say('synthetic'), 0, paper),
  ])

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
