// scripts/ensure.mjs: installs when and only when the lock file says so, once, and repairs what was cut off.
// A stand-in for npm records how it is called; the real one would need the network.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { root } from '../support/sources.ts'

/** Records its arguments, fails as often as told, and leaves node_modules behind like npm ci. */
const npm = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
appendFileSync('calls', process.argv.slice(2).join(' ') + ' ' + process.execPath + '\\n')
rmSync('node_modules', { recursive: true, force: true })
const failures = existsSync('failures') ? Number(readFileSync('failures', 'utf8')) : 0
if (failures > 0) {
  writeFileSync('failures', String(failures - 1))
  process.exit(1)
}
mkdirSync('node_modules')
`

const project = (t: Test) => {
  const folder = t.testdir({ 'npm-cli.js': npm, 'package.json': '{"type":"module"}', scripts: {} })
  cpSync(join(root, 'scripts/ensure.mjs'), join(folder, 'scripts/ensure.mjs'))
  const lock = (text: string) => writeFileSync(join(folder, 'package-lock.json'), text)
  lock('one')
  const ensure = () =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [join(folder, 'scripts/ensure.mjs')], {
        env: { ...process.env, NODE_OPTIONS: '', npm_execpath: join(folder, 'npm-cli.js') },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      child.on('close', (code) => resolve({ code, said }))
    })
  const calls = () =>
    existsSync(join(folder, 'calls'))
      ? readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')
      : []
  return { folder, lock, ensure, calls }
}

t.test('installs once with this Node and without scripts, and says so', async (t) => {
  const { ensure, calls } = project(t)
  t.match(await ensure(), { code: 0, said: /Installing packages/ })
  t.strictSame(await ensure(), { code: 0, said: '' }, 'the second time there is nothing to do')
  t.strictSame(calls(), [
    `ci --ignore-scripts --include=dev --no-audit --no-fund ${process.execPath}`,
  ])
})

t.test('installs again when the lock file has changed', async (t) => {
  const { lock, ensure, calls } = project(t)
  await ensure()
  lock('two')
  await ensure()
  t.equal(calls().length, 2)
})

t.test('repairs an installation that was cut off', async (t) => {
  const { folder, ensure, calls } = project(t)
  mkdirSync(join(folder, 'node_modules')) // there, but nobody has signed for it
  await ensure()
  t.equal(calls().length, 1)
})

t.test('two at once: one installs, the other waits', async (t) => {
  const { ensure, calls } = project(t)
  const both = await Promise.all([ensure(), ensure()])
  t.strictSame(
    both.map(({ code }) => code),
    [0, 0],
  )
  t.equal(calls().length, 1)
})

t.test('takes over the lock of a dead process, written or not', async (t) => {
  for (const owner of ['999999999', '']) {
    const { folder, ensure } = project(t)
    const file = join(folder, '.cache', 'install.lock')
    mkdirSync(join(folder, '.cache'))
    writeFileSync(file, owner)
    utimesSync(file, 1, 1)
    t.match(await ensure(), { code: 0 })
    t.notOk(existsSync(file))
  }
})

t.test('tries once more after a failure, then gives up with exit 1', async (t) => {
  const first = project(t)
  writeFileSync(join(first.folder, 'failures'), '1')
  t.match(await first.ensure(), { code: 0 })
  t.equal(first.calls().length, 2)

  const second = project(t)
  writeFileSync(join(second.folder, 'failures'), '2')
  t.match(await second.ensure(), { code: 1, said: /npm ci failed/ })
  t.match(await second.ensure(), { code: 0 }, 'the lock was given back')
})
