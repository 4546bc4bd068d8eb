// Background jobs on graphile-worker: its schema as a step of the migration, the one function by which a
// unit enqueues, and the worker. What tasks do is left to the slices; only this file knows the library.
import { EventEmitter, once } from 'node:events'
import { createRequire } from 'node:module'
import {
  Logger,
  type Runner,
  type RunnerOptions,
  run,
  runMigrations,
  type WorkerEvents,
} from 'graphile-worker'
import { sha256 } from './digest.ts'
import type { Log } from './log.ts'
import type { Step } from './migrations.ts'

const schema = 'graphile_worker'

/**
 * The app role has no rights on the queue's tables, and the function demands a unit: a job exists only
 * if its cause committed (REL-14). The library's tables have row level security without a policy, so the
 * worker gets one. All of it may be run again.
 */
const statements: readonly string[] = [
  `create or replace function public.app_enqueue(
    task text, payload json, job_key text, run_at timestamptz
  ) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if current_setting('app.tx', true) is distinct from 'on' then
      raise exception 'jobs are enqueued inside a unit only' using errcode = '42501';
    end if;
    perform ${schema}.add_job(
      identifier => app_enqueue.task, payload => app_enqueue.payload,
      run_at => app_enqueue.run_at, job_key => app_enqueue.job_key);
  end $$`,
  'revoke all on function public.app_enqueue from public',
  'grant execute on function public.app_enqueue to excellence_app',
  `grant usage on schema ${schema} to excellence_worker`,
  `grant select on ${schema}.migrations to excellence_worker`,
  `grant execute on all functions in schema ${schema} to excellence_worker`,
  ...['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'].flatMap(
    (table) => [
      `grant select, insert, update, delete on ${schema}.${table} to excellence_worker`,
      `drop policy if exists worker on ${schema}.${table}`,
      `create policy worker on ${schema}.${table} to excellence_worker using (true) with check (true)`,
    ],
  ),
]

/** Installs or upgrades the queue. A change here, or of the library's version, gets a new name. */
export const queueStep: Step = {
  name: 'queue-0.17.3',
  kind: 'compatible',
  checksum: sha256(statements.join(';\n')),
  atomic: true,
  statements,
  prepare: (url) => {
    const asOwner = new URL(url)
    asOwner.searchParams.set('options', '-c role=excellence_owner')
    const connectionString = asOwner.href
    return runMigrations({ connectionString, schema, maxPoolSize: 1, logger: silent })
  },
}

/** The library tells every step of its own installation; the outcome is what we want to know. */
const silent = new Logger(() => () => {})

/** Something to do after the unit has committed. The same key replaces a job not yet begun. */
export type Job = {
  readonly task: string
  readonly payload: object
  readonly key?: string
  readonly runAt?: Date
}

/** The statement that enqueues a job: named, for the unit's own connection, of no result. */
export const enqueueStatement = ({ task, payload, key, runAt }: Job) =>
  ({
    name: 'enqueue',
    text: 'select app_enqueue($1, $2::text::json, $3, $4)',
    values: [task, JSON.stringify(payload), key ?? null, runAt?.toISOString() ?? null],
  }) as const

/**
 * What does a job. It may run twice (the process may die between effect and completion), so its effect
 * is a unit keyed by `jobId`. Throwing means: again later, with growing pauses.
 */
export type Task = (
  payload: unknown,
  run: { readonly jobId: string; readonly attempt: number; readonly signal: AbortSignal },
) => Promise<void>

export type WorkerOptions = {
  /** Logs in as `excellence_worker`, directly: the worker listens, which a pooler does not carry. */
  readonly url: string
  readonly tasks: Readonly<Record<string, Task>>
  /** Jobs at once. */
  readonly concurrency: number
  readonly log: Log
}

/**
 * Starts working on jobs until `stop`, which lets running ones end; after 5 s their signal is aborted.
 * Settles when it listens, so that whatever is enqueued afterwards is begun at once. Rejects when the
 * database cannot be reached or has no queue. Later losses of the database are its own to repair; should
 * the worker give up, it says so in the log and `ended` rejects.
 */
export const startWorker = async ({
  url,
  tasks,
  concurrency,
  log,
}: WorkerOptions): Promise<{
  readonly stop: () => Promise<void>
  readonly ended: Promise<void>
}> => {
  const pool = openPool(url, concurrency + 2, log) // one listens, one serves the library's housekeeping
  try {
    const events: WorkerEvents = new EventEmitter()
    const listening = once(events as EventEmitter, 'pool:listen:success')
    const runner = await run({
      events,
      pgPool: pool,
      schema,
      concurrency,
      noHandleSignals: true,
      parsedCronItems: [], // otherwise it would look for a file "crontab" where we were started
      logger: loggerOver(log),
      // Without a batch, of whatever length, the library marks jobs as done without waiting: its stop
      // returns too early, and a connection lost in that moment is an unhandled rejection.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => [
          name,
          (payload, { job, abortSignal }) =>
            task(payload, { jobId: job.id, attempt: job.attempts, signal: abortSignal }),
        ]),
      ),
    })
    void Promise.allSettled([runner.promise]) // whoever does not ask for `ended` has the log
    // The event comes just before LISTEN is sent; what is asked behind that, is answered after.
    const [{ client }] = await listening
    await Promise.allSettled([client.query('select 1')])
    let stopped: Promise<void> | null = null
    return {
      stop: () => {
        stopped ??= stopAll(runner, pool)
        return stopped
      },
      ended: runner.promise,
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** The runner may have stopped by itself: how that went is in the log, and what `ended` tells. */
const stopAll = async (runner: Runner, pool: Pool): Promise<void> => {
  await Promise.allSettled([runner.stop(), runner.promise])
  await pool.end()
}

type Pool = NonNullable<RunnerOptions['pgPool']>

/** The driver that the library brings for itself: the worker uses it, and nothing else does. */
const driver: {
  readonly Pool: new (options: {
    readonly connectionString: string
    readonly max: number
    readonly application_name: string
  }) => Pool
} = createRequire(import.meta.resolve('graphile-worker'))('pg')

/**
 * A connection may die while nobody uses it, and without somebody who hears that, the process ends. The
 * library's own pool is deaf as soon as it stops.
 */
const openPool = (connectionString: string, max: number, log: Log): Pool => {
  const lost = (err: Error) => log.warn({ err }, 'the worker lost a connection')
  const pool = new driver.Pool({ connectionString, max, application_name: 'excellence-worker' })
  return pool.on('error', lost).on('connect', (client) => client.on('error', lost))
}

/** Warnings and errors only; of a job its name, number and attempt, never its payload. */
const loggerOver = (log: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    const { job, error } = (meta ?? {}) as { job?: FailedJob; error?: unknown }
    const facts =
      job === undefined
        ? {}
        : { task: job.task_identifier, jobId: job.id, attempt: job.attempts, last: isLast(job) }
    if (level === 'error') log.error({ ...facts, err: error }, job ? 'job failed' : message)
    if (level === 'warning') log.warn(facts, message)
  })

type FailedJob = {
  readonly id: string
  readonly task_identifier: string
  readonly attempts: number
  readonly max_attempts: number
}

/** After its last attempt a job stays in the table, for somebody to look at. */
const isLast = ({ attempts, max_attempts }: FailedJob): boolean => attempts >= max_attempts
