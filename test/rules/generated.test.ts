// Everything generated is committed and current.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { artefacts, committed, outdated } from '../../src/tools/generate.ts'
import { root } from '../support/sources.ts'

t.test('every generated file is current', async (t) => {
  t.same(
    outdated(await artefacts(), committed).map(({ complaint }) => complaint),
    [],
  )
})

t.test('generating twice gives the same bytes', async (t) => {
  t.same(await artefacts(), await artefacts())
})

t.test('a changed, a missing and a longer file are noticed, each with its repair', async (t) => {
  const wanted = [{ path: 'docs/page.md', text: 'one\ntwo\n' }]
  t.same(
    outdated(wanted, () => 'one\ntwo\n'),
    [],
  )
  for (const [there, complaint] of [
    ['one\n2\n', /line 2.*npm run generate/],
    ['one\ntwo\nthree\n', /line 3/],
    [null, /is missing/],
  ] as const)
    t.match(
      outdated(wanted, () => there),
      [{ path: 'docs/page.md', complaint }],
    )
})

t.test('every generated file says at its top that it is generated', async (t) => {
  for (const { path, text } of await artefacts())
    t.match(
      text.split('\n').slice(0, 5).join('\n'),
      /Generated from .* by `npm run generate`/,
      path,
    )
})

t.test('nothing generated is left over', async (t) => {
  const current = (await artefacts()).map(({ path }) => path)
  const there = ['docs', 'openapi', 'schemas'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((path) => /\.(md|json)$/.test(path) && !path.startsWith('openapi/released/')),
  )
  const generated = there.filter((path) => /^.{0,250}Generated from /s.test(committed(path) ?? ''))
  t.same(
    generated.filter((path) => !current.includes(path)),
    [],
    'delete it: nothing makes it any more',
  )
})

t.test('what the linter lets pass is public in truth', async (t) => {
  const [, publicly = ''] =
    /# Public by design([\s\S]*?)rules:/.exec(committed('.spectral.yaml') ?? '') ?? []
  const exceptions = [...publicly.matchAll(/#\/paths\/(\S+?)'/g)].map(([, path = '']) =>
    decodeURIComponent(path).replaceAll('~1', '/'),
  )
  const [document] = await artefacts()
  const { paths } = JSON.parse(document?.text ?? '') as {
    paths: Record<string, Record<string, { security: unknown[] }>>
  }
  const open = Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).some(({ security }) => security.length === 0) ? [path] : [],
  )
  t.same(exceptions.toSorted(), open.toSorted(), '.spectral.yaml names each public path, no other')
})
