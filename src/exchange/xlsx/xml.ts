// Walks through one XML part of a workbook from outside: no document type, no entities but the five, not deep.
// What the elements mean is said by who listens; names come without their prefix, which writers choose freely.
import { SaxesParser } from 'saxes'
import { fileLimits } from '../limits.ts'
import { refused } from '../refusal.ts'

export type Attributes = Readonly<Record<string, string>>

/** Called in document order. `text` comes in pieces. */
export type Listener = {
  readonly open?: (name: string, attributes: Attributes) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Throws `file-refused` for anything but well-formed XML 1.0 in UTF-8. */
export const readXml = (bytes: Uint8Array, { open, text, close }: Listener): void => {
  const parser = new SaxesParser({ xmlns: false, fragment: false })
  let depth = 0
  parser.on('error', () => {
    throw refused('damaged')
  })
  parser.on('doctype', () => {
    throw refused('document-type')
  })
  parser.on('xmldecl', ({ encoding = 'utf-8', version }) => {
    if (!/^utf-?8$/i.test(encoding) || version !== '1.0') throw refused('damaged')
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > fileLimits.xmlDepth) throw refused('too-deep')
    open?.(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    close?.(local(name))
  })
  const say = (piece: string) => text?.(piece)
  parser.on('text', say)
  parser.on('cdata', say)
  // In pieces, so that a document type at the start is refused before the rest has been looked at.
  for (const piece of pieces(decoded(bytes))) parser.write(piece)
  parser.close()
}

const decoded = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refused('damaged')
  }
}

const pieceLength = 65_536
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength)
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute whatever its prefix: `id` finds `r:id`. */
export const attribute = (attributes: Attributes, name: string): string | undefined =>
  attributes[name] ??
  Object.entries(attributes).find(([each]) => local(each) === name && each.includes(':'))?.[1]

/** Text as spreadsheets write what XML cannot say: `_x000D_` for a carriage return. */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )

/** The other way round, and safe inside an element. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, (character) => {
      const code = character.charCodeAt(0).toString(16).toUpperCase()
      return `_x${code.padStart(4, '0')}_`
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
