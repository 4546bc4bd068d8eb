// The shared column types, as the database sees them.
import { PgDialect, pgTable, text } from 'drizzle-orm/pg-core'
import t from 'tap'
import { allOrNone, instant, oneOf, ordered, sha256Hex } from '../../src/db/columns.ts'

const table = pgTable('things', { word: text(), other: text(), code: ordered(), at: instant() })
const dialect = new PgDialect({ casing: 'snake_case' })
const textOf = (built: ReturnType<typeof oneOf>) => dialect.sqlToQuery(built.value).sql

t.test('text that orders is compared byte by byte', async (t) => {
  t.equal(table.code.getSQLType(), 'text collate "C"')
})

t.test('an instant is kept to the millisecond, as a Date is', async (t) => {
  t.equal(table.at.getSQLType(), 'timestamp (3) with time zone')
})

t.test('a word outside the list is refused, and a quote in one ends no text', async (t) => {
  t.equal(
    textOf(oneOf('things_word_check', table.word, ['a', "it's"])),
    `"things"."word" in ('a', 'it''s')`,
  )
})

t.test('columns that belong together are there together', async (t) => {
  t.equal(
    textOf(allOrNone('things_pair_check', table.word, table.other)),
    'num_nulls("things"."word", "things"."other") in (0, 2)',
  )
})

t.test('a digest is 64 hexadecimal digits in lower case', async (t) => {
  t.equal(textOf(sha256Hex('things_word_check', table.word)), `"things"."word" ~ '^[0-9a-f]{64}$'`)
})
