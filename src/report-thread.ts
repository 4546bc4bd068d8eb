// The thread that writes reports as files, one after the other; reports.ts starts and stops it.
import { parentPort } from 'node:worker_threads'
import { renderReport } from './render/report.ts'
import type { ReportDone, ReportTask } from './reports.ts'

const write = ({ report, locale, format }: ReportTask): Promise<ReportDone> =>
  renderReport(report, locale, format).then(
    (bytes) => ({ bytes }),
    (error: unknown) => ({ error }),
  )

parentPort?.on('message', async (task: ReportTask) => {
  parentPort?.postMessage(await write(task))
})
