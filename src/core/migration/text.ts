// The text of answers that move: comments are joined, evidence is put together; narrative goes by its area.
// Values are in value.ts.
import type { Answer } from '../submission/answer.ts'

/** Limits of one answer, as its shape states them. */
const longestComment = 2000
const mostEvidence = 50

/** The value members of an answer alone, "not applicable" among them. */
export const withoutText = ({ comment, narrative, evidence, ...value }: Answer): Answer => value

/**
 * Comment and evidence of several answers for one. What would be too long for one answer stays behind: the source
 * is still there to be read.
 */
export const textOf = (answers: readonly (Answer | null)[]): Answer => {
  const comments = answers.flatMap((answer) => answer?.comment || [])
  const joined = comments.join('\n\n')
  const comment = [...joined].length <= longestComment ? joined : String(comments[0])
  const evidence = answers.flatMap((answer) => answer?.evidence ?? []).slice(0, mostEvidence)
  return {
    ...(comment === '' ? {} : { comment }),
    ...(evidence.length === 0 ? {} : { evidence }),
  }
}
