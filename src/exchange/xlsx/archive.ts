// Opens a ZIP archive from outside without trusting a word it says about itself (SEC-13).
// Nothing is inflated before the directory has passed; then each part only to the size it declared.
import { crc32, inflateRawSync } from 'node:zlib'
import { fileLimits } from '../limits.ts'
import { refused } from '../refusal.ts'

type Entry = {
  readonly name: string
  readonly method: number
  readonly checksum: number
  readonly packed: number
  readonly inflated: number
  readonly header: number
}

/** The parts of an archive by name; null: there is no such part. Throws `file-refused`. */
export type Archive = {
  readonly names: readonly string[]
  readonly part: (name: string) => Uint8Array | null
}

const endMark = 0x06054b50
const directoryMark = 0x02014b50
const localMark = 0x04034b50
const endLength = 22

export const openArchive = (bytes: Uint8Array): Archive => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length >= 8 && view.readUInt32BE(0) === 0xd0cf11e0) throw refused('encrypted')
  if (view.length < 4 || view.readUInt32LE(0) !== localMark) throw refused('not-a-workbook')
  const entries = directoryOf(view)
  demandModest(entries)
  const spans = entries.map((entry) => spanOf(view, entry))
  demandApart(spans)
  const byName = new Map(spans.map((span) => [span.entry.name, span]))
  if (byName.size !== entries.length) throw refused('damaged')
  return {
    names: [...byName.keys()],
    part: (name) => {
      const span = byName.get(name)
      return span === undefined ? null : inflate(view, span)
    },
  }
}

/** The end record; a comment behind it would be room for a second directory, so there may be none. */
const directoryOf = (view: Buffer): readonly Entry[] => {
  const end = view.length - endLength
  if (end < 0 || view.readUInt32LE(end) !== endMark) throw refused('damaged')
  const count = view.readUInt16LE(end + 10)
  const size = view.readUInt32LE(end + 12)
  const start = view.readUInt32LE(end + 16)
  const isSplit = view.readUInt32LE(end + 4) !== 0 || view.readUInt16LE(end + 8) !== count
  if (isSplit || start + size !== end) throw refused('damaged')
  if (count > fileLimits.entries) throw refused('too-many-parts')
  const entries: Entry[] = []
  let at = start
  while (at < end) {
    if (at + 46 > end || view.readUInt32LE(at) !== directoryMark) throw refused('damaged')
    const length = 46 + [28, 30, 32].reduce((sum, place) => sum + view.readUInt16LE(at + place), 0)
    if (at + length > end || entries.length === count) throw refused('damaged')
    entries.push(entryAt(view, at))
    at += length
  }
  if (entries.length !== count) throw refused('damaged')
  return entries
}

const entryAt = (view: Buffer, at: number): Entry => {
  const [madeBy, flags, method] = [4, 8, 10].map((place) => view.readUInt16LE(at + place)) as [
    number,
    number,
    number,
  ]
  if ((flags & 0x41) !== 0) throw refused('encrypted')
  const name = view.toString('utf8', at + 46, at + 46 + view.readUInt16LE(at + 28))
  const mode = view.readUInt32LE(at + 38) >>> 16
  const isLink = madeBy >> 8 === 3 && (mode & 0xf000) === 0xa000
  if (isLink || !isSafe(name)) throw refused('unsafe-name')
  if (/\.(zip|xls[a-z]?|ods|docx?|docm|pptx?|jar|7z|rar|gz|ole)$/i.test(name))
    throw refused('nested')
  if (/vbaProject/i.test(name)) throw refused('macros')
  if (/\.bin$/i.test(name) && !/printerSettings/i.test(name)) throw refused('nested')
  if (method !== 0 && method !== 8) throw refused('damaged')
  const [checksum, packed, inflated, header] = [16, 20, 24, 42].map((place) =>
    view.readUInt32LE(at + place),
  ) as [number, number, number, number]
  return { name, method, checksum, packed, inflated, header }
}

const isSafe = (name: string): boolean =>
  name !== '' &&
  !/^[/\\]|^[A-Za-z]:|\\|\p{Cc}|\uFFFD/u.test(name) &&
  !name.split('/').includes('..')

const demandModest = (entries: readonly Entry[]): void => {
  const total = entries.reduce((sum, { inflated }) => sum + inflated, 0)
  const isBomb = entries.some(
    ({ packed, inflated }) =>
      inflated > fileLimits.tinyBytes && inflated > packed * fileLimits.ratio,
  )
  if (total > fileLimits.inflatedBytes || isBomb) throw refused('too-large')
}

/** `entry` and where its packed bytes stand. */
type Span = {
  readonly entry: Entry
  readonly start: number
  readonly from: number
  readonly to: number
}

/** The header in front of the bytes must say what the directory says, unless the sizes follow behind. */
const spanOf = (view: Buffer, entry: Entry): Span => {
  const { header, name, method, packed, inflated, checksum } = entry
  if (header + 30 > view.length || view.readUInt32LE(header) !== localMark) throw refused('damaged')
  const nameLength = view.readUInt16LE(header + 26)
  const from = header + 30 + nameLength + view.readUInt16LE(header + 28)
  const to = from + packed
  const sizesFollow = (view.readUInt16LE(header + 6) & 8) !== 0
  const told = [14, 18, 22].map((place) => view.readUInt32LE(header + place))
  const sizesAgree =
    [checksum, packed, inflated].every((value, index) => told[index] === value) ||
    (sizesFollow && told.every((value) => value === 0))
  const agrees =
    view.readUInt16LE(header + 8) === method &&
    view.toString('utf8', header + 30, header + 30 + nameLength) === name &&
    sizesAgree &&
    to <= view.length
  if (!agrees) throw refused('damaged')
  return { entry, start: header, from, to }
}

const demandApart = (spans: readonly Span[]): void => {
  const inOrder = spans.toSorted((a, b) => a.start - b.start)
  inOrder.forEach(({ start }, index) => {
    const before = inOrder[index - 1]
    if (before !== undefined && before.to > start) throw refused('damaged')
  })
}

const inflate = (view: Buffer, { entry, from, to }: Span): Uint8Array => {
  const packed = view.subarray(from, to)
  const bytes = entry.method === 0 ? packed : inflated(packed, entry.inflated)
  if (bytes.length !== entry.inflated || crc32(bytes) !== entry.checksum) throw refused('damaged')
  return bytes
}

const inflated = (packed: Uint8Array, size: number): Uint8Array => {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw refused(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged')
  }
}
