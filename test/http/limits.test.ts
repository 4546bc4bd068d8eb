import t from 'tap'
import { limits, transportOptions } from '../../src/http/limits.ts'

t.test('the transport is bounded as the design says', async (t) => {
  const options = transportOptions({ trustProxy: ['10.0.0.0/8'], newId: () => 'id' })
  t.match(options, {
    http: { maxHeaderSize: 16_384, headersTimeout: 15_000, requireHostHeader: false },
    requestTimeout: 30_000,
    connectionTimeout: 90_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 10_000,
    handlerTimeout: 15_000,
    bodyLimit: 262_144,
    routerOptions: { maxParamLength: 100 },
    return503OnClosing: false,
    requestIdHeader: false,
    trustProxy: ['10.0.0.0/8'],
  })
  t.equal(options.genReqId(), 'id')
})

t.test('timeouts nest: headers < request, statement < handler < request', async (t) => {
  t.ok(limits.headersTimeoutMs < limits.requestTimeoutMs)
  t.ok(10_000 < limits.handlerTimeoutMs && limits.handlerTimeoutMs < limits.requestTimeoutMs)
})

t.test('without a list no proxy is believed', async (t) => {
  t.equal(transportOptions({ trustProxy: [], newId: () => '' }).trustProxy, false)
})
