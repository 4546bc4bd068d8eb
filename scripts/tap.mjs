// Runs the named test files straight from TypeScript: `npm run tap -- test/core/exact.test.ts`.
// No coverage here (it counts compiled code only); `npm test` compiles and measures.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tap = fileURLToPath(import.meta.resolve('tap')).replace(/\/dist\/.*$/, '/dist/esm/run.mjs')
const { status } = spawnSync(process.execPath, [tap, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TAP_RCFILE: `${root}scripts/tap.rc.yaml` },
})
process.exit(status ?? 1)
