// What the installation's own admin does with keys, and the demo with it: the first key of everybody.
import type { ApiKeyKind } from '../../core/api-key/api-key.ts'
import { issueApiKey, usableScopes } from '../../core/api-key/create.ts'
import type { Owner, Scope } from '../../core/context.ts'
import type { ApiKeyId, PersonId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as members from '../members/store.ts'
import { environmentOf, freshSecret, type Issued, secretOf } from './actions.ts'
import * as store from './store.ts'

type By = Omit<TaskContext, 'tenant' | 'beside'>

export type FirstApiKey = {
  readonly owner: Owner
  /** The member for whom the key acts. */
  readonly personId: PersonId
  readonly label: string
  readonly kind: ApiKeyKind
  /** Null: everything that the person's role here could ever use. */
  readonly scopes: readonly Scope[] | null
  /** RFC 3339; null: in 90 days. */
  readonly expiresAt: string | null
  /** Chosen and kept before, by whoever must be able to repeat this after a crash. */
  readonly prepared?: { readonly id: ApiKeyId; readonly text: string }
}

/**
 * Makes a key for a member. Refuses with `not-found` (no such owner), and `document-invalid` (no member
 * there, an end that cannot be).
 */
export const issue = (
  { db, newId, peppers }: Pick<Deps, 'db' | 'newId' | 'peppers'>,
  by: By,
  { owner, personId, label, kind, scopes, expiresAt, prepared }: FirstApiKey,
): Promise<Issued> =>
  taskUnit(db, { ...by, tenant: owner }, async ({ tx, now, emit }) => {
    const environment = await environmentOf(tx, owner)
    const member = await members.find(tx, owner, personId)
    if (member === null) throw notMember
    const id = prepared?.id ?? (newId() as ApiKeyId)
    const text = prepared?.text ?? freshSecret(peppers, environment, id).text
    const secret = secretOf(peppers, text)
    const decided = issueApiKey({
      id,
      owner,
      personId,
      environment,
      input: { label, kind, expiresAt, scopes: scopes ?? [...usableScopes(member.role)] },
      secret,
      now,
    })
    emit(decided.events)
    await store.insert(tx, owner, decided.key)
    return { key: decided.key, secret: text }
  })

/** A page of the keys of one owner. */
export const list = (
  { db, pages }: Pick<Deps, 'db' | 'pages'>,
  by: By,
  owner: Owner,
  asked: { readonly cursor: string | null },
) => {
  const page = pages.open(
    { cursor: asked.cursor ?? undefined, limit: 200 },
    { sort: 'id', filter: owner },
  )
  return taskUnit(db, { ...by, tenant: owner }, ({ tx }) => store.list(tx, owner, page))
}

const notMember = new Problem('document-invalid', {
  errors: [
    {
      pointer: '/personId',
      code: 'no_member',
      detail: 'The person has no role there: a key would open nothing.',
    },
  ],
})
