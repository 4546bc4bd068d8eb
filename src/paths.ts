// Where the files that come with the package are: the build lies in dist/src, the sources in src, and both
// find the root by walking up to package.json.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const rootOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder))

export const packageRoot = rootOf(dirname(fileURLToPath(import.meta.url)))
export const migrationsFolder = join(packageRoot, 'drizzle')
export const schemasFolder = join(packageRoot, 'schemas')
export const examplesFolder = join(packageRoot, 'openapi', 'examples')
