// The shape of an answer of every method, with every limit on its size (scoring.md section 2).
// Whether it fits its node is in answer-findings.ts; what it is worth is for ../scoring.
import { z } from 'zod'
import { NodeCode } from '../ids.ts'
import type { Rater } from '../scoring/method.ts'
import { boundedText } from '../text.ts'
import { answerValuePatches, answerValues } from './answer-values.ts'

/** Why a node does not apply, in a word of the programme's list. */
const ReasonCode = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/)
  .meta({ examples: ['no_such_activity'] })

const Justification = boundedText(1, 2000)
const Comment = boundedText(0, 2000)
const Narrative = boundedText(0, 20_000)

/** A link that a browser may follow without harm: no script, no data, no file. */
const WebAddress = z
  .string()
  .max(2000)
  .regex(/^[hH][tT][tT][pP][sS]?:\/\/\S+$/)
  .refine((address) => URL.canParse(address), { message: 'Not a web address' })
  .meta({ examples: ['https://example.org/minutes-2026-03.pdf'] })

export const Evidence = z
  .strictObject({ title: boundedText(1, 200), url: WebAddress.optional() })
  .meta({ id: 'Evidence', description: 'Something that shows what the answer says.' })
const EvidenceList = z.array(Evidence).max(50)

/**
 * What a submission says about one node: the value members of its method or `notApplicable`, and text.
 * `narrative` is by area code. Without value and N/A the node is unanswered.
 */
export const Answer = z
  .strictObject({
    ...answerValues,
    notApplicable: z
      .strictObject({ reasonCode: ReasonCode, justification: Justification })
      .optional(),
    comment: Comment.optional(),
    narrative: z.record(NodeCode, Narrative).optional(),
    evidence: EvidenceList.optional(),
  })
  .meta({ id: 'Answer', description: 'What a submission says about one node.' })
export type Answer = z.infer<typeof Answer>
export type Answers = Readonly<Record<string, Answer>>

/** A change of one answer by RFC 7396: null removes a member, what is not named stays. */
export const AnswerPatch = z
  .strictObject({
    ...answerValuePatches,
    notApplicable: z
      .strictObject({ reasonCode: ReasonCode.nullish(), justification: Justification.nullish() })
      .nullish(),
    comment: Comment.nullish(),
    narrative: z.record(NodeCode, Narrative.nullable()).nullish(),
    evidence: EvidenceList.nullish(),
  })
  .meta({ id: 'AnswerPatch', description: 'A change of one answer; null removes a member.' })
export type AnswerPatch = z.infer<typeof AnswerPatch>

/** A change of many answers: keyed by code, null deletes the answer, evidence is replaced as a whole. */
export const AnswersPatch = z
  .strictObject({ answers: z.record(NodeCode, AnswerPatch.nullable()) })
  .meta({ id: 'AnswersPatch', description: 'A merge patch over answers, keyed by node code.' })
export type AnswersPatch = z.infer<typeof AnswersPatch>

/** What the answer does for its node, whatever text it carries besides. */
export type AnswerStatus = 'scored' | 'not_applicable' | 'text' | 'empty'

const hasText = ({ comment, narrative, evidence }: Answer): boolean =>
  [comment, ...Object.values(narrative ?? {})].some((text) => text !== undefined && text !== '') ||
  (evidence ?? []).length > 0

/** Status of an answer at its node; `rater` reads its value, null where the node takes none. */
export const statusOf = (answer: Answer, rater: Rater | null): AnswerStatus => {
  if (answer.notApplicable !== undefined) return 'not_applicable'
  const rating = rater?.read(answer, '', [], true) ?? null
  if (rating === 'not_applicable') return 'not_applicable'
  if (rating !== null) return 'scored'
  return hasText(answer) ? 'text' : 'empty'
}
