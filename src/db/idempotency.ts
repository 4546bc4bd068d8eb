// Idempotency keys: the first statement of a write claims the key, the last stores the answer, and both
// commit with the effect or not at all (API-11, API-12). A retry gets the same bytes.
import type { Owner } from '../core/context.ts'
import { Problem } from '../core/problem.ts'
import { type Answer, type AnswerParts, answerOf, type Idempotency } from '../core/request.ts'
import { type Peppers, seal, unseal } from './digest.ts'
import { isLockTimeout } from './failures.ts'
import type { Connection } from './guard.ts'

/** Whose key for which operation: two principals, operations or tenants never share one. */
export type Claim = Idempotency & {
  readonly owner: Owner
  readonly principalId: string
  readonly operation: string
  /** Wall-clock of the service; only retention reads it. */
  readonly at: Date
  /** Seal the stored body. */
  readonly peppers: Peppers
}

const parametersOf = ({ owner, principalId, operation, key }: Claim) => [
  owner.id,
  principalId,
  operation,
  key,
]
const where = (kind: Owner['kind']) =>
  `${kind}_id = $1 and principal_id = $2 and operation = $3 and key = $4`

/** How long an answer is kept for retries (API-11). */
const keptDays = 30
/** So many of the same tenant go with each new key, so that none has to clear up for long. */
const mostForgotten = 20

/** What nobody needs any more goes on the way; rows that another request removes meanwhile are left to it. */
const claimText = (kind: Owner['kind']) =>
  `with forgotten as (delete from ${kind}_idempotency where ctid in (
     select ctid from ${kind}_idempotency
     where ${kind}_id = $1 and created_at < $6::timestamptz - interval '${keptDays} days'
     limit ${mostForgotten} for update skip locked))
   insert into ${kind}_idempotency
     (${kind}_id, principal_id, operation, key, fingerprint, created_at)
   values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1 as claimed`

/**
 * Claims the key, or hands back the answer that was given under it. Waits for another request with the
 * same key until the lock timeout. Refuses with `request-in-progress` when that one is still running,
 * and with `idempotency-key-reused` when the stored request had other bytes.
 */
export const claim = async (connection: Connection, wanted: Claim): Promise<Answer | null> => {
  const { owner, fingerprint, at } = wanted
  const inserted = await connection
    .unsafe(claimText(owner.kind), [...parametersOf(wanted), fingerprint, at])
    .catch((error: unknown) => {
      if (isLockTimeout(error)) throw new Problem('request-in-progress', {}, { cause: error })
      throw error
    })
  return inserted.length === 1 ? null : stored(connection, wanted)
}

const stored = async (connection: Connection, wanted: Claim): Promise<Answer> => {
  const { owner, fingerprint, peppers } = wanted
  const [row = {}] = await connection.unsafe(
    `select fingerprint, status, headers, body from ${owner.kind}_idempotency where ${where(owner.kind)}`,
    parametersOf(wanted),
  )
  if (row.fingerprint !== fingerprint) throw new Problem('idempotency-key-reused', {})
  return answerOf({
    status: row.status as number,
    headers: { ...JSON.parse(row.headers as string), 'idempotency-replayed': 'true' },
    body: row.body === null ? null : opened(peppers, row.body as string),
  })
}

const opened = (peppers: Peppers, sealed: string): string => {
  const body = unseal(peppers, sealed)
  if (body === null) throw new Error('A stored answer cannot be opened: its pepper is gone.')
  return body
}

/** Completes the claimed row with the answer; runs beside the unit's other last statements. */
export const complete = (
  connection: Connection,
  claimed: Claim,
  { status, headers, body }: AnswerParts,
): Promise<unknown> =>
  connection.unsafe(
    `update ${claimed.owner.kind}_idempotency set status = $5, headers = $6, body = $7
     where ${where(claimed.owner.kind)}`,
    [
      ...parametersOf(claimed),
      status,
      JSON.stringify(headers),
      typeof body === 'string' ? seal(claimed.peppers, body) : null,
    ],
  )
