// The unit of work as requests use it: who may enter, what commits together, what a retry gets, what is
// recorded, and what becomes of connections that die.
import { asc, eq, sql } from 'drizzle-orm'
import t from 'tap'
import type { Owner } from '../../src/core/context.ts'
import type { OrganizationId, PersonId, SubmissionId } from '../../src/core/ids.ts'
import { Problem } from '../../src/core/problem.ts'
import type { Database } from '../../src/db/client.ts'
import { firstBreak } from '../../src/db/events.ts'
import { associationMembers } from '../../src/db/tables/associations.ts'
import { organizationEventHeads, organizationEvents } from '../../src/db/tables/events.ts'
import { organizationMembers, organizations } from '../../src/db/tables/organizations.ts'
import { people } from '../../src/db/tables/people.ts'
import { inUnit, type ReadUnit, readAtOnce, readUnit, type Unit } from '../../src/db/unit.ts'
import {
  associationOf,
  contextOf,
  idempotencyOf,
  joinAssociation,
  joinOrganization,
  keyOf,
  makeHouse,
  makeKey,
  makePerson,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  thrown,
  tokenOf,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses, { max: 8 })
const admin = openPlain(t, addresses.superuserUrl)

/** A house, and shorthands for requests of its admin. */
const stage = async () => {
  const house = await makeHouse(db)
  const tenant = organizationOf(house.organizationId)
  const context = (more: Parameters<typeof contextOf>[2] = {}) =>
    contextOf(house.principal, tenant, more)
  return { ...house, tenant, context }
}

const eventsOf = (owner: Owner) =>
  within(db, owner, (tx) =>
    tx
      .select()
      .from(organizationEvents)
      .where(eq(organizationEvents.ownerId, owner.id))
      .orderBy(asc(organizationEvents.seq)),
  )

const rename =
  (name: string) =>
  async ({ tx, context, emit }: Unit) => {
    const { tenant } = context
    if (tenant.kind !== 'organization') throw new Error('no organization')
    await tx.update(organizations).set({ name }).where(eq(organizations.organizationId, tenant.id))
    emit([{ type: 'organization.renamed', subject: tenant.id, revision: 2 }])
    return { name }
  }
const nameOf = async (owner: Owner) => {
  const [row] = await within(db, owner, (tx) =>
    tx.select({ name: organizations.name }).from(organizations),
  )
  return row?.name
}

t.test('a write commits its rows, its event and its answer together', async (t) => {
  const { context, tenant, personId } = await stage()
  const answer = await inUnit(db, context(), rename('Renamed'))
  t.match(answer, { status: 200, body: '{"name":"Renamed"}' })
  t.equal(await nameOf(tenant), 'Renamed')
  t.match(await eventsOf(tenant), [
    {
      type: 'organization.renamed',
      subject: tenant.id,
      outcome: 'success',
      actorPersonId: personId,
    },
  ])
})

t.test('whoever asks for no answer gets an empty one', async (t) => {
  const { context } = await stage()
  t.match(await inUnit(db, context({ answer: null }), rename('Renamed')), {
    status: 204,
    body: null,
  })
})

t.test('the answer is made inside: if that fails, nothing happened', async (t) => {
  const { context, tenant } = await stage()
  const failure = new Error('cannot be shown')
  const answer = () => {
    throw failure
  }
  t.equal(await thrown(() => inUnit(db, context({ answer }), rename('Renamed'))), failure)
  t.equal(await nameOf(tenant), 'Organization')
  t.same(await eventsOf(tenant), [])
})

t.test(
  'a unit takes the side of the panel for the association, never for the applicant',
  async (t) => {
    const { context, tenant, associationId } = await stage()
    const manager = await makePerson(db)
    await joinAssociation(db, associationId, manager, 'programme_manager')
    const outside = contextOf(tokenOf(manager, [associationId]), tenant)
    const side = 'review'
    const sideOf = async ({ tx }: Pick<ReadUnit, 'tx'>) => {
      const side = sql<string | null>`current_setting('app.side', true)`
      const [row] = await tx.select({ side }).from(people).limit(1)
      return row?.side || null
    }
    t.equal(await readUnit(db, { ...outside, side }, sideOf), 'review')
    t.equal(await readUnit(db, outside, sideOf), null, 'and only where it is asked for')
    t.equal(await readAtOnce(db, { ...outside, side }, (tx) => sideOf({ tx })), 'review')
    t.match(await inUnit(db, { ...outside, side }, sideOf), { body: '"review"' })

    const personOf = async ({ tx }: Pick<ReadUnit, 'tx'>) => {
      const person = sql<string | null>`current_setting('app.person_id', true)`
      const [row] = await tx.select({ person }).from(people).limit(1)
      return row?.person || null
    }
    const nowhere = { ...outside, tenant: { kind: 'none' } } as const
    t.equal(await readUnit(db, { ...nowhere, side }, personOf), manager, 'their own seats')
    t.equal(await readUnit(db, { ...outside, side }, personOf), null, 'not where a tenant is')
    t.equal(await readUnit(db, nowhere, personOf), null)
    t.equal(await readUnit(db, { ...nowhere, side, principal: null }, personOf), null)

    let worked = false
    const work = async () => {
      worked = true
    }
    const applicant = { ...context(), side } as const
    for (const look of [
      () => inUnit(db, applicant, work),
      () => readUnit(db, applicant, work),
      () => readAtOnce(db, applicant, async () => 'content'),
    ])
      t.match(await thrown(look), { code: 'not-found' })
    t.notOk(worked, 'nothing is done before it is known who asks')
    await inUnit(db, { ...applicant, leaving: true }, work)
    t.ok(worked, 'but whoever gives up a seat is let out')
  },
)

t.test('whoever has no standing here meets nothing, for reads and writes alike', async (t) => {
  const { tenant } = await stage()
  const stranger = contextOf(tokenOf(await makePerson(db)), tenant)
  const looks = [
    () => inUnit(db, stranger, rename('Renamed')),
    () => readUnit(db, stranger, async () => 'content'),
    () => readAtOnce(db, stranger, async () => 'content'),
    () =>
      readAtOnce(db, stranger, () =>
        Promise.reject(new Problem('gone', { goneAt: '', successor: null })),
      ),
  ]
  for (const look of looks) t.match(await thrown(look), { code: 'not-found' })
  t.equal(await nameOf(tenant), 'Organization')
  t.same(await eventsOf(tenant), [], 'and leaves no trace in the chain')
})

t.test('the time and the standing of a unit are those of its transaction', async (t) => {
  const { context, organizationId, personId } = await stage()
  const shifted = openUnits(t, addresses, { clock: (at) => new Date(at.getTime() + 86_400_000) })
  const tell = async ({ now, standing }: Pick<Unit, 'now' | 'standing'>) => ({ now, standing })
  const answer = await inUnit(shifted, context(), tell)
  const { now, standing } = JSON.parse(String(answer.body))
  t.match(standing, { personId, organizationRole: 'organization_admin' })
  t.ok(new Date(now).getTime() > Date.now() + 80_000_000)
  t.match(await readUnit(db, context(), tell), { standing })
  t.match(
    await readAtOnce(
      db,
      context(),
      async () => 1,
      (_, unit) => unit.standing,
    ),
    standing,
  )
  await within(db, organizationOf(organizationId), (tx) => tx.delete(organizationMembers))
  t.match(await thrown(() => readUnit(db, context(), tell)), { code: 'not-found' })
})

t.test('nobody need be authenticated where no tenant is touched', async (t) => {
  const open = contextOf(null, { kind: 'none' })
  t.equal(await readAtOnce(db, open, async () => 'public'), 'public')
  t.match(await inUnit(db, open, async () => 'public'), { body: '"public"' })
  const { tenant } = await stage()
  t.match(await thrown(() => readUnit(db, contextOf(null, tenant), async () => 1)), {
    code: 'unauthenticated',
  })
})

t.test('a key that was revoked meanwhile is refused, and its effect with it', async (t) => {
  const { tenant, personId } = await stage()
  const keyId = await makeKey(db, tenant, personId, { revokedAt: new Date() })
  const context = contextOf(keyOf(personId, keyId, tenant), tenant)
  t.match(await thrown(() => inUnit(db, context, rename('Renamed'))), { code: 'unauthenticated' })
  t.equal(await nameOf(tenant), 'Organization')
})

t.test('a unit carries one owner of the other kind beside its tenant', async (t) => {
  const { context, tenant, associationId } = await stage()
  const beside = associationOf(associationId)
  const settings = (unit: Pick<Unit, 'tx'>) =>
    unit.tx.execute(sql`select current_setting('app.organization_id') as organization,
      current_setting('app.association_id') as association`)
  const answer = await inUnit(db, { ...context(), beside }, settings)
  t.same(JSON.parse(String(answer.body)), [{ organization: tenant.id, association: associationId }])
})

t.test('a read cannot write, and sees one snapshot', async (t) => {
  const { context, tenant } = await stage()
  const sneaky = ({ tx }: Pick<ReadUnit, 'tx'>) =>
    (tx as Unit['tx']).update(organizations).set({ name: 'x' })
  for (const look of [
    () => readUnit(db, context(), sneaky),
    () => readAtOnce(db, context(), (tx) => sneaky({ tx })),
  ])
    t.match(await thrown(look), { code: 'unavailable', parameters: { reason: 'read_only' } })
  const names = await readUnit(db, context(), async ({ tx }) => {
    const before = await tx.select({ name: organizations.name }).from(organizations)
    await inUnit(db, context(), rename('Renamed'))
    return [before, await tx.select({ name: organizations.name }).from(organizations)]
  })
  t.same(names, [[{ name: 'Organization' }], [{ name: 'Organization' }]])
  t.equal(await nameOf(tenant), 'Renamed')
})

t.test('a read at once loads, then decides with the standing', async (t) => {
  const { context } = await stage()
  const load = (tx: ReadUnit['tx']) => tx.select({ name: organizations.name }).from(organizations)
  t.same(await readAtOnce(db, context(), load), [{ name: 'Organization' }])
  const value = await readAtOnce(
    db,
    context(),
    load,
    ([row], { standing, now, context: given }) => [
      row?.name,
      standing.organizationRole,
      now instanceof Date,
      given.operationId,
    ],
  )
  t.same(value, ['Organization', 'organization_admin', true, 'testOperation'])
  const forbidden = new Problem('precondition-failed', { currentEtag: null })
  const refusing = () => {
    throw forbidden
  }
  t.equal(await thrown(() => readAtOnce(db, context(), load, refusing)), forbidden)
})

t.test('a write loads along with the question who asks, which comes first', async (t) => {
  const { context, tenant } = await stage()
  const loaded = await inUnit(
    db,
    context(),
    async ({ emit, atLast, tx }, names) => {
      emit([{ type: 'organization.renamed', subject: tenant.id, revision: 2 }])
      atLast(async () => tx.update(organizations).set({ name: `${names[0]?.name} at last` }))
      return names
    },
    async (tx: Unit['tx']) => tx.select({ name: organizations.name }).from(organizations),
  )
  t.match(loaded, { body: '[{"name":"Organization"}]' })
  t.equal(await nameOf(tenant), 'Organization at last')
  t.equal((await eventsOf(tenant)).length, 1)
  const broken = async (tx: Pick<Unit['tx'], 'execute'>) => tx.execute(sql`select 1/0`)
  const stranger = contextOf(tokenOf((await makePerson(db)) as PersonId), tenant, {})
  const ask = (here: ReturnType<typeof context>) =>
    thrown(() => inUnit(db, here, async () => null, broken))
  t.match(await ask(stranger), { code: 'not-found' }, 'a stranger hears nothing of what it met')
  t.match(await ask(context()), { code: '22012' })
})

t.test('what fails at last leaves nothing, no event and no answer', async (t) => {
  const { context, tenant } = await stage()
  const error = await thrown(() =>
    inUnit(db, context({ idempotency: idempotencyOf('at-last') }), async (unit) => {
      unit.atLast(async () => unit.tx.execute(sql`select 1/0`))
      return rename('Renamed')(unit)
    }),
  )
  t.match(error, { code: '22012' })
  t.equal(await nameOf(tenant), 'Organization')
  t.same(await eventsOf(tenant), [])
})

t.test('preconditions: absent 428, stale 412, fitting goes on', async (t) => {
  const { context } = await stage()
  const expecting =
    (etag: string | null, more?: { same?: boolean; changed?: readonly string[] }) =>
    async ({ expect }: Unit) => {
      expect(etag, more)
      return 'done'
    }
  const tried = (
    precondition: Parameters<typeof contextOf>[2],
    work: ReturnType<typeof expecting>,
  ) =>
    inUnit(db, context(precondition), work).then(
      ({ status }) => ({ status }),
      (error) => error,
    )
  t.match(await tried({}, expecting('"1"')), {
    code: 'precondition-required',
    parameters: { header: 'If-Match' },
  })
  t.match(await tried({}, expecting(null)), { parameters: { header: 'If-None-Match' } })
  t.match(await tried({ precondition: { ifMatch: ['"1"'] } }, expecting('"1"')), { status: 200 })
  t.match(await tried({ precondition: { ifNoneMatch: '*' } }, expecting(null)), { status: 200 })
  t.match(
    await tried({ precondition: { ifMatch: ['"0"'] } }, expecting('"1"', { changed: ['4.1'] })),
    {
      code: 'precondition-failed',
      parameters: { currentEtag: '"1"', changed: ['4.1'] },
    },
  )
  t.match(await tried({ precondition: { ifNoneMatch: '*' } }, expecting('"1"')), {
    code: 'precondition-failed',
  })
  const old = [{ ifNoneMatch: '*' }, { ifMatch: ['"0"'] }] as const
  for (const precondition of old) {
    const same = (same: boolean) => tried({ precondition }, expecting('"1"', { same }))
    t.match(await same(true), { status: 200 }, 'its effect is there')
    t.match(await same(false), { code: 'precondition-failed' })
  }
})

t.test('a retry with its key gets the same bytes, and nothing happens twice', async (t) => {
  const { context, tenant } = await stage()
  const idempotency = idempotencyOf()
  let runs = 0
  const work = async (unit: Unit) => {
    runs += 1
    await rename(`Renamed ${runs}`)(unit)
    return { id: newId() }
  }
  const first = await inUnit(db, context({ idempotency }), work)
  const { replayed } = db.counts
  const second = await inUnit(db, context({ idempotency }), work)
  t.equal(second.body, first.body)
  t.match(second.headers, { 'idempotency-replayed': 'true' })
  t.equal(runs, 1)
  t.equal(db.counts.replayed, replayed + 1)
  t.equal((await eventsOf(tenant)).length, 1)
  const other = idempotencyOf(idempotency.key, 'b'.repeat(64))
  t.match(await thrown(() => inUnit(db, context({ idempotency: other }), work)), {
    code: 'idempotency-key-reused',
  })
})

t.test('on the side of the panel a retry is answered to whoever still stands there', async (t) => {
  const { tenant, associationId } = await stage()
  const [manager, assessor] = [await makePerson(db), await makePerson(db)]
  const submissionId = newId<SubmissionId>()
  const seat = newId()
  // The submission itself does not matter here, nor what goes with a change of state.
  const plainly = (text: string) =>
    admin.begin((sql) => sql.unsafe(`set local session_replication_role = replica; ${text}`))
  await plainly(`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role,
    state, conflicts, proposed_by, proposed_at, revision) values ('${tenant.id}', '${seat}', '${submissionId}',
    '${associationId}', '${newId()}', '${assessor}', 'member', 'active', '[]', '${assessor}', now(), 1)`)
  await joinAssociation(db, associationId, manager, 'programme_manager')
  const onPanel = (personId: PersonId, more: { readonly leaving?: true } = {}) => {
    const context = contextOf(tokenOf(personId, [associationId]), tenant, {
      idempotency: idempotencyOf(),
    })
    const here = { ...context, side: 'review', panelOf: submissionId, ...more } as const
    return () => inUnit(db, here, async () => 'the consensus')
  }
  const aside = idempotencyOf()
  const [managing, writing, leaving, apart] = [
    onPanel(manager),
    onPanel(assessor),
    onPanel(assessor, { leaving: true }),
    () =>
      inUnit(
        db,
        contextOf(tokenOf(manager, [associationId]), tenant, { idempotency: aside }),
        async () => 'the own house',
      ),
  ]
  for (const request of [managing, writing, leaving, apart])
    for (const _ of [1, 2]) t.match(await request(), { status: 200 }, 'control: both times')

  for (const state of ['declined', 'removed', 'recused']) {
    await plainly(`update assignments set state = '${state}' where id = '${seat}'`)
    t.match(await thrown(writing), { code: 'not-found' }, state)
    t.match(await leaving(), { body: '"the consensus"' }, 'how a seat was given up is told again')
  }
  await plainly(`update assignments set person_id = '${manager}' where id = '${seat}'`)
  t.match(await thrown(managing), { code: 'not-found' }, 'a manager who sat there neither')
  await plainly(`update assignments set person_id = '${newId()}' where id = '${seat}'`)
  t.match(await managing(), { status: 200 })
  await within(db, associationOf(associationId), (tx) =>
    tx
      .update(associationMembers)
      .set({ role: 'association_admin' })
      .where(eq(associationMembers.personId, manager)),
  )
  t.match(await thrown(managing), { code: 'not-found' }, 'who manages nothing any more')
  t.match(await apart(), { status: 200 }, 'elsewhere the replay goes first')
  await joinOrganization(db, tenant.id as OrganizationId, assessor, 'organization_viewer')
  t.match(await thrown(writing), { code: 'not-found' }, 'who came to be of the applicant')
})

/** The same request, twenty times at once. */
const twenty = async (tenant: Owner, request: () => Promise<unknown>) => {
  await Promise.all(Array.from({ length: 20 }, () => request().catch(() => {})))
  return (await eventsOf(tenant)).length
}

t.test('of twenty equal requests at once one has an effect', async (t) => {
  const { context, tenant } = await stage()
  const idempotency = idempotencyOf()
  t.equal(await twenty(tenant, () => inUnit(db, context({ idempotency }), rename('Renamed'))), 1)
})

t.test('control: without a key each of the twenty has one', async (t) => {
  const { context, tenant } = await stage()
  t.equal(await twenty(tenant, () => inUnit(db, context(), rename('Renamed'))), 20)
})

t.test(
  'a refused request leaves its key free, so that it may be repaired and sent again',
  async (t) => {
    const { context } = await stage()
    const idempotency = idempotencyOf()
    const refused = () =>
      inUnit(db, context({ idempotency }), () =>
        Promise.reject(new Problem('gone', { goneAt: '', successor: null })),
      )
    await thrown(refused)
    t.match(await inUnit(db, context({ idempotency }), rename('Renamed')), { status: 200 })
  },
)

t.test('an idempotency key needs a tenant to belong to', async (t) => {
  const context = contextOf(null, { kind: 'none' }, { idempotency: idempotencyOf() })
  t.ok((await thrown(() => inUnit(db, context, async () => 1))) instanceof TypeError)
})

const forbid = () => Promise.reject(new Problem('forbidden', { action: 'a', roles: [] }))

t.test('a refusal to somebody with standing is recorded before it leaves', async (t) => {
  const { context, tenant } = await stage()
  const refusing = [
    () => inUnit(db, { ...context(), subject: 'the thing' }, forbid),
    () => readUnit(db, context(), forbid),
    () =>
      readAtOnce(
        db,
        context(),
        async () => 1,
        () => {
          throw new Problem('forbidden', { action: 'a', roles: [] })
        },
      ),
  ]
  for (const refuse of refusing) t.match(await thrown(refuse), { code: 'forbidden' })
  const common = { type: 'operation.refused', outcome: 'refused' }
  t.match(await eventsOf(tenant), [
    { ...common, subject: 'the thing' },
    { ...common, subject: tenant.id },
    { ...common, subject: tenant.id },
  ])
})

t.test('what an outsider is shown is recorded; what a member reads is not', async (t) => {
  const { context, tenant, associationId } = await stage()
  const outsider = await makePerson(db)
  await joinAssociation(db, associationId, outsider)
  const outside = contextOf(tokenOf(outsider, [associationId]), tenant)
  for (const reader of [context(), outside]) {
    await readUnit(db, reader, async ({ shows }) => shows('one'))
    await readAtOnce(
      db,
      reader,
      async () => 1,
      (_, { shows }) => shows('two'),
    )
  }
  const common = { type: 'content.read', outcome: 'read', actorPersonId: outsider }
  t.match(await eventsOf(tenant), [
    { ...common, subject: 'one' },
    { ...common, subject: 'two' },
  ])
  const own = contextOf(tokenOf(outsider, [associationId]), associationOf(associationId))
  t.equal(await readUnit(db, own, async ({ shows }) => shows('three')), undefined)
})

t.test('what leaves as a file is recorded whoever takes it', async (t) => {
  const { context, tenant, personId } = await stage()
  await readUnit(db, context(), async ({ exports }) => exports('one'))
  await readAtOnce(
    db,
    context(),
    async () => 1,
    (_, { exports }) => exports('two'),
  )
  const common = { type: 'content.read', outcome: 'read', actorPersonId: personId }
  t.match(await eventsOf(tenant), [
    { ...common, subject: 'one' },
    { ...common, subject: 'two' },
  ])
})

t.test('content that cannot be recorded does not leave', async (t) => {
  const { context, tenant, associationId } = await stage()
  const outsider = await makePerson(db)
  await joinAssociation(db, associationId, outsider)
  const outside = contextOf(tokenOf(outsider, [associationId]), tenant)
  const failing: Database = {
    ...db,
    begin: (begin, work) =>
      begin.mode === '' ? Promise.reject(new Error('cannot be recorded')) : db.begin(begin, work),
  }
  const read = () =>
    readAtOnce(
      failing,
      outside,
      async () => 'content',
      (value, { shows }) => {
        shows('one')
        return value
      },
    )
  t.match(await thrown(read), { message: 'cannot be recorded' })
  t.equal(await readAtOnce(failing, context(), async () => 'content'), 'content')
})

t.test('a conflict runs the whole unit again', async (t) => {
  const { context, tenant } = await stage()
  let runs = 0
  const work = async (unit: Unit) => {
    runs += 1
    if (runs === 1)
      await unit.tx.execute(sql`do $$ begin raise exception using errcode = '40001'; end $$`)
    return rename('Renamed')(unit)
  }
  t.match(await inUnit(db, context(), work), { status: 200 })
  t.equal(runs, 2)
  t.equal((await eventsOf(tenant)).length, 1)
})

t.test('a write whose connection dies is unavailable, with nothing done', async (t) => {
  const { context, tenant } = await stage()
  const { lost } = db.counts
  const error = await thrown(() =>
    inUnit(db, context(), async (unit) => {
      await rename('Renamed')(unit)
      await unit.tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)
    }),
  )
  t.match(error, { code: 'unavailable', parameters: { reason: 'database' } })
  t.equal(db.counts.lost, lost + 1)
  t.equal(await nameOf(tenant), 'Organization')
})

t.test('a read whose connection dies is repeated on another', async (t) => {
  const { context } = await stage()
  let runs = 0
  const value = await readUnit(db, context(), async ({ tx }) => {
    runs += 1
    if (runs === 1)
      await (tx as Unit['tx']).execute(sql`select pg_terminate_backend(pg_backend_pid())`)
    return tx.select({ name: organizations.name }).from(organizations)
  })
  t.same(value, [{ name: 'Organization' }])
})

t.test('one busy organization leaves half of the slots to the others', async (t) => {
  const small = openUnits(t, addresses, { max: 2, queue: 2 })
  const [busy, quiet] = [await stage(), await stage()]
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const first = readUnit(small, busy.context(), () => held)
  const second = readUnit(small, busy.context(), async () => 'later')
  const third = await thrown(() => readUnit(small, busy.context(), async () => 'never'))
  t.match(third, { code: 'unavailable', parameters: { reason: 'overloaded' } })
  t.equal(await readUnit(small, quiet.context(), async () => 'through'), 'through')
  t.equal(
    await readAtOnce(small, contextOf(null, { kind: 'none' }), async () => 'public'),
    'public',
  )
  goOn()
  await first
  t.equal(await second, 'later')
})

t.test(
  'race: a role that is taken away while it writes either counts whole or not at all',
  async (t) => {
    for (let round = 0; round < 25; round += 1) {
      const { context, tenant, organizationId, personId } = await stage()
      const other = await makePerson(db)
      await joinOrganization(db, organizationId, other)
      const [written] = await Promise.all([
        inUnit(db, context(), rename('Renamed')).then(
          () => true,
          () => false,
        ),
        inUnit(db, contextOf(tokenOf(other), tenant), ({ tx }) =>
          tx.delete(organizationMembers).where(eq(organizationMembers.personId, personId)),
        ),
      ])
      const events = await eventsOf(tenant)
      t.equal(await nameOf(tenant), written ? 'Renamed' : 'Organization')
      t.equal(events.filter(({ outcome }) => outcome === 'success').length, written ? 1 : 0)
    }
  },
)

/** Two rows of one unit, or none: what a torn unit would break. */
const pair =
  (name: string) =>
  async ({ tx, now, emit }: Unit) => {
    for (const part of ['one', 'two'])
      await tx
        .insert(people)
        .values({ id: newId(), displayName: `${name} ${part}`, createdAt: now })
    emit([{ type: 'pair.made', subject: name }])
    return name
  }

t.test('storm: backends die all the time; nothing is torn, wrongly empty, or lost', async (t) => {
  const stormy = openUnits(t, addresses, { max: 8, waitMs: 10_000, queue: 100 })
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('uncaughtExceptionMonitor', note)
  t.teardown(() => process.off('uncaughtExceptionMonitor', note))
  const houses = await Promise.all([stage(), stage(), stage(), stage()])
  const outcome = { read: 0, empty: 0, written: 0, refused: 0, killed: 0, odd: [] as unknown[] }
  const strike = async () => {
    const rows = await admin`
      select count(pg_terminate_backend(pid))::int as n from (
        select pid from pg_stat_activity
        where datname = current_database() and application_name = 'excellence-api'
          and state <> 'idle' order by random() limit 1) victims`
    outcome.killed += rows[0]?.n
  }
  const acknowledged: string[] = []
  const client = async (number: number) => {
    const house = houses[number % houses.length] as (typeof houses)[number]
    for (let n = 0; n < 40; n += 1) {
      const name = `${number}-${n}-${house.organizationId}`
      try {
        if (n % 2 === 0) {
          await inUnit(stormy, house.context({ idempotency: idempotencyOf() }), pair(name))
          acknowledged.push(name)
          outcome.written += 1
        } else {
          const rows = await readAtOnce(stormy, house.context(), (tx) =>
            tx.select({ id: organizations.organizationId }).from(organizations),
          )
          outcome[rows.length === 1 ? 'read' : 'empty'] += 1
        }
      } catch (error) {
        outcome.refused += 1
        if (!(error instanceof Problem) || error.code !== 'unavailable') outcome.odd.push(error)
      }
      if (n % 4 === 3) await strike()
    }
  }
  await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)))
  t.ok(outcome.killed > 10 && stormy.counts.lost > 0, 'there was a storm')
  t.ok(outcome.read > 0 && outcome.written > 0, 'and work went on in it')
  t.equal(outcome.empty, 0, 'no read was wrongly empty')
  t.same(outcome.odd, [], 'every failure was a clean refusal')
  t.same(uncaught, [])
  const rows = await admin`
    select split_part(display_name, ' ', 1) as name, count(*)::int as n from people
    where display_name like '%-%-%' and display_name ~ ' (one|two)$' group by 1`
  t.same(
    rows.filter(({ n }) => n !== 2),
    [],
    'no unit was torn',
  )
  const stored = new Set(rows.map(({ name }) => name))
  t.same(
    acknowledged.filter((name) => !stored.has(name)),
    [],
    'nothing acknowledged was lost',
  )
  for (const { tenant, context } of houses) {
    const events = await eventsOf(tenant)
    const [head] = await within(db, tenant, (tx) => tx.select().from(organizationEventHeads))
    t.equal(await firstBreak(events, head ?? { seq: 0, hash: '0'.repeat(64) }), null)
    t.equal(await readAtOnce(stormy, context(), async () => 'alive'), 'alive')
  }
})

t.test('ten thousand foot rule: a pool of two, many organizations, no foreign row', async (t) => {
  const small = openUnits(t, addresses, { max: 2, queue: 1000, waitMs: 30_000 })
  const houses = await Promise.all(Array.from({ length: 10 }, stage))
  const foreign: unknown[] = []
  const look = async (n: number) => {
    const house = houses[n % houses.length] as (typeof houses)[number]
    const abort = n % 7 === 0
    const rows = await readUnit(small, house.context(), async ({ tx }) => {
      const seen = await tx.select({ id: organizations.organizationId }).from(organizations)
      if (abort) throw new Problem('gone', { goneAt: '', successor: null })
      return seen
    }).catch(() => [{ id: house.organizationId }])
    if (rows.length !== 1 || rows[0]?.id !== house.organizationId) foreign.push(rows)
  }
  for (let n = 0; n < 300; n += 50)
    await Promise.all(Array.from({ length: 50 }, (_, place) => look(n + place)))
  t.same(foreign, [])
})

t.test('types: what a read unit holds cannot write', async (t) => {
  const compiles = (
    tx: ReadUnit['tx'],
    ids: { organizationId: OrganizationId; personId: PersonId },
  ) => {
    // @ts-expect-error a Reader has no insert: a write in a read unit does not compile
    const written = tx.insert
    return [written, ids]
  }
  t.ok(compiles)
})
