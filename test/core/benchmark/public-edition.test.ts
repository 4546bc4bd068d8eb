// What everybody may know of an edition, when its cells are out, and whose place is where in it.
import t from 'tap'
import {
  demandPublished,
  demandShown,
  placeIn,
  publicEdition,
  publicEditionOf,
  publicMaterial,
} from '../../../src/core/benchmark/public-edition.ts'
import { canonicalJson } from '../../../src/core/document/canonical.ts'
import { descriptor, editionId, editionIn, noon } from '../../fixtures/benchmark/edition.ts'
import { codes } from '../../fixtures/benchmark/population.ts'
import { refusalOf } from '../../support/submissions.ts'

const edition = publicEdition({
  edition: editionIn('built'),
  title: 'Self-assessments of 2025',
  funnel: null,
  operationId: null,
  revision: 1,
})

t.test('it is the descriptor with its names, and survives being stored', async (t) => {
  t.match(edition, { ...descriptor, id: editionId, title: 'Self-assessments of 2025' })
  t.strictSame(publicEditionOf(JSON.parse(canonicalJson(publicMaterial(edition)))), edition)
})

t.test('nothing of it is shown before publication, no cells after retirement', async (t) => {
  const built = { state: 'built', publishedAt: null, retiredAt: null } as const
  const published = { state: 'published', publishedAt: noon(4), retiredAt: null } as const
  const retired = { state: 'retired', publishedAt: noon(4), retiredAt: noon(6) } as const
  t.match(
    refusalOf(() => demandShown(built)),
    { code: 'not-found' },
  )
  t.match(
    refusalOf(() => demandPublished(built)),
    { code: 'not-found' },
  )
  t.equal(
    refusalOf(() => demandPublished(published)),
    'allowed',
  )
  t.equal(
    refusalOf(() => demandShown(retired)),
    'allowed',
  )
  t.match(
    refusalOf(() => demandPublished(retired)),
    {
      code: 'gone',
      goneAt: noon(6).toISOString(),
      successor: null,
    },
  )
})

t.test(
  'a place is told in the scheme of the edition, and not known where nothing is said',
  async (t) => {
    const schemes = { sector: 'isic-4', region: 'iso-3166-2', size: 'nbs-2017' }
    const activity = { scheme: 'gbt-4754-2017', division: '66', section: 'J' } as const
    const stated = { activity, region: 'CN-ZJ', size: 'small' }
    t.strictSame(placeIn({ schemes }, codes, stated), {
      sector: 'K',
      region: 'CN-ZJ',
      size: 'small',
    })
    t.strictSame(placeIn({ schemes }, codes, { activity: null, region: null, size: null }), {
      sector: null,
      region: null,
      size: null,
    })
  },
)
