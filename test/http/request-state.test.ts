import Fastify from 'fastify'
import t from 'tap'
import { installRequestState } from '../../src/http/request-state.ts'

t.test('a request begins without caller and body, in the default language', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  installRequestState(app)
  app.get('/', async ({ principal, rawBody, locale }) => ({ principal, rawBody, locale }))
  t.same((await app.inject('/')).json(), { principal: null, rawBody: null, locale: 'en' })
})
