// A document as one HTML page: complete in itself, readable on a screen and printed, without script. Text is escaped
// wherever it stands; the pictures are ours and escaped where they are made. It is well-formed XML as well.
import { createHash } from 'node:crypto'
import { type Block, type Document, type Line, partsOf, type Table } from './document.ts'
import { escaped } from './escape.ts'

const style = `
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; color: #1f2937; background: #fff;
  font: 1rem/1.6 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif;
  overflow-wrap: anywhere; }
h2 { font-size: 1.4rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid #d1d5db; padding-bottom: 0.3rem; }
h3 { font-size: 1.15rem; margin: 1.6rem 0 0.4rem; }
h4 { font-size: 1rem; margin: 1rem 0 0.3rem; }
header h1 { font-size: 2rem; margin: 0; }
header p { font-size: 1.15rem; margin: 0.2rem 0 1.5rem; color: #4b5563; }
table { width: 100%; border-collapse: collapse; margin: 0.8rem 0 1.2rem; table-layout: fixed; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid #d1d5db; padding: 0.35rem 0.6rem; text-align: start; vertical-align: top; }
th { background: #f3f4f6; }
li { margin: 0.3rem 0; white-space: pre-line; }
p { white-space: pre-line; }
figure { margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
.small { font-size: 0.8rem; color: #4b5563; }
li .small { font-size: 0.85rem; }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
  h2, h3, h4 { break-after: avoid; } tr, li, figure { break-inside: avoid; } thead { display: table-header-group; } }
`

/** For the header of an answer that is such a page: nothing is loaded, nothing runs, and this one style counts. */
export const pagePolicy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export const htmlOf = (document: Document): string => {
  const { locale, title, subtitle, blocks } = document
  return [
    `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8"/>`,
    `<meta http-equiv="Content-Security-Policy" content="${escaped(metaPolicy)}"/>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    '<meta name="referrer" content="no-referrer"/>',
    `<title>${escaped(`${title} – ${subtitle}`)}</title><style>${style}</style></head><body>`,
    `<header><h1>${escaped(title)}</h1><p><bdi>${escaped(subtitle)}</bdi></p></header><main>`,
    ...blocks.map(blockHtml),
    '</main></body></html>\n',
  ].join('\n')
}

/** A page cannot say itself who may frame it. */
const metaPolicy = pagePolicy.replace(/; frame-ancestors.*$/, '')

const blockHtml = (block: Block): string => {
  switch (block.kind) {
    case 'heading': {
      // The title of the page is the one heading of the first level.
      const name = `h${block.level + 1}`
      return `<${name}>${escaped(block.text)}</${name}>`
    }
    case 'paragraph':
      return `<p>${lineHtml(block.line)}</p>`
    case 'small':
      return `<p class="small">${escaped(block.text)}</p>`
    case 'list':
      return `<ul>${block.lines.map((line) => `<li>${lineHtml(line)}</li>`).join('')}</ul>`
    case 'table':
      return tableHtml(block)
    case 'picture':
      return `<figure>${block.svg.trim()}</figure>`
  }
}

const lineHtml = (line: Line): string => {
  const { main, aside } = partsOf(line)
  const below = aside.length === 0 ? '' : `<br/><span class="small">${runsHtml(aside)}</span>`
  return `${runsHtml(main)}${below}`
}

const runsHtml = (line: Line): string =>
  line
    .map(({ text, strong, lang }) => {
      const shown = escaped(text)
      if (lang === undefined) return strong ? `<strong>${shown}</strong>` : shown
      return lang === null ? `<bdi>${shown}</bdi>` : `<bdi lang="${escaped(lang)}">${shown}</bdi>`
    })
    .join('')

const tableHtml = ({ caption, head, rows, widths }: Table): string => {
  const columns = widths.map((width) => `<col width="${Math.round(width * 100)}%"/>`).join('')
  const titles =
    head.length === 0
      ? ''
      : `<thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead>`
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((text) => `<td>${escaped(text)}</td>`).join('')
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`
  })
  return `<table><caption>${escaped(caption)}</caption><colgroup>${columns}</colgroup>${titles}<tbody>${body.join('')}</tbody></table>`
}
