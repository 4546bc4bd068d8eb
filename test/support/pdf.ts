// What a PDF of ours says: its text by page order, decoded by the tables it brings along.
import { inflateSync } from 'node:zlib'

type Objects = ReadonlyMap<string, string>

/** Bytes as Latin letters, one each. */
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

const objectsOf = (pdf: string): Objects =>
  new Map(
    [...pdf.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  )

const streamOf = (body = ''): string | null => {
  const [, dictionary = '', data] =
    /^([\s\S]*?)\nstream\r?\n([\s\S]*?)\r?\nendstream/.exec(body) ?? []
  if (data === undefined) return null
  if (!dictionary.includes('/FlateDecode')) return data
  return inflateSync(Buffer.from(data, 'latin1')).toString('latin1')
}

/** Glyph → text, of one font. */
const lettersOf = (cmap: string): ReadonlyMap<number, string> => {
  const letters = new Map<number, string>()
  const text = (hex: string) =>
    Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')
  for (const [, from = '', , list = ''] of cmap.matchAll(
    /<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi,
  ))
    for (const [place, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/gi)].entries())
      letters.set(Number.parseInt(from, 16) + place, text(hex))
  return letters
}

/** All text of all pages without its spaces: where words and lines end is a matter of places on the page. */
export const textOfPdf = (bytes: Uint8Array): string => {
  const objects = objectsOf(latin(bytes))
  const fonts = new Map<string, ReadonlyMap<number, string>>()
  for (const body of objects.values())
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [, cmap = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? []
      fonts.set(name, lettersOf(streamOf(objects.get(cmap)) ?? ''))
    }
  const said: string[] = []
  for (const body of objects.values()) {
    const content = streamOf(body)
    if (content === null || !content.includes(' Tf')) continue
    let font = ''
    for (const [, name, shown = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = name
      for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]+)>/gi))
        for (const glyph of hex.match(/.{4}/g) ?? [])
          said.push(fonts.get(font)?.get(Number.parseInt(glyph, 16)) ?? '\ufffd')
    }
  }
  return said.join('').replace(/\s+/g, '')
}
