// Units of tasks: the same walls, no caller, and once for a job.
import { sql } from 'drizzle-orm'
import t from 'tap'
import { associationEvents, organizationEvents } from '../../src/db/tables/events.ts'
import { organizations } from '../../src/db/tables/organizations.ts'
import { taskUnit } from '../../src/db/task-unit.ts'
import {
  associationOf,
  makeHouse,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  organizationRow,
  taskFor,
  thrown,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)

t.test('a task sees its tenant and nobody else', async (t) => {
  const [mine, theirs] = [await makeHouse(db), await makeHouse(db)]
  const visible = await taskUnit(db, taskFor(organizationOf(mine.organizationId)), ({ tx }) =>
    tx.select({ id: organizations.organizationId }).from(organizations),
  )
  t.same(visible, [{ id: mine.organizationId }])
  const error = await thrown(() =>
    taskUnit(db, taskFor(organizationOf(mine.organizationId)), ({ tx, now }) =>
      tx.insert(organizations).values(organizationRow(newId(), theirs.associationId, now)),
    ),
  )
  t.match(error, { code: '42501' })
})

t.test('it works for the panel where it says so, and not else', async (t) => {
  const { organizationId } = await makeHouse(db)
  const plain = taskFor(organizationOf(organizationId))
  for (const [context, side] of [
    [plain, null],
    [{ ...plain, side: 'review' } as const, 'review'],
  ] as const) {
    const asked = sql<string | null>`nullif(current_setting('app.side', true), '')`
    const [row] = await taskUnit(db, context, ({ tx }) =>
      tx.select({ side: asked }).from(organizations),
    )
    t.equal(row?.side, side)
  }
})

t.test('it leaves events, for two chains where it carries two, and jobs', async (t) => {
  const { organizationId, associationId } = await makeHouse(db)
  const [organization, association] = [organizationOf(organizationId), associationOf(associationId)]
  const task = newId()
  const seen = await taskUnit(db, taskFor(organization, association), async (unit) => {
    unit.emit([{ type: 'thing.made', subject: 'x' }])
    unit.emit([{ type: 'thing.listed', subject: 'x' }], association)
    unit.enqueue({ task, payload: {} })
    return unit.now
  })
  t.ok(seen instanceof Date)
  const events = await taskUnit(db, taskFor(organization, association), ({ tx }) =>
    Promise.all([tx.select().from(organizationEvents), tx.select().from(associationEvents)]),
  )
  t.match(events, [[{ type: 'thing.made', operation: 'test' }], [{ type: 'thing.listed' }]])
  const admin = openPlain(t, addresses.superuserUrl)
  t.equal((await admin`select from graphile_worker.jobs where task_identifier = ${task}`).length, 1)
})

t.test('nothing remains of a task that failed', async (t) => {
  const { organizationId } = await makeHouse(db)
  const context = taskFor(organizationOf(organizationId))
  const failure = new Error('no')
  const error = await thrown(() =>
    taskUnit(db, context, async ({ emit }) => {
      emit([{ type: 'thing.made', subject: 'x' }])
      throw failure
    }),
  )
  t.equal(error, failure)
  const events = await taskUnit(db, context, ({ tx }) => tx.select().from(organizationEvents))
  t.same(events, [])
})
