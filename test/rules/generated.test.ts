// Everything generated is committed and current.
import t from 'tap'
import { artefacts, committed, outdated } from '../../src/tools/generate.ts'

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
