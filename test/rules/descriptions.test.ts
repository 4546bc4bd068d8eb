// A description says what its summary does not: to whom, when, what follows, what is refused.
// What the document consists of otherwise is in http/openapi-document; choices of values are values.test.ts.
import t from 'tap'
import { committed } from '../../src/tools/generate.ts'

type Described = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
}

/** A description with fewer words of its own repeats its summary. */
const fewest = 6

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

/** How many words the description has that the summary lacks; the scope is said by the generator. */
const ownWords = ({ summary, description }: Pick<Described, 'summary' | 'description'>): number => {
  const said = new Set(wordsIn(summary))
  const [own = ''] = description.split('\n\nNeeds the scope')
  return new Set(wordsIn(own).filter((word) => !said.has(word))).size
}

t.test('every description says more than its summary', async (t) => {
  const { paths } = JSON.parse(committed('openapi/openapi.json') ?? '') as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  }
  const described = Object.values(paths).flatMap((methods) => Object.values(methods))
  t.ok(described.length > 100)
  for (const each of described)
    t.ok(
      ownWords(each) >= fewest,
      `${each.operationId}: say in its contract for whom it is, when, what happens next and what is refused.`,
    )
})

t.test('control: a description that repeats is seen', async (t) => {
  const summary = 'List the members of an association'
  const scope = '\n\nNeeds the scope `members:read`, which a key must hold to list anything at all.'
  t.equal(ownWords({ summary, description: `${summary}${scope}` }), 0)
  t.equal(
    ownWords({ summary, description: `The members of an association, newest first.${scope}` }),
    2,
  )
})
