import t from 'tap'
import { cycleLife } from '../../../src/core/programme/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, cycleLife, {
    'planned open': 'open',
    'planned cancel': 'cancelled',
    'open start': 'assessing',
    'open cancel': 'cancelled',
    'assessing finish': 'closed',
  })
})
