// A document as Markdown (CommonMark with tables): every mark that somebody wrote stands for itself, so that no text
// becomes a link, a picture, HTML or a heading. Pictures are left out: their figures stand in tables, and few readers show
// a picture that lies in the text itself.
import {
  type Block,
  type Document,
  type Line,
  type Picture,
  partsOf,
  type Run,
  type Table,
} from './document.ts'
import { printable } from './escape.ts'

export const markdownOf = ({ title, subtitle, blocks }: Document): string =>
  `${[`# ${flat(title)}`, flat(subtitle), ...blocks.flatMap((block) => (block.kind === 'picture' ? [] : [blockMarkdown(block)]))].join('\n\n')}\n`

/** Entities where old readers know no backslash, a backslash before all else that may mean something. */
const harmless = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~@$]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2')
    .replace(/\b(www)\./gi, '$1\\.')

/** On one line. */
const flat = (text: string): string => harmless(text.replace(/\s+/g, ' ').trim())

/** With the line breaks of whoever wrote it, and never so far in that it becomes code. */
const broken = (text: string, indent: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => harmless(line.trim()))
    .join(`\\\n${indent}`)

const blockMarkdown = (block: Exclude<Block, Picture>): string => {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${flat(block.text)}`
    case 'paragraph':
      return lineMarkdown(block.line, '')
    case 'small':
      return flat(block.text)
    case 'list':
      return block.lines.map((line) => `- ${lineMarkdown(line, '  ')}`).join('\n')
    case 'table':
      return tableMarkdown(block)
  }
}

const lineMarkdown = (line: Line, indent: string): string => {
  const { main, aside } = partsOf(line)
  return [main, aside]
    .filter((part) => part.length > 0)
    .map((part) => part.map((run) => runMarkdown(run, indent)).join(''))
    .join(`\\\n${indent}`)
}

const runMarkdown = ({ text, strong, lang }: Run, indent: string): string => {
  if (lang !== undefined) return broken(text, indent)
  const [, before = '', inside = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return `${before}${strong ? `**${flat(inside)}**` : flat(inside)}${after}`
}

const tableMarkdown = ({ head, rows, widths }: Table): string => {
  const columns = widths.map((_, place) => head[place] ?? '')
  const row = (cells: readonly string[]) => `| ${cells.map(flat).join(' | ')} |`
  return [row(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(row)].join('\n')
}
