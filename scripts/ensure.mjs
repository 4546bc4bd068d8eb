// Installs the packages when they are not those of package-lock.json; otherwise does nothing, at once.
// Runs before everything else on a fresh clone, hence on node:* only and on every Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const wanted = sha256(readFileSync(join(root, 'package-lock.json')))
const digestFile = join(root, 'node_modules', '.lock-digest')

const main = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${process.versions.node} is too old: install 20.19 or newer.`)
  }
  if (isCurrent()) return
  const release = lock()
  try {
    if (isCurrent()) return // the one we waited for has done it
    console.error('Installing packages (npm ci) ...')
    // A killed installer leaves npm at work for a moment; the next one then fails with ENOTEMPTY.
    if (!install() && !install()) throw new Error('npm ci failed; see above.')
    // npm ci deletes node_modules first: an interrupted installation has no digest, and is repaired.
    writeFileSync(digestFile, wanted)
  } finally {
    release()
  }
}

const isCurrent = () => {
  try {
    return readFileSync(digestFile, 'utf8') === wanted
  } catch {
    return false
  }
}

/** The same Node that runs us runs npm; plain npm where we were not started by it. */
const install = () => {
  const started = process.env.npm_execpath ?? ''
  const npm = /npm-cli\.js$/.test(started) ? [process.execPath, started] : ['npm']
  // --include=dev, because NODE_ENV=production would leave out what `npm test` needs.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']
  const { status, error } = spawnSync(npm[0], [...npm.slice(1), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2], // stdout belongs to what runs after us
    shell: npm.length === 1 && process.platform === 'win32', // there npm is a .cmd
  })
  if (error) console.error(error.message)
  return status === 0
}

/** One installs, the others wait. The file lies outside node_modules, which npm ci deletes. */
const lock = () => {
  const file = join(root, '.cache', 'install.lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!takenOver(file)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
}

/** Removes the lock of a dead process. Whoever was faster may have a new one there by now: that goes back. */
const takenOver = (file) => {
  try {
    const owner = readFileSync(file, 'utf8')
    if (isAlive(owner, file)) return false
    const aside = `${file}.${process.pid}`
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') === owner) rmSync(aside)
    else renameSync(aside, file)
    return true
  } catch (error) {
    if (error.code === 'ENOENT') return true // gone meanwhile
    throw error
  }
}

const isAlive = (owner, file) => {
  // Made but not yet written: its owner is at it, or died in that very moment.
  if (owner === '') return Date.now() - statSync(file).mtimeMs < 5000
  try {
    return process.kill(Number(owner), 0)
  } catch (error) {
    return error.code === 'EPERM' // somebody else's process
  }
}

try {
  main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
