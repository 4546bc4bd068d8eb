import t from 'tap'
import type { MigrationMapping } from '../../../src/core/document/mapping-v1.ts'
import { AssociationId } from '../../../src/core/ids.ts'
import { type Examine, examine, isTaken, lastOf } from '../../../src/core/questionnaire/examine.ts'
import type { PublishedVersion } from '../../../src/core/questionnaire/version.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { associationId, now, numbered } from '../../support/standings.ts'

const stranger = AssociationId.parse(numbered(30))
const version = (number: string, more: Partial<PublishedVersion> = {}): PublishedVersion => ({
  key: small().key,
  version: number,
  digest: '0'.repeat(64),
  scoringDigest: '0'.repeat(64),
  state: 'published',
  visibility: 'private',
  owner: associationId,
  publishedAt: now,
  withdrawal: null,
  withdrawnAt: null,
  ...more,
})

const look = (more: Partial<Examine> = {}) =>
  examine({
    document: small(),
    associationId,
    known: [],
    last: null,
    source: null,
    offer: { visibility: null, mapping: null },
    now,
    ...more,
  })
const said = (findings: readonly { readonly pointer?: string; readonly code: string }[]) =>
  findings.map(({ pointer, code }) => `${pointer} ${code}`)

t.test('a first version lacks nothing but what must be accepted', async (t) => {
  const { questionnaire, errors, warnings, ...others } = look()
  t.same(questionnaire, small())
  t.same(said(errors), [])
  t.same(said(warnings), ['/categories unconfirmed-points'])
  t.same(others, { comparison: null, needed: null, last: null, taken: false })
})

t.test('without the shape only the shape is said', async (t) => {
  const { errors, ...others } = look({ document: { key: 'x' }, known: [version('1.0.0')] })
  t.ok(errors.length > 10)
  t.same(others, {
    questionnaire: null,
    warnings: [],
    comparison: null,
    needed: null,
    last: '1.0.0',
    taken: false,
  })
})

t.test('what is no finding is a bug, and passes', async (t) => {
  const document = new Proxy(
    {},
    {
      get: () => {
        throw new RangeError('broken')
      },
      ownKeys: () => {
        throw new RangeError('broken')
      },
    },
  )
  t.throws(() => look({ document }), RangeError)
})

t.test('the newest version is compared with, withdrawn or not', async (t) => {
  const known = [version('1.0.0'), version('1.10.0', { state: 'withdrawn' }), version('1.9.0')]
  t.equal(lastOf({ known, associationId })?.version, '1.10.0')
  t.equal(lastOf({ known: [], associationId }), null)
  const { errors, comparison, needed, last } = look({ known, last: small() })
  t.same(said(errors), [' nothing-to-publish'])
  t.same(comparison?.changes, [])
  t.equal(needed, null)
  t.equal(last, '1.10.0')
})

t.test('a key is of whoever published its first version', async (t) => {
  for (const owner of [stranger, null]) {
    const known = [version('1.0.0', { owner })]
    t.equal(isTaken({ known, associationId }), true)
    t.equal(lastOf({ known, associationId }), null)
    t.match(look({ known }), { taken: true, errors: [{ pointer: '/key', code: 'key-taken' }] })
  }
})

const mapping = (from: string, code: string): MigrationMapping => ({
  format: 'mapping/v1',
  purpose: 'migration',
  from: { key: small().key, version: from },
  to: { key: small().key, version: '2.0.0' },
  provenance: { status: 'confirmed' },
  items: [{ from: ['1.1'], to: [code], relation: 'equal', scale: 'keep' }],
  areas: [],
})

t.test('a mapping is held against both sides, and its source must be there', async (t) => {
  const document = {
    ...small(),
    version: '2.0.0',
    scoring: {
      ...small().scoring,
      parameters: { ...small().scoring.parameters, unanswered: 'renormalise' as const },
    },
  }
  const last = small()
  const known = [version('1.0.0')]
  const asked = (mapped: MigrationMapping, source: typeof last | null) =>
    look({ document, known, last, source, offer: { visibility: null, mapping: mapped } })
  t.same(said(asked(mapping('0.9.0', '1.1'), null).errors), ['/mapping/from questionnaire-unknown'])
  const wrong = asked(mapping('1.0.0', 'nowhere'), last)
  t.ok(said(wrong.errors).includes('/mapping/items/0/to/0 code-unknown'))
  t.notMatch(said(wrong.warnings).join(), 'no-mapping', 'it is there, if wrong')
  const none = look({ document, known, last })
  t.match(said(none.warnings).join(), 'no-mapping')
  const elsewhere = asked(mapping('0.9.0', '1.1'), { ...last, version: '0.9.0' })
  t.match(said(elsewhere.warnings).join(), 'no-mapping', 'it comes from another version')
})

t.test('licensed text is not for everybody', async (t) => {
  const document = { ...small(), rights: { ...small().rights, text: 'licensed' as const } }
  const errors = (visibility: 'public' | 'association' | 'private') =>
    said(look({ document, offer: { visibility, mapping: null } }).errors)
  t.same(errors('public'), ['/visibility licensed-not-public'])
  t.same(errors('association'), [])
  t.same(errors('private'), [])
})
