// Reports are written in threads of their own: the same bytes as without, an end where it takes too long, and a thread
// that is kept for the next one only for a while.
import t from 'tap'
import { renderReport } from '../src/render/report.ts'
import { reportsWith, usualReportLimits } from '../src/reports.ts'
import { reportOf, usual } from './support/reports.ts'

const task = { report: reportOf(usual), locale: 'zh-CN', format: 'pdf' } as const
const bad = { ...task, report: null as never }

t.test('a thread writes what would be written without it, the next time too', async (t) => {
  const { write } = reportsWith()
  const same = await renderReport(task.report, task.locale, task.format)
  const before = performance.now()
  t.ok(Buffer.from(await write(task)).equals(same))
  const between = performance.now()
  t.ok(Buffer.from(await write(task)).equals(same))
  const [cold, warm] = [between - before, performance.now() - between]
  t.ok(warm < cold, `the thread was kept: ${Math.round(cold)} ms, then ${Math.round(warm)} ms`)
})

t.test('what fails says so, and hurts nothing that follows', async (t) => {
  const { write } = reportsWith()
  await t.rejects(write(bad), TypeError)
  t.ok(await write({ ...task, format: 'markdown' }))
})

t.test('what takes too long ends, and so does what needs too much', async (t) => {
  const quick = reportsWith({ ...usualReportLimits, timeoutMs: 1 })
  await t.rejects(quick.write(task), /longer than 1 ms/)
  const small = reportsWith({ ...usualReportLimits, memoryMb: 4 })
  await t.rejects(small.write(task), { code: 'ERR_WORKER_OUT_OF_MEMORY' })
})

t.test('503 beyond what may be written at once, and none after', async (t) => {
  const { write } = reportsWith({ ...usualReportLimits, atOnce: 1, idleMs: 1 })
  const first = write({ ...task, format: 'markdown' })
  await t.rejects(write(task), { code: 'unavailable', parameters: { reason: 'overloaded' } })
  t.ok(await first)
  t.ok(await write({ ...task, format: 'markdown' }), 'a thread that ended is not asked again')
})
