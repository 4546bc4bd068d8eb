import t from 'tap'
import { reportLife } from '../../../src/core/report/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, reportLife, {
    'draft approve': 'approved',
    'approved return': 'draft',
    'approved release': 'released',
  })
})
