// What `npm test` and CI run: every test on compiled code with coverage, and whether they provoked all that is
// declared; beside them lint, types, generated files and the linted OpenAPI document. Ends with one plain line,
// `N passed, N failed`, and exit 0 only without failures.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = process.execPath
const bin = (name: string) => join(root, 'node_modules', name)
const totals =
  /^# \{ total: (\d+)(?:, pass: (\d+))?(?:, fail: (\d+))?(?:, todo: (\d+))?(?:, skip: (\d+))? \}/m

type Step = readonly [label: string, file: string, args: readonly string[]]

type Manner = {
  readonly env?: Readonly<Record<string, string>>
  /** Says nothing before its end, since another step speaks meanwhile. */
  readonly held?: boolean
  /** Which lines of its output are shown; absent: all. */
  readonly shows?: (line: string) => boolean
}

const run = (
  [label, file, args]: Step,
  { env = {}, held = false, shows = () => true }: Manner = {},
): Promise<boolean> => {
  const startedAt = performance.now()
  const kept: string[] = []
  const say = (line: string) => (held ? kept.push(line) : process.stdout.write(`${line}\n`))
  say(`\n== ${label}`)
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', ...env },
    })
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => {
        if (shows(line)) say(line)
      })
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      say(`== ${label}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
      if (held) process.stdout.write(`${kept.join('\n')}\n`)
      resolve(code === 0)
    })
  })
}

/**
 * Of what tap says: a line a file with its time, and the coverage; what is inside the files is in the result. It says
 * everything twice.
 */
const outermostOnce = () => {
  const said = new Set<string>()
  return (line: string): boolean => {
    const isNew = !said.has(line) && !/^( {4}|TAP version|# Subtest|$)/.test(line)
    if (isNew) said.add(line)
    return isNew
  }
}

const mostNamed = 60
const mostLines = 40

/** What failed, with its place in its file and what was found instead. */
const nameFailures = (file: string): void => {
  if (!existsSync(file)) return
  const lines = readFileSync(file, 'utf8').split('\n')
  const failures = lines.flatMap((line, at) => (/^ *not ok /.test(line) ? [at] : []))
  for (const at of failures.slice(0, mostNamed)) {
    const [line = '', first = '', ...more] = lines.slice(at, at + mostLines)
    const end = more.findIndex((each) => /^ *\.\.\.$/.test(each))
    const details = first.trim() === '---' ? more.slice(0, end < 0 ? more.length : end) : []
    process.stdout.write(`${[line, ...details].join('\n')}\n`)
  }
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
  // The other reporters paint again with every assertion: 45 s of processor time for all of them.
  const tap = ['run', '--reporter=tap', `--output-file=${output}`]
  const passedOverall = await run(
    ['tests', node, ['scripts/with-test-server.mjs', bin('tap/dist/esm/run.mjs'), ...tap]],
    { env: { TEST_ANSWERS: answers }, shows: outermostOnce() },
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
