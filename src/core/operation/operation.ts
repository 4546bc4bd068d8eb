// Work that goes on after its request was answered (API-17): how far it is and how it ended.
// What the work does is the affair of whoever starts it; keeping the rows is the store's.
import { demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import type { OperationId, PersonId } from '../ids.ts'
import { Problem, type ProblemCode } from '../problem.ts'

/** What an operation leaves behind when it succeeded: the address of its result. */
export type OperationResponse = { readonly location: string }

/** The problem that ended an operation, as it is stored. `detail`: null means the catalogue's help. */
export type OperationError = {
  readonly code: ProblemCode
  readonly parameters: Readonly<Record<string, unknown>>
  readonly detail: string | null
}

/**
 * `kind`: the operation of the API that started it. `subject`: the id of what it works on. At most one of
 * `response` and `error` is there, and only when it is done.
 */
export type Operation = {
  readonly owner: Owner
  readonly id: OperationId
  readonly kind: string
  readonly subject: string
  readonly progressPercent: number
  readonly response: OperationResponse | null
  readonly error: OperationError | null
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly doneAt: Date | null
}

/** How long it is told how an operation ended (API-17). */
const keptDays = 30

/** What ended before this needs no telling any more; what has not ended stays, however old. */
export const forgottenBefore = (now: Date): Date => new Date(now.getTime() - keptDays * 86_400_000)

/** An operation that has just been asked for. */
export const started = (
  given: Pick<Operation, 'owner' | 'id' | 'kind' | 'subject' | 'createdBy'>,
  now: Date,
): Operation => ({
  ...given,
  progressPercent: 0,
  response: null,
  error: null,
  createdAt: now,
  updatedAt: now,
  doneAt: null,
})

/**
 * Further on, never back: a job that runs again starts from the beginning, and its readers do not see it.
 * What is done stays as it is.
 */
export const advanced = (operation: Operation, percent: number, now: Date): Operation =>
  operation.doneAt !== null || percent <= operation.progressPercent
    ? operation
    : { ...operation, progressPercent: percent, updatedAt: now }

const done = (operation: Operation, end: Partial<Operation>, now: Date): Operation =>
  operation.doneAt === null ? { ...operation, ...end, updatedAt: now, doneAt: now } : operation

/** Ended well. An operation ends once: whoever comes second changes nothing. */
export const succeeded = (
  operation: Operation,
  response: OperationResponse,
  now: Date,
): Operation => done(operation, { progressPercent: 100, response }, now)

/** Ended with a problem; how far it had come stays visible. */
export const failed = (operation: Operation, problem: Problem, now: Date): Operation => {
  const { code, parameters, detail } = problem
  return done(operation, { error: { code, parameters: { ...parameters }, detail } }, now)
}

/** The problem that an operation ended with, to be shown. */
export const problemOf = ({ code, parameters, detail }: OperationError): Problem =>
  new Problem(code, parameters as never, detail === null ? {} : { detail })

/** Only whoever started an operation sees it; to others of the house it is absent. */
export const demandReading = (standing: Standing, { createdBy }: Operation): void =>
  demand(standing, 'operations:read', { personId: createdBy })
