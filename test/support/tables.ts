// Every table as its file declares it, for the rules that hold the database against the sources.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { is, Table } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { Classes, TableClass } from '../../src/db/columns.ts'
import { filesBelow, root } from './sources.ts'

export type Declared = {
  readonly schema: string
  readonly name: string
  /** As SQL writes it: the schema only where it is not `public`. */
  readonly full: string
  readonly class: TableClass | undefined
  readonly file: string
  readonly table: PgTable
}

type Exports = Readonly<Record<string, unknown>> & { readonly classes?: Classes }

const here = import.meta.url.endsWith('.js') ? 'dist' : ''

/** What the files in src/db/tables export, in the form that is running (compiled or not). */
export const declaredTables = async (): Promise<readonly Declared[]> => {
  const files = filesBelow('src/db/tables')
  const found = await Promise.all(files.map(tablesOf))
  return found.flat()
}

const tablesOf = async (file: string): Promise<readonly Declared[]> => {
  const path = here === '' ? file : file.replace(/\.ts$/, '.js')
  const exports: Exports = await import(pathToFileURL(join(root, here, path)).href)
  return Object.values(exports)
    .filter((value): value is PgTable => is(value, Table) && is(value, PgTable))
    .map((table) => {
      const { name, schema = 'public' } = getTableConfig(table)
      const full = schema === 'public' ? name : `${schema}.${name}`
      return { schema, name, full, class: exports.classes?.[full], file, table }
    })
}
