// Jobs: none without its cause, none from outside a unit, each done, failures told without their payload.
import postgres from 'postgres'
import t, { type Test } from 'tap'
import type { Log } from '../../src/db/log.ts'
import {
  enqueueStatement,
  type Job,
  queueStep,
  startWorker,
  type Task,
} from '../../src/db/queue.ts'
import { quiet, withDatabase } from '../support/server.ts'

const db = await withDatabase(t)
const connect = (url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  t.teardown(() => sql.end({ timeout: 0 }))
  return sql
}
const app = connect(db.appUrl)
const owner = connect(db.ownerUrl)

const enqueue = (tx: postgres.ISql, job: Job) => {
  const { text, values } = enqueueStatement(job)
  return tx.unsafe(text, [...values])
}
const inUnit = (
  job: Job,
  more = (_: postgres.TransactionSql): Promise<unknown> => Promise.resolve(),
) =>
  app.begin(async (tx) => {
    await tx`set local app.tx = 'on'`
    await enqueue(tx, job)
    await more(tx)
  })
const jobs = () => owner`
  select task_identifier as task, key, attempts from graphile_worker.jobs order by id`

/** A worker for one task; `done` settles with the first payload it gets. */
const working = async (t: Test, name: string, task: Task = async () => {}, log: Log = quiet) => {
  let finished = (_: unknown): void => {}
  const done = new Promise<unknown>((resolve) => {
    finished = resolve
  })
  const worker = await startWorker({
    url: db.workerUrl,
    concurrency: 1,
    log,
    tasks: {
      [name]: async (payload, run) => {
        await task(payload, run)
        finished({ payload, ...run })
      },
    },
  })
  t.teardown(worker.stop)
  return { done, worker }
}

const admin = connect(db.superuserUrl)
const killWorkers = async (): Promise<void> => {
  await admin`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where usename like 'excellence_worker%' and datname = current_database()`
}

t.test('a committed job is done, with its payload, and then gone', async (t) => {
  const { done, worker } = await working(t, 'greet')
  await inUnit({ task: 'greet', payload: { name: '卓越' } })
  t.match(await done, {
    payload: { name: '卓越' },
    jobId: /^\d+$/,
    attempt: 1,
    signal: AbortSignal,
  })
  await worker.stop()
  await worker.ended
  t.strictSame([...(await jobs())], [])
})

t.test('a job of a unit that rolled back never existed', async (t) => {
  await t.rejects(
    inUnit({ task: 'never', payload: {} }, async () => {
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  t.strictSame([...(await jobs())], [])
})

t.test('outside a unit nothing is enqueued', async (t) => {
  await t.rejects(enqueue(app, { task: 'never', payload: {} }), { code: '42501', message: /unit/ })
  await inUnit({ task: 'control', payload: {} }) // after a unit the setting is empty, not gone
  await t.rejects(enqueue(app, { task: 'never', payload: {} }), { code: '42501', message: /unit/ })
  t.match(await jobs(), [{ task: 'control' }])
  await owner`delete from graphile_worker._private_jobs`
})

t.test('the app role has the one function and nothing else of the queue', async (t) => {
  for (const statement of [
    'select * from graphile_worker.jobs',
    'select * from graphile_worker._private_jobs',
    "select graphile_worker.add_job('x')",
  ]) {
    await t.rejects(app.unsafe(statement), { code: '42501' }, statement)
  }
  for (const url of [db.benchmarkUrl, db.auditUrl]) {
    await t.rejects(enqueue(connect(url), { task: 'x', payload: {} }), {
      message: /permission denied for function app_enqueue/,
    })
  }
  const [row] = await owner`
    select proconfig, prosecdef, proowner::regrole::text as owner from pg_proc
    where oid = 'public.app_enqueue'::regproc`
  t.strictSame(row, {
    proconfig: ['search_path=pg_catalog, pg_temp'],
    prosecdef: true,
    owner: 'excellence_owner',
  })
})

t.test('the same key replaces a waiting job; a time postpones it', async (t) => {
  const runAt = new Date('2100-01-01T00:00:00Z')
  await inUnit({ task: 'later', payload: { n: 1 }, key: 'once', runAt })
  await inUnit({ task: 'later', payload: { n: 2 }, key: 'once', runAt })
  t.match(
    await owner`select payload, run_at from graphile_worker._private_jobs where key = 'once'`,
    [{ payload: { n: 2 }, run_at: runAt }],
  )
  await owner`delete from graphile_worker._private_jobs`
})

t.test(
  'a failed job waits for its next attempt; the log has its number, not its payload',
  async (t) => {
    const said: { facts: object; message: string }[] = []
    let told = (): void => {}
    const failed = new Promise<void>((resolve) => {
      told = resolve
    })
    const record = (facts: object, message: string) => {
      said.push({ facts, message })
      told()
    }
    const { worker } = await working(
      t,
      'fail',
      async () => {
        throw new Error('not today')
      },
      { ...quiet, error: record },
    )
    await inUnit({ task: 'fail', payload: { secret: 'sentinel' } })
    await failed
    await worker.stop()
    t.match(said, [
      {
        facts: {
          task: 'fail',
          jobId: /^\d+$/,
          attempt: 1,
          last: false,
          err: { message: 'not today' },
        },
        message: 'job failed',
      },
    ])
    t.notMatch(JSON.stringify(said), /sentinel/)
    t.match(await jobs(), [{ task: 'fail', attempts: 1 }])
    await owner`delete from graphile_worker._private_jobs`
  },
)

t.test('stop lets the running job end', async (t) => {
  let begun = (): void => {}
  const running = new Promise<void>((resolve) => {
    begun = resolve
  })
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { done, worker } = await working(t, 'slow', async () => {
    begun()
    await held
  })
  await inUnit({ task: 'slow', payload: {} })
  await running
  const stopped = worker.stop()
  release()
  await Promise.all([stopped, done])
  t.strictSame([...(await jobs())], [])
})

t.test('a lost listener is a warning or error in the log, and work goes on', async (t) => {
  const said: string[] = []
  const log: Log = {
    ...quiet,
    warn: (_, message) => said.push(message),
    error: (_, message) => said.push(message),
  }
  const { done } = await working(t, 'survive', undefined, log)
  await killWorkers()
  await inUnit({ task: 'survive', payload: {} })
  t.match(await done, { payload: {} })
  t.ok(said.length > 0)
})

t.test('a job is marked as done though every connection is lost when it ends', async (t) => {
  const { done, worker } = await working(t, 'last', () => killWorkers())
  await inUnit({ task: 'last', payload: {} })
  t.match(await done, { attempt: 1 })
  await worker.stop()
  t.strictSame([...(await jobs())], [])
})

t.test(
  'a queue that a newer release breaks under the worker ends it, with a warning',
  async (t) => {
    const said: string[] = []
    const log: Log = { ...quiet, warn: (_, message) => said.push(message) }
    const { worker } = await working(t, 'old', undefined, log)
    await owner.notify('worker:migrate', JSON.stringify({ migrationNumber: 9999, breaking: true }))
    await worker.ended
    t.match(said, [/breaking migration/])
    process.exitCode = 0 // the library wants the process to end; this one goes on
  },
)

t.test('a worker without its database does not start', async (t) => {
  const nowhere = db.workerUrl.replace(/:\d+\//, ':1/')
  await t.rejects(startWorker({ url: nowhere, concurrency: 1, log: quiet, tasks: {} }), {
    code: 'ECONNREFUSED',
  })
})

t.test('the installation may be run again', async (t) => {
  await queueStep.prepare?.(db.migrateUrl)
  await owner.unsafe(queueStep.statements.join(';\n'))
  await inUnit({ task: 'again', payload: {} })
  t.match(await jobs(), [{ task: 'again' }])
})
