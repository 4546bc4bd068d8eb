// Units of tasks: the same walls, no caller, and once for a job.
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { associationEvents, organizationEvents } from '../../src/db/tables/events.ts'
import { organizations } from '../../src/db/tables/organizations.ts'
import { people } from '../../src/db/tables/people.ts'
import { taskUnit, taskUnitOnce } from '../../src/db/task-unit.ts'
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

t.test('keyed by its job it happens once, however often it runs', async (t) => {
  const { organizationId } = await makeHouse(db)
  const context = {
    ...taskFor(organizationOf(organizationId)),
    tenant: organizationOf(organizationId),
  }
  const key = newId()
  let runs = 0
  const run = () =>
    taskUnitOnce(db, context, key, async ({ tx, now }) => {
      runs += 1
      const id = newId()
      await tx.insert(people).values({ id, displayName: key, createdAt: now })
      return id
    })
  const results = await Promise.all(Array.from({ length: 10 }, run))
  t.equal(results.filter((result) => result !== null).length, 1)
  t.equal(await run(), null)
  t.equal(runs, 1)
  const rows = await taskUnit(db, taskFor({ kind: 'none' }), ({ tx }) =>
    tx.select().from(people).where(eq(people.displayName, key)),
  )
  t.equal(rows.length, 1)
})

t.test('control: without a key it happens each time', async (t) => {
  const name = newId()
  for (let n = 0; n < 2; n += 1)
    await taskUnit(db, taskFor({ kind: 'none' }), ({ tx, now }) =>
      tx.insert(people).values({ id: newId(), displayName: name, createdAt: now }),
    )
  const rows = await taskUnit(db, taskFor({ kind: 'none' }), ({ tx }) =>
    tx.select().from(people).where(eq(people.displayName, name)),
  )
  t.equal(rows.length, 2)
})
