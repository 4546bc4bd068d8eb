// The association's record of a benchmark edition, and who may move it on: access first, then the life.
// The life itself is in edition.ts; what the numbers are made of is in the builder's files.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { AssociationId, BenchmarkEditionId, OperationId, PersonId } from '../ids.ts'
import { failed, type Operation } from '../operation/operation.ts'
import { Problem } from '../problem.ts'
import type { Audit } from './audit.ts'
import { type Describe, describe } from './describe.ts'
import {
  askRetirement,
  type BenchmarkEdition,
  build,
  create,
  type Digests,
  type EditionEvent,
  publish,
  refuseUnlessAllowed,
  reopen,
  retire,
  review,
} from './edition.ts'
import type { Funnel } from './selection.ts'

/**
 * A benchmark edition with what the association keeps beside it. `funnel`: from the candidates that the
 * builder may see to the members, of the last build. `operationId`: the last build that was asked for.
 */
export type EditionRecord = {
  readonly edition: BenchmarkEdition
  readonly title: string
  readonly funnel: Funnel | null
  readonly operationId: OperationId | null
  readonly revision: number
}

/** The entity tag of the record. */
export const etagOfEdition = ({ revision }: Pick<EditionRecord, 'revision'>): string =>
  `"${revision}"`

export type RecordDecided = {
  readonly record: EditionRecord
  readonly events: readonly EditionEvent[]
}

type Now = { readonly standing: Standing; readonly now: Date }

const changed = (record: EditionRecord, change: Partial<EditionRecord>): EditionRecord => ({
  ...record,
  ...change,
  revision: record.revision + 1,
})

/** A new draft. Refuses with `forbidden`, `not-found`, `document-invalid`. */
export const createRecord = (
  given: Describe &
    Now & { readonly id: BenchmarkEditionId; readonly associationId: AssociationId },
): RecordDecided => {
  const { id, associationId, standing, now } = given
  demand(standing, 'benchmarks:write')
  const descriptor = describe(given)
  const by = standing.personId
  const { edition, events } = create({ id, associationId, descriptor, by, now })
  const { title } = given.input
  return { record: { edition, title, funnel: null, operationId: null, revision: 1 }, events }
}

/**
 * Whether a build may be asked for. `worker`: whether there is somebody to do it. Refuses with `forbidden`,
 * `not-found`, `illegal-transition`, `unavailable`.
 */
export const demandBuild = (
  { edition }: EditionRecord,
  { standing, worker }: { readonly standing: Standing; readonly worker: boolean },
): void => {
  demand(standing, 'benchmarks:write')
  refuseUnlessAllowed(edition, 'build')
  if (!worker)
    throw new Problem(
      'unavailable',
      { reason: 'database', retryAfterSeconds: 60 },
      {
        detail: 'This installation runs no background work: it has no database for it.',
      },
    )
}

/** Notes the build that was asked for. */
export const buildAsked = (record: EditionRecord, operationId: OperationId): EditionRecord =>
  changed(record, { operationId })

/** The job is done: the edition is built, or built anew. Refuses with `illegal-transition`. */
export const buildDone = (
  record: EditionRecord,
  made: Digests & { readonly audit: Audit; readonly funnel: Funnel; readonly now: Date },
): RecordDecided => {
  const { edition, events } = build(record.edition, made)
  return { record: changed(record, { edition, funnel: made.funnel }), events }
}

/** Refuses with `forbidden`, `not-found`, `illegal-transition` (also while the audit has not passed). */
export const reviewRecord = (record: EditionRecord, { standing, now }: Now): RecordDecided => {
  demand(standing, 'benchmarks:write')
  const { edition, events } = review(record.edition, { by: standing.personId, now })
  return { record: changed(record, { edition }), events }
}

type Step = { readonly by: PersonId; readonly at: Date }

/**
 * The second of two steps by two persons. Without a first step there is nothing to confirm, and whoever
 * might do that step is told the state.
 */
const demandSecond = (standing: Standing, first: Step | null): void => {
  if (first === null) demand(standing, 'benchmarks:write')
  else demand(standing, 'benchmarks:publish', { firstStep: { personId: first.by, at: first.at } })
}

/**
 * Publishing confirms the review. Refuses with `forbidden`, `not-found`, `second-person-required`,
 * `illegal-transition`, `plan-outdated`.
 */
export const publishRecord = (
  record: EditionRecord,
  { standing, now, digests }: Now & { readonly digests: Digests },
): RecordDecided => {
  demandSecond(standing, record.edition.reviewed)
  const by = standing.personId
  const { edition, events } = publish(record.edition, { by, now, digests })
  return { record: changed(record, { edition }), events }
}

/**
 * Back to the draft, as if it had never been built; a build under way is to be `abandoned`. Refuses with `forbidden`, `not-found`, `illegal-transition`.
 */
export const reopenRecord = (
  record: EditionRecord,
  { standing }: { readonly standing: Standing },
): RecordDecided => {
  demand(standing, 'benchmarks:write')
  const { edition, events } = reopen(record.edition)
  return { record: changed(record, { edition, funnel: null }), events }
}

/**
 * The build that was under way when its edition was reopened: over, or its members would come back. What
 * is done already stays as it is.
 */
export const abandoned = (operation: Operation, now: Date): Operation =>
  failed(
    operation,
    new Problem(
      'illegal-transition',
      { state: 'draft', event: 'build', allowed: ['build'] },
      { detail: 'The edition was reopened while it was built. Ask for a new build.' },
    ),
    now,
  )

/**
 * Retiring confirms what another person asked for; whoever asks first is refused like the same person
 * again, and `retirementAsked` notes the asking. Refuses with `forbidden`, `not-found`,
 * `second-person-required`, `illegal-transition`.
 */
export const retireRecord = (record: EditionRecord, { standing, now }: Now): RecordDecided => {
  const { state, retirement } = record.edition
  demandSecond(standing, state === 'published' ? retirement : null)
  const { edition, events } = retire(record.edition, { by: standing.personId, now })
  return { record: changed(record, { edition }), events }
}

/** Notes the first step of retiring, which was refused for want of a second person at `at`. */
export const retirementAsked = (
  record: EditionRecord,
  asked: Step & { readonly reason: string },
): EditionRecord => {
  const edition = askRetirement(record.edition, asked)
  return edition === record.edition ? record : changed(record, { edition })
}
