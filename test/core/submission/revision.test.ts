import fc from 'fast-check'
import t from 'tap'
import {
  answersOf,
  answersRevisionOf,
  changedSince,
  changedVersions,
  etagOfAnswer,
  etagOfAnswers,
  etagOfSubmission,
  revise,
  type VersionedAnswer,
  waitingOf,
} from '../../../src/core/submission/revision.ts'

const strong = /^"[\x21\x23-\x7e]{1,128}"$/
const version = (code: string, revision: number): VersionedAnswer => ({
  code,
  revision,
  answer: { percent: 45 },
})

t.test('entity tags are strong, and none fits another kind of resource', async (t) => {
  const codes = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
  const counts = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(codes, counts, counts, (code, a, b) => {
      const tags = [
        etagOfAnswer(version(code, a)) ?? '',
        etagOfAnswers(b),
        etagOfSubmission({ revision: a }, b),
      ]
      return tags.every((tag) => strong.test(tag)) && new Set(tags).size === 3
    }),
  )
  t.pass()
})

t.test('an entity tag changes with what it stands for', async (t) => {
  t.not(etagOfAnswer(version('4.1.2', 1)), etagOfAnswer(version('4.1.2', 2)))
  t.not(etagOfAnswer(version('4.1.2', 1)), etagOfAnswer(version('4.1.3', 1)), 'a neighbour')
  t.not(etagOfSubmission({ revision: 1 }, 5), etagOfSubmission({ revision: 1 }, 6), 'an edit')
  t.not(etagOfSubmission({ revision: 1 }, 5), etagOfSubmission({ revision: 2 }, 5), 'a submit')
  t.not(etagOfSubmission({ revision: 1 }, 12), etagOfSubmission({ revision: 11 }, 2))
})

t.test('what is not there has no entity tag', async (t) => {
  t.equal(etagOfAnswer(null), null)
  t.equal(etagOfAnswer({ code: '4.1.2', revision: 2, answer: null }), null, 'a tombstone')
})

t.test('an answer that says the same keeps its revision; each change is one more', async (t) => {
  const first = revise('4.1.2', null, { percent: 45, comment: 'x' })
  t.match(first, { outcome: 'created', version: { code: '4.1.2', revision: 1 } })
  const again = revise('4.1.2', first.version, { comment: 'x', percent: 45 })
  t.same(again, { ...first, outcome: 'unchanged' }, 'the order of members says nothing')
  const second = revise('4.1.2', first.version, { percent: 50 })
  t.match(second, { outcome: 'updated', version: { revision: 2, answer: { percent: 50 } } })
  const gone = revise('4.1.2', second.version, null)
  t.match(gone, { outcome: 'deleted', version: { revision: 3, answer: null } })
  t.match(revise('4.1.2', gone.version, null), { outcome: 'unchanged', version: { revision: 3 } })
  const back = revise('4.1.2', gone.version, { percent: 45, comment: 'x' })
  t.match(back, { outcome: 'created', version: { revision: 4 } })
  t.not(etagOfAnswer(back.version), etagOfAnswer(first.version), 'the same content, another tag')
  t.same(revise('4.1.2', null, null), { code: '4.1.2', outcome: 'unchanged', version: null })
  t.same(changedVersions([first, again, gone, revise('4.1.3', null, null)]), [
    first.version,
    gone.version,
  ])
})

t.test('the revision of all answers is the number of their changes', async (t) => {
  t.equal(answersRevisionOf([]), 0)
  t.equal(answersRevisionOf([version('4.1.2', 3), version('4.1.3', 1)]), 4)
})

t.test('the codes changed since a tag are found without reading the tag', async (t) => {
  const newestFirst = ['4.1.3', '4.1.2', '4.1.3', '4.2.2'] // four changes: the tag now is of revision 4
  const since = (revision: number) => changedSince([etagOfAnswers(revision)], newestFirst, 4)
  t.same(since(4), [])
  t.same(since(3), ['4.1.3'])
  t.same(since(2), ['4.1.2', '4.1.3'])
  t.same(since(0), ['4.1.2', '4.1.3', '4.2.2'])
  t.equal(since(5), null, 'never had that one')
  t.equal(changedSince(['"foreign"'], newestFirst, 4), null)
  t.equal(changedSince([], [], 0), null)
  t.same(changedSince(['"foreign"', etagOfAnswers(3)], newestFirst, 4), ['4.1.3'], 'any of several')
  t.equal(changedSince([etagOfAnswers(3)], newestFirst, 5), null, 'the history has a gap')
})

t.test('tombstones say nothing: they are neither counted nor scored', async (t) => {
  const gone: VersionedAnswer = { code: '4.1.3', revision: 2, answer: null }
  t.same(answersOf([version('4.1.2', 1), gone]), { '4.1.2': { percent: 45 } })
})

t.test('saying a carried answer again says that somebody has looked', async (t) => {
  const answer = { percent: 45 }
  const carried: VersionedAnswer = { code: '4.1.2', revision: 1, answer, reviewState: 'carried' }
  t.equal(waitingOf(carried), 'carried')
  const looked = revise('4.1.2', carried, answer)
  t.match(looked, { outcome: 'updated', version: { revision: 2, answer } })
  t.equal(waitingOf(looked.version), null)
  t.equal(revise('4.1.2', looked.version, answer).outcome, 'unchanged', 'once')
  t.equal(waitingOf({ ...carried, answer: null }), null, 'a deleted one waits for nobody')
  t.equal(waitingOf(null), null)
})
