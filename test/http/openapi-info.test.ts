import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { documentInfo, serviceVersion } from '../../src/http/openapi-info.ts'
import { root } from '../support/sources.ts'

t.test('the document has the version of the package', async (t) => {
  t.equal(serviceVersion, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
})

t.test('the server is where clients reach it, or wherever the document came from', async (t) => {
  t.equal(documentInfo('https://api.test').servers[0]?.url, 'https://api.test')
  t.equal(documentInfo(null).servers[0]?.url, '/')
})

t.test('every tag is explained in one sentence', async (t) => {
  for (const [tag, sentence] of Object.entries(documentInfo(null).tags)) {
    t.match(tag, /^[a-z]+(-[a-z]+)*$/)
    t.match(sentence, /^[A-Z].*\.$/)
  }
})
