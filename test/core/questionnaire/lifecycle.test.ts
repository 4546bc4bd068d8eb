import t from 'tap'
import {
  questionnaireLifecycle,
  questionnaireStates,
  questionnaireTransitions,
  refuseUnlessTaken,
} from '../../../src/core/questionnaire/lifecycle.ts'
import { refusal } from '../../support/standings.ts'

t.test('every pair of state and event is taken or refused, as the table says', async (t) => {
  for (const state of questionnaireStates)
    for (const event of questionnaireTransitions)
      if (questionnaireLifecycle[state][event] === undefined) {
        const { code, parameters } = refusal(() => refuseUnlessTaken(state, event))
        const allowed = Object.keys(questionnaireLifecycle[state])
        t.same([code, parameters], ['illegal-transition', { state, event, allowed }])
      } else t.equal(refuseUnlessTaken(state, event), undefined, `${state} takes ${event}`)
})

t.test('there is no way back', async (t) => {
  t.same(questionnaireLifecycle, {
    draft: { publish: 'published' },
    published: { withdraw: 'withdrawn' },
    withdrawn: {},
  })
})
