// Composes the running service: installation → database → documents → worker → application, and takes them
// down in reverse. The process around it (environment, signals, exit codes) is main.ts.
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { loadCodes } from './codes.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/client.ts'
import type { Environment } from './db/embedded/run.ts'
import { pagesWith } from './db/page.ts'
import { startupError } from './db/startup-error.ts'
import { prepareDemo } from './demo/prepare.ts'
import type { Deps } from './deps.ts'
import { loadDocuments } from './documents.ts'
import { drainingOf } from './draining.ts'
import { filesWith } from './files.ts'
import { openInstallation } from './installation.ts'
import { lineLog } from './log.ts'
import { newId } from './new-id.ts'
import { buildOps, readiness } from './ops.ts'
import { reportsWith } from './reports.ts'
import { scoringOf } from './scoring.ts'
import { secretsOf } from './secrets.ts'
import { startBackground } from './worker.ts'

export type ServeOptions = {
  readonly config: Config
  /** What the database server's programs may see. */
  readonly env: Environment
  /** Says one line to the person who started the service. */
  readonly say: (text: string) => void
}

export type Running = {
  /** Not ready from now on; after `noticeMs` no new connection, running requests end, all is closed. */
  readonly stop: (options: { readonly noticeMs: number }) => Promise<void>
  /** Rejects when the service can no longer work: its database does not come back, or its worker gave up. */
  readonly ended: Promise<void>
}

/** Takes down in reverse what was built up; each step is tried even if one before it failed. */
const undoList = () => {
  const steps: (() => Promise<unknown>)[] = []
  return {
    add: (step: () => Promise<unknown>) => steps.unshift(step),
    run: async () => {
      const failures: unknown[] = []
      for (const step of steps.splice(0)) await step().catch((error) => failures.push(error))
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** Starts the service and resolves when it is ready. A StartupError says what keeps it from starting. */
export const serve = async ({ config, env, say }: ServeOptions): Promise<Running> => {
  const log = lineLog(config.logLevel, (line) => process.stdout.write(line))
  const undo = undoList()
  try {
    const secrets = secretsOf(config)
    if (secrets.generated !== null)
      say(`New secrets are in ${secrets.generated}; keep that file with the data.`)
    if (config.databaseUrl === null) say(`Opening the database in ${config.dataDir} ...`)
    const installation = await openInstallation({ config, log, owner: true, env })
    undo.add(installation.close)
    const { prepare, poolSize } = config
    const peppers = secrets.keyPeppers
    const db = openDatabase({ url: installation.appUrl, max: poolSize, prepare, newId, peppers })
    undo.add(db.close)
    const documents = await loadDocuments({ db, newId, log })
    const { workerUrl, benchmarkUrl } = installation
    const deps: Deps = {
      config,
      db,
      log,
      newId,
      documents,
      scoring: scoringOf(),
      files: filesWith(),
      reports: reportsWith(),
      codes: loadCodes(),
      peppers,
      pages: pagesWith(secrets.cursorSecrets),
      worker: workerUrl !== null,
    }
    let isOpen = false
    const isReady = readiness({
      isDraining: () => !isOpen,
      db,
      shortQueue: poolSize * 8,
      now: () => performance.now(),
    })
    if (config.opsPort !== null) {
      const ops = buildOps(isReady, db)
      await listen(ops, config.host, config.opsPort, 'OPS_PORT')
      undo.add(() => ops.close())
    }
    let ended: Promise<void> = installation.ended
    if (workerUrl !== null) {
      const background = await startBackground(deps, { workerUrl, benchmarkUrl })
      undo.add(background.stop)
      ended = Promise.race([ended, background.ended])
    }
    const { app } = await buildApp(deps, { logLevel: config.logLevel, isReady })
    const draining = drainingOf(app.server)
    undo.add(() => {
      const closed = app.close()
      draining.endUnused()
      return closed
    })
    const baseUrl = await listen(app, config.host, config.port, 'PORT')
    const hints =
      installation.embedded && config.demo ? await prepareDemo(deps, { baseUrl, say }) : []
    isOpen = true
    const ready = `Excellence API is ready at ${baseUrl}   (documentation: ${baseUrl}/docs)`
    say(['', ready, ...hints].join('\n'))
    return {
      ended,
      stop: async ({ noticeMs }) => {
        isOpen = false
        draining.begin()
        await pause(noticeMs)
        await undo.run()
      },
    }
  } catch (error) {
    await undo.run().catch(() => undefined)
    throw error
  }
}

const refusals: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'another program has this port'],
  ['EACCES', 'this user may not use this port'],
  ['EADDRNOTAVAIL', 'HOST is no address of this machine'],
  ['ENOTFOUND', 'HOST is no address of this machine'],
  ['EAI_AGAIN', 'HOST is no address of this machine'],
])

const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
  setting: 'PORT' | 'OPS_PORT',
): Promise<string> => {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const why = refusals.get((error as NodeJS.ErrnoException).code ?? '')
    if (why === undefined) throw error
    throw startupError(
      'port-taken',
      `Cannot listen on ${host}:${port} (${setting}): ${why}. ` +
        `Change it, for example ${setting}=${port === 65535 ? 3001 : port + 1} npm start.`,
      { cause: error },
    )
  }
  const { port: taken } = app.server.address() as AddressInfo
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${taken}`
}
