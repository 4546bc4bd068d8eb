// A document as a tree, before it is HTML, Markdown, PDF or a Word file: what there is, not how it looks. Whatever
// people wrote stands in it as plain text; each form makes it harmless in its own way.

import type { Locale } from '../core/request.ts'
import { guarded } from '../exchange/guard.ts'
import { printable } from './escape.ts'

/**
 * `lang`: of what somebody wrote, which is kept apart from our own words around it; null: not known. `aside`: small,
 * below the rest of its line.
 */
export type Run = {
  readonly text: string
  readonly strong?: true
  readonly lang?: string | null
  readonly aside?: true
}
export type Line = readonly Run[]

/** What a line says, and what stands below it. */
export const partsOf = (line: Line): { readonly main: Line; readonly aside: Line } => ({
  main: line.filter(({ aside }) => aside === undefined),
  aside: line.filter(({ aside }) => aside === true),
})

export type Table = {
  readonly kind: 'table'
  readonly caption: string
  /** Titles of the columns; empty: the first column holds the titles of the rows. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Widths of the columns as parts of the whole. */
  readonly widths: readonly number[]
}

export type Picture = {
  readonly kind: 'picture'
  readonly svg: string
  readonly title: string
  /** All of it in words. */
  readonly words: string
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'small'; readonly text: string }
  | { readonly kind: 'list'; readonly lines: readonly Line[] }
  | Table
  | Picture

export type Document = {
  readonly locale: Locale
  readonly title: string
  readonly subtitle: string
  /** For the properties of a file; no clock is asked. */
  readonly at: Date
  readonly blocks: readonly Block[]
}

/** What stands at the foot of a page: room for one line. */
export const footOf = ({ title, subtitle }: Document): string => {
  const letters = [...printable(subtitle)]
  const named = letters.length <= 30 ? letters : [...letters.slice(0, 29), '…']
  return `${printable(title)} – ${named.join('')}`
}

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text })
export const paragraph = (...line: Line): Block => ({ kind: 'paragraph', line })
export const own = (text: string): Run => ({ text })
export const strong = (text: string): Run => ({ text, strong: true })
export const written = (text: string, lang: string | null): Run => ({ text, lang })
export const asideOf = (line: Line): Line => line.map((run) => ({ ...run, aside: true }))

/** Cells are copied into spreadsheets: none of them may become a formula there (SEC-12). */
export const table = (given: Omit<Table, 'kind'>): Table => ({
  kind: 'table',
  ...given,
  rows: given.rows.map((row) => row.map(guarded)),
})
