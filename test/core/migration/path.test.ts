import t from 'tap'
import { pathBetween } from '../../../src/core/migration/path.ts'

const at = (name: string) => {
  const [key = '', version = ''] = name.split('@')
  return { key, version }
}
const step = (from: string, to: string) => ({ from: at(from), to: at(to) })

const mappings = [
  step('a@1.0.0', 'b@1.0.0'),
  step('b@1.0.0', 'c@1.0.0'),
  step('a@1.0.0', 'c@1.0.0'),
  step('c@1.0.0', 'c@2.0.0'),
  step('c@2.0.0', 'a@1.0.0'),
]

/** The way as text; `=` stands for a step by equal codes. */
const way = (from: string, to: string, among = mappings) =>
  pathBetween(at(from), at(to), among)?.map((each) =>
    each === null
      ? '='
      : `${each.from.key}${each.from.version[0]}-${each.to.key}${each.to.version[0]}`,
  ) ?? null

t.test('the shortest way over mappings', async (t) => {
  t.same(way('a@1.0.0', 'b@1.0.0'), ['a1-b1'])
  t.same(way('a@1.0.0', 'c@1.0.0'), ['a1-c1'], 'not over b')
  t.same(way('b@1.0.0', 'c@2.0.0'), ['b1-c1', 'c1-c2'])
})

t.test(
  'versions of one questionnaire need no mapping, and use it where there is one',
  async (t) => {
    t.same(way('b@1.0.0', 'b@1.1.0'), ['='])
    t.same(way('c@1.0.0', 'c@2.0.0'), ['c1-c2'])
  },
)

t.test('a neighbouring version is reached by equal codes, before or after', async (t) => {
  t.same(way('a@1.0.0', 'b@1.2.0'), ['a1-b1', '='])
  t.same(way('a@1.3.0', 'b@1.0.0'), ['=', 'a1-b1'])
  t.same(way('a@1.3.0', 'b@1.2.0'), ['=', 'a1-b1', '='])
})

t.test('from a version to itself there is nothing to do', async (t) => {
  t.same(way('a@1.0.0', 'a@1.0.0'), [])
})

t.test('no way is none', async (t) => {
  t.equal(way('a@1.0.0', 'd@1.0.0'), null)
  t.equal(way('d@1.0.0', 'a@1.0.0'), null)
  t.equal(way('a@2.0.0', 'd@1.0.0'), null, 'mappings from another version lead elsewhere')
  t.equal(way('a@1.0.0', 'b@1.0.0', []), null)
})

t.test('circles end, and too long a way is none', async (t) => {
  t.equal(way('a@1.0.0', 'x@1.0.0'), null)
  const long = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key, index, keys) =>
    step(`${key}@1.0.0`, `${keys[index + 1] ?? 'h'}@1.0.0`),
  )
  t.equal(way('a@1.0.0', 'f@1.0.0', long)?.length, 5)
  t.equal(way('a@1.0.0', 'g@1.0.0', long), null)
})
