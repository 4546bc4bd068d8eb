// How a method of the second scoring rates one answer. Answers that are missing or declared not applicable
// never reach it.
import type { Answer, Asked, Document } from './document.ts'
import type { Round } from './rational.ts'
import type { Rated } from './sheet.ts'

export type Rate = (given: {
  readonly document: Document
  readonly node: Asked
  readonly answer: Answer
  readonly round: Round
}) => Rated
