// What a release promised stays: frozen files byte for byte, and an OpenAPI document that no client notices.
import t from 'tap'
import { sha256 } from '../../src/db/digest.ts'
import type { Json } from '../../src/tools/compare-openapi/json.ts'
import { breakingChanges } from '../../src/tools/compare-openapi.ts'
import { committed } from '../../src/tools/generate.ts'
import { broken, freezable, released, releasedDocuments } from '../../src/tools/release.ts'

t.test('released formats, questionnaires and migrations are unchanged', async (t) => {
  t.same(broken(released(), committed), [])
})

t.test('a changed or deleted file is noticed', async (t) => {
  const path = 'schemas/models/gbt-19580-2012/1.0.0.json'
  const digests = { [path]: sha256(committed(path) ?? '') }
  t.same(broken(digests, committed), [])
  t.match(
    broken(digests, () => `${committed(path)} `),
    [/differs.*new version/],
  )
  t.match(
    broken(digests, () => null),
    [/is gone/],
  )
  t.match(
    broken({ 'drizzle/0000_first.sql': '' }, () => 'select 1'),
    [/drizzle-kit generate/],
  )
  t.match(
    broken({ 'schemas/event/v1.schema.json': '' }, () => '{}'),
    [/new format version/],
  )
})

t.test('a release freezes formats, questionnaires and migrations', async (t) => {
  const files = freezable()
  t.ok(files.includes('schemas/questionnaire/v1.schema.json'))
  t.ok(files.includes('schemas/models/baldrige-2023-2024/1.0.0.json'))
  t.ok(files.some((file) => file.startsWith('drizzle/')))
  t.notOk(files.some((file) => /\/(valid|invalid|codes|meta)\//.test(file)))
})

t.test('the OpenAPI document breaks no client of a release', async (t) => {
  const current = JSON.parse(committed('openapi/openapi.json') ?? '{}') as Json
  for (const [version, document] of releasedDocuments())
    t.same(
      breakingChanges(document, current),
      [],
      `release ${version}: bring back what vanished, or offer the new thing beside it.`,
    )
})

t.test('the comparison sees a break in the real document', async (t) => {
  const current = JSON.parse(committed('openapi/openapi.json') ?? '{}') as Json
  t.same(breakingChanges(current, current), [])
  t.not(breakingChanges(current, { ...current, paths: {} }).length, 0)
})
