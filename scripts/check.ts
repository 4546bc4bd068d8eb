// What `npm test` and CI run: every test on compiled code with coverage, and whether they provoked all that is
// declared; beside them lint, types, generated files and the linted OpenAPI document. Ends with one plain line,
// `N passed, N failed`, and exit 0 only without failures.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = process.execPath
const bin = (name: string) => join(root, 'node_modules', name)
const totals =
  /^# \{ total: (\d+)(?:, pass: (\d+))?(?:, fail: (\d+))?(?:, todo: (\d+))?(?:, skip: (\d+))? \}/m

type Step = readonly [label: string, file: string, args: readonly string[]]

/** `held`: says nothing before its end, since another step speaks meanwhile. */
const run = (
  [label, file, args]: Step,
  { env = {}, held = false }: { env?: Readonly<Record<string, string>>; held?: boolean } = {},
): Promise<boolean> => {
  const startedAt = performance.now()
  const parts: string[] = [`\n== ${label}\n`]
  const say = (text: string) => (held ? parts.push(text) : process.stdout.write(text))
  if (!held) process.stdout.write(parts.join(''))
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'],
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', ...env },
    })
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', say)
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      say(`== ${label}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`)
      if (held) process.stdout.write(parts.join(''))
      resolve(code === 0)
    })
  })
}

const mostNamed = 60

/** The reporter overwrites itself in a log, so what failed is said once more, with its place in its file. */
const nameFailures = (file: string): void => {
  if (!existsSync(file)) return
  const failures = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^ *not ok /.test(line))
  for (const line of failures.slice(0, mostNamed)) process.stdout.write(`${line}\n`)
  if (failures.length > mostNamed) process.stdout.write(`and ${failures.length - mostNamed} more\n`)
}

/** Reads tap's own totals; no file or no totals is one failure, so an empty run cannot pass. */
const countOf = (file: string, passedOverall: boolean) => {
  const match = existsSync(file) ? totals.exec(readFileSync(file, 'utf8')) : null
  if (match === null) return { passed: 0, failed: 1 }
  const [total = 0, , failed = 0, todo = 0, skipped = 0] = match
    .slice(1)
    .map((text) => Number(text ?? 0))
  const passed = total - failed - todo - skipped
  // Exit 1 with nothing failed is missing coverage: a failure of its own.
  return { passed, failed: failed === 0 && !passedOverall ? 1 : failed }
}

const tsc = bin('typescript/bin/tsc')

/** What the tests need, which wait for it. */
const preparations: readonly Step[] = [
  ['compile, types unchecked', node, [tsc, '--noCheck']],
  ['gather small tests', node, ['scripts/together.mjs']],
  // A fresh install has tap's default plugins built in; ours are fewer, and the runner must start with them.
  ['tap plugins', node, [bin('tap/dist/esm/run.mjs'), 'build']],
]

/** What needs nothing of the tests and is not needed by them: one after the other, beside them. */
const beside: readonly Step[] = [
  ['format and lint', node, [bin('@biomejs/biome/bin/biome'), 'ci', '.']],
  ['types', node, [tsc, '--noEmit']],
  ['generated files are current', node, ['scripts/ts.mjs', 'src/tools/generate.ts', '--check']],
  ['OpenAPI: Redocly', node, [bin('@redocly/cli/bin/cli.js'), 'lint', 'openapi/openapi.json']],
  [
    'OpenAPI: Spectral',
    node,
    [
      bin('@stoplight/spectral-cli/dist/index.js'),
      'lint',
      '--fail-severity=hint',
      'openapi/openapi.json',
    ],
  ],
]

/** One after the other; answers how many failed. */
const runAll = async (steps: readonly Step[], held: boolean): Promise<number> => {
  let failures = 0
  for (const step of steps) if (!(await run(step, { held }))) failures += 1
  return failures
}

const main = async () => {
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const running = runAll(beside, true)
  const unprepared = await runAll(preparations, false)
  const folder = mkdtempSync(join(tmpdir(), 'excellence-tap-'))
  const output = join(folder, 'result.tap')
  const answers = mkdtempSync(join(folder, 'answers-'))
  const tap = ['run', '--reporter=terse', `--output-file=${output}`]
  const passedOverall = await run(
    ['tests', node, ['scripts/with-test-server.mjs', bin('tap/dist/esm/run.mjs'), ...tap]],
    { env: { TEST_ANSWERS: answers } },
  )
  const { passed, failed } = countOf(output, passedOverall)
  nameFailures(output)
  const provoked = ['scripts/ts.mjs', 'scripts/provoked.ts', answers]
  const kept = await run(['what is declared was provoked', node, provoked])
  rmSync(folder, { recursive: true, force: true })
  const allFailed = failed + unprepared + (await running) + (kept ? 0 : 1)
  process.stdout.write(`\n${passed} passed, ${allFailed} failed\n`)
  process.exitCode = allFailed === 0 ? 0 : 1
}

await main()
