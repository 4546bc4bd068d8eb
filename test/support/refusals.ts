// What every refusal must be, whoever sends it: one of the catalogue, closed, with its headers (API-01).
import type { Test } from 'tap'
import type { ProblemCode } from '../../src/core/problem.ts'
import { problemShapes } from '../../src/http/problem-shapes.ts'
import { problemStatus } from '../../src/http/problems.ts'
import { noteAnswer } from './answers.ts'

export type Answered = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Asserts that an answer is this problem and nothing else; returns its body. */
export const refused = (
  t: Test,
  { statusCode, headers, body }: Answered,
  code: ProblemCode,
  message: string = code,
): Readonly<Record<string, unknown>> => {
  const problem: Readonly<Record<string, unknown>> = JSON.parse(body)
  t.equal(problem.code, code, message)
  noteAnswer(null, String(problem.code))
  t.equal(statusCode, problemStatus[code], `${message}: status`)
  t.equal(problem.status, statusCode, `${message}: status in the body`)
  t.equal(headers['content-type'], 'application/problem+json', `${message}: media type`)
  t.equal(headers['cache-control'], 'no-store', `${message}: not kept`)
  t.equal(problem.instance, `urn:uuid:${headers['request-id']}`, `${message}: instance`)
  t.ok(['en', 'zh-CN'].includes(String(headers['content-language'])), `${message}: language`)
  t.equal(headers['x-content-type-options'], 'nosniff', `${message}: security headers`)
  const { error } = problemShapes[code].safeParse(problem)
  t.equal(error, undefined, `${message}: closed body`)
  t.notMatch(body, /node_modules|SELECT |\bat .*:\d+:\d+/, `${message}: nothing from inside`)
  return problem
}
