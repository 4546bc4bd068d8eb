// Writes tables as an XLSX workbook: the same bytes for the same tables on every machine and at every hour.
// Texts stand in their cells as they are (inline, guarded), never as formulas; the first rows stay in sight.
import { strToU8, type Zippable, zipSync } from 'fflate'
import { type Cell, type Column, columnName, type Table } from '../grid.ts'
import { guarded } from '../guard.ts'
import { escaped } from './xml.ts'

export const writeWorkbook = (tables: readonly Table[]): Uint8Array => {
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': contentTypes(tables),
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': book(tables),
    'xl/_rels/workbook.xml.rels': relations([
      ...tables.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles,
    ...Object.fromEntries(
      tables.map((table, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet(table)]),
    ),
  }
  const files: Zippable = Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, strToU8(text)]),
  )
  // The archive stores local time without a zone: the same reading on every clock.
  return zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) })
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaging = 'http://schemas.openxmlformats.org/package/2006'
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const contentTypes = (tables: readonly Table[]): string =>
  `${declaration}<Types xmlns="${packaging}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  override('/xl/workbook.xml', 'sheet.main') +
  override('/xl/styles.xml', 'styles') +
  tables.map((_, index) => override(`/xl/worksheets/sheet${index + 1}.xml`, 'worksheet')).join('') +
  '</Types>'

const override = (name: string, type: string): string =>
  `<Override PartName="${name}" ContentType="${spreadsheet}.${type}+xml"/>`

const relations = (targets: readonly (readonly [string, string])[]): string =>
  `${declaration}<Relationships xmlns="${packaging}/relationships">${targets
    .map(
      ([type, target], index) =>
        `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

const book = (tables: readonly Table[]): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${tables
    .map(
      ({ name }, index) =>
        `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    )
    .join('')}</sheets></workbook>`

/** Cell styles by index: 0 numbers, 1 text that stays text (and wraps), 2 titles, 3 help. */
const textStyle = 1
const titleStyle = 2
const helpStyle = 3
const wrapped = (font: number, fill: number): string =>
  `<xf numFmtId="49" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" ` +
  'applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
const styles =
  `${declaration}<styleSheet xmlns="${main}">` +
  '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font>' +
  '<font><i/><sz val="9"/><color rgb="FF666666"/><name val="Calibri"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  wrapped(0, 0) +
  wrapped(1, 2) +
  wrapped(2, 0) +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  '</styleSheet>'

const sheet = ({ columns, rows }: Table): string => {
  const hasHelp = columns.some(({ help }) => help !== undefined)
  const head = hasHelp ? 2 : 1
  const lines = [
    line(
      1,
      columns.map(({ title }) => title),
      titleStyle,
    ),
    ...(hasHelp
      ? [
          line(
            2,
            columns.map(({ help = null }) => help),
            helpStyle,
          ),
        ]
      : []),
    ...rows.map((cells, index) => line(head + index + 1, cells, textStyle)),
  ]
  return (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/>` +
    `</sheetView></sheetViews>${widths(columns)}<sheetData>${lines.join('')}</sheetData>` +
    `${validations(columns, head)}</worksheet>`
  )
}

/** The style of a column is that of its empty cells: what is typed there stays text, `4.10` too. */
const widths = (columns: readonly Column[]): string =>
  columns.length === 0
    ? ''
    : `<cols>${columns
        .map(
          ({ width = 16, plain = false }, index) =>
            `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1" style="${plain ? 0 : textStyle}"/>`,
        )
        .join('')}</cols>`

const line = (number: number, cells: readonly Cell[], style: number): string =>
  `<row r="${number}">${cells
    .map((cell, index) => written(`${columnName(index)}${number}`, cell, style))
    .join('')}</row>`

const written = (at: string, cell: Cell, style: number): string => {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const text = escaped(guarded(cell))
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

/** Lists to choose from, as far as a spreadsheet takes them: 255 characters, no comma inside. */
const validations = (columns: readonly Column[], head: number): string => {
  const offered = columns.flatMap(({ choices = [] }, index) => {
    const list = choices.join(',')
    if (choices.length === 0 || list.length > 255 || /["\s]/.test(list)) return []
    const column = columnName(index)
    return [
      '<dataValidation type="list" allowBlank="1" showErrorMessage="1" ' +
        `sqref="${column}${head + 1}:${column}5000"><formula1>"${escaped(list)}"</formula1></dataValidation>`,
    ]
  })
  return offered.length === 0
    ? ''
    : `<dataValidations count="${offered.length}">${offered.join('')}</dataValidations>`
}
