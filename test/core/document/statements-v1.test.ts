import t from 'tap'
import { z } from 'zod'
import { statementMembers } from '../../../src/core/document/statements-v1.ts'
import { levelStatementsOf, statementsOf } from '../../fixtures/methods.ts'

const shape = z.strictObject(statementMembers('Test', z.record(z.string(), z.string())))
const fits = (value: unknown): boolean => shape.safeParse(value).success

t.test('a node has one to twenty statements, or none stated', async (t) => {
  t.ok(fits({}))
  t.ok(fits({ statements: statementsOf('1', 20) }))
  t.notOk(fits({ statements: [] }))
  t.notOk(fits({ statements: statementsOf('1', 21) }))
  const [one] = statementsOf('1', 1)
  t.ok(fits({ statements: [{ ...one, weight: 3 }] }))
  for (const weight of [0, -1, 1.5]) t.notOk(fits({ statements: [{ ...one, weight }] }))
})

t.test('levels are five, each with statements', async (t) => {
  t.ok(fits({ levelStatements: levelStatementsOf('1', [1, 2, 3, 2, 1]) }))
  t.notOk(fits({ levelStatements: levelStatementsOf('1', [1, 1, 1, 1]) }))
  t.notOk(fits({ levelStatements: levelStatementsOf('1', [1, 0, 1, 1, 1]) }))
})
