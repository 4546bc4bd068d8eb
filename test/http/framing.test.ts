import t from 'tap'
import { isProblem, type ProblemCode } from '../../src/core/problem.ts'
import { checkFraming } from '../../src/http/framing.ts'
import { refused } from '../support/refusals.ts'
import { notesUrl, sampleApi } from '../support/sample-api.ts'

type Given = {
  readonly hosts?: readonly string[]
  readonly url?: string
  readonly query?: object
  readonly httpVersion?: string
}
const refusal = ({ hosts = ['api.test'], url = '/', query, httpVersion = '1.1' }: Given) => {
  const rawHeaders = hosts.flatMap((host) => ['Host', host])
  const raw = { rawHeaders, httpVersion, headers: hosts.length === 0 ? {} : { host: hosts[0] } }
  try {
    checkFraming({ raw, url, query } as never)
    return null
  } catch (error) {
    return isProblem(error) ? error.code : String(error)
  }
}

t.test('HTTP/1.1 names one host, and one that can be a host', async (t) => {
  const cases: readonly (readonly [Given, ProblemCode | null])[] = [
    [{}, null],
    [{ hosts: ['[::1]:3000'] }, null],
    [{ hosts: [''] }, null],
    [{ hosts: [] }, 'malformed-request'],
    [{ hosts: [], httpVersion: '1.0' }, null],
    [{ hosts: ['a', 'a'] }, 'malformed-request'],
    [{ hosts: ['a', 'b'], httpVersion: '1.0' }, 'malformed-request'],
    [{ hosts: ['a b'] }, 'malformed-request'],
    [{ hosts: ['a/../b'] }, 'malformed-request'],
    [{ hosts: ['user@a'] }, 'malformed-request'],
  ]
  for (const [given, code] of cases) t.equal(refusal(given), code, JSON.stringify(given))
})

t.test('the query has at most 4 kB', async (t) => {
  const url = (bytes: number) => `/x?${'q'.repeat(bytes)}`
  t.equal(refusal({ url: url(4095) }), null)
  t.equal(refusal({ url: url(4096) }), null)
  t.equal(refusal({ url: url(4097) }), 'uri-too-long')
  t.equal(refusal({ url: `/x?a?${'q'.repeat(4095)}` }), 'uri-too-long', 'all after the first mark')
})

t.test('credentials do not travel in the address', async (t) => {
  for (const name of ['apiKey', 'api_key', 'API-KEY', 'access_token', 'token', 'authorization']) {
    t.equal(refusal({ query: { [name]: 'x' } }), 'credential-in-query', name)
  }
  t.equal(refusal({ query: { q: 'exk_live_abc' } }), 'credential-in-query', 'by its form')
  t.equal(refusal({ query: { q: ['a', 'exk_test_abc'] } }), 'credential-in-query', 'repeated')
  t.equal(refusal({ query: { cursor: 'x', key: 'gbt' } }), null, 'other parameters may')
})

t.test(
  'a credential in the address is refused before it is looked at, and not logged',
  async (t) => {
    const lines: string[] = []
    const { app } = sampleApi({
      logLevel: 'debug',
      logStream: { write: (line) => lines.push(line) },
      authenticate: async () => t.fail('nobody is asked') as never,
    })
    t.teardown(() => app.close())
    const answer = await app.inject({ url: `${notesUrl}?apiKey=sentinel-secret` })
    refused(t, answer, 'credential-in-query')
    t.ok(lines.length > 0)
    t.notMatch(lines.join(''), /sentinel/)
    t.notMatch(answer.body, /sentinel/)
  },
)
