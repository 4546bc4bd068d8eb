// Tells a command line from a module: the same file serves `node scripts/ts.mjs <file>` and the tests.
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Whether the module of this `import.meta.url` is the file that was started. */
export const isEntry = (moduleUrl: string): boolean => {
  const [, started] = process.argv
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(moduleUrl))
}
