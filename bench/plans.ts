// How long `npm run excellence -- plan` takes for many submissions, one a line, and how much memory it ever held:
// `node scripts/ts.mjs bench/plans.ts`. Plans are counted and thrown away, as a pipe would take them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { scoredNodes } from '../src/core/document/nodes.ts'
import { documentFrom } from '../src/tools/excellence/files.ts'
import { excellence } from '../src/tools/excellence.ts'

const counts = [1000, 10_000]
const [from, to] = ['gbt-19580-2004', 'gbt-19580-2012']

const folder = mkdtempSync(join(tmpdir(), 'excellence-plans-'))
const codes = scoredNodes(documentFrom(from).questionnaire).map(({ code }) => code)

/** Whole answers that differ from line to line, with a sentence beside every percent. */
const lineOf = (number: number): string =>
  JSON.stringify(
    Object.fromEntries(
      codes.map((code, place) => [
        code,
        { percent: ((number * 7 + place * 3) % 21) * 5, comment: `As seen in plant ${number}.` },
      ]),
    ),
  )

try {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`)
  for (const count of counts) {
    const answers = join(folder, `${count}.ndjson`)
    writeFileSync(answers, Array.from({ length: count }, (_, number) => lineOf(number)).join('\n'))
    const startedAt = performance.now()
    let planned = 0
    const code = await excellence(['plan', '--from', from, '--to', to, '--answers', answers], {
      out: () => {
        planned += 1
      },
      err: () => {},
      paper: { width: 80, colour: false },
      today: '2026-03-01',
    })
    const seconds = (performance.now() - startedAt) / 1000
    const peak = Math.round(process.resourceUsage().maxRSS / 1024)
    process.stdout.write(
      `${planned} plans in ${seconds.toFixed(1)} s, ${peak} MiB at most so far (exit ${code})\n`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}
