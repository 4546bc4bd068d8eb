// What whoever may not do something is told, read from the table of who may: for tests that are about something else.
// That the table says the right roles, and the refusal those of the table, is tested in test/core/access.
import { type Action, accessTable } from '../../src/core/access/table.ts'
import { columns } from '../../src/core/access/vocabulary.ts'

export const forbidden = (action: Action) => ({
  code: 'forbidden',
  action,
  roles: columns.filter((_, place) => accessTable[action].cells[place] !== '-'),
})
