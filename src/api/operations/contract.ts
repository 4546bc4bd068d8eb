// What is promised about long-running operations of an association (API-17): how far, and how it ended.
// Each is started by an operation of another resource, which answers 202 with the address of this one.
import { z } from 'zod'
import { AssociationId, Instant, OperationId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import type * as core from '../../core/operation/operation.ts'
import { operation } from '../../http/operation.ts'

const text = (most: number) => z.string().max(most)

const OperationProblem = z
  .strictObject({
    type: text(100),
    title: text(200),
    status: z.int().min(400).max(599),
    detail: text(2000),
    instance: text(100),
    code: text(60),
  })
  .meta({ id: 'OperationProblem', description: 'Why the work ended without its result.' })

export const Operation = z
  .strictObject({
    id: OperationId,
    kind: text(60).meta({
      description: 'The operation of this API that started it.',
      examples: ['buildBenchmarkEdition'],
    }),
    subject: text(100).meta({ description: 'The id of what is worked on.' }),
    done: z.boolean(),
    progress: z.int().min(0).max(100).meta({ description: 'In percent; it never goes back.' }),
    response: z
      .strictObject({ location: text(300).meta({ description: 'Where the result is.' }) })
      .nullable()
      .meta({ id: 'OperationResponse', description: 'Null until it ended well.' }),
    error: OperationProblem.nullable().meta({ description: 'Null unless it failed.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Operation', description: 'Work that goes on after its request was answered.' })
export type Operation = z.infer<typeof Operation>

export const operationsPath = '/v1/associations/{associationId}/operations'

/** The address of an operation, for the `Location` of the 202 that started it. */
export const operationAddress = (associationId: string, operationId: string): string =>
  `/v1/associations/${associationId}/operations/${operationId}`

/** What the routes add to an operation: its problem in the caller's language. */
export type Shown = {
  readonly operation: core.Operation
  readonly problem: Operation['error']
}

export const presentOperation = ({
  operation: { doneAt, ...shown },
  problem,
}: Shown): Operation => ({
  id: shown.id,
  kind: shown.kind,
  subject: shown.subject,
  done: doneAt !== null,
  progress: shown.progressPercent,
  response: shown.response,
  error: problem,
  createdAt: toInstant(shown.createdAt),
  updatedAt: toInstant(shown.updatedAt),
})

export const getAssociationOperation = operation({
  id: 'getAssociationOperation',
  method: 'GET',
  url: `${operationsPath}/{operationId}`,
  summary: 'Read how far an operation of an association is',
  description:
    'What was answered with 202 goes on in the background: here is how far, and in the end `response` with ' +
    'the address of the result, or `error` with the problem. Only the person who started it sees it. Ask ' +
    'again after the seconds of `Retry-After`; it is kept for 30 days after its end, then ' +
    'it may be gone.',
  tag: 'operations',
  scope: 'operations:read',
  tenant: 'association',
  params: z.strictObject({ associationId: AssociationId, operationId: OperationId }),
  reply: { 200: Operation },
  present: presentOperation,
})
