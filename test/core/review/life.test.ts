import t from 'tap'
import { reviewLife } from '../../../src/core/review/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, reviewLife, {
    'draft lock': 'locked',
    'locked reopen': 'draft',
    'draft exclude': 'excluded',
    'locked exclude': 'excluded',
  })
})
