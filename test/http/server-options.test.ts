import t from 'tap'
import { serverOptions } from '../../src/http/server-options.ts'
import { sampleApi } from '../support/sample-api.ts'

t.test('bounds, error paths and log come together', async (t) => {
  const lines: string[] = []
  const options = serverOptions({
    trustProxy: [],
    newId: () => 'id',
    logLevel: 'warn',
    logStream: { write: (line) => lines.push(line) },
  })
  t.match(options, {
    requestTimeout: Number,
    frameworkErrors: Function,
    clientErrorHandler: Function,
    logger: { level: 'warn' },
  })
  t.equal(serverOptions({ trustProxy: [], newId: () => 'id', logLevel: null }).logger, false)
})

t.test('a forwarded address is believed from a listed proxy only', async (t) => {
  const seen: string[] = []
  for (const trustProxy of [[], ['127.0.0.0/8'], ['10.0.0.0/8']]) {
    const { app } = sampleApi({
      trustProxy,
      trouble: ({ address }) => {
        seen.push(address)
      },
    })
    t.teardown(() => app.close())
    await app.inject({ url: '/v1/text', headers: { 'x-forwarded-for': '203.0.113.7' } })
  }
  t.same(seen, ['127.0.0.1', '203.0.113.7', '127.0.0.1'])
})
