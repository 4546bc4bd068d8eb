// A document as PDF, with the letters it uses embedded. The library and the fonts come with the first document; no
// address and no file but the two fonts is ever opened, whatever the document says.
import type { Content, Definition } from 'pdfmake'
import { type Block, type Document, footOf, type Line, partsOf, type Table } from './document.ts'
import { printable } from './escape.ts'
import { fontFiles } from './font-files.ts'
import { loadedOnce } from './loaded-once.ts'
import { reportTexts } from './report-texts.ts'

const load = async () => {
  const { default: pdfmake } = await import('pdfmake')
  const { normal, bold } = fontFiles()
  pdfmake.setFonts({ Noto: { normal, bold, italics: normal, bolditalics: bold } })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path: string) => path === normal || path === bold)
  return pdfmake
}

const loaded = loadedOnce(load)

/** Between the margins of A4, in points. */
const contentWidth = 595 - 2 * 48
/** Leaves room on a page for two long headings. */
const highestPicture = 560
/** Where the last part of a page begins, in which no heading stands: little would follow it there. */
const lowestHeading = 0.84
/** What each block takes that leaves the page with a heading, as a part of it. */
const headingRoom = 0.05
/** So many letters are a few lines, and so many rows with so many letters a part of a page. */
const shortText = 400
const longestWhole = 900
const smallTable = { rows: 9, letters: 900 } as const
const ink = '#1f2937'
const faint = '#4b5563'
const line = '#d1d5db'

export const pdfOf = async (document: Document): Promise<Uint8Array> => {
  const pdfmake = await loaded()
  const bytes = await pdfmake.createPdf(definitionOf(document)).getBuffer()
  return new Uint8Array(bytes)
}

const definitionOf = (document: Document): Definition => {
  const { locale, title, subtitle, at, blocks } = document
  return {
    pageSize: 'A4',
    pageMargins: [48, 52, 48, 56],
    language: locale,
    displayTitle: true,
    info: {
      title: `${printable(title)} – ${printable(subtitle)}`,
      creationDate: at,
      modDate: at,
      producer: 'Excellence API',
      creator: 'Excellence API',
    },
    defaultStyle: { font: 'Noto', fontSize: 10, lineHeight: 1.25, color: ink },
    styles: {
      title: { fontSize: 22, bold: true },
      subtitle: { fontSize: 13, color: faint, margin: [0, 2, 0, 14] },
      level1: { fontSize: 15, bold: true, margin: [0, 18, 0, 6] },
      level2: { fontSize: 12, bold: true, margin: [0, 12, 0, 4] },
      level3: { fontSize: 10.5, bold: true, margin: [0, 6, 0, 3] },
      small: { fontSize: 8, color: faint, margin: [0, 0, 0, 3] },
      head: { bold: true, fillColor: '#f3f4f6' },
    },
    content: [
      { text: printable(title), style: 'title' },
      { text: printable(subtitle), style: 'subtitle' },
      ...groupsOf(blocks),
    ],
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel !== undefined &&
      startPosition.verticalRatio > lowestHeading - headlineLevel * headingRoom,
    footer: (page: number, pages: number): Content => ({
      margin: [48, 18, 48, 0],
      fontSize: 8,
      color: faint,
      columns: [
        { text: footOf(document), width: '*' },
        { text: reportTexts[locale].page(page, pages), width: 'auto', alignment: 'right' },
      ],
    }),
  }
}

/**
 * A picture, a small table and the first of a list stay with the headings and the few lines above them. Nothing long is
 * held together: of a block that is longer than a page the library would lose what does not fit.
 */
const groupsOf = (blocks: readonly Block[]): readonly Content[] => {
  const groups: Content[] = []
  let held: readonly Block[] = []
  for (const block of blocks) {
    if (block.kind === 'heading' || (block.kind === 'paragraph' && isShort([...held, block]))) {
      held = [...held, block]
      continue
    }
    groups.push(...groupOf(held, block))
    held = []
  }
  return [...groups, ...held.map(blockPdf)]
}

const groupOf = (held: readonly Block[], block: Block): readonly Content[] => {
  const [first, ...others] = block.kind === 'list' ? block.lines : []
  if (first !== undefined && isShort(held) && lettersIn(first) <= longestWhole) {
    const rest = others.length === 0 ? [] : [listPdf(others)]
    return [wholePdf(held, { ul: [{ text: lineOf(first) }], margin: [0, 0, 0, 3] }), ...rest]
  }
  if (isShort(held) && (block.kind === 'picture' || isSmall(block)))
    return [wholePdf(held, blockPdf(block))]
  return [
    ...held.map((each, place) => breaking(blockPdf(each), held.length - 1 - place)),
    blockPdf(block),
  ]
}

/**
 * On one page, with what stands above. Its headings bring no page of their own: the library would lose what follows
 * them (seen with a table).
 */
const wholePdf = (above: readonly Block[], content: Content): Content => ({
  stack: [...above.map(blockPdf), content],
  unbreakable: true,
})

/** A heading leaves the end of a page; `after`: how many blocks leave it together. */
const breaking = (content: Content, after: number): Content =>
  'style' in content ? { ...content, headlineLevel: after } : content

const isShort = (blocks: readonly Block[]): boolean =>
  blocks.reduce((sum, block) => sum + lettersOf(block), 0) <= shortText

/** Of text that takes room above what follows. */
const lettersOf = (block: Block): number => (block.kind === 'paragraph' ? lettersIn(block.line) : 0)

const isSmall = (block: Block): boolean =>
  block.kind === 'table' &&
  block.rows.length <= smallTable.rows &&
  lettersIn(block.rows.flat().map((text) => ({ text }))) <= smallTable.letters

/** A break takes a whole line, as these letters do. */
const lettersIn = (whole: Line): number =>
  whole.reduce((sum, { text }) => sum + text.length + 80 * (text.split('\n').length - 1), 0)

const blockPdf = (block: Block): Content => {
  switch (block.kind) {
    case 'heading':
      return {
        text: printable(block.text),
        style: `level${block.level}`,
      }
    case 'paragraph':
      return { text: lineOf(block.line), margin: [0, 0, 0, 6] }
    case 'small':
      return { text: printable(block.text), style: 'small' }
    case 'list':
      return listPdf(block.lines)
    case 'table':
      return tablePdf(block)
    case 'picture':
      return {
        svg: withoutWords(block.svg),
        fit: [contentWidth, highestPicture],
        margin: [0, 6, 0, 8],
      }
  }
}

/** What a page does not show. */
const withoutWords = (svg: string): string =>
  svg.replace(/<(title|desc) id="[^"]*">[^<]*<\/\1>/g, '')

const listPdf = (lines: readonly Line[]): Content => ({
  ul: lines.map(itemPdf),
  margin: [0, 0, 0, 6],
})

/** One that is no longer than a part of a page stays on one. */
const itemPdf = (whole: Line): Content => ({
  stack: [{ text: lineOf(whole), margin: [0, 0, 0, 3] }],
  unbreakable: lettersIn(whole) <= longestWhole,
})

const lineOf = (whole: Line): readonly Content[] => {
  const { main, aside } = partsOf(whole)
  const below = runsOf(aside).map((run) => ({ ...run, fontSize: 8.5, color: faint }))
  return below.length === 0 ? runsOf(main) : [...runsOf(main), { text: '\n' }, ...below]
}

const runsOf = (runs: Line): readonly Content[] =>
  runs.flatMap(({ text, strong }) => piecesOf(printable(text), strong === true))

/** The fonts have no letters of their own for indices and exponents: they are drawn small, lower or higher. */
const piecesOf = (text: string, bold: boolean): readonly Content[] =>
  text
    .split(/([\u2080-\u209c]+|[\u2070\u2071\u2074-\u207f]+)/u)
    .map((piece, place) => {
      if (place % 2 === 0) return { text: piece, bold }
      return { text: piece.normalize('NFKC'), bold, [piece < '\u2080' ? 'sup' : 'sub']: true }
    })
    .filter(({ text: piece }) => piece !== '')

const tablePdf = ({ head, rows, widths }: Table): Content => ({
  margin: [0, 4, 0, 10],
  layout: {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0.5,
    hLineColor: () => line,
    vLineColor: () => line,
    paddingTop: () => 3,
    paddingBottom: () => 3,
    paddingLeft: () => 6,
    paddingRight: () => 6,
  },
  table: {
    headerRows: head.length === 0 ? 0 : 1,
    keepWithHeaderRows: head.length === 0 ? 0 : 1,
    dontBreakRows: rows.every((row) => lettersIn(row.map((text) => ({ text }))) <= longestWhole),
    // Padding and lines are beside the width of a column.
    widths: widths.map((width) => width * (contentWidth - widths.length * 12.5 - 1)),
    body: [
      ...(head.length === 0
        ? []
        : [head.map((text) => ({ text: printable(text), style: 'head' }))]),
      ...rows.map((row) =>
        row.map((text, place) => ({
          text: piecesOf(printable(text), place === 0 && head.length === 0),
        })),
      ),
    ],
  },
})
