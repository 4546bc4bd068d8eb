// One catalogue of problems: the core, the faces over HTTP and the page name the same codes, in two languages.
import t from 'tap'
import { problemCodes, problemStatus, problemTexts } from '../../src/http/problems.ts'
import { problemMembers } from '../../src/tools/generate/problem-members.ts'
import { committed } from '../../src/tools/generate.ts'

const members = problemMembers()
const inCore = [...members.keys()].sort()
const page = committed('docs/problems.md') ?? ''
/** The codes of one table of the page: the English one stands first. */
const [english = '', chinese = ''] = page.split('## 中文')
const codesIn = (text: string) =>
  [...text.matchAll(/^\| `([a-z-]+)` \| \d{3} \|/gm)].map(([, code]) => String(code)).sort()

t.test('core, faces and page name the same codes', async (t) => {
  t.ok(inCore.length > 40)
  t.same(
    [...problemCodes].sort(),
    inCore,
    'src/http/problems.ts has the codes of src/core/problem.ts',
  )
  t.same(codesIn(english), inCore, 'docs/problems.md: run `npm run generate`')
  t.same(codesIn(chinese), inCore, 'docs/problems.md, Chinese part')
})

t.test('every code has a title and a remedy in every language, and they differ', async (t) => {
  for (const [language, texts] of Object.entries(problemTexts)) {
    t.same(Object.keys(texts).sort(), inCore, language)
    for (const [code, { title, help }] of Object.entries(texts)) {
      t.ok(title.trim() !== '' && help.trim() !== '', `${language}: ${code} says what to do`)
      if (language === 'zh-CN') t.match(`${title}${help}`, /\p{Script=Han}/u, `${code} in Chinese`)
      else t.notMatch(`${title}${help}`, /\p{Script=Han}/u, `${code} in English`)
    }
    const titles = Object.values(texts).map(({ title }) => title)
    t.equal(new Set(titles).size, titles.length, `${language}: no two problems share a title`)
  }
})

t.test('every status is a refusal', async (t) => {
  for (const [code, status] of Object.entries(problemStatus))
    t.ok(status >= 400 && status <= 599, code)
})

t.test('the members are read from the types', async (t) => {
  t.same(members.get('forbidden'), [
    { name: 'action', optional: false },
    { name: 'roles', optional: false },
  ])
  t.same(members.get('not-found'), [])
  t.same(members.get('incomplete'), [{ name: 'errors', optional: false }])
  t.match(members.get('precondition-failed'), [
    { name: 'currentEtag', optional: false },
    { name: 'current', optional: true },
    { name: 'changed', optional: true },
  ])
})

t.test('the page shows the members', async (t) => {
  t.match(english, /\| `illegal-transition` \|.*`state`, `event`, `allowed` \|$/m)
})
