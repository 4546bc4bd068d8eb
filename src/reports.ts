// Writes reports as files apart from everything else, in a thread of its own: laying out pages and drawing letters
// takes a second of computing, for which no request should wait.
// What a file holds is src/render/report.ts; the thread itself is report-thread.ts.
import { Problem } from './core/problem.ts'
import type { Locale } from './core/request.ts'
import type { Reports } from './deps.ts'
import type { ReportFormat } from './render/report.ts'
import type { Report } from './render/report-document.ts'
import { openThread } from './threads.ts'

/** What the thread is given; it answers with the bytes. */
export type ReportTask = {
  readonly report: Report
  readonly locale: Locale
  readonly format: ReportFormat
}

export type ReportLimits = { readonly memoryMb: number; readonly timeoutMs: number }

/** Below the timeout of a handler, so that the failure is ours to tell. */
export const usualReportLimits: ReportLimits = { memoryMb: 512, timeoutMs: 25_000 }

/** Each takes a thread with all its memory; whoever comes beyond is told to come again. */
const mostAtOnce = 2

export const reportsWith = (atOnce = mostAtOnce): Reports => {
  let running = 0
  return {
    write: async (task) => {
      if (running >= atOnce)
        throw new Problem('unavailable', { reason: 'overloaded', retryAfterSeconds: 2 })
      running += 1
      try {
        return await writeReport(task)
      } finally {
        running -= 1
      }
    },
  }
}

/** Rejects where it took too long or too much memory, or failed; equal tasks give equal bytes. */
export const writeReport = (
  task: ReportTask,
  limits: ReportLimits = usualReportLimits,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const thread = openThread('report-thread', task, limits)
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void thread.terminate()
    }
    const late = () => reject(new Error(`A report took longer than ${limits.timeoutMs} ms.`))
    const timer = setTimeout(() => end(late), limits.timeoutMs)
    thread.once('message', (bytes: Uint8Array) => end(() => resolve(bytes)))
    thread.once('error', (error) => end(() => reject(error)))
  })
