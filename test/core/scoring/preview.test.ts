import t from 'tap'
import type { OrganizationId, PersonId, WeightingId } from '../../../src/core/ids.ts'
import { Problem } from '../../../src/core/problem.ts'
import { previewWeighting } from '../../../src/core/scoring/preview.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import type { WeightingProfile } from '../../../src/core/weighting/profile.ts'
import { small } from '../../fixtures/questionnaires.ts'

const questionnaire = small()
const reference = referenceWeighting(questionnaire)
const at = new Date('2026-03-01T08:30:00Z')
const profile: WeightingProfile = {
  owner: { kind: 'organization', id: 'o' as OrganizationId },
  id: 'w' as WeightingId,
  key: 'own',
  version: '1.0.0',
  title: 'Own',
  questionnaire: { key: questionnaire.key, version: questionnaire.version },
  edition: questionnaire.edition.key,
  total: questionnaire.scoring.total ?? 0,
  mode: 'points',
  items: reference.items,
  rationale: '',
  elicitation: { kind: 'manual' },
  copiedFrom: null,
  state: 'published',
  digest: 'd',
  revision: 2,
  createdBy: 'p' as PersonId,
  createdAt: at,
  updatedAt: at,
  publication: null,
  publishedBy: 'p' as PersonId,
  publishedAt: at,
}
const stored = (change: Partial<WeightingProfile> | null) =>
  previewWeighting(
    { kind: 'stored', version: '1.0.0', profile: change && { ...profile, ...change } },
    questionnaire,
  )
const errorsOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem && error.code === 'document-invalid')
      return error.parameters.errors
    throw error
  }
  return []
}

t.test('nothing chosen means the reference weighting', async (t) => {
  t.same(previewWeighting({ kind: 'reference' }, questionnaire), reference)
})

t.test('a published profile of this edition serves, under its own name', async (t) => {
  t.match(stored({}), { kind: 'own', id: 'w', version: '1.0.0', items: reference.items })
})

t.test('a draft, another version and an absent profile look alike', async (t) => {
  const unknown = [{ pointer: '/weighting', code: 'weighting-unknown' }]
  for (const change of [null, { state: 'draft' }, { version: '2.0.0' }] as const)
    t.match(
      errorsOf(() => stored(change)),
      unknown,
    )
})

t.test('a profile of another edition is refused by name', async (t) => {
  t.match(
    errorsOf(() => stored({ edition: 'other-2001' })),
    [{ pointer: '/weighting', code: 'weighting-of-other-edition' }],
  )
})

t.test(
  'points made up for the preview are checked like any weighting, below their own pointer',
  async (t) => {
    const items = { ...reference.items }
    t.match(previewWeighting({ kind: 'numbers', mode: 'points', items }, questionnaire), {
      kind: 'custom',
      id: null,
    })
    const [first = ''] = Object.keys(items)
    const errors = errorsOf(() =>
      previewWeighting(
        { kind: 'numbers', mode: 'points', items: { ...items, [first]: 0.5 } },
        questionnaire,
      ),
    )
    t.ok(errors.length > 0)
    for (const { pointer } of errors) t.match(pointer, /^\/weighting\/items/)
  },
)
