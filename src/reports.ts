// Writes reports as files apart from everything else, in threads of their own: laying out pages and drawing letters
// takes a second of computing, for which no request should wait. A thread that has loaded its libraries and fonts is
// kept for a while: a first page takes 1.6 s, the next one 0.2 s (measured on two cores).
// What a file holds is src/render/report.ts; the thread itself is report-thread.ts.
import type { Worker } from 'node:worker_threads'
import { Problem } from './core/problem.ts'
import type { Locale } from './core/request.ts'
import type { Reports } from './deps.ts'
import type { ReportFormat } from './render/report.ts'
import type { Report } from './render/report-document.ts'
import { openThread } from './threads.ts'

/** What a thread is given, and what it says. */
export type ReportTask = {
  readonly report: Report
  readonly locale: Locale
  readonly format: ReportFormat
}
export type ReportDone = { readonly bytes: Uint8Array } | { readonly error: unknown }

export type ReportLimits = {
  readonly memoryMb: number
  readonly timeoutMs: number
  /** Reports written at once; whoever comes beyond is told to come again. */
  readonly atOnce: number
  /** How long a thread waits for its next report. */
  readonly idleMs: number
}

export const usualReportLimits: ReportLimits = {
  memoryMb: 512,
  timeoutMs: 60_000,
  atOnce: 2,
  idleMs: 60_000,
}

/** Equal tasks give equal bytes. `write` rejects where it took too long or too much memory, or failed. */
export const reportsWith = (limits: ReportLimits = usualReportLimits): Reports => {
  const threads = threadsWith(limits)
  let running = 0
  return {
    write: async (task) => {
      if (running >= limits.atOnce)
        throw new Problem('unavailable', { reason: 'overloaded', retryAfterSeconds: 2 })
      running += 1
      try {
        return await writtenIn(threads, task, limits)
      } finally {
        running -= 1
      }
    },
  }
}

/** Threads that wait for work keep nobody from ending. */
const threadsWith = (limits: ReportLimits) => {
  const waiting = new Map<Worker, NodeJS.Timeout>()
  const forget = (thread: Worker): void => {
    clearTimeout(waiting.get(thread))
    waiting.delete(thread)
  }
  const open = (): Worker => {
    const thread = openThread('report-thread', null, limits)
    thread.on('error', () => forget(thread)) // also one that fails while it waits
    thread.on('exit', () => forget(thread))
    return thread
  }
  return {
    take: (): Worker => {
      const [known] = waiting.keys()
      if (known === undefined) return open()
      forget(known)
      known.ref()
      return known
    },
    giveBack: (thread: Worker): void => {
      thread.unref()
      const end = () => {
        forget(thread)
        void thread.terminate()
      }
      waiting.set(thread, setTimeout(end, limits.idleMs).unref())
    },
  }
}

const writtenIn = (
  { take, giveBack }: ReturnType<typeof threadsWith>,
  task: ReportTask,
  { timeoutMs }: ReportLimits,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const thread = take()
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      thread.off('message', told).off('error', failed)
      settle()
    }
    const told = (done: ReportDone) =>
      end(() => {
        giveBack(thread)
        if ('bytes' in done) resolve(done.bytes)
        else reject(done.error)
      })
    const failed = (error: unknown) => end(() => reject(error))
    const late = () =>
      end(() => {
        void thread.terminate()
        reject(new Error(`A report took longer than ${timeoutMs} ms.`))
      })
    const timer = setTimeout(late, timeoutMs)
    thread.once('message', told).once('error', failed)
    thread.postMessage(task)
  })
