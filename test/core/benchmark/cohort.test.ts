import fc from 'fast-check'
import t from 'tap'
import {
  cohortAt,
  cohortsAt,
  cohortsOf,
  everyone,
  families,
  keysOf,
  ladderOf,
  latticeOf,
  type Place,
  parseCohort,
} from '../../../src/core/benchmark/cohort.ts'
import { isProblem } from '../../../src/core/problem.ts'
import { china, codes, everyFamily } from '../../fixtures/benchmark/population.ts'

const small = china('all', 'sector')
const full = china(...everyFamily)
const zhejiang = { sector: 'C', region: 'CN-ZJ', size: 'large' }

t.test('an edition offers the whole lattice, 819 keys for China', async (t) => {
  t.same(families, everyFamily)
  t.same(latticeOf(codes, 'gbt-4754-2017'), full)
  t.equal(keysOf(small).length, 21)
  t.same(keysOf(small).slice(0, 3), ['all', 'sector=A', 'sector=B'])
  t.equal(keysOf(full).length, 819)
  t.equal(new Set(keysOf(full)).size, 819)
  t.same(keysOf(full).at(-1), 'sector=T&region=CN-MO')
  t.equal(latticeOf(codes, 'isic-5').codes.sector.length, 22)
})

t.test('every offered key is read back as its cohort', async (t) => {
  for (const lattice of [small, full])
    t.same(
      keysOf(lattice).map((key) => parseCohort(key, lattice)),
      cohortsOf(lattice),
    )
  t.same(parseCohort('sector=C&region=CN-ZJ', full), {
    key: 'sector=C&region=CN-ZJ',
    family: 'sector&region',
    sector: 'C',
    region: 'CN-ZJ',
    size: null,
  })
})

t.test('any other spelling is not offered', async (t) => {
  const refused = [
    '',
    'ALL',
    'all ',
    'all=',
    'all&all',
    'sector',
    'sector=',
    'sector=c',
    'Sector=C',
    'sector=U',
    'sector=C=',
    'sector=C&',
    '&sector=C',
    'sector=C&sector=C',
    'sector=unlisted',
    'size=unclassified',
    'region=CN-ZJ&sector=C',
    'size=large&sector=C',
    'region=CN-ZJ&size=large',
    'sector=C&region=CN-ZJ&size=large',
    'region=CN-XX',
    'region=cn-zj',
    'sector%3DC',
    'sector=C&region=CN%2DZJ',
    'constructor',
    '__proto__=C',
    'sector=C\u0000',
  ]
  for (const key of refused)
    t.throws(() => parseCohort(key, full), { code: 'cohort-not-offered' }, JSON.stringify(key))
})

t.test('a family that is not offered is refused like an unknown one', async (t) => {
  t.throws(() => parseCohort('region=CN-ZJ', small), { code: 'cohort-not-offered' })
  t.throws(() => parseCohort('sector=C&size=large', small), { code: 'cohort-not-offered' })
})

t.test('whatever text is sent, it is an offered key or refused', async () => {
  const known = new Set(keysOf(full))
  const piece = fc.constantFrom('all', 'sector', 'region', 'size', '=', '&', 'C', 'CN-ZJ', 'large')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
      const key = pieces.join('')
      try {
        return parseCohort(key, full).key === key && known.has(key)
      } catch (error) {
        return isProblem(error, 'cohort-not-offered') && !known.has(key)
      }
    }),
  )
})

t.test('a member counts in one cohort of each family', async (t) => {
  const keys = (place: Partial<Place>, lattice = full) =>
    cohortsAt({ ...zhejiang, ...place }, lattice).map(({ key }) => key)
  t.same(keys({}), [
    'all',
    'sector=C',
    'region=CN-ZJ',
    'size=large',
    'sector=C&size=large',
    'sector=C&region=CN-ZJ',
  ])
  t.same(keys({}, small), ['all', 'sector=C'])
  t.same(keys({ size: null }), ['all', 'sector=C', 'region=CN-ZJ', 'sector=C&region=CN-ZJ'])
  t.same(keys({ sector: 'unlisted' }), ['all', 'region=CN-ZJ', 'size=large'])
  t.same(cohortAt('all', zhejiang, small), everyone)
  t.equal(cohortAt('sector', { ...zhejiang, sector: null }, small), null)
})

t.test('the ladder goes from narrow to wide over what is offered', async (t) => {
  const keys = (lattice: typeof small, place = zhejiang) =>
    ladderOf(place, lattice).map(({ family, cohort }) => cohort?.key ?? `no ${family}`)
  t.same(keys(full), [
    'sector=C&region=CN-ZJ',
    'sector=C&size=large',
    'sector=C',
    'region=CN-ZJ',
    'size=large',
    'all',
  ])
  t.same(keys(small), ['sector=C', 'all'])
  t.same(keys(small, { ...zhejiang, sector: 'unlisted' }), ['no sector', 'all'])
})
