// Runs the named test files straight from TypeScript: `npm run tap -- test/core/exact.test.ts`.
// No coverage here (it counts compiled code only); `npm test` compiles and measures.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tap = fileURLToPath(import.meta.resolve('tap')).replace(/\/dist\/.*$/, '/dist/esm/run.mjs')
const args = process.argv.slice(2)
// Tests of the core need no database, and a single file starts its own server quicker than we do.
const alone =
  args.filter((arg) => /\.test\.ts$/.test(arg) && !arg.startsWith('test/core/')).length < 2
const child = spawn(
  process.execPath,
  [...(alone && args.length > 0 ? [] : ['scripts/with-test-server.mjs']), tap, 'run', ...args],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TAP_RCFILE: `${root}scripts/tap.rc.yaml` },
  },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('close', (code) => process.exit(code ?? 1))
