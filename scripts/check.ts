// What `npm test` and CI run: lint, build, generated files, the linted OpenAPI document, then every test on
// compiled code with coverage, and whether they provoked all that is declared. Ends with one plain line,
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

const run = (
  label: string,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> => {
  const startedAt = performance.now()
  process.stdout.write(`\n== ${label}\n`)
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', ...env },
    })
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      process.stdout.write(`== ${label}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`)
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

const steps: readonly (readonly [string, string, readonly string[]])[] = [
  ['format and lint', node, [bin('@biomejs/biome/bin/biome'), 'ci', '.']],
  ['compile', node, [bin('typescript/bin/tsc')]],
  ['gather small tests', node, ['scripts/together.mjs']],
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
  // A fresh install has tap's default plugins built in; ours are fewer, and the runner must start with them.
  ['tap plugins', node, [bin('tap/dist/esm/run.mjs'), 'build']],
]

const main = async () => {
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  let failures = 0
  for (const [label, file, args] of steps) if (!(await run(label, file, args))) failures += 1
  const folder = mkdtempSync(join(tmpdir(), 'excellence-tap-'))
  const output = join(folder, 'result.tap')
  const answers = mkdtempSync(join(folder, 'answers-'))
  const tap = ['run', '--reporter=terse', `--output-file=${output}`]
  const passedOverall = await run(
    'tests',
    node,
    ['scripts/with-test-server.mjs', bin('tap/dist/esm/run.mjs'), ...tap],
    { TEST_ANSWERS: answers },
  )
  const { passed, failed } = countOf(output, passedOverall)
  nameFailures(output)
  const provoked = ['scripts/ts.mjs', 'scripts/provoked.ts', answers]
  if (!(await run('what is declared was provoked', node, provoked))) failures += 1
  rmSync(folder, { recursive: true, force: true })
  const allFailed = failed + failures
  process.stdout.write(`\n${passed} passed, ${allFailed} failed\n`)
  process.exitCode = allFailed === 0 ? 0 : 1
}

await main()
