import t from 'tap'
import { cells, columns } from '../../../src/core/access/vocabulary.ts'
import { associationRoles, organizationRoles } from '../../../src/core/context.ts'

t.test('every role that a standing may carry has a column', async (t) => {
  for (const role of [...organizationRoles, ...associationRoles])
    t.ok(columns.includes(role), `${role} has a column`)
  t.equal(new Set(columns).size, 9, 'nine columns, none twice')
})

t.test('every letter is explained, and no two alike', async (t) => {
  const meanings = Object.values(cells)
  t.equal(new Set(meanings).size, meanings.length)
})
