// Writes on API keys, of organizations and associations alike. The secret exists in the answer only: stored
// are its digest and, for a retry, the answer sealed (docs/decisions/0007).
import { demand } from '../../core/access.ts'
import { type ApiKey, etagOfApiKey, type SecretDigest } from '../../core/api-key/api-key.ts'
import { createApiKey, type NewApiKey } from '../../core/api-key/create.ts'
import { revokeApiKey } from '../../core/api-key/revoke.ts'
import { type RotateApiKey, rotateApiKey } from '../../core/api-key/rotate.ts'
import type { Owner } from '../../core/context.ts'
import type { ApiKeyId } from '../../core/ids.ts'
import { type KeyMode, spellKey } from '../../core/key-text.ts'
import { found } from '../../core/problem.ts'
import { type Answer, type Context, ownerOf } from '../../core/request.ts'
import { type Peppers, randomness, sign } from '../../db/digest.ts'
import { inUnit, type Reader, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as organizations from '../organizations/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'peppers'>
type Ids = { readonly apiKeyId: ApiKeyId }

/** A key with the only copy of its text. */
export type Issued = { readonly key: ApiKey; readonly secret: string }

/** A fresh text of a key, and what the database may know of it. */
export const freshSecret = (
  peppers: Peppers,
  mode: KeyMode,
  id: ApiKeyId,
): { readonly text: string; readonly secret: SecretDigest } => {
  const text = spellKey(mode, id, randomness(32))
  return { text, secret: secretOf(peppers, text) }
}

/** What the database may know of the text of a key. */
export const secretOf = (peppers: Peppers, text: string): SecretDigest => ({
  digest: sign(peppers, text),
  last4: lastOf(text),
})

/** The end of the secret itself, not of the checksum after it. */
const lastOf = (text: string): string => text.slice(-11, -7)

/** Keys to what is made up or for trying out are marked in their first letters. */
export const environmentOf = async (reader: Reader, owner: Owner): Promise<KeyMode> => {
  if (owner.kind === 'association')
    return found(await associations.find(reader, owner.id)).synthetic ? 'test' : 'live'
  const { test, synthetic } = found(await organizations.find(reader, owner.id))
  return test || synthetic ? 'test' : 'live'
}

export const create = (
  { db, newId, peppers }: Needs,
  context: Context,
  input: NewApiKey,
): Promise<Answer<Issued>> =>
  inUnit(db, context, async (unit) => {
    const owner = ownerOf(context)
    const environment = await environmentOf(unit.tx, owner)
    const id = newId() as ApiKeyId
    const { text, secret } = freshSecret(peppers, environment, id)
    const { standing, now } = unit
    const credentialScopes = found(context.principal).scopes
    const decided = createApiKey({
      id,
      owner,
      environment,
      input,
      secret,
      credentialScopes,
      standing,
      now,
    })
    unit.emit(decided.events)
    await store.insert(unit.tx, owner, decided.key)
    return { key: decided.key, secret: text }
  })

export const rotate = (
  { db, peppers }: Needs,
  context: Context,
  { apiKeyId }: Ids,
  input: RotateApiKey['input'],
): Promise<Answer<Issued>> =>
  inUnit(db, { ...context, subject: apiKeyId }, async (unit) => {
    const owner = ownerOf(context)
    const { standing, now } = unit
    const key = await store.lock(unit.tx, owner, apiKeyId)
    if (key === null) demand(standing, 'keys:read')
    const { environment } = found(key)
    const { text, secret } = freshSecret(peppers, environment, apiKeyId)
    const decided = rotateApiKey({ key: found(key), owner, input, secret, standing, now })
    unit.emit(decided.events)
    await store.save(unit.tx, owner, decided.key)
    return { key: decided.key, secret: text }
  })

/** What is not there, or over already, needs no tag: there is nothing to lose. */
export const revoke = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  { apiKeyId }: Ids,
): Promise<Answer<null>> =>
  inUnit(db, { ...context, subject: apiKeyId }, async (unit) => {
    const owner = ownerOf(context)
    const { standing, now } = unit
    const key = await store.lock(unit.tx, owner, apiKeyId)
    if (key === null) {
      demand(standing, 'keys:write')
      return null
    }
    const decided = revokeApiKey({ key, owner, standing, now })
    if (decided.key === key) return null
    unit.expect(etagOfApiKey(key))
    unit.emit(decided.events)
    await store.save(unit.tx, owner, decided.key)
    return null
  })

/** Notes when keys of one owner were last used; no event, no standing: the service notes for itself. */
export const noteUse = (
  { db, newId }: Pick<Needs, 'db' | 'newId'>,
  owner: Owner,
  ids: readonly ApiKeyId[],
  at: Date,
): Promise<void> => {
  const task = { operation: 'note-key-use', requestId: newId(), personId: null, tenant: owner }
  return taskUnit(db, task, ({ tx }) => store.touch(tx, owner, ids, at))
}
