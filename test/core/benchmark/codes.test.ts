import t from 'tap'
import {
  readCodes,
  regionCodes,
  sectionOf,
  sectorCodes,
  sectorIn,
  sizeCodes,
  sizeOf,
} from '../../../src/core/benchmark/codes.ts'
import { Problem } from '../../../src/core/problem.ts'
import { codes, codesText } from '../../fixtures/benchmark/population.ts'

const gbt = 'gbt-4754-2017' as const

t.test('the shipped lists are complete and name everything in both languages', async (t) => {
  t.equal(regionCodes(codes).length, 34)
  t.equal(new Set(regionCodes(codes)).size, 34)
  t.equal(new Set(codes.regions.items.map(({ native }) => native)).size, 34)
  t.equal(sectorCodes(codes, gbt).join(''), 'ABCDEFGHIJKLMNOPQRST')
  t.equal(sectorCodes(codes, 'isic-4').join(''), 'ABCDEFGHIJKLMNOPQRSTU')
  t.equal(sectorCodes(codes, 'isic-5').join(''), 'ABCDEFGHIJKLMNOPQRSTUV')
  t.same(sizeCodes(codes), ['large', 'medium', 'small', 'micro'])
  const divisions = codes.sectors.items.flatMap((sector) => sector.divisions)
  const expected = Array.from({ length: 97 }, (_, index) => String(index + 1).padStart(2, '0'))
  t.same(divisions, expected, 'each division 01 to 97 once, in order')
})

t.test('look-alike regions are told apart', async (t) => {
  const nameOf = (code: string) =>
    codes.regions.items.find((region) => region.code === code)?.name.en
  t.same(
    ['SN', 'SX', 'HA', 'HB', 'HE', 'HI', 'HL', 'HN'].map((code) => nameOf(`CN-${code}`)),
    ['Shaanxi', 'Shanxi', 'Henan', 'Hubei', 'Hebei', 'Hainan', 'Heilongjiang', 'Hunan'],
  )
})

t.test('every mapped ISIC section exists in its list', async (t) => {
  for (const { isic4, isic5 } of codes.sectors.items) {
    for (const code of isic4) t.ok(sectorCodes(codes, 'isic-4').includes(code))
    for (const code of isic5) t.ok(sectorCodes(codes, 'isic-5').includes(code))
  }
})

t.test('a list that does not fit its shape is refused, every fault by its pointer', async (t) => {
  const broken = JSON.parse(codesText)
  broken.regions.items[0].native = 'x'
  broken.extra = true
  const refused = t.throws(() => readCodes(broken))
  t.ok(refused instanceof Problem)
  t.match(refused, { code: 'document-invalid' })
  const { errors } = (refused as unknown as Problem<'document-invalid'>).parameters
  t.same(
    errors.map(({ pointer }) => pointer),
    ['/regions/items/0/native', ''],
  )
})

t.test('a division finds its section', async (t) => {
  t.equal(sectionOf(codes, '01'), 'A')
  t.equal(sectionOf(codes, '43'), 'C')
  t.equal(sectionOf(codes, '97'), 'T')
  t.equal(sectionOf(codes, '98'), 'unlisted')
})

t.test('sectors are mapped by division and never by letter', async (t) => {
  const finance = { scheme: gbt, division: '66' }
  t.equal(sectorIn(codes, gbt, finance), 'J')
  t.equal(sectorIn(codes, 'isic-4', finance), 'K')
  t.equal(sectorIn(codes, 'isic-5', finance), 'L')
  t.equal(sectorIn(codes, gbt, { scheme: gbt, section: 'C' }), 'C', 'a section without division')
  t.equal(sectorIn(codes, gbt, { scheme: gbt, group: '701' }), 'K', 'a group names its division')
})

t.test('there is no guess: several targets, or no mapping, are unlisted', async (t) => {
  t.equal(sectorIn(codes, 'isic-4', { scheme: gbt, division: '44' }), 'unlisted')
  t.equal(sectorIn(codes, 'isic-5', { scheme: gbt, division: '63' }), 'unlisted')
  t.equal(sectorIn(codes, gbt, { scheme: 'isic-4', section: 'K' }), 'unlisted')
  t.equal(sectorIn(codes, 'isic-5', { scheme: 'isic-4', section: 'K' }), 'unlisted')
  t.equal(sectorIn(codes, 'isic-5', { scheme: 'isic-5', section: 'V' }), 'V')
  t.equal(sectorIn(codes, 'isic-4', { scheme: 'isic-4', section: 'V' }), 'unlisted')
  t.equal(sectorIn(codes, gbt, { scheme: gbt }), 'unlisted')
  t.equal(sectorIn(codes, 'isic-4', { scheme: gbt, section: 'Z' }), 'unlisted')
})

t.test('size is the highest class whose every bound is met, inclusive', async (t) => {
  const industry = { scheme: gbt, division: '13' }
  const size = (people: number, revenueTenThousandCny: number) =>
    sizeOf(codes, industry, { people, revenueTenThousandCny })
  t.equal(size(1000, 40000), 'large')
  t.equal(size(999, 40000), 'medium', 'one indicator below drops the class')
  t.equal(size(1000, 39999), 'medium')
  t.equal(size(300, 2000), 'medium')
  t.equal(size(5000, 1999), 'small')
  t.equal(size(20, 300), 'small')
  t.equal(size(19, 300), 'micro')
  t.equal(size(0, 0), 'micro', 'zero is a figure')
})

t.test('rows go by group, division or section', async (t) => {
  const figures = { people: 200, revenueTenThousandCny: 40000, assetsTenThousandCny: 5000 }
  const of = (activity: object) => sizeOf(codes, { scheme: gbt, ...activity }, figures)
  t.equal(of({ division: '51' }), 'large', 'wholesale')
  t.equal(of({ division: '52' }), 'medium', 'retail')
  t.equal(of({ group: '701' }), 'medium', 'real estate development')
  t.equal(of({ group: '702' }), 'small', 'property management')
  t.equal(of({ division: '70', group: '703' }), 'medium', 'other real estate')
  t.equal(of({ section: 'A' }), 'large', 'by section alone')
  t.equal(of({ group: '131' }), 'small', 'a group without a row of its own')
})

t.test('without row or figures the size is unclassified, never micro', async (t) => {
  const known = { people: 10, revenueTenThousandCny: 10, assetsTenThousandCny: 10 }
  for (const division of ['53', '66', '70', '83', '84', '91', '97'])
    t.equal(sizeOf(codes, { scheme: gbt, division }, known), 'unclassified', division)
  t.equal(sizeOf(codes, { scheme: 'isic-4', section: 'C' }, known), 'unclassified')
  t.equal(sizeOf(codes, { scheme: gbt, division: '13' }, {}), 'unclassified')
  const half = { people: 5000, revenueTenThousandCny: null }
  t.equal(sizeOf(codes, { scheme: gbt, division: '13' }, half), 'unclassified')
})
