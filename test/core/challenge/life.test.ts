import t from 'tap'
import { shownPanelLife } from '../../../src/core/challenge/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, shownPanelLife, {
    'shown show': 'shown',
    'shown accept': 'accepted',
    'accepted show': 'shown',
    'accepted close': 'closed',
    'shown raise': 'raised',
    'shown close': 'closed',
    'raised decide': 'decided',
    'decided show': 'decided',
    'decided close': 'closed',
  })
})
