// The project's own source files and what they import, for the rules that read code as text.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The package root, found by walking up to package.json: tests run compiled (dist/) and from source. */
export const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!readdirSync(folder).includes('package.json')) folder = dirname(folder)
  return folder
})()

/** Every `.ts` file below `folder` (relative to the root), as paths relative to the root, sorted. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** What a file imports: own files as `src/...` paths, packages and node modules by name. */
export const importsOf = (file: string): readonly string[] =>
  ts
    .preProcessFile(textOf(file), true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.')
        ? relative(root, join(root, dirname(file), fileName))
        : packageOf(fileName),
    )

const packageOf = (name: string): string =>
  name.startsWith('node:')
    ? name
    : name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/')

/** Lines of code: neither blank nor comment. */
export const codeLines = (file: string): number =>
  textOf(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(\/\/|\/\*|\*)/.test(line)).length
