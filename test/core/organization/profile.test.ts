import t from 'tap'
import { loadCodes } from '../../../src/codes.ts'
import {
  profileFindings,
  type StatedProfile,
  settled,
  sizeClassOf,
} from '../../../src/core/organization/profile.ts'

const codes = loadCodes()
const plain: StatedProfile = {
  name: 'Bearings',
  country: 'CN',
  sector: { scheme: 'gbt-4754-2017', division: '34' },
  region: 'CN-ZJ',
  employeeCount: 420,
  revenueTenThousandCny: 31_000,
  assetsTenThousandCny: null,
}
const found = (change: Partial<StatedProfile>) =>
  profileFindings(codes, { ...plain, ...change }).map(({ pointer, code }) => `${pointer} ${code}`)

t.test('a plain profile has no findings, nor has one that says nothing', async (t) => {
  t.same(found({}), [])
  t.same(found({ sector: null, region: null }), [])
})

t.test('a region belongs to the country and, where we know them all, exists', async (t) => {
  t.same(found({ region: 'DE-BY' }), ['/region region-elsewhere'])
  t.same(found({ region: 'CN-XX' }), ['/region region-unknown'])
  t.same(found({ country: 'DE', region: 'DE-BY' }), [], 'other lists are not ours')
})

t.test('a sector exists, and its section follows or is stated rightly', async (t) => {
  const gbt = 'gbt-4754-2017'
  t.same(found({ sector: { scheme: gbt, division: '00' } }), ['/sector/division division-unknown'])
  t.same(found({ sector: { scheme: gbt, division: '34', section: 'C' } }), [])
  t.same(found({ sector: { scheme: gbt, division: '34', section: 'A' } }), [
    '/sector/section section_of_other_division',
  ])
  t.same(found({ sector: { scheme: 'isic-4', division: '28', section: 'C' } }), [])
  t.same(found({ sector: { scheme: 'isic-4', division: '28' } }), [
    '/sector/section section_unknown',
  ])
  t.same(found({ sector: { scheme: 'isic-4', division: '28', section: 'Z' } }), [
    '/sector/section section_unknown',
  ])
})

t.test('all findings are named at once', async (t) => {
  const sector = { scheme: 'gbt-4754-2017', division: '00' } as const
  t.equal(found({ region: 'CN-XX', sector }).length, 2)
})

t.test('settling adds the section', async (t) => {
  t.same(settled(codes, plain).sector, { scheme: 'gbt-4754-2017', division: '34', section: 'C' })
  const isic = { scheme: 'isic-5', division: '28', section: 'C' } as const
  t.same(settled(codes, { ...plain, sector: isic }).sector, isic)
  t.equal(settled(codes, { ...plain, sector: null }).sector, null)
})

t.test(
  'the size follows from sector and figures, and is unclassified where one lacks',
  async (t) => {
    const sizeOf = (change: Partial<StatedProfile>) =>
      sizeClassOf(codes, settled(codes, { ...plain, ...change }))
    t.equal(sizeOf({}), 'medium')
    t.equal(sizeOf({ employeeCount: 1200, revenueTenThousandCny: 50_000 }), 'large')
    t.equal(sizeOf({ employeeCount: null }), 'unclassified')
    t.equal(sizeOf({ sector: null }), 'unclassified')
  },
)
