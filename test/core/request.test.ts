import t from 'tap'
import { AssociationId } from '../../src/core/ids.ts'
import { answerOf, holds, isAnswer, ownerOf } from '../../src/core/request.ts'

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

t.test('the owner of a request is its tenant, and to ask without one is a mistake', async (t) => {
  const id = AssociationId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42')
  const tenant = { kind: 'association', id } as const
  t.equal(ownerOf({ operationId: 'listEvents', tenant }), tenant)
  t.throws(() => ownerOf({ operationId: 'getMe', tenant: { kind: 'none' } }), /getMe has no tenant/)
})
