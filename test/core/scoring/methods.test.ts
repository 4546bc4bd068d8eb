import t from 'tap'
import { methodNames } from '../../../src/core/document/scoring-v1.ts'
import { methods } from '../../../src/core/scoring/methods.ts'

t.test('every method that a document may name exists under its name', async (t) => {
  for (const name of methodNames) t.equal(methods[name].name, name)
})
