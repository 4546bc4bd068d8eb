// Reads an XLSX workbook from outside into sheets of plain values; what it does not need it does not open.
// Formulas and errors are refused with their cell: a value that was computed elsewhere is nobody's statement.
import { type Cell, cellName, columnIndex, type Row, type Sheet } from '../grid.ts'
import { fileLimits } from '../limits.ts'
import { refused } from '../refusal.ts'
import { type Archive, openArchive } from './archive.ts'
import { attribute, readXml, unescaped } from './xml.ts'

/**
 * The sheets in their order. Texts are as they stand, guards included; a number shown as a percent is the
 * text that was shown, `45%`. Throws `file-refused`.
 */
export const readWorkbook = (bytes: Uint8Array): readonly Sheet[] => {
  const archive = openArchive(bytes)
  const book = partOf(archive, 'xl/workbook.xml')
  const targets = targetsOf(archive)
  const listed = sheetsIn(book)
  if (listed.length > fileLimits.sheets) throw refused('too-many-parts')
  const strings = stringsIn(archive.part('xl/sharedStrings.xml'))
  const percents = percentStyles(archive.part('xl/styles.xml'))
  const room = { cells: fileLimits.cells }
  return listed.map(({ name, id }) => {
    const target = targets.get(id)
    if (target === undefined) throw refused('damaged')
    return { name, rows: rowsIn(partOf(archive, target), { name, strings, percents, room }) }
  })
}

const partOf = (archive: Archive, name: string): Uint8Array => {
  const part = archive.part(name)
  if (part === null) throw refused('not-a-workbook')
  return part
}

/** Relation id → name of the part. Targets are relative to `xl/`, or absolute from the root. */
const targetsOf = (archive: Archive): ReadonlyMap<string, string> => {
  const targets = new Map<string, string>()
  readXml(partOf(archive, 'xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target, TargetMode }) => {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return
      if (TargetMode === 'External') return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return targets
}

const sheetsIn = (book: Uint8Array): readonly { readonly name: string; readonly id: string }[] => {
  const sheets: { name: string; id: string }[] = []
  readXml(book, {
    open: (element, attributes) => {
      if (element !== 'sheet') return
      const { name } = attributes
      const id = attribute(attributes, 'id')
      if (name === undefined || id === undefined) throw refused('damaged')
      sheets.push({ name: unescaped(name), id })
    },
  })
  return sheets
}

/** Collects the text of `t` elements; the phonetic hints of `rPh` stand beside the text, not in it. */
const collector = () => {
  let parts: string[] = []
  let length = 0
  let phonetic = 0
  let inside = false
  return {
    open: (name: string): void => {
      if (name === 'rPh') phonetic += 1
      if (name === 't') inside = phonetic === 0
    },
    text: (piece: string): void => {
      if (!inside) return
      length += piece.length
      if (length > fileLimits.cellCharacters) throw refused('too-large')
      parts.push(piece)
    },
    close: (name: string): void => {
      if (name === 'rPh') phonetic -= 1
      if (name === 't') inside = false
    },
    take: (): string => {
      const text = unescaped(parts.join(''))
      parts = []
      length = 0
      return text
    },
  }
}

const stringsIn = (part: Uint8Array | null): readonly string[] => {
  const strings: string[] = []
  if (part === null) return strings
  const text = collector()
  readXml(part, {
    open: text.open,
    text: text.text,
    close: (name) => {
      text.close(name)
      if (name !== 'si') return
      if (strings.length === fileLimits.sharedStrings) throw refused('too-large')
      strings.push(text.take())
    },
  })
  return strings
}

/** Positions of the styles that show a number as a percent: there 0.45 means 45 %. */
const percentStyles = (part: Uint8Array | null): ReadonlySet<number> => {
  const percents = new Set<number>()
  if (part === null) return percents
  const formats = new Set(['9', '10'])
  let inCells = false
  let style = 0
  readXml(part, {
    open: (name, { numFmtId = '', formatCode = '' }) => {
      if (name === 'numFmt' && formatCode.includes('%')) formats.add(numFmtId)
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      if (formats.has(numFmtId)) percents.add(style)
      style += 1
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return percents
}

type Reading = {
  readonly name: string
  readonly strings: readonly string[]
  readonly percents: ReadonlySet<number>
  /** What is left for all sheets together. */
  readonly room: { cells: number }
}

const rowsIn = (part: Uint8Array, { name, strings, percents, room }: Reading): readonly Row[] => {
  const rows = new Map<number, Map<number, Cell>>()
  const text = collector()
  let row = 0
  let column = -1
  let type = 'n'
  let isPercent = false
  let value = ''
  let inValue = false

  const take = (): void => {
    const place = cellName(name, row, column)
    const told = type === 'inlineStr' ? text.take() : cellOf(value, { type, strings, place })
    const cell = isPercent && typeof told === 'number' ? percentText(told) : told
    if (cell === null || cell === '') return
    room.cells -= 1
    if (room.cells < 0) throw refused('too-large')
    const cells = rows.get(row) ?? new Map<number, Cell>()
    rows.set(row, cells.set(column, cell))
  }

  readXml(part, {
    open: (element, attributes) => {
      text.open(element)
      if (element === 'row') {
        row = numberOf(attributes.r, row + 1, fileLimits.rows)
        column = -1
      } else if (element === 'c') {
        const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(attributes.r ?? '') ?? []
        column = letters === undefined ? column + 1 : columnIndex(letters)
        if (digits !== undefined && Number(digits) !== row) throw refused('damaged')
        if (column >= fileLimits.columns || row === 0) throw refused('damaged')
        type = attributes.t ?? 'n'
        isPercent = percents.has(Number(attributes.s ?? -1))
        value = ''
      } else if (element === 'v') {
        inValue = true
      } else if (element === 'f') {
        throw refused('formula', cellName(name, row, column))
      }
    },
    text: (piece) => {
      text.text(piece)
      if (inValue) value += piece
      if (value.length > fileLimits.cellCharacters) throw refused('too-large')
    },
    close: (element) => {
      text.close(element)
      if (element === 'v') inValue = false
      if (element === 'c') take()
    },
  })
  return [...rows]
    .map(([number, cells]) => ({ number, cells }))
    .toSorted((a, b) => a.number - b.number)
}

/** What the person saw: `45%`. Twelve digits are more than anybody types, and hide what floats add. */
const percentText = (value: number): string => `${Number((value * 100).toPrecision(12))}%`

const numberOf = (text: string | undefined, otherwise: number, most: number): number => {
  const number = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(number) || number < 1 || number > most) throw refused('damaged')
  return number
}

type Told = {
  readonly type: string
  readonly strings: readonly string[]
  readonly place: string
}

const cellOf = (value: string, { type, strings, place }: Told): Cell => {
  if (value === '') return null
  switch (type) {
    case 's': {
      const text = /^\d+$/.test(value) ? strings[Number(value)] : undefined
      if (text === undefined) throw refused('damaged')
      return text
    }
    case 'str':
    case 'd':
      return unescaped(value)
    case 'b':
      return value === '1' || value === 'true'
    case 'n': {
      const number = Number(value)
      if (!Number.isFinite(number)) throw refused('damaged')
      return number
    }
    case 'e':
      throw refused('cell-error', place)
    default:
      throw refused('damaged')
  }
}
