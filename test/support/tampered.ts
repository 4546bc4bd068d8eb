// Stored rows changed behind the service's back, for tests of what notices it.
import type { Stage } from './stage.ts'

type Sql = Stage['sql']

/** Changes a row past every wall and trigger, lets the test look, and puts it back. */
export const tamperedBy =
  (sql: Sql) =>
  async (
    change: (tx: Sql) => Promise<unknown>,
    restore: (tx: Sql) => Promise<unknown>,
    look: () => Promise<unknown>,
  ): Promise<void> => {
    const pastTriggers = (work: typeof change) =>
      sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        await work(tx as unknown as Sql)
      })
    await pastTriggers(change)
    await look()
    await pastTriggers(restore)
  }
