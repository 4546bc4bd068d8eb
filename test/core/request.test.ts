import t from 'tap'
import { answerOf, holds, isAnswer } from '../../src/core/request.ts'

t.test('a precondition holds by strong comparison of entity tags', async (t) => {
  t.ok(holds({}, null), 'nothing asked, nothing refused')
  t.ok(holds({ ifMatch: ['"1"', '"2"'] }, '"2"'), 'one of the named')
  t.notOk(holds({ ifMatch: ['"1"'] }, '"2"'), 'another')
  t.notOk(holds({ ifMatch: ['W/"2"'] }, '"2"'), 'a weak tag never matches')
  t.notOk(holds({ ifMatch: ['"1"'] }, null), 'If-Match on an absent one')
  t.ok(holds({ ifMatch: '*' }, '"9"'), 'anything there is')
  t.notOk(holds({ ifMatch: '*' }, null), 'but something must be there')
  t.ok(holds({ ifNoneMatch: '*' }, null), 'creating: nothing is there')
  t.notOk(holds({ ifNoneMatch: '*' }, '"1"'), 'creating: something is there')
  t.notOk(holds({ ifNoneMatch: ['"1"'] }, '"1"'), 'unchanged')
  t.ok(holds({ ifNoneMatch: ['"1"'] }, '"2"'), 'changed')
  t.notOk(holds({ ifMatch: ['"1"'], ifNoneMatch: ['"1"'] }, '"1"'), 'both must hold')
})

t.test('an answer is known by its maker, not by its looks', async (t) => {
  const parts = { status: 200, headers: { etag: '"1"' }, body: '{}' }
  const answer = answerOf(parts)
  t.ok(isAnswer(answer))
  t.match(answer, parts)
  t.ok(Object.isFrozen(answer))
  t.notOk(isAnswer(parts), 'a body that happens to have these members is a value')
  t.notOk(isAnswer(null))
  t.notOk(isAnswer('text'))
})
