// `npm run release` freezes what a release promises: digests of formats, questionnaires and migrations, and the
// OpenAPI document under the version of the package; `npm run release -- questionnaires` the questionnaires alone, which
// submissions refer to before the rest is promised. test/rules/released.test.ts holds everyone to it.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../db/digest.ts'
import { packageRoot } from '../paths.ts'
import type { Json } from './compare-openapi/json.ts'
import { breakingChanges } from './compare-openapi.ts'
import { isEntry } from './entry.ts'
import { jsonText } from './generate/artefact.ts'
import { artefacts, committed, outdated } from './generate.ts'

/** Path below the package root → SHA-256 of the file, in lower-case hex. */
export type Digests = Readonly<Record<string, string>>

const listFile = 'schemas/released.json'
const documentFile = 'openapi/openapi.json'
const documentsFolder = 'openapi/released'
/** Questionnaires, and the mappings between them. */
const questionnaireFolders = ['schemas/models', 'schemas/mappings']

/** The digests of everything released so far. */
export const released = (): Digests =>
  (JSON.parse(committed(listFile) ?? '{ "files": {} }') as { files: Digests }).files

/** The released OpenAPI documents, by version. */
export const releasedDocuments = (): ReadonlyMap<string, Json> =>
  new Map(
    namesIn(documentsFolder, /\.json$/).map((file) => [
      file.replace(/^.*\/|\.json$/g, ''),
      JSON.parse(committed(file) ?? '') as Json,
    ]),
  )

/** Every file that a release freezes: formats, shipped questionnaires and mappings, migrations. */
export const freezable = (): readonly string[] =>
  [
    ...namesIn('schemas', /^[a-z-]+\/v\d+\.schema\.json$/),
    ...questionnaireFolders.flatMap((folder) => namesIn(folder, /\.json$/)),
    ...namesIn('drizzle', /^\d{4}_[^/]+\.sql$/),
  ].sort()

const namesIn = (folder: string, pattern: RegExp): readonly string[] =>
  existsSync(join(packageRoot, folder))
    ? readdirSync(join(packageRoot, folder), { recursive: true })
        .map((name) => String(name).replaceAll('\\', '/'))
        .filter((name) => pattern.test(name))
        .map((name) => `${folder}/${name}`)
    : []

/** What was released and is not there unchanged, each with its repair. */
export const broken = (
  digests: Digests,
  read: (path: string) => string | null,
): readonly string[] =>
  Object.entries(digests).flatMap(([path, digest]) => {
    const text = read(path)
    if (text !== null && sha256(text) === digest) return []
    const what = text === null ? 'was released and is gone' : 'differs from its released digest'
    return [`${path} ${what}. ${repairs.find(([pattern]) => pattern.test(path))?.[1]}`]
  })

const repairs: readonly (readonly [RegExp, string])[] = [
  [
    /^drizzle\//,
    'Databases that applied it would disagree with fresh ones. Restore the file and put the change into a ' +
      'new one: npx drizzle-kit generate --name <what>.',
  ],
  [
    /^schemas\/(models|mappings)\//,
    'Submissions refer to this version. Restore the file and write the change as a new version beside it.',
  ],
  [
    /^schemas\//,
    'Documents in this format are out in the world. Restore the shape; a new need is a new format version.',
  ],
]

/** Freezes the questionnaires and mappings that are shipped; what was frozen before stays. */
const freezeQuestionnaires = (): number => {
  const complaints = broken(released(), committed)
  if (complaints.length > 0) return refuse(complaints)
  const isOne = (path: string) => questionnaireFolders.some((each) => path.startsWith(`${each}/`))
  freeze(freezable().filter(isOne))
  return 0
}

const refuse = (complaints: readonly string[]): number => {
  for (const complaint of complaints) console.error(complaint)
  console.error('Nothing was frozen.')
  return 1
}

const freeze = (paths: readonly string[]): void => {
  const before = released()
  const added = paths.filter((path) => !(path in before))
  for (const path of added) console.log(`froze   ${path}`)
  const digests = added.map((path) => [path, sha256(committed(path) ?? '')])
  const files = { ...before, ...Object.fromEntries(digests) }
  writeFileSync(join(packageRoot, listFile), jsonText({ $comment: comment, files }))
}

const main = async (): Promise<number> => {
  const { version } = JSON.parse(committed('package.json') ?? '') as { version: string }
  const document = committed(documentFile) ?? '{}'
  const target = `${documentsFolder}/${version}.json`
  const before = committed(target)
  const complaints = [
    ...outdated(await artefacts(), committed).map(({ complaint }) => complaint),
    ...broken(released(), committed),
    ...[...releasedDocuments()].flatMap(([name, base]) =>
      breakingChanges(base, JSON.parse(document) as Json).map(
        ({ pointer, what, why }) =>
          `${documentFile} breaks release ${name}: ${pointer}: ${what}. ${why}`,
      ),
    ),
    ...(before === null || before === document
      ? []
      : [`${target} was released with other content. Raise the version in package.json.`]),
  ]
  if (complaints.length > 0) return refuse(complaints)
  freeze(freezable())
  writeFileSync(join(packageRoot, target), document)
  console.log(`froze   ${target}\nCommit these files with the release ${version}.`)
  return 0
}

const comment =
  'SHA-256 of every released format, questionnaire and migration: these files never change. ' +
  'Written by `npm run release`.'

if (isEntry(import.meta.url))
  process.exitCode = process.argv[2] === 'questionnaires' ? freezeQuestionnaires() : await main()
