// The environment of a process as configuration: `<NAME>_FILE` variables read, then judged by config.ts.
// Who reads process.env, and what becomes of complaints, is each process's own matter.
import { readFileSync } from 'node:fs'
import { type Complaints, type Config, fileNames, readConfig } from './config.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** Reads `<NAME>_FILE` into `<NAME>`; both at once is a contradiction. Throws a sentence for the operator. */
const withFiles = (env: Variables): Variables => {
  const result: Record<string, string | undefined> = { ...env }
  for (const name of fileNames) {
    const file = env[`${name}_FILE`]
    delete result[`${name}_FILE`]
    if (file === undefined || file === '') continue
    if (env[name] !== undefined && env[name] !== '')
      throw new Error(`${name} and ${name}_FILE are both set; set one of them.`)
    try {
      result[name] = readFileSync(file, 'utf8').trim()
    } catch (cause) {
      throw new Error(`${name}_FILE names ${file}, which cannot be read.`, { cause })
    }
  }
  return result
}

/** The configuration, or all that is wrong with it. */
export const readEnvironment = (
  env: Variables,
): { readonly config: Config } | { readonly complaints: Complaints } => {
  try {
    return readConfig(withFiles(env))
  } catch (error) {
    return { complaints: [error instanceof Error ? error.message : String(error)] }
  }
}
