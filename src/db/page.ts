// Pages of lists by keyset on (sort, id): stable while others write, and as fast at the end as at the
// start. A cursor says where to go on and for which list; it gives no right to anything (API-06). One of a feed is sealed: it
// stands at numbers that tell what else there is.
import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { canonicalJson } from '../core/document/canonical.ts'
import { Problem } from '../core/problem.ts'
import { type Peppers, sealAlike, sha256, sign, unseal, verify } from './digest.ts'

export const defaultLimit = 50
export const maxLimit = 200

/** A value that the list is ordered by. */
export type KeyPart = string | number | Date

/** Which list: its order, and whatever else decides which rows are in it (JSON; tenant and filters). */
export type List = { readonly sort: string; readonly filter?: unknown }

export type Asked = { readonly cursor?: string | undefined; readonly limit?: number | undefined }

export type Paged<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

export type Page = {
  readonly limit: number
  /** The last row of the page before, as it stands in the cursor; null: from the start. */
  readonly last: readonly (string | number)[] | null
  /**
   * Makes the answer of `limit + 1` rows: one more than asked tells whether there is a next page.
   * `keyOf` names the row's place, in the order of `after`.
   */
  readonly close: <Row, Item>(
    rows: readonly Row[],
    keyOf: (row: Row) => readonly KeyPart[],
    toItem: (row: Row) => Item,
  ) => Paged<Item>
  /** The same for a feed, whose cursor is always set and opaque: where to look for what has not happened yet. */
  readonly closeFeed: <Row, Item>(
    rows: readonly Row[],
    keyOf: (row: Row) => readonly KeyPart[],
    toItem: (row: Row) => Item,
  ) => Paged<Item>
}

export type Pages = {
  /** Opens the page that was asked for. Refuses a cursor of ours it is not with `cursor-invalid`. */
  readonly open: (asked: Asked, list: List) => Page
}

type Cursor = readonly [version: 1, sort: string, filter: string, ...last: (string | number)[]]

/** `secrets`: the first signs, all verify. */
export const pagesWith = (secrets: Peppers): Pages => ({
  open: ({ cursor, limit: asked = 0 }, { sort, filter = null }) => {
    // Most lists are one page, which needs no cursor: the digest waits until one is read or written.
    const filterDigest = () => sha256(canonicalJson(filter)).slice(0, 16)
    const limit = asked === 0 ? defaultLimit : Math.min(asked, maxLimit)
    const last = cursor === undefined ? null : lastOf(read(secrets, cursor), sort, filterDigest())
    const placeAt = (key: readonly KeyPart[]): Cursor => [
      1,
      sort,
      filterDigest(),
      ...key.map(plain),
    ]
    const split = <Row>(rows: readonly Row[]) => rows.slice(0, limit)
    return {
      limit,
      last,
      close: (rows, keyOf, toItem) => {
        const shown = split(rows)
        const end = rows.length > limit ? shown.at(-1) : undefined
        return {
          items: shown.map(toItem),
          nextCursor: end === undefined ? null : written(secrets, placeAt(keyOf(end))),
        }
      },
      closeFeed: (rows, keyOf, toItem) => {
        const shown = split(rows)
        const end = shown.at(-1)
        return {
          items: shown.map(toItem),
          nextCursor: sealed(secrets, placeAt(end === undefined ? (last ?? []) : keyOf(end))),
        }
      },
    }
  },
})

const plain = (part: KeyPart): string | number => (part instanceof Date ? part.toISOString() : part)

const written = (secrets: Peppers, cursor: Cursor): string => {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url')
  return `${text}.${sign(secrets, text)}`
}

/** How many characters a sealed cursor holds, or twice as many: its length must not say how long its numbers are. */
const sealedLength = 128

const sealed = (secrets: Peppers, cursor: Cursor): string => {
  const text = JSON.stringify(cursor)
  return sealAlike(secrets, text.padEnd(Math.ceil(text.length / sealedLength) * sealedLength))
}

/** Reading base64url passes over what does not belong there. */
const isSpelledOnce = (text: string): boolean =>
  Buffer.from(text, 'base64url').toString('base64url') === text

const read = (secrets: Peppers, cursor: string): Cursor => {
  const opened = isSpelledOnce(cursor) ? unseal(secrets, cursor) : null
  if (opened !== null) return JSON.parse(opened) as Cursor
  const [text = '', signature = ''] = cursor.split('.')
  if (!verify(secrets, text, signature) || cursor !== `${text}.${signature}`)
    throw invalid('unknown')
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor
}

const lastOf = (
  cursor: Cursor,
  sort: string,
  filter: string,
): readonly (string | number)[] | null => {
  const [, ofSort, ofFilter, ...last] = cursor
  if (ofSort !== sort || ofFilter !== filter) throw invalid('other_list')
  return last.length === 0 ? null : last
}

const invalid = (reason: 'unknown' | 'other_list') => new Problem('cursor-invalid', { reason })

/** Rows after the page before, ascending by these columns: one row comparison, served by an index. */
export const after = (page: Page, ...columns: readonly AnyColumn[]): SQL | undefined =>
  beyond(page, sql`>`, columns)

/** Rows after the page before, descending by these columns. */
export const before = (page: Page, ...columns: readonly AnyColumn[]): SQL | undefined =>
  beyond(page, sql`<`, columns)

const beyond = ({ last }: Page, operator: SQL, columns: readonly AnyColumn[]): SQL | undefined => {
  if (last === null) return undefined
  const values = last.map((value) => sql`${value}`)
  return sql`(${sql.join([...columns], sql`, `)}) ${operator} (${sql.join(values, sql`, `)})`
}
