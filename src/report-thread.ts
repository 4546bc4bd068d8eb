// The thread that writes one report as a file; reports.ts starts and stops it.
import { parentPort, workerData } from 'node:worker_threads'
import { renderReport } from './render/report.ts'
import type { ReportTask } from './reports.ts'

const { report, locale, format } = workerData as ReportTask
parentPort?.postMessage(await renderReport(report, locale, format))
