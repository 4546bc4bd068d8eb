import t from 'tap'
import { isProblem } from '../../src/core/problem.ts'
import { demandScope } from '../../src/http/authorize.ts'
import { refused } from '../support/refusals.ts'
import { all, idempotent, notesUrl, sampleApi } from '../support/sample-api.ts'

const refusal = (principal: object | null, scope: string | null) => {
  try {
    demandScope({ principal } as never, { scope } as never)
    return null
  } catch (error) {
    return isProblem(error) ? [error.code, error.parameters] : error
  }
}

t.test('an operation is closed unless the credential holds its very scope', async (t) => {
  const holder = { scopes: new Set(['submissions:read']) }
  t.equal(refusal(null, null), null, 'public')
  t.equal(refusal(holder, 'submissions:read'), null)
  t.same(refusal(null, 'submissions:read'), ['unauthenticated', { reason: 'missing' }])
  t.same(refusal(holder, 'submissions:write'), [
    'insufficient-scope',
    { requiredScope: 'submissions:write' },
  ])
})

t.test('identity and scope are asked before the body is read', async (t) => {
  const { app, notes } = sampleApi()
  t.teardown(() => app.close())
  const post = (headers: object) =>
    app.inject({
      method: 'POST',
      url: notesUrl,
      headers: { 'content-type': 'application/json', ...headers },
      payload: '{{{ not JSON',
    })
  const nobody = await post({})
  refused(t, nobody, 'unauthenticated')
  t.equal(nobody.headers['www-authenticate'], 'Bearer')
  const reader = await post({ authorization: 'Bearer submissions:read' })
  t.equal(refused(t, reader, 'insufficient-scope').requiredScope, 'submissions:write')
  t.match(reader.headers['www-authenticate'], /insufficient_scope/)
  refused(t, await post(all), 'malformed-json', 'control: with the scope the body is read')
  refused(t, await post({ authorization: 'Bearer bad' }), 'unauthenticated')
  t.equal(notes.size, 1, 'nothing changed')
  t.equal(
    (
      await app.inject({
        method: 'POST',
        url: notesUrl,
        headers: idempotent,
        payload: { text: 'x' },
      })
    ).statusCode,
    201,
  )
})
