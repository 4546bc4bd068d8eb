import t from 'tap'
import { openapi } from '../../src/http/openapi.ts'
import { refused } from '../support/refusals.ts'
import { sampleApi } from '../support/sample-api.ts'
import { sampleInfo } from '../support/sample-document.ts'

const documented = async (info = sampleInfo) => {
  const { app, operations } = sampleApi()
  await openapi(app, { publicUrl: null, operations, answers: () => ({}) }, info)
  return { app, operations }
}

t.test('the document is served as it is made, and describes every bound operation', async (t) => {
  const { app, operations } = await documented()
  t.teardown(() => app.close())
  const answer = await app.inject('/docs/json')
  t.equal(answer.statusCode, 200)
  const { openapi: version, paths } = answer.json()
  t.equal(version, '3.1.1')
  const described = Object.values(paths).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId: string }>).map(
      (each) => each.operationId,
    ),
  )
  t.same(described.toSorted(), operations.map(({ id }) => id).toSorted())
  t.same(app.swagger(), answer.json())
})

t.test('the pages come from this origin alone', async (t) => {
  const { app } = await documented()
  t.teardown(() => app.close())
  const page = await app.inject('/docs/')
  t.equal(page.statusCode, 200)
  t.match(page.body, /<title>Sample API<\/title>/)
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => String(link))
  t.ok(links.length > 3)
  for (const link of links) {
    t.match(link, /^\.\//, `${link} is of this origin`)
    const file = await app.inject(`/docs/${link.slice(2)}`)
    t.equal(file.statusCode, 200, link)
    t.match(file.headers['content-security-policy'], /default-src 'none'.*script-src 'self';/)
  }
  const settings = await app.inject('/docs/static/swagger-initializer.js')
  t.match(settings.body, /"validatorUrl":null/, 'nothing is sent to a validator')
})

t.test('other paths below the pages are not found', async (t) => {
  const { app } = await documented()
  t.teardown(() => app.close())
  for (const url of [
    '/docs/nowhere',
    '/docs/static/../../package.json',
    '/docs/static/%2e%2e/%2e%2e/package.json',
  ]) {
    refused(t, await app.inject(url), 'not-found', url)
  }
})

t.test('without further word it is the document of the service', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  await openapi(app, { publicUrl: 'https://api.test', operations: [], answers: () => ({}) })
  t.match((await app.inject('/docs/json')).json(), {
    info: { title: 'Excellence API' },
    servers: [{ url: 'https://api.test' }],
  })
})

t.test('the document stands at its own address, and who has it is told so', async (t) => {
  const { app } = await documented()
  t.teardown(() => app.close())
  const first = await app.inject('/v1/openapi.json')
  t.equal(first.statusCode, 200)
  t.match(first.headers['content-type'], /^application\/json/)
  t.same(first.json(), app.swagger())
  const etag = String(first.headers.etag)
  const again = await app.inject({ url: '/v1/openapi.json', headers: { 'if-none-match': etag } })
  t.equal(again.statusCode, 304)
  t.equal(again.body, '')
})
