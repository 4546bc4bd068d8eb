// Makes ZIP archives byte by byte, honest ones and others that lie, for tests of what is refused.
import { crc32, deflateRawSync } from 'node:zlib'

/** What one entry says of itself, in the directory and in front of its bytes; by default the truth. */
export type ZipEntry = {
  readonly name: string
  readonly content: string | Uint8Array
  readonly stored?: boolean
  readonly directory?: Partial<Told>
  readonly local?: Partial<Told>
  /** Takes the place of another entry's bytes: the index of that entry. */
  readonly sameAs?: number
}

type Told = {
  name: string
  flags: number
  method: number
  checksum: number
  packed: number
  inflated: number
  /** File mode of Unix, in the directory only. */
  mode: number
}

const number = (value: number, bytes: 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes)
  if (bytes === 2) buffer.writeUInt16LE(value)
  else buffer.writeUInt32LE(value >>> 0)
  return buffer
}
const header = (told: Told): Buffer =>
  Buffer.concat([
    number(told.flags, 2),
    number(told.method, 2),
    number(0, 4),
    number(told.checksum, 4),
    number(told.packed, 4),
    number(told.inflated, 4),
    number(Buffer.byteLength(told.name), 2),
    number(0, 2),
  ])

/** The archive; `comment` and `count` spoil its end record. */
export const zipOf = (
  entries: readonly ZipEntry[],
  { comment = '', count = entries.length }: { comment?: string; count?: number } = {},
): Uint8Array => {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  const starts: number[] = []
  let at = 0
  for (const { name, content, stored = false, sameAs, ...lies } of entries) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
    const packed = stored ? bytes : deflateRawSync(bytes)
    const truth: Told = {
      name,
      flags: 0,
      method: stored ? 0 : 8,
      checksum: crc32(bytes),
      packed: packed.length,
      inflated: bytes.length,
      mode: 0,
    }
    const told = { ...truth, ...lies.directory }
    const local = { ...truth, ...lies.local }
    const start = sameAs === undefined ? at : (starts[sameAs] ?? 0)
    starts.push(start)
    if (sameAs === undefined) {
      const body = Buffer.concat([
        number(0x04034b50, 4),
        number(20, 2),
        header(local),
        Buffer.from(local.name),
        packed,
      ])
      bodies.push(body)
      at += body.length
    }
    directory.push(
      Buffer.concat([
        number(0x02014b50, 4),
        number((3 << 8) | 20, 2),
        number(20, 2),
        header(told),
        number(0, 2),
        number(0, 2),
        number(0, 2),
        number(told.mode << 16, 4),
        number(start, 4),
        Buffer.from(told.name),
      ]),
    )
  }
  const listing = Buffer.concat(directory)
  return Buffer.concat([
    ...bodies,
    listing,
    number(0x06054b50, 4),
    number(0, 4),
    number(count, 2),
    number(count, 2),
    number(listing.length, 4),
    number(at, 4),
    number(comment.length, 2),
    Buffer.from(comment),
  ])
}

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>'

/** A workbook with one sheet, `Sheet`: the XML inside `sheetData`, and whatever else is said. */
export const workbookOf = (
  sheetData: string,
  more: { readonly parts?: readonly ZipEntry[]; readonly strings?: string } = {},
): Uint8Array =>
  zipOf([
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook xmlns:r="r"><sheets><sheet name="Sheet" sheetId="1" r:id="a"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${declaration}<Relationships><Relationship Id="a" Target="worksheets/one.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/one.xml',
      content: `${declaration}<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    },
    ...(more.strings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', content: `${declaration}<sst>${more.strings}</sst>` }]),
    ...(more.parts ?? []),
  ])
