// Units of background tasks and of the command line: no caller whose standing counts, the same walls.
// A task may run twice: what it did already its rows tell it (REL-14).
import type { Owner, Tenant } from '../core/context.ts'
import { attempts } from './attempts.ts'
import type { Database } from './client.ts'
import type { Actor } from './events.ts'
import type { Connection } from './guard.ts'
import { handleOn, type Tx } from './handle.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { contextStatement, reachOf, type Side } from './reach.ts'

/**
 * Whose rows, under which name, by which request or run (a UUID), on behalf of whom: null for the service
 * itself. `beside` and `side` as in a UnitContext.
 */
export type TaskContext = {
  readonly tenant: Tenant
  readonly beside?: Owner
  readonly side?: Side
  readonly operation: string
  readonly requestId: string
  readonly personId: string | null
}

export type TaskUnit = Pick<Ledger, 'emit' | 'enqueue'> & { readonly tx: Tx; readonly now: Date }

/** Runs `work` in one transaction. It may run several times and must touch nothing but the unit. */
export const taskUnit = <Value>(
  db: Database,
  context: TaskContext,
  work: (unit: TaskUnit) => Promise<Value>,
): Promise<Value> =>
  transaction(db, context, (connection) => perform(db, context, connection, work))

const transaction = <Value>(
  db: Database,
  { tenant, beside, side }: TaskContext,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> => {
  const carried = reachOf(tenant, beside ?? null, null)
  const reach = side === undefined ? carried : { ...carried, side }
  const begin = { mode: '', context: contextStatement(reach) }
  return db.gate.pass(null, () => attempts(db, 'write', () => db.begin(begin, work)))
}

const perform = async <Value>(
  db: Database,
  context: TaskContext,
  connection: Connection,
  work: (unit: TaskUnit) => Promise<Value>,
): Promise<Value> => {
  const [row] = await connection.unsafe('select now() as now')
  const now = db.clock(row?.now as Date)
  const ledger = openLedger({
    tenant: context.tenant,
    actor: actorFor(context),
    newId: db.newId,
    now,
  })
  const { emit, enqueue } = ledger
  const value = await work({ tx: handleOn(connection), now, emit, enqueue })
  await ledger.write(connection)
  return value
}

const actorFor = ({ personId, requestId, operation }: TaskContext): Actor => ({
  personId,
  keyId: null,
  requestId,
  operation,
  address: '',
})
