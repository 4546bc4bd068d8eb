// What a picture shows, as data: rows of one bar and some marks each, in one language, with words that say it all.
// What is shown of what is said in comparison-chart.ts, sheet-chart.ts and report-chart.ts; how it looks, in bars.ts
// and radar.ts.
import type { Locale } from '../core/request.ts'
import { printable } from './escape.ts'

/** What the figures of a chart are said in: percents of the most that a node can get, or levels of the model. */
export type Unit = 'percent' | 'level'

/** From and to, in basis points of the node maximum. A single figure is a bar from zero. */
export type Span = { readonly from: number; readonly to: number }

export type Row = {
  /** The code and, where it may be told, the name. */
  readonly label: string
  readonly bar: Span | null
  /** One for each of the chart's marks, in basis points; null: there is none to show. */
  readonly marks: readonly (number | null)[]
  /** The bar in figures; null: there is none. */
  readonly figure: string | null
  /** What is not shown, in words; null: everything is. */
  readonly note: string | null
  /** The whole row in words, a sentence. */
  readonly words: string
  readonly isTotal: boolean
}

export type Chart = {
  readonly locale: Locale
  readonly unit: Unit
  readonly title: string
  /** What must be known before anything is read off: a sentence or two. */
  readonly subtitle: string
  /** What the figures are: sentences for the words alone. */
  readonly about: readonly string[]
  readonly bar: string
  readonly marks: readonly string[]
  readonly rows: readonly Row[]
}

/** Basis points as people read them: `45.5%`. */
export const percentText = (bp: number): string => `${bp / 100}%`

/** Code and name on one line. */
export const labelOf = (code: string, name: string | undefined): string =>
  printable(`${code} ${name ?? ''}`)
    .replace(/\s+/g, ' ')
    .trim()

/** Sentences one after another: Chinese has no space between them. */
export const sentences = (locale: Locale, texts: readonly string[]): string =>
  texts.join(locale === 'en' ? ' ' : '')

/** What a reader who sees no picture reads instead. */
export const wordsOf = ({ subtitle, about, rows, locale }: Chart): string =>
  sentences(locale, [subtitle, ...about, ...rows.map(({ words }) => words)])

/** Latin letters count one, all else two: about the width they take. */
const widthOf = (letter: string): number => (letter < '\u1100' ? 1 : 2)

/**
 * A label in at most two lines of some width; what is longer ends in `…`, and the words have the whole of it. Lines
 * break at a space, or where there is none within reach, anywhere.
 */
export const inTwoLines = (label: string, width: number): string => {
  const [first, rest] = cut(label, width)
  if (rest === '') return first
  const [second, beyond] = cut(rest, width - 1)
  return `${first}\n${second}${beyond === '' ? '' : '…'}`
}

const cut = (text: string, width: number): readonly [string, string] => {
  const letters = [...text]
  let used = 0
  const end = letters.findIndex((letter) => {
    used += widthOf(letter)
    return used > width
  })
  if (end < 0) return [text, '']
  const space = letters.lastIndexOf(' ', end)
  const place = space > end / 2 ? space : end
  return [letters.slice(0, place).join('').trimEnd(), letters.slice(place).join('').trimStart()]
}
