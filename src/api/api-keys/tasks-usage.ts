// Keeps in mind which keys were used and writes it down once a minute, in batches, outside of every request
// (IAM-05). What is lost when the process dies is a minute of a time that is told to about a minute.
import type { Owner, Principal } from '../../core/context.ts'
import type { ApiKeyId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { noteUse } from './actions.ts'

export type KeyUsage = {
  /** Hands the caller through, and remembers the key. */
  readonly note: (principal: Principal | null) => Principal | null
  /** Writes what is remembered; one unit for each owner. Failures only reach the log. */
  readonly flush: () => Promise<void>
}

const everyMs = 60_000

/** The clock is the database's, so that all instances write times of one kind. */
export const keyUsage = (deps: Pick<Deps, 'db' | 'newId' | 'log'>): KeyUsage => {
  const used = new Map<string, { readonly owner: Owner; readonly ids: Set<ApiKeyId> }>()
  let timer: NodeJS.Timeout | null = null

  const flush = async () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (used.size === 0) return
    const at = deps.db.clock(new Date())
    const batches = [...used.values()]
    used.clear()
    for (const { owner, ids } of batches) {
      await noteUse(deps, owner, [...ids], at).catch((err: unknown) =>
        deps.log.warn({ err, keys: ids.size }, 'use of keys not noted'),
      )
    }
  }

  const note = (principal: Principal | null) => {
    const owner = principal?.home ?? null
    const keyId = principal?.keyId ?? null
    if (owner === null || keyId === null) return principal
    const batch = used.get(owner.id) ?? { owner, ids: new Set() }
    used.set(owner.id, batch)
    batch.ids.add(keyId)
    timer ??= setTimeout(flush, everyMs).unref()
    return principal
  }

  return { note, flush }
}
