import t from 'tap'
import { gate, unaccepted, warningCodes } from '../../../src/core/document/gate.ts'
import { type Questionnaire, QuestionnaireV1 } from '../../../src/core/document/questionnaire-v1.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

const item = '/categories/0/items/0'
const confirmed = { '/provenance': { status: 'confirmed' } }
const last = spoil(small(), confirmed)

/** The gate for a changed copy of the last version. */
const through = (
  changes: Readonly<Record<string, unknown>>,
  {
    mapped = false,
    today = '2026-03-01',
    base = last,
  }: Partial<{
    mapped: boolean
    today: string
    base: Questionnaire | null
  }> = {},
) => gate({ draft: spoil(last, changes), last: base, mapped, today })

const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code)

t.test('a first version with nothing to say passes', async (t) => {
  t.same(through({}, { base: null }), {
    errors: [],
    warnings: [],
    comparison: null,
    needed: null,
  })
})

t.test('all errors at once: invariants beside the version step', async (t) => {
  const { errors } = through({ [`${item}/points`]: -1, '/version': '1.0.1' })
  t.ok(codes(errors).includes('version-step'))
  t.ok(errors.length > 2, 'and what the points break')
})

t.test('an unchanged draft is refused', async (t) => {
  t.match(through({ '/version': '1.0.1' }).errors, [{ code: 'nothing-to-publish', pointer: '' }])
})

t.test('the version must rise by the step of the heaviest change', async (t) => {
  const points = { [`${item}/points`]: 25, '/categories/0/points': 45, '/scoring/total': 95 }
  const refused = through({ ...points, '/version': '1.1.0' }, { mapped: true })
  t.match(refused.errors, [{ code: 'version-step', pointer: '/version' }])
  t.match(refused.errors[0]?.detail, /at least 2\.0\.0, a major step, not 1\.1\.0; at \/scoring/)
  t.equal(refused.needed, 'major')
  t.same(through({ ...points, '/version': '2.0.0' }, { mapped: true }).errors, [])
  t.same(codes(through({ '/title/en': 'Other', '/version': '0.9.0' }).errors), ['version-step'])
  t.same(through({ '/title/en': 'Other', '/version': '1.0.1' }).errors, [])
})

t.test('another key or edition is no further version', async (t) => {
  t.same(codes(through({ '/key': 'other-2026', '/version': '1.1.0' }).errors), ['key-changed'])
  const edition = through({ '/edition/key': 'sample-2026', '/version': '2.0.0' }, { mapped: true })
  t.same(codes(edition.errors), ['edition-changed'])
})

t.test('a changed text must say whether its meaning changed', async (t) => {
  const text = { [`${item}/intent/en`]: 'Another intent', '/version': '1.0.1' }
  t.match(through(text).errors, [{ code: 'meaning-undeclared', pointer: `${item}/intent` }])
})

t.test('a code that goes is reserved', async (t) => {
  const gone = { [`${item}/areas/0/questions`]: [], '/version': '1.1.0' }
  t.match(through(gone).errors, [{ code: 'code-not-reserved', pointer: '/reserved' }])
  t.match(through(gone).errors[0]?.detail, /"1\.1\.a\.q1"/)
  t.same(through({ ...gone, '/reserved': ['9.9', '1.1.a.q1'] }).errors, [])
})

t.test('each warning has its occasion', async (t) => {
  const occasions: Readonly<Record<string, ReturnType<typeof gate>>> = {
    'unconfirmed-points': through({ '/provenance': { status: 'unconfirmed' } }, { base: null }),
    'locale-missing': through({ '/locales': ['zh-CN'], '/version': '1.0.1' }),
    'area-without-question': through({ [`${item}/areas/0/questions`]: [] }, { base: null }),
    'recognition-gap': through({ '/recognition/0/validTo': '2026-02-28' }, { base: null }),
    'no-mapping': through({ '/scoring/parameters/step': 1, '/version': '2.0.0' }),
    'weights-changed': through({ [`${item}/points`]: 25 }),
  }
  for (const code of warningCodes.filter((each) => each !== 'meaning-changed'))
    t.ok(codes(occasions[code]?.warnings ?? []).includes(code), code)
})

t.test('a changed meaning warns, and asks for a mapping', async (t) => {
  const declared = spoil(last, {
    [`${item}/intent/en`]: 'Another intent',
    [`${item}/meaningChanged`]: true,
    '/version': '2.0.0',
  })
  const { warnings } = gate({ draft: declared, last, mapped: false, today: '2026-03-01' })
  t.same(codes(warnings), ['meaning-changed', 'no-mapping'])
  t.same(codes(gate({ draft: declared, last, mapped: true, today: '2026-03-01' }).warnings), [
    'meaning-changed',
  ])
})

t.test('unconfirmed points are counted by what each node inherits', async (t) => {
  const { warnings } = through({
    [`${item}/provenance`]: { status: 'unconfirmed' },
    '/categories/2/provenance': { status: 'unconfirmed' },
  })
  t.match(warnings[0]?.detail, /^The points of 2 nodes are unconfirmed: 1\.1, 3\.$/)
  const many = {
    ...small(),
    categories: ['a', 'b'].map((code) => ({
      ...small().categories[0],
      code,
      items: ['1', '2', '3'].map((each) => ({
        ...small().categories[0]?.items?.[0],
        code: `${code}.${each}`,
        areas: [],
      })),
    })),
  } as unknown as Questionnaire
  const found = gate({ draft: many, last: null, mapped: false, today: '2026-03-01' })
  t.match(found.warnings[0]?.detail, /6 nodes are unconfirmed: .*, …\.$/)
})

t.test('an ended recognition table with a successor is no gap', async (t) => {
  const [table] = small().recognition
  const two = [
    { ...table, validTo: '2026-01-31' },
    { ...table, code: 'levels-2026', validFrom: '2026-02-01' },
  ]
  t.same(through({ '/recognition': two }, { base: null }).warnings, [])
})

t.test('warnings are accepted by code', async (t) => {
  const { warnings } = through({ '/provenance': { status: 'unconfirmed' } }, { base: null })
  t.same(codes(unaccepted(warnings, [])), ['unconfirmed-points'])
  t.same(unaccepted(warnings, ['unconfirmed-points']), [])
})

t.test('the format takes a declaration wherever a text can change', async (t) => {
  const document = {
    ...structuredClone(last),
    scales: [
      {
        code: 'six',
        levels: [
          { percent: 0, label: { en: 'No', 'zh-CN': '否' } },
          { percent: 100, label: { en: 'Yes', 'zh-CN': '是' } },
        ],
      },
    ],
  }
  const places = [
    '/categories/0',
    item,
    `${item}/areas/0`,
    `${item}/areas/0/questions/0`,
    '/categories/2/leaf',
    '/profile/0',
    '/bandSets/0',
    '/bandSets/0/bands/0',
    '/scales/0/levels/0',
  ].map((place) => [`${place}/meaningChanged`, false] as const)
  const declared = spoil(document, Object.fromEntries(places))
  t.ok(QuestionnaireV1.safeParse(declared).success)
  const stated = spoil(declared, {
    [`${item}/statements`]: [
      { code: '1.1.s1', text: { en: 'a' }, naAllowed: true, meaningChanged: true },
    ],
    [`${item}/levelStatements`]: Array.from({ length: 5 }, (_, level) => [
      { code: `1.1.l${level}.s1`, text: { en: 'a' }, meaningChanged: true },
    ]),
  })
  t.ok(QuestionnaireV1.safeParse(stated).success)
  t.notOk(QuestionnaireV1.safeParse(spoil(declared, { '/meaningChanged': true })).success)
})
