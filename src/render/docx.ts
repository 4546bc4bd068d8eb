// A document as a Word file. The library comes with the first one. What it writes of its own (the moment, names of
// parts by chance) is written again, so that the same document gives the same bytes.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import {
  type Block,
  type Document,
  footOf,
  type Line,
  type Picture,
  partsOf,
  type Table,
} from './document.ts'
import { printable } from './escape.ts'
import { pngOf } from './raster.ts'
import { reportTexts } from './report-texts.ts'

type Library = typeof import('docx')

export const docxOf = async (document: Document): Promise<Uint8Array> => {
  const library = await import('docx')
  const { locale, title, subtitle, blocks } = document
  const { Document: File, HeadingLevel, LineRuleType, Packer, Paragraph, TextRun } = library
  const font = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Calibri', eastAsia: 'Microsoft YaHei' }
  const children = await Promise.all(blocks.map((block) => blockDocx(block, library)))
  const file = new File({
    title: printable(title),
    subject: printable(subtitle),
    creator: 'Excellence API',
    lastModifiedBy: 'Excellence API',
    styles: {
      default: {
        document: {
          run: { font, size: 21, language: { value: locale, eastAsia: 'zh-CN' } },
          paragraph: { spacing: { after: 100, line: 276, lineRule: LineRuleType.AUTO } },
        },
        title: { run: { font, size: 44, bold: true } },
        heading1: styled(font, 30, 320),
        heading2: styled(font, 25, 220),
        heading3: styled(font, 22, 140),
      },
    },
    sections: [
      {
        footers: { default: footerOf(document, library) },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(printable(title))] }),
          new Paragraph({ children: [new TextRun({ text: printable(subtitle), size: 26 })] }),
          ...children.flat(),
        ],
      },
    ],
  })
  return settled(new Uint8Array(await Packer.toArrayBuffer(file)), document.at)
}

/** The title and the number of the page; the numbers are the only fields of the file. */
const footerOf = (document: Document, library: Library) => {
  const { Footer, PageNumber, Paragraph, TabStopType, TextRun } = library
  const { CURRENT, TOTAL_PAGES } = PageNumber
  const [before, between, after] = reportTexts[document.locale].page('\n', '\n').split('\n')
  const numbered = [`\t${before}`, CURRENT, between ?? '', TOTAL_PAGES, after ?? '']
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: contentWidth }],
        children: [
          new TextRun({ children: [footOf(document), ...numbered], size: 16, color: faint }),
        ],
      }),
    ],
  })
}

const faint = '4B5563'

const styled = (font: object, size: number, before: number) => ({
  run: { font, size, bold: true, color: '1F2937' },
  paragraph: { spacing: { before, after: 80 }, keepNext: true },
})

const blockDocx = async (block: Block, library: Library) => {
  const { HeadingLevel, Paragraph, TextRun } = library
  const levels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3]
  switch (block.kind) {
    case 'heading': {
      const children = [new TextRun(printable(block.text))]
      const [level = HeadingLevel.HEADING_1] = levels.slice(block.level - 1)
      return [new Paragraph({ heading: level, children })]
    }
    case 'paragraph':
      return [new Paragraph({ children: lineOf(block.line, library) })]
    case 'small':
      return [
        new Paragraph({
          children: [new TextRun({ text: printable(block.text), size: 16, color: faint })],
        }),
      ]
    case 'list':
      return block.lines.map(
        (line) => new Paragraph({ bullet: { level: 0 }, children: lineOf(line, library) }),
      )
    case 'table':
      return [tableDocx(block, library), new Paragraph({ children: [] })]
    case 'picture':
      return [await pictureDocx(block, library)]
  }
}

const lineOf = (line: Line, library: Library) => {
  const { main, aside } = partsOf(line)
  return [...runsOf(main, {}, library), ...runsOf(aside, { size: 18, color: faint }, library)]
}

/**
 * Line breaks of whoever wrote it are breaks, and what is small begins a line; the words of a run are never field codes.
 */
const runsOf = (
  line: Line,
  look: { readonly size?: number; readonly color?: string },
  { TextRun }: Library,
) =>
  line.flatMap(({ text, strong, aside }, run) =>
    printable(text)
      .split(/\r\n?|\n/)
      .map((each, place) => {
        const begins = place > 0 || (aside === true && run === 0)
        return new TextRun({
          ...look,
          text: each,
          bold: strong === true,
          ...(begins ? { break: 1 } : {}),
        })
      }),
  )

const lineColour = 'D1D5DB'
/** Between the margins of a page, in twentieths of a point. */
const contentWidth = 9026

const tableDocx = ({ caption, head, rows, widths }: Table, library: Library) => {
  const { BorderStyle, Paragraph, ShadingType, Table: Grid, TableCell, TableRow } = library
  const { TextRun, WidthType } = library
  const border = { style: BorderStyle.SINGLE, size: 4, color: lineColour }
  const sizes = widths.map((width) => Math.round(width * contentWidth))
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: cells.map(
        (text, place) =>
          new TableCell({
            width: { size: sizes[place] ?? 0, type: WidthType.DXA },
            ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: 'F3F4F6' } } : {}),
            children: [
              new Paragraph({
                spacing: { before: 30, after: 30 },
                children: [
                  new TextRun({
                    text: printable(text),
                    bold: isHead || (place === 0 && head.length === 0),
                  }),
                ],
              }),
            ],
          }),
      ),
    })
  return new Grid({
    columnWidths: sizes,
    width: { size: contentWidth, type: WidthType.DXA },
    borders: {
      top: border,
      bottom: border,
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    rows: [
      ...(head.length === 0 ? [] : [row(head, true)]),
      ...rows.map((cells) => row(cells, false)),
    ],
    altText: { title: printable(caption) },
  } as ConstructorParameters<typeof Grid>[0])
}

const pictureWidth = 600

const pictureDocx = async ({ svg, title, words }: Picture, { ImageRun, Paragraph }: Library) => {
  const [, width = '1', height = '1'] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
  const shown = {
    width: pictureWidth,
    height: Math.round((pictureWidth * Number(height)) / Number(width)),
  }
  return new Paragraph({
    children: [
      new ImageRun({
        type: 'svg',
        data: strToU8(svg) as never,
        transformation: shown,
        fallback: { type: 'png', data: (await pngOf(svg)) as never },
        altText: { name: printable(title), title: printable(title), description: printable(words) },
      }),
    ],
  })
}

/** Dates as they were given, pictures counted from one, and an archive that knows no moment of its own. */
const settled = (packed: Uint8Array, at: Date): Uint8Array => {
  const moment = at.toISOString().replace(/\.\d+Z$/, 'Z')
  let pictures = 0
  const rewrites: Readonly<Record<string, (xml: string) => string>> = {
    'docProps/core.xml': (xml) =>
      xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${moment}`),
    'word/document.xml': (xml) =>
      xml.replace(/<wp:docPr id="\d+"/g, () => {
        pictures += 1
        return `<wp:docPr id="${pictures}"`
      }),
  }
  const parts = Object.entries(unzipSync(packed)).map(([name, bytes]) => {
    const rewrite = rewrites[name]
    return [name, rewrite === undefined ? bytes : strToU8(rewrite(strFromU8(bytes)))] as const
  })
  return zipSync(Object.fromEntries(parts), { mtime: new Date(1980, 0, 1), level: 6 })
}
