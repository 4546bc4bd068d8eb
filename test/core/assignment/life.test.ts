import t from 'tap'
import { assignmentLife } from '../../../src/core/assignment/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, assignmentLife, {
    'proposed declare_clear': 'active',
    'proposed declare_conflict': 'conflicted',
    'proposed decline': 'declined',
    'proposed remove': 'removed',
    'conflicted waive': 'active',
    'conflicted remove': 'removed',
    'active recuse': 'recused',
    'active remove': 'removed',
    'active complete': 'completed',
  })
})
