import t from 'tap'
import { consensusLife } from '../../../src/core/consensus/life.ts'
import { followsTheDesign } from '../../support/lives.ts'

t.test('every state takes exactly the events it should', async (t) => {
  followsTheDesign(t, consensusLife, {
    'open new_round': 'scoring',
    'scoring close_round': 'open',
    'open propose': 'proposed',
    'proposed object': 'open',
    'proposed agree': 'agreed',
    'agreed visit': 'visiting',
    'visiting report_visit': 'agreed',
    'visiting report_changes': 'open',
    'agreed approve': 'final',
    'open keep': 'open',
    'scoring keep': 'scoring',
    'proposed keep': 'proposed',
    'agreed keep': 'agreed',
    'visiting keep': 'visiting',
    'open repeat': 'open',
    'scoring repeat': 'scoring',
    'proposed repeat': 'open',
    'agreed repeat': 'open',
    'visiting repeat': 'open',
    'open join': 'open',
    'scoring join': 'scoring',
    'proposed join': 'open',
    'agreed join': 'open',
    'visiting join': 'open',
  })
})
