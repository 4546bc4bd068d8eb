// Text for a terminal: width of what East Asian readers read, padding, wrapping, bars, colour.
// Pure; what is shown is in render.ts, whether there is a terminal at all is asked in ../demo.ts.

/** How a page is drawn: columns, and whether colours are wanted. */
export type Paper = { readonly width: number; readonly colour: boolean }

const narrowest = 80
const widest = 100

/**
 * The paper for an output stream: between 80 and 100 columns, 100 where nobody can tell. Colour only on a
 * terminal, and never against NO_COLOR (no-color.org: any value that is not empty).
 */
export const paperFor = (given: {
  readonly isTty: boolean
  readonly columns: number | undefined
  readonly noColor: string | undefined
}): Paper => ({
  width: Math.min(Math.max(given.columns ?? widest, narrowest), widest),
  colour: given.isTty && (given.noColor ?? '') === '',
})

// UAX #11: Wide and Fullwidth take two columns. Ambiguous ones (bars, arrows) are narrow, as terminals draw them.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const markOrHidden = /[\p{M}\p{Cf}]/u

const columnsOf = (character: string): number => {
  if (markOrHidden.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that starts a colour is one
const colours = /\u001b\[\d+m/g

/** Columns that the text takes; colours take none. */
export const widthOf = (text: string): number =>
  [...text.replaceAll(colours, '')].reduce((sum, character) => sum + columnsOf(character), 0)

const blanks = (count: number): string => ' '.repeat(Math.max(count, 0))

export const padEnd = (text: string, width: number): string => text + blanks(width - widthOf(text))
export const padStart = (text: string, width: number): string =>
  blanks(width - widthOf(text)) + text

/** The text in exactly `width` columns: cut with an ellipsis, or padded. Without colours in it. */
export const fit = (text: string, width: number): string => {
  if (widthOf(text) <= width) return padEnd(text, width)
  let kept = ''
  for (const character of text) {
    if (widthOf(kept) + columnsOf(character) > width - 1) break
    kept += character
  }
  return padEnd(`${kept.trimEnd()}…`, width)
}

// A line never starts with these: they stay with what they close.
const closing = '，。、；：？！）》」』”’…'
const pieces = new RegExp(`\\s+|${wide.source}[${closing}]*|(?:(?!${wide.source})\\S)+`, 'gu')

/** Lines of at most `width` columns, broken at blanks and between wide characters. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const [piece] of text.trim().matchAll(pieces)) {
    const blank = piece.trim() === ''
    if (widthOf(line) + widthOf(piece) <= width) line += blank ? ' ' : piece
    else {
      lines.push(line.trimEnd())
      line = blank ? '' : piece
    }
  }
  return [...lines, line.trimEnd()].filter((each) => each !== '')
}

/** The same, each line behind `indent` blanks. */
export const paragraph = (text: string, indent: number, { width }: Paper): readonly string[] =>
  wrap(text, width - indent).map((line) => blanks(indent) + line)

const codes = { bold: 1, dim: 2, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const
export type Ink = keyof typeof codes

export const ink = (text: string, colour: Ink, paper: Pick<Paper, 'colour'>): string =>
  paper.colour ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text

/** A bar of `width` columns filled to `percent`, 0 to 100. */
export const bar = (percent: number, width: number): string => {
  const filled = Math.min(Math.max(Math.round((percent * width) / 100), 0), width)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

/** What stands on an axis, in bp of the maximum; null: not known, not drawn. */
export type Marks = {
  readonly own: number | null
  readonly low: number | null
  readonly median: number | null
  readonly high: number | null
}

/** What the two ends of an axis stand for, in bp. */
export type Scale = { readonly from: number; readonly to: number }

/** An axis in `width` columns: `▒` from low to high, `│` the median, `●` the own value, which wins. */
export const axis = ({ own, low, median, high }: Marks, scale: Scale, width: number): string => {
  const placeOf = (bp: number): number => {
    const share = (bp - scale.from) / (scale.to - scale.from)
    return Math.min(Math.max(Math.round(share * (width - 1)), 0), width - 1)
  }
  const cells = Array.from({ length: width }, () => '·')
  if (low !== null && high !== null) cells.fill('▒', placeOf(low), placeOf(high) + 1)
  if (median !== null) cells[placeOf(median)] = '│'
  if (own !== null) cells[placeOf(own)] = '●'
  return cells.join('')
}
