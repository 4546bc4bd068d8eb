import t from 'tap'
import { heavier, table, weightOf } from '../../../../src/core/document/compare/classes.ts'
import { entitiesOf } from '../../../../src/core/document/compare/entities.ts'
import type { Questionnaire } from '../../../../src/core/document/questionnaire-v1.ts'
import { readShipped } from '../../../../src/documents.ts'

t.test('what nobody has weighed is breaking', async (t) => {
  t.equal(weightOf('node', 'somethingNew'), 'breaking')
  t.equal(weightOf('node', 'points'), 'breaking')
  t.equal(weightOf('node', 'evidence'), 'editorial')
})

t.test('every member of every shipped questionnaire has its weight in the table', async (t) => {
  const unweighed = new Set(
    readShipped().flatMap(({ document }) =>
      entitiesOf(JSON.parse(document) as Questionnaire).flatMap(({ type, members }) =>
        Object.keys(members)
          .filter((member) => table[type].members[member] === undefined)
          .map((member) => `${type}.${member}`),
      ),
    ),
  )
  t.same([...unweighed], [], 'Put each into src/core/document/compare/classes.ts.')
})

t.test('the heavier of two classes', async (t) => {
  t.equal(heavier('editorial', 'compatible'), 'compatible')
  t.equal(heavier('breaking', 'compatible'), 'breaking')
  t.equal(heavier('editorial', 'editorial'), 'editorial')
})
