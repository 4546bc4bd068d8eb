// Plans many submissions, one a line (NDJSON), one after the other: a line is read when the plan before it is out,
// so that memory does not grow with their number. What a plan is, is core/migration; the command is plan.ts.
import { z } from 'zod'
import type { MigrationPlan } from '../../core/migration/plan.ts'
import { shownPlan } from '../../core/migration/shown.ts'
import { FileError } from './files.ts'
import { Answers } from './score.ts'

export type GivenAnswers = z.output<typeof Answers>

/** The plan of every line as a line of JSON, numbered from 1. FileError names the line that holds no answers. */
export async function* plannedLines(
  source: AsyncIterable<string>,
  planFor: (answers: GivenAnswers) => MigrationPlan,
): AsyncGenerator<string> {
  let number = 0
  for await (const line of linesOf(source)) {
    number += 1
    yield JSON.stringify({ line: number, ...shownPlan(planFor(answersIn(line, number))) })
  }
}

/** Asks for the next chunk when every line of the last is taken; node:readline runs a thousand lines ahead. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = ''
  for await (const chunk of chunks) {
    const [first = '', ...more] = chunk.split('\n')
    const lines = [begun + first, ...more]
    begun = lines.pop() ?? ''
    yield* lines
  }
  if (begun !== '') yield begun
}

const answersIn = (line: string, number: number): GivenAnswers => {
  try {
    return Answers.parse(JSON.parse(line))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error
    throw new FileError(`Line ${number} holds no answers: ${why}`)
  }
}
