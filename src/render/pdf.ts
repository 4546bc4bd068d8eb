// A document as PDF, with the letters it uses embedded. The library and the fonts come with the first document; no
// address and no file but the two fonts is ever opened, whatever the document says.
import type { Content, Definition } from 'pdfmake'
import type { Block, Document, Line, Table } from './document.ts'
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
const ink = '#1f2937'
const faint = '#4b5563'
const line = '#d1d5db'

export const pdfOf = async (document: Document): Promise<Uint8Array> => {
  const pdfmake = await loaded()
  const bytes = await pdfmake.createPdf(definitionOf(document)).getBuffer()
  return new Uint8Array(bytes)
}

const definitionOf = ({ locale, title, subtitle, at, blocks }: Document): Definition => ({
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
    headlineLevel !== undefined && startPosition.verticalRatio > lowestHeading,
  footer: (page: number, pages: number): Content => ({
    margin: [48, 18, 48, 0],
    fontSize: 8,
    color: faint,
    columns: [
      { text: `${printable(title)} – ${shortened(printable(subtitle))}`, width: '*' },
      { text: reportTexts[locale].page(page, pages), width: 'auto', alignment: 'right' },
    ],
  }),
})

/**
 * A picture stays with the headings above it. Nothing else is held together: of a block that is longer than a page
 * the library would lose what does not fit (seen with a finding of 2,000 letters). A picture is never that high.
 */
const groupsOf = (blocks: readonly Block[]): readonly Content[] => {
  const groups: Content[] = []
  let headings: readonly Content[] = []
  for (const block of blocks) {
    const content = blockPdf(block)
    if (block.kind === 'heading') {
      headings = [...headings, content]
      continue
    }
    groups.push(
      ...(block.kind === 'picture'
        ? [{ stack: [...headings, content], unbreakable: true }]
        : [...headings, content]),
    )
    headings = []
  }
  return [...groups, ...headings]
}

const blockPdf = (block: Block): Content => {
  switch (block.kind) {
    case 'heading':
      return {
        text: printable(block.text),
        style: `level${block.level}`,
        headlineLevel: block.level,
      }
    case 'paragraph':
      return { text: runsOf(block.line), margin: [0, 0, 0, 6] }
    case 'small':
      return { text: printable(block.text), style: 'small' }
    case 'list':
      return {
        ul: block.lines.map((each) => ({ text: runsOf(each), margin: [0, 0, 0, 3] })),
        margin: [0, 0, 0, 6],
      }
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

/** Room for one line at the foot. */
const shortened = (text: string): string => {
  const letters = [...text]
  return letters.length <= 30 ? text : `${letters.slice(0, 29).join('')}…`
}

/** What a page does not show. */
const withoutWords = (svg: string): string =>
  svg.replace(/<(title|desc) id="[^"]*">[^<]*<\/\1>/g, '')

const runsOf = (runs: Line) =>
  runs.map(({ text, strong }) => ({ text: printable(text), bold: strong === true }))

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
    // Padding and lines are beside the width of a column.
    widths: widths.map((width) => width * (contentWidth - widths.length * 12.5 - 1)),
    body: [
      ...(head.length === 0
        ? []
        : [head.map((text) => ({ text: printable(text), style: 'head' }))]),
      ...rows.map((row) =>
        row.map((text, place) => ({
          text: printable(text),
          bold: place === 0 && head.length === 0,
        })),
      ),
    ],
  },
})
