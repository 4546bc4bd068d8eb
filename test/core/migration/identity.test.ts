import t from 'tap'
import { migrationFindings } from '../../../src/core/migration/findings.ts'
import { identityMapping } from '../../../src/core/migration/identity.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

const between = (changes: Readonly<Record<string, unknown>>) => {
  const target = spoil(small(), { '/version': '2.0.0', ...changes })
  const mapping = identityMapping(small(), target)
  return { mapping, findings: migrationFindings(mapping, { source: small(), target }) }
}

t.test('what has the same code goes to itself, and the mapping has no findings', async (t) => {
  const { mapping, findings } = between({})
  t.same(findings, [])
  t.same(
    mapping.items.map(({ to }) => to[0]),
    ['P.1', '1.1', '1.2', '2.1', '3'],
  )
  t.ok(mapping.items.every(({ relation, scale }) => relation === 'equal' && scale === 'keep'))
  t.equal(mapping.areas.length, 5)
})

t.test('what is gone has no row', async (t) => {
  const { mapping, findings } = between({
    '/categories/0/items': small().categories[0]?.items?.slice(1),
    '/profile': [],
  })
  t.same(findings, [])
  t.same(
    mapping.items.map(({ to }) => to[0]),
    ['1.2', '2.1', '3'],
  )
  t.notOk(mapping.areas.some(({ from }) => from[0] === '1.1.a' || from[0] === 'P.1.a'))
})

t.test('another scale drops the value until the author decides', async (t) => {
  const { mapping, findings } = between({ '/scoring/parameters/step': 1 })
  t.same(findings, [])
  t.match(
    mapping.items.find(({ to }) => to[0] === '1.1'),
    { scale: 'reset' },
  )
})

t.test(
  'a meaning declared changed, deep inside a node too, asks for review of the node',
  async (t) => {
    const { mapping } = between({
      '/categories/0/items/0/areas/0/questions/0/text/en': 'What else is done?',
      '/categories/0/items/0/areas/0/questions/0/meaningChanged': true,
      '/profile/0/intent/en': 'Somebody else.',
      '/profile/0/meaningChanged': true,
      '/bandSets/0/bands/0/label/en': 'Other',
      '/bandSets/0/bands/0/meaningChanged': true,
    })
    const review = mapping.items.filter(({ meaningChanged }) => meaningChanged === true)
    t.same(
      review.map(({ to }) => to[0]),
      ['P.1', '1.1'],
    )
  },
)
