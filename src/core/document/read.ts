// Reads a document from JSON: shape first, then invariants; the only way in for published content.
// Every finding is reported at once; how they look over HTTP is decided elsewhere.
import type { z } from 'zod'
import { Problem, type ProblemError } from '../problem.ts'
import { questionnaireFindings } from './invariants.ts'
import { pointerOf } from './pointer.ts'
import { type Questionnaire, QuestionnaireV1 } from './questionnaire-v1.ts'

const narrativeOnly = /^\/(profile\/\d+|.*\/areas\/\d+)$/

const errorsOf = (issue: z.core.$ZodIssue): ProblemError[] => {
  const pointer = pointerOf(issue.path)
  // JSON has no undefined, so a member that is, is not there.
  if ('input' in issue && issue.input === undefined)
    return [{ pointer, code: 'missing', detail: 'This is required.' }]
  if (issue.code !== 'unrecognized_keys') {
    return [{ pointer, code: issue.code.replaceAll('_', '-'), detail: `${issue.message}.` }]
  }
  return issue.keys.map((key) => ({
    pointer: `${pointer}${pointerOf([key])}`,
    code: 'unknown-member',
    detail:
      key === 'points' && narrativeOnly.test(pointer)
        ? 'This node takes narrative only; it has no points.'
        : 'This member is not part of the format.',
  }))
}

const readShape = <Document>(shape: z.ZodType<Document>, json: unknown): Document => {
  const read = shape.safeParse(json, { reportInput: true })
  if (read.success) return read.data
  throw new Problem('document-invalid', { errors: read.error.issues.flatMap(errorsOf) })
}

/**
 * The questionnaire that the JSON value is. Problem `document-invalid` with all errors otherwise: those of
 * the shape, or, once the shape is right, those of the invariants (scoring.md section 12).
 */
export const readQuestionnaire = (json: unknown): Questionnaire => {
  const questionnaire = readShape(QuestionnaireV1, json)
  const errors = questionnaireFindings(questionnaire)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return questionnaire
}

/**
 * The same by its shape alone, for whoever asks for the invariants among other things. Problem
 * `document-invalid` with every error of the shape.
 */
export const readQuestionnaireShape = (json: unknown): Questionnaire =>
  readShape(QuestionnaireV1, json)
