// Reads files from outside apart from everything else: in a thread with little memory and little time, so that a
// file that gets past every other limit stops its own thread and nothing more (SEC-13).
// What is read and what is refused is src/exchange; the thread itself is file-thread.ts.
import { Problem } from './core/problem.ts'
import type { Files } from './deps.ts'
import { type RefusalReason, refused } from './exchange/refusal.ts'
import type { Titled } from './exchange/titled.ts'
import { openThread } from './threads.ts'

export type FileLimits = {
  readonly memoryMb: number
  readonly timeoutMs: number
  /** Files read at once; whoever comes beyond is told to come again. */
  readonly atOnce: number
}

/** Below the timeout of a handler, so that the reason is told and not only that it took too long. */
export const usualFileLimits: FileLimits = { memoryMb: 256, timeoutMs: 10_000, atOnce: 4 }

/** What the thread is given, and what it says. */
export type FileTask = { readonly bytes: Uint8Array; readonly format: 'csv' | 'xlsx' }
export type FileDone =
  | { readonly table: Titled }
  | { readonly reason: RefusalReason; readonly place: string | null }

export const filesWith = (limits: FileLimits = usualFileLimits): Files => {
  let running = 0
  return {
    readAnswerSheet: async (bytes, format) => {
      if (running >= limits.atOnce)
        throw new Problem('unavailable', { reason: 'overloaded', retryAfterSeconds: 1 })
      running += 1
      try {
        return await inThread({ bytes, format }, limits)
      } finally {
        running -= 1
      }
    },
  }
}

const inThread = (task: FileTask, limits: FileLimits): Promise<Titled> =>
  new Promise((resolve, reject) => {
    const thread = openThread('file-thread', task, limits)
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void thread.terminate()
    }
    const timer = setTimeout(() => end(() => reject(refused('took-too-long'))), limits.timeoutMs)
    thread.once('message', (done: FileDone) =>
      end(() => {
        if ('table' in done) resolve(done.table)
        else reject(refused(done.reason, done.place ?? undefined))
      }),
    )
    thread.once('error', (error: NodeJS.ErrnoException) =>
      end(() =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refused('took-too-long') : error),
      ),
    )
  })
