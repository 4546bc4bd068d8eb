import t from 'tap'
import { visitLife } from '../../../src/core/visit/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, visitLife, {
    'planned begin': 'ongoing',
    'ongoing report': 'reported',
    'planned stop': 'stopped',
    'ongoing stop': 'stopped',
  })
})
