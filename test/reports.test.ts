// Reports are written in a thread of their own: the same bytes as without it, and an end where it takes too long.
import t from 'tap'
import { renderReport } from '../src/render/report.ts'
import { usualReportLimits, writeReport } from '../src/reports.ts'
import { reportOf, usual } from './support/reports.ts'

const task = { report: reportOf(usual), locale: 'zh-CN', format: 'pdf' } as const

t.test('a thread writes what would be written without it', async (t) => {
  const bytes = await writeReport(task)
  const same = await renderReport(task.report, task.locale, task.format)
  t.ok(Buffer.from(bytes).equals(same))
  t.match(usualReportLimits, { memoryMb: Number, timeoutMs: Number })
})

t.test('what takes too long ends, and so does what fails', async (t) => {
  const quick = { ...usualReportLimits, timeoutMs: 1 }
  await t.rejects(writeReport(task, quick), /longer than 1 ms/)
  await t.rejects(writeReport({ ...task, report: null as never }), TypeError)
})
