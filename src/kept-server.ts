// Keeps the embedded server running for its owner: what died is started again over the same data, on the same
// port, so that every pool finds it. Starting and stopping one server is db/embedded.
import { type Embedded, type EmbeddedOptions, startEmbedded } from './db/embedded.ts'
import { startupError } from './db/startup-error.ts'

export type KeptServer = {
  /** Rejects when the server cannot be brought back; never resolves. */
  readonly ended: Promise<never>
  readonly stop: () => Promise<void>
}

/** Watches over `first`, which was started with these options, until `stop`. */
export const keepServer = (first: Embedded, options: EmbeddedOptions): KeptServer => {
  let server = first
  let isStopping = false
  const keep = async (): Promise<void> => {
    for (;;) {
      await server.gone
      if (isStopping) return
      options.log.warn({ home: first.home }, 'the database server is gone, starting it again')
      const next = await startEmbedded({ ...options, port: first.port })
      // The dead one's handle only leaves: its locks are with the new one.
      await server.stop()
      server = next
      if (isStopping) return
      if (next.port !== first.port) throw moved(first.home)
    }
  }
  const keeping = keep()
  const ended = new Promise<never>((_, reject) => {
    keeping.catch(reject)
  })
  ended.catch(() => {}) // whoever does not ask still stops it
  return {
    ended,
    stop: async () => {
      isStopping = true
      const reviving = server
      await server.stop()
      await Promise.allSettled([keeping])
      if (server !== reviving) await server.stop() // it came back meanwhile
    },
  }
}

/** A command line was faster and started it as it liked: our pools would not find it. */
const moved = (home: string) =>
  startupError(
    'server-failed',
    `The database server in ${home} died and came back on another port. Start the service again.`,
    { home },
  )
