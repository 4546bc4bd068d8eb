// The guard against what postgres.js does with a dead transaction, each promise beside its control: the
// bare driver, and the policies alone.
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { codeOf, isConnectionLoss } from '../../src/db/failures.ts'
import { type Connection, guardedBegin } from '../../src/db/guard.ts'
import { newId, openPlain, thrown } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const admin = openPlain(t, addresses.superuserUrl)

const fence = "set local app.tx = 'on'"
const writing = { mode: '', context: fence }
const insert = 'insert into people (id, display_name, created_at) values ($1, $2, now())'
const person = (connection: Connection, id: string) => connection.unsafe(insert, [id, 'Somebody'])
const exists = async (id: string) => (await admin`select from people where id = ${id}`).length === 1
const kill = (pid: unknown) => admin`select pg_terminate_backend(${pid as number}, 5000)`

/** The pool, and how often a connection of it has closed. */
const pool = (t: Test, url = addresses.appUrl, max = 2) => {
  const closed = { times: 0, next: () => Promise.resolve() }
  let told = () => {}
  closed.next = () =>
    new Promise((resolve) => {
      told = resolve
    })
  const onclose = () => {
    closed.times += 1
    told()
  }
  const sql = postgres(url, { max, onnotice: () => {}, onclose, fetch_types: false })
  t.teardown(() => sql.end({ timeout: 1 }))
  return { sql, begin: guardedBegin(sql), closed }
}

t.test('a unit commits what it did, and gives its value', async (t) => {
  const { begin } = pool(t)
  const id = newId()
  const value = await begin(writing, async (connection) => {
    await person(connection, id)
    return 'done'
  })
  t.equal(value, 'done')
  t.ok(await exists(id))
})

t.test('the context is there for the first statement, and gone for the next unit', async (t) => {
  const { begin } = pool(t, addresses.appUrl, 1)
  const ask = "select current_setting('app.tx', true) as tx"
  t.same(await begin(writing, (connection) => connection.unsafe(ask)), [{ tx: 'on' }])
  t.same(await begin({ mode: '', context: 'select 1' }, (c) => c.unsafe(ask)), [{ tx: '' }])
})

t.test('a statement without parameters is named too', async (t) => {
  const { begin } = pool(t, addresses.appUrl, 1)
  const names = await begin(writing, (connection) =>
    connection.unsafe(
      "select count(*)::int as n from pg_prepared_statements where statement like 'select count%'",
    ),
  )
  t.same(names, [{ n: 1 }])
})

t.test('rows come as arrays where they are asked for so', async (t) => {
  const { begin } = pool(t)
  const rows = await begin(writing, (c) => c.unsafe('select 1 as a, 2 as b').values())
  t.same([...rows], [[1, 2]])
})

t.test('a failure of the work rolls everything back', async (t) => {
  const { begin } = pool(t)
  const id = newId()
  const failure = new Error('no')
  const error = await thrown(() =>
    begin(writing, async (connection) => {
      await person(connection, id)
      throw failure
    }),
  )
  t.equal(error, failure)
  t.notOk(await exists(id))
})

t.test('a failed statement that nobody waited for rolls everything back', async (t) => {
  const { begin } = pool(t)
  const id = newId()
  const error = await thrown(() =>
    begin(writing, async (connection) => {
      connection.unsafe('select 1/0')
      await person(connection, id).catch(() => {})
    }),
  )
  t.equal(codeOf(error), '22012')
  t.notOk(await exists(id))
})

t.test('a failed context statement fails the unit', async (t) => {
  const { begin } = pool(t)
  const error = await thrown(() =>
    begin({ mode: '', context: 'set local app.tx = nonsense nonsense' }, (c) =>
      c.unsafe('select 1'),
    ),
  )
  t.equal(codeOf(error), '42601', 'the cause, not what followed from it')
})

t.test('after its first failure a unit takes no further statement', async (t) => {
  const { begin } = pool(t)
  await begin(writing, async (connection) => {
    await connection.unsafe('select 1/0').catch(() => {})
    const late = connection.unsafe('select 1')
    t.match(await thrown(() => late), { code: 'UNIT_OVER', cause: { code: '22012' } })
    t.match(await thrown(() => late.values()), { code: 'UNIT_OVER' })
  }).catch(() => {})
})

t.test('once its work has ended a unit takes no further statement', async (t) => {
  const { begin } = pool(t)
  let kept: Connection | undefined
  await begin(writing, async (connection) => {
    kept = connection
  })
  t.match(await thrown(() => kept?.unsafe('select 1')), { code: 'UNIT_OVER' })
})

t.test('parameters are what the driver can write; anything else never reaches it', async (t) => {
  const { begin } = pool(t)
  const at = new Date('2026-01-02T03:04:05.678Z')
  const words = ['a', 'b,"\\']
  await begin(writing, async (connection) => {
    const [row] = await connection.unsafe(
      'select $1::timestamptz as at, $2::text as nothing, array_to_json($3::text[]) as words, $4::bytea as bytes, $5::bool as yes',
      [at, null, words, new Uint8Array([1, 2]), true],
    )
    t.same(row, { at, nothing: null, words, bytes: Buffer.from([1, 2]), yes: true })
    for (const wrong of [undefined, { a: 1 }, [1], Symbol('s')])
      t.throws(() => connection.unsafe('select $1', [wrong]), TypeError)
    t.same(await connection.unsafe('select 1 as n'), [{ n: 1 }], 'the connection is in step')
  })
})

t.test(
  'a connection that dies under a statement ends the unit, and the pool goes on',
  async (t) => {
    const { begin } = pool(t, addresses.appUrl, 1)
    const id = newId()
    let late: unknown
    const error = await thrown(() =>
      begin(writing, async (connection) => {
        await person(connection, id)
        await connection.unsafe('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
        late = await thrown(() => connection.unsafe('select 1'))
      }),
    )
    t.ok(isConnectionLoss(error))
    t.match(late, { code: 'UNIT_OVER' })
    t.notOk(await exists(id))
    t.same(await begin(writing, (connection) => connection.unsafe('select 1 as n')), [{ n: 1 }])
  },
)

t.test(
  'control: the driver tells the last word of a dead connection to its next user',
  async (t) => {
    const { sql, begin, closed } = pool(t, addresses.appUrl, 1)
    const gone = closed.next()
    await thrown(() =>
      begin(writing, (c) => c.unsafe('select pg_terminate_backend(pg_backend_pid())')),
    )
    await gone
    const spurious = await thrown(() => sql.begin((tx) => tx`select 1`))
    t.equal(codeOf(spurious), '57P01')
  },
)

t.test('a connection that is refused is refused, not tried for ever', async (t) => {
  const wrong = new URL(addresses.appUrl)
  wrong.pathname = '/nowhere'
  const { begin } = pool(t, wrong.href, 1)
  t.equal(codeOf(await thrown(() => begin(writing, (c) => c.unsafe('select 1')))), '3D000')
})

type Work = (run: (id: string) => Promise<unknown>, pid: () => Promise<unknown>) => Promise<void>
type Transaction = (work: Work) => Promise<unknown>

/**
 * A transaction whose connection dies while nothing is under way, and that goes on after other traffic
 * has brought the pool a fresh one: the case of the upstream reports. Says whether its row is there.
 */
const goesOnAfterDeath = async (
  { sql, closed }: ReturnType<typeof pool>,
  transaction: Transaction,
) => {
  const id = newId()
  let wentOn = () => {}
  const end = new Promise<void>((resolve) => {
    wentOn = resolve
  })
  const [outcome] = await Promise.all([
    thrown(() =>
      transaction(async (run, pid) => {
        const backend = await pid()
        const gone = closed.next()
        await kill(backend)
        await gone
        await sql`select 1`
        await run(id).finally(wentOn)
      }),
    ),
    end,
  ])
  return { appeared: await exists(id), outcome }
}

const bare =
  ({ sql }: ReturnType<typeof pool>): Transaction =>
  (work) =>
    sql.begin(async (tx) => {
      await tx.unsafe(fence)
      await work(
        async (id) => tx.unsafe(insert, [id, 'Somebody']),
        async () => (await tx`select pg_backend_pid() as pid`)[0]?.pid,
      )
    })

const guarded =
  ({ begin }: ReturnType<typeof pool>): Transaction =>
  (work) =>
    begin(writing, (connection) =>
      work(
        async (id) => person(connection, id),
        async () => (await connection.unsafe('select pg_backend_pid() as pid'))[0]?.pid,
      ),
    )

t.test('a dead transaction does nothing on another connection', async (t) => {
  const behindFence = pool(t, addresses.appUrl, 1)
  const both = await goesOnAfterDeath(behindFence, guarded(behindFence))
  t.notOk(both.appeared)
  t.ok(isConnectionLoss(both.outcome))
  const unfenced = pool(t, addresses.superuserUrl, 1)
  const guardAlone = await goesOnAfterDeath(unfenced, guarded(unfenced))
  t.notOk(guardAlone.appeared, 'the guard alone holds')
  const fenced = pool(t, addresses.appUrl, 1)
  const fenceAlone = await goesOnAfterDeath(fenced, bare(fenced))
  t.notOk(fenceAlone.appeared, 'the policies alone hold')
})

t.test('control: without guard and policies its row appears, committed by nobody', async (t) => {
  const open = pool(t, addresses.superuserUrl, 1)
  const { appeared } = await goesOnAfterDeath(open, bare(open))
  t.ok(appeared)
})

const reading = { mode: 'read only', context: fence, atOnce: true }

t.test('at once: the commit goes out with the questions, and the answers come', async (t) => {
  const { begin } = pool(t)
  const rows = await begin(reading, (connection) =>
    Promise.all([
      connection.unsafe('select 1 as n'),
      connection.unsafe('select $1::int as n', [2]),
    ]),
  )
  t.same(rows, [[{ n: 1 }], [{ n: 2 }]])
})

t.test(
  'a connection that rests holds nothing of its last unit; control: the bare driver',
  async (t) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const isHeld = async (run: (work: () => Promise<object>) => Promise<unknown>) => {
      let last: WeakRef<object> | null = null
      await run(async () => {
        const value = { of: 'a unit' }
        last = new WeakRef(value)
        return value
      })
      await turn() // a reference that was read lasts until the end of its turn
      collect()
      return (last as WeakRef<object> | null)?.deref() !== undefined
    }
    const { begin, sql } = pool(t, addresses.appUrl, 1)
    t.notOk(await isHeld((work) => begin(writing, work)))
    t.notOk(await isHeld((work) => begin(reading, work)))
    t.ok(await isHeld((work) => sql.begin(async () => ({ value: await work() }))))
  },
)

t.test('at once: what would be asked after an answer is refused', async (t) => {
  const { begin } = pool(t)
  const error = await thrown(() =>
    begin(reading, async (connection) => {
      await connection.unsafe('select 1')
      await connection.unsafe('select 2')
    }),
  )
  t.match(error, { code: 'UNIT_OVER' })
})

t.test('at once: a failed statement fails the unit, and the pool goes on', async (t) => {
  const { begin } = pool(t, addresses.appUrl, 1)
  t.equal(codeOf(await thrown(() => begin(reading, (c) => c.unsafe('select 1/0')))), '22012')
  t.same(await begin(reading, (connection) => connection.unsafe('select 1 as n')), [{ n: 1 }])
})

t.test('at last: what is asked along with the commit is committed with the work', async (t) => {
  const { begin } = pool(t)
  const ids = [newId(), newId()] as const
  const value = await begin(
    writing,
    async (connection) => {
      await person(connection, ids[0])
      return connection
    },
    (connection) => person(connection, ids[1]),
  )
  t.ok(value.unsafe)
  t.same(await Promise.all(ids.map(exists)), [true, true])
})

t.test(
  'at last: a statement that fails rolls everything back, also one nobody waited for',
  async (t) => {
    const { begin } = pool(t, addresses.appUrl, 1)
    const id = newId()
    const failing = (waited: boolean) => () =>
      begin(
        writing,
        async (connection) => {
          await person(connection, id)
          return connection
        },
        async (connection) => {
          const asked = connection.unsafe('select 1/0')
          if (waited) await asked
        },
      )
    t.equal(codeOf(await thrown(failing(true))), '22012')
    t.equal(codeOf(await thrown(failing(false))), '22012')
    t.notOk(await exists(id))
    t.same(await begin(writing, (connection) => connection.unsafe('select 1 as n')), [{ n: 1 }])
  },
)

t.test('control: the bare driver takes the rollback of such a commit for one', async (t) => {
  const { sql } = pool(t)
  const id = newId()
  await sql.begin(async (tx) => {
    await tx.unsafe(fence)
    await tx.unsafe(insert, [id, 'Somebody'])
    tx.unsafe('select 1/0').catch(() => {})
    await turn()
  })
  t.notOk(await exists(id), 'and said nothing of it')
})

t.test('at last: what fails before it could ask rolls everything back', async (t) => {
  const { begin } = pool(t)
  const id = newId()
  const failure = new Error('no')
  const endings = [
    () => {
      throw failure
    },
    async () => {
      throw failure
    },
  ]
  for (const last of endings) {
    const error = await thrown(() => begin(writing, (connection) => person(connection, id), last))
    t.equal(error, failure)
  }
  t.notOk(await exists(id))
})

t.test('at last: nothing is asked after an answer, nor where the work has failed', async (t) => {
  const { begin } = pool(t)
  const id = newId()
  const late = await thrown(() =>
    begin(
      writing,
      async (connection) => connection,
      async (connection) => {
        await connection.unsafe('select 1')
        await person(connection, id)
      },
    ),
  )
  t.match(late, { code: 'UNIT_OVER' })
  let asked = false
  await thrown(() =>
    begin(
      writing,
      async () => Promise.reject(new Error('no')),
      async () => {
        asked = true
      },
    ),
  )
  t.notOk(asked)
  t.notOk(await exists(id))
})

t.test('at last: a connection that dies before the commit went out ends the unit', async (t) => {
  const { begin, closed } = pool(t, addresses.appUrl, 1)
  const id = newId()
  const error = await thrown(() =>
    begin(
      writing,
      async (connection) => {
        const [row] = await connection.unsafe('select pg_backend_pid() as pid')
        await person(connection, id)
        const gone = closed.next()
        await kill(row?.pid)
        await gone
        return connection
      },
      (connection) => person(connection, newId()),
    ),
  )
  t.ok(isConnectionLoss(error))
  t.notOk(await exists(id))
  t.same(await begin(writing, (connection) => connection.unsafe('select 1 as n')), [{ n: 1 }])
})

t.test('at once: a connection that dies before the commit went out ends the unit', async (t) => {
  const sockets: net.Socket[] = []
  const { port, hostname } = new URL(addresses.appUrl)
  const options = {
    max: 1,
    socket: () =>
      new Promise((resolve) => {
        const socket = net.connect(Number(port), hostname, () => resolve(socket))
        sockets.push(socket)
      }),
  }
  const sql = postgres(addresses.appUrl, options as object)
  t.teardown(() => sql.end({ timeout: 1 }))
  const begin = guardedBegin(sql)
  const error = await thrown(() =>
    begin(reading, (connection) => {
      sockets.at(-1)?.destroy()
      return connection.unsafe('select 1')
    }),
  )
  t.ok(isConnectionLoss(error))
  await turn()
  t.same(await begin(reading, (connection) => connection.unsafe('select 1 as n')), [{ n: 1 }])
})
