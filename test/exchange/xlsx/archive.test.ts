// Archives that lie, hide or explode are refused by their directory; nothing is inflated for them.
import t from 'tap'
import { openArchive } from '../../../src/exchange/xlsx/archive.ts'
import { refusalOfFile } from '../../support/refused-file.ts'
import { type ZipEntry, zipOf } from '../../support/zip.ts'

const text = (name: string, content = 'hello'): ZipEntry => ({ name, content })
const part = (bytes: Uint8Array, name = 'a.xml') => {
  const found = openArchive(bytes).part(name)
  return found === null ? null : Buffer.from(found).toString()
}
const reasonOf = (bytes: Uint8Array, name?: string) => refusalOfFile(() => part(bytes, name))

t.test(
  'honest archives open: packed, stored, with sizes behind the bytes, empty parts',
  async (t) => {
    t.equal(part(zipOf([text('a.xml')])), 'hello')
    t.equal(part(zipOf([{ ...text('a.xml'), stored: true }])), 'hello')
    t.equal(part(zipOf([text('a.xml', '')])), '')
    t.equal(part(zipOf([text('a.xml')]), 'b.xml'), null)
    const follows = { flags: 8, checksum: 0, packed: 0, inflated: 0 }
    t.equal(part(zipOf([{ ...text('a.xml'), local: follows }])), 'hello')
    t.same(openArchive(zipOf([text('a.xml'), text('xl/printerSettings/p1.bin')])).names.length, 2)
  },
)

t.test('what is no archive, or another kind of file, is told apart', async (t) => {
  t.match(reasonOf(Buffer.from('code,percent')), { reason: 'not-a-workbook' })
  t.match(reasonOf(new Uint8Array()), { reason: 'not-a-workbook' })
  t.match(reasonOf(Buffer.from('d0cf11e0a1b11ae1', 'hex')), { reason: 'encrypted' })
  const whole = zipOf([text('a.xml')])
  for (let length = 4; length < whole.length; length += 1)
    t.match(reasonOf(whole.subarray(0, length)), { reason: 'damaged' }, `cut at ${length}`)
})

t.test('200 parts are the most', async (t) => {
  const many = (count: number) => zipOf(Array.from({ length: count }, (_, i) => text(`${i}.xml`)))
  t.equal(part(many(200), '0.xml'), 'hello')
  t.match(reasonOf(many(201), '0.xml'), { reason: 'too-many-parts' })
})

t.test('a bomb is refused before it is inflated', async (t) => {
  const zeros = Buffer.alloc(7 * 1024 * 1024)
  t.match(reasonOf(zipOf([{ name: 'a.xml', content: zeros }])), { reason: 'too-large' })
  const claims = { inflated: 101 * 1024 * 1024 }
  const stored = { name: 'a.xml', content: Buffer.alloc(1024 * 1024 + 1), stored: true }
  t.match(reasonOf(zipOf([{ ...stored, directory: { inflated: 101 * 1024 * 1024 } }])), {
    reason: 'too-large',
  })
  const both = { ...text('a.xml'), directory: { ...claims, packed: 2 ** 21 }, local: claims }
  t.match(reasonOf(zipOf([both])), { reason: 'too-large' })
})

t.test('sizes, checksums, names and methods that lie are found out', async (t) => {
  const honest = text('a.xml', 'hello hello hello')
  const lies: readonly (readonly [string, Partial<ZipEntry>, string])[] = [
    ['inflates to more than it says', both({ inflated: 3 }), 'too-large'],
    ['inflates to less than it says', both({ inflated: 30 }), 'damaged'],
    ['directory and header disagree on the size', { directory: { inflated: 3 } }, 'damaged'],
    ['directory and header disagree on the name', { local: { name: 'b.xml' } }, 'damaged'],
    ['directory and header disagree on the method', { local: { method: 0 } }, 'damaged'],
    ['another checksum', both({ checksum: 7 }), 'damaged'],
    ['an unknown method', both({ method: 9 }), 'damaged'],
    ['packed bytes beyond the end', both({ packed: 5000 }), 'damaged'],
    ['encrypted', both({ flags: 1 }), 'encrypted'],
    ['a link', { directory: { mode: 0o120777 } }, 'unsafe-name'],
  ]
  for (const [what, lie, reason] of lies)
    t.match(reasonOf(zipOf([{ ...honest, ...lie }])), { reason }, what)
})
const both = (told: NonNullable<ZipEntry['local']>) => ({ directory: told, local: told })

t.test('parts may not share bytes, occur twice, or hide behind a comment', async (t) => {
  const twin = { ...text('b.xml'), directory: { name: 'a.xml' }, sameAs: 0 }
  t.match(reasonOf(zipOf([text('a.xml'), { ...twin, directory: {} }])), { reason: 'damaged' })
  t.match(reasonOf(zipOf([text('a.xml'), twin])), { reason: 'damaged' })
  t.match(reasonOf(zipOf([text('a.xml'), text('a.xml')])), { reason: 'damaged' })
  t.match(reasonOf(zipOf([text('a.xml')], { comment: 'PK' })), { reason: 'damaged' })
  t.match(reasonOf(zipOf([text('a.xml')], { count: 2 })), { reason: 'damaged' })
  t.match(reasonOf(zipOf([text('a.xml'), text('b.xml')], { count: 1 })), { reason: 'damaged' })
})

t.test('names that lead elsewhere, archives and programs inside are refused', async (t) => {
  for (const name of [
    '/a.xml',
    '../a.xml',
    'xl/../../a',
    'C:a.xml',
    'xl\\a.xml',
    'a\u0000.xml',
    '',
  ])
    t.match(reasonOf(zipOf([text(name)]), name), { reason: 'unsafe-name' }, JSON.stringify(name))
  for (const name of ['xl/embeddings/x.xlsx', 'a.zip', 'xl/embeddings/oleObject1.bin', 'a.docx'])
    t.match(reasonOf(zipOf([text(name)]), name), { reason: 'nested' }, name)
  t.match(reasonOf(zipOf([text('xl/vbaProject.bin')])), { reason: 'macros' })
})

t.test('no byte of an archive can be changed without notice or harm', async (t) => {
  const whole = zipOf([text('a.xml', 'hello hello hello hello')])
  let accepted = 0
  for (let index = 0; index < whole.length; index += 1) {
    const copy = Uint8Array.from(whole)
    copy[index] = (copy[index] ?? 0) ^ 0xff
    const read = refusalOfFile(() => part(copy))
    if (read === 'hello hello hello hello' || read === null) accepted += 1
    else t.match(read, { reason: String }, `byte ${index}`)
  }
  t.ok(accepted < whole.length / 2, 'what is accepted says the same: times, versions, attributes')
})
