import fc from 'fast-check'
import t from 'tap'
import type { Answer, AnswerPatch, AnswersPatch } from '../../../src/core/submission/answer.ts'
import {
  type PatchAnswers,
  patchAnswers,
  patchesNothing,
} from '../../../src/core/submission/patch.ts'
import { answersRevisionOf, type VersionedAnswer } from '../../../src/core/submission/revision.ts'
import {
  gbt,
  itemsOf,
  notApplicable,
  refusalOf,
  standings,
  submissionId,
  submissionIn,
} from '../../support/submissions.ts'

const stored = (versions: readonly VersionedAnswer[]) =>
  new Map(versions.map((version) => [version.code, version]))
const draft = stored([
  { code: '4.1.2', answer: { percent: 45, comment: 'secret' }, revision: 3 },
  { code: '4.1.3', answer: { notApplicable }, revision: 1 },
  { code: '4.1.4', answer: null, revision: 2 },
])
const given = (answers: AnswersPatch['answers'], other: Partial<PatchAnswers> = {}) => ({
  submission: submissionIn('draft'),
  questionnaire: gbt,
  current: draft,
  patch: { answers },
  standing: standings.contributor,
  ...other,
})

t.test('each code has its own fate', async (t) => {
  const decided = patchAnswers(
    given({
      '4.1.2': { percent: 50 },
      '4.1.3': null,
      '4.1.4': { percent: 30 },
      '4.2.2': { comment: 'x' },
      '4.2.3': null,
      'OP.1': { comment: 'who we are' },
    }),
  )
  t.same(
    decided.results.map(({ code, outcome }) => [code, outcome]),
    [
      ['4.1.2', 'updated'],
      ['4.1.3', 'deleted'],
      ['4.1.4', 'created'],
      ['4.2.2', 'created'],
      ['4.2.3', 'unchanged'],
      ['OP.1', 'created'],
    ],
  )
  t.same(decided.changed, [
    { code: '4.1.2', answer: { percent: 50, comment: 'secret' }, revision: 4 },
    { code: '4.1.3', answer: null, revision: 2 },
    { code: '4.1.4', answer: { percent: 30 }, revision: 3 },
    { code: '4.2.2', answer: { comment: 'x' }, revision: 1 },
    { code: 'OP.1', answer: { comment: 'who we are' }, revision: 1 },
  ])
  t.equal(decided.answersRevision, 6 + 5)
  t.same(decided.events, [
    {
      type: 'answer.changed',
      subject: submissionId,
      ids: { codes: ['4.1.2', '4.1.3', '4.1.4', '4.2.2', 'OP.1'] },
      versions: { answers: ['4', '2', '3', '1', '1'] },
    },
  ])
})

t.test('members merge, null removes them, lists are replaced', async (t) => {
  const current = stored([
    {
      code: '4.1.2',
      revision: 1,
      answer: {
        percent: 45,
        factors: { approach: 45, learning: 30 },
        evidence: [{ title: 'a' }, { title: 'b' }],
      },
    },
  ])
  const { changed } = patchAnswers(
    given(
      { '4.1.2': { percent: null, factors: { learning: null }, evidence: [{ title: 'c' }] } },
      { current },
    ),
  )
  t.same(changed[0]?.answer, { factors: { approach: 45 }, evidence: [{ title: 'c' }] })
})

t.test('a change from a value to N/A takes both members', async (t) => {
  t.match(
    refusalOf(() => patchAnswers(given({ '4.1.2': { notApplicable } }))),
    { code: 'document-invalid', errors: [{ code: 'value-and-not-applicable' }] },
  )
  const { changed } = patchAnswers(given({ '4.1.2': { percent: null, notApplicable } }))
  t.same(changed[0]?.answer, { comment: 'secret', notApplicable })
})

t.test('all errors of all answers are named at once, and nothing is decided', async (t) => {
  const refusal = refusalOf(() =>
    patchAnswers(
      given({
        '4.1.2': { percent: 47, narrative: { x: 'x' } },
        '4.2.2': { notApplicable: { reasonCode: 'because' } },
        '4.2.3': { percent: 45 },
        '4.7.2': { notApplicable },
        '4.1': null,
        '9.9': { percent: 45 },
      }),
    ),
  )
  t.match(refusal, {
    code: 'document-invalid',
    errors: [
      { pointer: '/answers/4.1.2/percent', code: 'percent-off-step' },
      { pointer: '/answers/4.1.2/narrative/x', code: 'area-unknown' },
      { pointer: '/answers/4.2.2/notApplicable/justification', code: 'missing' },
      { pointer: '/answers/4.7.2/notApplicable', code: 'not-applicable-refused' },
      { pointer: '/answers/4.1', code: 'takes-no-score' },
      { pointer: '/answers/9.9', code: 'node-unknown' },
    ],
  })
})

t.test('a patch that says what is there changes nothing', async (t) => {
  const decided = patchAnswers(given({ '4.1.2': { percent: 45 }, '4.1.4': null }))
  t.same(decided.changed, [])
  t.same(decided.events, [])
  t.equal(decided.answersRevision, answersRevisionOf(draft.values()))
})

t.test('only who may write a draft patches it', async (t) => {
  const answers = { '4.1.2': { percent: 50 } }
  t.match(
    refusalOf(() => patchAnswers(given(answers, { submission: submissionIn('submitted') }))),
    { code: 'immutable' },
  )
  t.match(
    refusalOf(() => patchAnswers(given(answers, { standing: standings.viewer }))),
    { code: 'forbidden' },
  )
})

// The reference: RFC 7396, section 2, in its own words, on plain objects.
const reference = (target: unknown, patch: unknown): unknown => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const object: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete object[name]
    else object[name] = reference(object[name], value)
  }
  return object
}

t.test('applying a patch is RFC 7396 on the plain answers', async (t) => {
  const codes = itemsOf(gbt)
    .filter(({ kind }) => kind === 'process')
    .slice(0, 6)
    .map(({ code }) => code)
  const percent = fc.integer({ min: 0, max: 20 }).map((steps) => steps * 5)
  const rated = <Value>(value: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom('approach', 'deployment', 'learning'), value)
  const text = fc.constantFrom('', 'a', 'b')
  const evidence = fc.array(fc.record({ title: fc.constantFrom('a', 'b') }), { maxLength: 2 })
  const answer: fc.Arbitrary<Answer> = fc.record(
    { percent, factors: rated(percent), comment: text, evidence },
    { requiredKeys: [] },
  )
  const patch: fc.Arbitrary<AnswerPatch> = fc.record(
    {
      percent: fc.option(percent),
      factors: fc.option(rated(fc.option(percent))),
      comment: fc.option(text),
      evidence: fc.option(evidence),
    },
    { requiredKeys: [] },
  )
  const byCode = <Value>(value: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom(...codes), value, { noNullPrototype: true })

  fc.assert(
    fc.property(byCode(answer), byCode(fc.option(patch)), (before, answers) => {
      const versions = Object.entries(before).map(([code, each]) => ({
        code,
        answer: each,
        revision: 1,
      }))
      const decided = patchAnswers(given(answers, { current: stored(versions) }))
      const after = new Map(Object.entries(before))
      for (const { code, answer: each } of decided.changed) {
        if (each === null) after.delete(code)
        else after.set(code, each)
      }
      t.strictSame(
        sorted(Object.fromEntries(after)),
        sorted(reference(before, answers)),
        'like the reference',
      )
      t.equal(decided.answersRevision, versions.length + decided.changed.length)
    }),
  )
})

/** The same plain value with its members in one order and without special prototypes. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inside]) => [name, sorted(inside)]),
        )
      : value

t.test('a patch is told whether it changes anything, also where it would not fit', async (t) => {
  const says = (answers: AnswersPatch['answers']) => patchesNothing(draft, { answers })
  t.ok(says({}))
  t.ok(says({ '4.1.2': { percent: 45, factors: null }, '4.1.4': null, '4.2.2': null }))
  t.notOk(says({ '4.1.2': { percent: 45 }, '4.1.3': null }))
  t.notOk(says({ '4.1.4': {} }), 'an empty answer is one')
  t.notOk(says({ nowhere: { percent: 45 } }))
  const carried = new Map(
    [...draft].map(([code, version]) => [code, { ...version, reviewState: 'carried' as const }]),
  )
  const same = { answers: { '4.1.2': { percent: 45 } } }
  t.ok(patchesNothing(draft, same))
  t.notOk(patchesNothing(carried, same), 'it says that somebody has looked')
})
