import t from 'tap'
import { readQuestionnaire, readQuestionnaireShape } from '../../../src/core/document/read.ts'
import { isProblem, type ProblemError } from '../../../src/core/problem.ts'
import { fullSize, small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

const errorsOf = (read: () => unknown): readonly ProblemError[] => {
  try {
    read()
  } catch (error) {
    if (isProblem(error, 'document-invalid')) return error.parameters.errors
    throw error
  }
  return []
}

t.test('a right document is read as it is', async (t) => {
  t.same(readQuestionnaire(small()), small())
  t.same(readQuestionnaire(JSON.parse(JSON.stringify(fullSize()))), fullSize())
})

t.test('by its shape alone a document is read whose content is wrong', async (t) => {
  const wrong = spoil(small(), { '/categories/0/points': 1 })
  t.same(readQuestionnaireShape(wrong), wrong)
  t.ok(errorsOf(() => readQuestionnaire(wrong)).length > 0, 'control: its content is wrong')
  t.match(
    errorsOf(() => readQuestionnaireShape(spoil(small(), { '/title': 1 }))),
    [{ pointer: '/title' }],
  )
})

t.test('all errors of the shape come at once, with pointers', async (t) => {
  const errors = errorsOf(() =>
    readQuestionnaire(
      spoil(small(), {
        '/title': undefined,
        '/categories/0/items/0/points': '30',
        '/scoring/method': 'guessing@1',
        '/scoring/parameters/luck': 5,
      }),
    ),
  )
  t.match(
    [...errors].sort((a, b) => String(a.pointer).localeCompare(String(b.pointer))),
    [
      { pointer: '/categories/0/items/0/points', code: 'invalid-type' },
      { pointer: '/scoring/method', code: 'invalid-union', detail: /percent-points@1.*radar@1/ },
      { pointer: '/title', code: 'missing', detail: 'This is required.' },
    ],
  )
})

t.test('a text that is not as it must be is told in words, not by a pattern', async (t) => {
  const errors = errorsOf(() =>
    readQuestionnaire(
      spoil(small(), {
        '/key': 'A Key',
        '/version': '1.0',
        '/defaultLocale': 'Chinese',
        '/title/en': '  ',
        '/groups/0/code': 'No Slug',
        '/categories/0/code': '__proto__',
      }),
    ),
  )
  t.equal(errors.length, 6)
  for (const { pointer, detail } of errors) t.notMatch(detail, /pattern/, String(pointer))
})

t.test('the parameters are those of the method, and no other', async (t) => {
  t.match(
    errorsOf(() =>
      readQuestionnaire(spoil(small(), { '/scoring/parameters/luck': 5, '/scoring/total': '9' })),
    ),
    [
      { pointer: '/scoring/total', code: 'invalid-type' },
      { pointer: '/scoring/parameters/luck', code: 'unknown-member' },
    ],
  )
})

t.test('areas and profile items with points are told that they take narrative only', async (t) => {
  for (const pointer of [
    '/categories/0/items/0/areas/0/points',
    '/categories/2/leaf/areas/0/points',
    '/profile/0/points',
    '/profile/0/areas/0/points',
  ]) {
    t.match(
      errorsOf(() => readQuestionnaire(spoil(small(), { [pointer]: 5 }))),
      [{ pointer, detail: /takes narrative only/ }],
    )
  }
  t.match(
    errorsOf(() => readQuestionnaire(spoil(small(), { '/groups/0/points': 5 }))),
    [{ pointer: '/groups/0/points', detail: /not part of the format/ }],
  )
})

t.test('once the shape is right, all broken invariants come at once', async (t) => {
  const errors = errorsOf(() =>
    readQuestionnaire(spoil(small(), { '/scoring/total': 99, '/groups/1/nodes/0': 'nobody' })),
  )
  t.same(
    errors.map(({ code }) => code),
    ['sum-wrong', 'node-missing'],
  )
})

t.test('anything but a document is refused', async (t) => {
  for (const json of [null, 1, 'x', [], {}, { format: 'questionnaire/v9' }]) {
    t.ok(errorsOf(() => readQuestionnaire(json)).length > 0)
  }
})
