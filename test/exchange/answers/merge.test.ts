// One answer and the cells filled in for it become one merge patch, for the values of every method.
import t from 'tap'
import { type Edit, patchOf } from '../../../src/exchange/answers/merge.ts'

const edit = (path: string, value: Edit['value']): Edit => ({
  path: path.split('/').map((step) => (/^\d$/.test(step) ? Number(step) : step)),
  value,
})
const patch = (before: object | null, ...edits: Edit[]) => patchOf(before as never, edits)

t.test('members are set, replaced and removed; the rest is not named', async (t) => {
  t.same(patch(null, edit('percent', 45)), { percent: 45 })
  t.same(patch({ percent: 40, comment: 'c' }, edit('percent', 45)), { percent: 45 })
  t.same(patch({ percent: 40, comment: 'c' }, edit('percent', null)), { percent: null })
  t.equal(patch({ percent: 40 }, edit('percent', null)), null, 'nothing is left: the answer goes')
  t.equal(patch(null, edit('percent', null)), undefined, 'nothing was there')
})

t.test('named values merge, and go with the last of them', async (t) => {
  const before = { attributes: { sound: 40, aligned: 30 } }
  t.same(patch(before, edit('attributes/sound', 50)), { attributes: { sound: 50 } })
  t.same(patch(before, edit('attributes/sound', null)), { attributes: { sound: null } })
  t.equal(patch(before, edit('attributes/sound', null), edit('attributes/aligned', null)), null)
  t.same(patch(null, edit('phases/plan', true), edit('score', 26)), {
    phases: { plan: true },
    score: 26,
  })
  t.same(patch({ statements: { s1: 20 } }, edit('statements/s2', 'not_applicable')), {
    statements: { s2: 'not_applicable' },
  })
})

t.test('levels are written whole; a gap before an answer counts as not met', async (t) => {
  t.same(patch(null, edit('levels/0/1', 'met')), { levels: [['not_met', 'met'], [], [], [], []] })
  const before = { levels: [['met', 'not_met'], ['met'], [], [], []] }
  t.same(patch(before, edit('levels/0/1', 'met')), {
    levels: [['met', 'met'], ['met'], [], [], []],
  })
  t.same(patch(before, edit('levels/1/0', null)), { levels: [['met', 'not_met'], [], [], [], []] })
  const emptied = [edit('levels/0/0', null), edit('levels/0/1', null), edit('levels/1/0', null)]
  t.equal(patch(before, ...emptied), null)
})

t.test('evidence keeps its order, entries that are emptied go', async (t) => {
  const before = { evidence: [{ title: 'a', url: 'https://a' }, { title: 'b' }] }
  t.same(patch(before, edit('evidence/1/url', 'https://b')), {
    evidence: [
      { title: 'a', url: 'https://a' },
      { title: 'b', url: 'https://b' },
    ],
  })
  t.same(patch(before, edit('evidence/0/url', null), edit('evidence/0/title', null)), {
    evidence: [{ title: 'b' }],
  })
  t.same(patch(before, edit('evidence/4/title', 'c')), {
    evidence: [{ title: 'a', url: 'https://a' }, { title: 'b' }, { title: 'c' }],
  })
})

t.test('an answer is never a value and "not applicable" at once', async (t) => {
  const na = { notApplicable: { reasonCode: 'none', justification: 'x' } }
  t.same(patch(na, edit('percent', 45)), { notApplicable: null, percent: 45 })
  t.same(
    patch(
      { percent: 45, factors: { a: 1 }, comment: 'c' },
      edit('notApplicable/reasonCode', 'none'),
    ),
    {
      percent: null,
      factors: null,
      notApplicable: { reasonCode: 'none' },
    },
  )
  t.same(patch(na, edit('comment', 'c')), { comment: 'c' }, 'a comment is no value')
})
