// What a reviewer sees is exact as far as the size carries it, and nothing but a count where people need protection.
import t from 'tap'
import { everyone } from '../../../src/core/benchmark/cohort.ts'
import type { Reason } from '../../../src/core/benchmark/disclosure.ts'
import type { State } from '../../../src/core/benchmark/edition.ts'
import {
  demandPreview,
  looked,
  type Previewed,
  previewOf,
} from '../../../src/core/benchmark/preview.ts'
import type { PublicEdition } from '../../../src/core/benchmark/public-edition.ts'
import type { PublishedRow, SecretCell } from '../../../src/core/benchmark/published-row.ts'
import { grid19Percents } from '../../../src/core/benchmark/quantile.ts'
import type { Standing } from '../../../src/core/context.ts'
import type {
  AssociationId,
  BenchmarkEditionId,
  BenchmarkPreviewId,
} from '../../../src/core/ids.ts'
import { descriptor, editionId, editionIn, noon, person } from '../../fixtures/benchmark/edition.ts'
import { alone, node } from '../../fixtures/benchmark/population.ts'
import { refusalOf, standings } from '../../support/submissions.ts'

const edition: PublicEdition = {
  ...descriptor,
  id: editionId,
  associationId: '01920f3e-7a14-7000-8000-000000000001' as AssociationId,
  title: 'Edition',
  nodes: [node('1.1', 'item', '1'), node('1', 'category', '1')],
}
const look = {
  id: '01920f3e-7a15-7000-8000-000000000001' as BenchmarkPreviewId,
  benchmarkEditionId: editionId,
  cohortKey: 'all',
  purpose: 'Review',
  by: person(1),
  at: noon(3),
}
/** Quantiles of 12.5 bp more each, from 5 %. */
const v100 = grid19Percents.map((percent) => 100 * percent * 50 + 25)
const secret = (code: string, n: number, reason: Reason | null = null): SecretCell => ({
  cohortKey: 'all',
  node: code,
  ...alone(n),
  v100: n === 0 ? null : v100,
  ranked: n === 0 ? null : [0, 2, 1, 1, 2, 1, 4, 0, 5, 1],
  reason,
})
const row = (code: string, p50: number | null): PublishedRow => ({
  cohortKey: 'all',
  node: code,
  status: p50 === null ? 'withheld' : 'published',
  nBand: p50 === null ? null : '5-8',
  p10: null,
  p25: null,
  p50,
  p75: null,
  p90: null,
  grid19: null,
})
const given = (more: Partial<Previewed> = {}): Previewed => ({
  edition,
  cohort: everyone,
  look,
  secret: [secret('1.1', 6), secret('1', 21)],
  rows: [row('1.1', 2500), row('1', null)],
  before: null,
  ...more,
})
const none = { p10: null, p25: null, p50: null, p75: null, p90: null }

t.test(
  'exact quantiles as far as the size carries them, beside what members will see',
  async (t) => {
    const { look: noted, previous, nodes, cohort } = previewOf(given())
    t.same([noted, previous, cohort.key], [look, null, 'all'])
    t.match(nodes, [
      { groups: 6, tier: 'median', reason: null, shown: { code: '1.1', p50: 2500 }, change: none },
      { groups: 21, tier: 'deciles', shown: { code: '1', status: 'withheld' } },
    ])
    t.strictSame(nodes[0]?.exact, { ...none, p50: '10001/4' })
    t.strictSame(nodes[1]?.exact, {
      p10: '2001/4',
      p25: '5001/4',
      p50: '10001/4',
      p75: '15001/4',
      p90: '18001/4',
    })
    const smooth = { ...edition, quantile: 'HF7-smooth3' as const }
    const [, second] = previewOf(given({ edition: smooth })).nodes
    t.same([second?.tier, second?.exact.p50], ['quartiles', '10001/12'], 'a method has its parts')
  },
)

t.test('the percentile rank of each number that is shown, and of no other', async (t) => {
  const shown: PublishedRow = { ...row('1.1', 2500), p75: 3750 }
  const ranksBy = (n: number, ranked: SecretCell['ranked'], cell = shown) =>
    previewOf(given({ secret: [{ ...secret('1.1', n), ranked }], rows: [cell] })).nodes[0]?.ranks
  const ranked = [0, 2, 1, 1, 2, 1, 4, 0, 5, 1]
  t.strictSame(ranksBy(6, ranked), { ...none, p50: '125/3', p75: '200/3' })
  t.strictSame(ranksBy(6, ranked, row('1.1', null)), none, 'withheld')
  t.strictSame(ranksBy(6, null), none, 'of a build that did not count them')
  t.strictSame(ranksBy(0, ranked), none, 'nobody stands anywhere')
})

t.test('of a cell that protects somebody by itself the count is all', async (t) => {
  const exactBy = (n: number, reason: Reason | null) =>
    previewOf(given({ secret: [secret('1.1', n, reason)] })).nodes[0]?.exact
  t.strictSame(exactBy(4, 'primary'), none)
  t.strictSame(exactBy(4, null), none, 'whatever the reason says')
  t.strictSame(exactBy(30, 'depth'), none)
  t.strictSame(exactBy(30, 'owner_cap'), none)
  t.match(exactBy(30, 'complementary'), { p50: '10001/4' }, 'withheld for others alone')
  t.match(exactBy(30, null), { p50: '10001/4' }, 'the control')
  const [, missing] = previewOf(given({ secret: [secret('1.1', 6)] })).nodes
  t.match(missing, { groups: 0, tier: 'withheld', reason: 'primary', exact: none })
})

t.test('groups and members are told apart, and the tier is that of the groups', async (t) => {
  const held = { ...secret('1.1', 24), groups: 20, largest: 3 }
  const [first] = previewOf(given({ secret: [held] })).nodes
  t.match(first, {
    groups: 20,
    members: 24,
    tier: 'quartiles',
    exact: { p10: null, p25: '5001/4' },
  })
})

t.test('what changed since the edition before is a difference of what both show', async (t) => {
  const earlier = {
    ...edition,
    id: '01920f3e-7a13-7000-8000-000000000009' as BenchmarkEditionId,
    cutOffAt: noon(1),
    basis: 'assessed' as const,
  }
  const before = { edition: earlier, rows: [row('1.1', 2400), row('1', 3000)] }
  const { previous, nodes } = previewOf(given({ before }))
  t.strictSame(previous, {
    benchmarkEditionId: earlier.id,
    cutOffAt: noon(1),
    seriesBreak: ['basis'],
  })
  t.strictSame(
    nodes.map(({ change }) => change),
    [{ ...none, p50: 100 }, none],
  )
  const without = previewOf(given({ before: { ...before, rows: [] } }))
  t.strictSame(without.nodes[0]?.change, none)
})

t.test(
  'only while an edition is under review, and only to the people of its association',
  async (t) => {
    const refused = (state: State, standing: Standing = standings.association) =>
      refusalOf(() => demandPreview(editionIn(state), { standing }))
    for (const state of ['built', 'reviewed'] as const) {
      t.doesNotThrow(() => demandPreview(editionIn(state), { standing: standings.association }))
      t.doesNotThrow(() => demandPreview(editionIn(state), { standing: standings.manager }))
    }
    for (const state of ['draft', 'published', 'retired'] as const)
      t.match(refused(state), { code: 'illegal-transition', state, event: 'preview' }, state)
    t.match(refused('built', standings.nobody), { code: 'not-found' })
  },
)

t.test('the record tells that somebody looked, and no number', async (t) => {
  t.strictSame(looked(editionIn('built'), look), {
    type: 'benchmark-edition.previewed',
    subject: editionId,
    ids: { preview: look.id },
    versions: {
      questionnaire: descriptor.questionnaireVersions.map(
        (version) => `${descriptor.questionnaireKey}@${version}`,
      ),
    },
  })
})
