// openapi/openapi.json: the document that the service serves, from the contracts of all slices.
// The application is built with stubs: registering routes does no I/O, and this proves it on every run.
import { buildApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { type Artefact, generatedBy, jsonText } from './artefact.ts'

/** Stands for what only requests use: whoever asks it for anything learns so. */
const untouched = <Value extends object>(name: string): Value =>
  new Proxy({} as Value, {
    get: (_, member) => {
      throw new Error(`registering routes asked ${name} for ${String(member)}; only requests may.`)
    },
  })

/** The configuration of an empty environment. */
const defaults = () => {
  const read = readConfig({})
  if ('complaints' in read) throw new Error(read.complaints.join(' '))
  return read.config
}

export const stubDeps = (): Deps => ({
  config: defaults(),
  db: untouched('the database'),
  log: untouched('the log'),
  newId: () => '00000000-0000-7000-8000-000000000000',
  documents: untouched('the documents'),
  scoring: untouched('the scoring'),
  files: untouched('files'),
  reports: untouched('reports'),
  codes: untouched('the code lists'),
  peppers: ['-'],
  pages: untouched('the pages'),
  worker: true,
})

export const openapiFile = async (): Promise<Artefact> => {
  const { app } = await buildApp(stubDeps(), { logLevel: null, isReady: async () => false })
  const { openapi, ...document } = app.swagger() as { openapi: string }
  await app.close()
  const note = generatedBy('the contracts in src/api')
  return {
    path: 'openapi/openapi.json',
    text: jsonText({ openapi, 'x-generated': note, ...document }),
  }
}
