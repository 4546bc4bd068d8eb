// quickstart.json: where the demo runs and with which keys; written by the service, read by `npm run demo`.
// Making what it names is prepare.ts.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AssociationId, OrganizationId } from '../core/ids.ts'

/** Whose keys there are. The second association admin is another person: two steps need two people. */
export const keyNames = [
  'associationAdmin',
  'secondAssociationAdmin',
  'organizationAdmin',
  'organizationContributor',
  'organizationViewer',
  'otherOrganizationAdmin',
] as const
export type KeyName = (typeof keyNames)[number]

export const Keys = z.record(z.enum(keyNames), z.string().min(1))

export const Quickstart = z.strictObject({
  baseUrl: z.url(),
  associationId: AssociationId,
  organizationId: OrganizationId,
  otherOrganizationId: OrganizationId,
  keys: Keys,
})
export type Quickstart = z.infer<typeof Quickstart>

export const quickstartFile = (dataDir: string): string => join(dataDir, 'quickstart.json')

/** Readable by its owner alone, and never half written: a new file takes the place of the old one. */
export const writePrivately = (file: string, value: unknown): void => {
  const draft = `${file}.${process.pid}`
  const text = `${JSON.stringify(value, null, 2)}\n`
  rmSync(draft, { force: true }) // of a process of that number that was killed
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(draft, file)
}

/** What the file holds; null: there is none. Throws, naming the file, where it is not what it should be. */
export const readPrivate = async <Shape extends z.ZodType>(
  file: string,
  shape: Shape,
): Promise<z.infer<Shape> | null> => {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${file} is not as it was written. Move it away.`, { cause })
  }
}
