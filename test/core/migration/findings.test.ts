import t from 'tap'
import type { EstimateMapping, MigrationMapping } from '../../../src/core/document/mapping-v1.ts'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { estimateFindings, migrationFindings } from '../../../src/core/migration/findings.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'
import { spoil } from '../../support/spoil.ts'

const target = spoil(small(), { '/key': 'sample-2026' })
const sides = { source: small(), target }
const mapping: MigrationMapping = {
  ...(jsonIn('schemas/mapping/valid/migration.json') as MigrationMapping),
  items: [
    { from: ['1.1'], to: ['1.1', '1.2'], relation: 'split', scale: 'keep' },
    { from: ['1.2', '2.1'], to: ['2.1'], relation: 'merge', scale: 'keep', weights: [2, 1] },
    { from: ['3'], to: ['3'], relation: 'equal', scale: 'keep' },
    { from: ['P.1'], to: ['P.1'], relation: 'equal', scale: 'reset' },
  ],
}

const found = (changes: Readonly<Record<string, unknown>>, between = sides) =>
  migrationFindings(spoil(mapping, changes), between)

t.test('a mapping that fits has no findings', async (t) => {
  t.same(found({}), [])
})

const wrong: readonly (readonly [
  code: string,
  pointer: string,
  detail: RegExp,
  changes: Record<string, unknown>,
])[] = [
  [
    'code-unknown',
    '/items/0/from/0',
    /"9\.1" is no node of the source/,
    { '/items/0/from': ['9.1'] },
  ],
  ['code-unknown', '/items/2/to/0', /"9\.1" is no node of the target/, { '/items/2/to': ['9.1'] }],
  ['code-unknown', '/areas/0/to/0', /"x" is no area of the target/, { '/areas/0/to': ['x'] }],
  ['target-repeated', '/items/2/to/0', /row 0; use one merge row/, { '/items/2/to': ['1.1'] }],
  [
    'relation-arity',
    '/items/2/relation',
    /from one to many; this row from 1 to 1/,
    { '/items/2/relation': 'split' },
  ],
  [
    'relation-arity',
    '/items/0/relation',
    /from one to one; this row from 1 to 2/,
    { '/items/0/relation': 'equal' },
  ],
  [
    'weights-arity',
    '/items/1/weights',
    /one weight for each source: 2, not 1/,
    { '/items/1/weights': [1] },
  ],
  ['weights-arity', '/items/2/weights', /not 1/, { '/items/2/weights': [1] }],
  ['weights-zero', '/items/1/weights', /All weights are zero/, { '/items/1/weights': [0, 0] }],
  ['scored-and-unscored', '/items/3', /never one with the other/, { '/items/3/from': ['1.1'] }],
  [
    'version-differs',
    '/from',
    /names other 1\.0\.0; this is sample-2025/,
    { '/from/key': 'other' },
  ],
  ['version-differs', '/to', /3\.0\.0/, { '/to/version': '3.0.0' }],
]

for (const [code, pointer, detail, changes] of wrong) {
  t.test(`${code} at ${pointer}`, async (t) => {
    const [first, ...others] = found(changes)
    t.match(first, { code, pointer, detail })
    t.same(others, [], 'and nothing else')
  })
}

t.test('a narrative target named twice is refused', async (t) => {
  const twice = [...mapping.areas, ...mapping.areas]
  t.match(found({ '/areas': twice }), [{ code: 'target-repeated', pointer: '/areas/1/to/0' }])
})

t.test('keep needs one scale, and both are named', async (t) => {
  const finer = spoil(target, { '/scoring/parameters/step': 1 })
  const findings = found({}, { source: small(), target: finer })
  t.match(findings[0], {
    code: 'scales-differ',
    pointer: '/items/0/scale',
    detail: /by 5, .* by 1/,
  })
  t.same(
    found(
      { '/items/0/scale': 'linear', '/items/1/scale': 'linear', '/items/2/scale': 'clamp' },
      { source: small(), target: finer },
    ),
    [],
  )
})

t.test('an estimate joins nodes of both, each pair once', async (t) => {
  const crosswalk: EstimateMapping = {
    ...(jsonIn('schemas/mapping/valid/estimate.json') as EstimateMapping),
    to: { key: 'sample-2026', version: '1.0.0' },
    items: [
      { from: ['1.1'], to: ['1.1'], strength: 'full' },
      { from: ['1.2'], to: ['1.1'], strength: 'weak' },
    ],
  }
  t.same(estimateFindings(crosswalk, sides), [])
  t.match(estimateFindings(spoil(crosswalk, { '/items/1/from': ['1.1'] }), sides), [
    { code: 'pair-repeated', pointer: '/items/1', detail: /Row 0 already joins/ },
  ])
  t.match(estimateFindings(spoil(crosswalk, { '/items/1/from': ['9.1'] }), sides), [
    { code: 'code-unknown' },
  ])
})

t.test('values of several parts are only kept or dropped', async (t) => {
  const efqm = readQuestionnaire(jsonIn('schemas/models/efqm-2025/1.0.0.json'))
  const { key, version } = efqm
  const merge = {
    ...mapping,
    from: { key, version },
    to: { key, version },
    items: [
      { from: ['1.1', '1.2'], to: ['1.1'], relation: 'merge' as const, scale: 'keep' as const },
    ],
    areas: [],
  }
  const both = { source: efqm, target: efqm }
  t.match(migrationFindings(merge, both)[0], {
    code: 'value-not-a-number',
    pointer: '/items/0/scale',
  })
  t.same(migrationFindings(spoil(merge, { '/items/0/scale': 'reset' }), both), [])
})
