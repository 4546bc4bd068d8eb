import t from 'tap'
import { eventsIn, type Life, refusal, stateAfter } from '../../src/core/life.ts'
import { refusalOf } from '../support/submissions.ts'

const life: Life<'asleep' | 'awake', 'rise' | 'dream' | 'rest'> = {
  states: ['asleep', 'awake'],
  events: ['rise', 'dream', 'rest'],
  table: { asleep: { dream: 'asleep', rise: 'awake' }, awake: { rest: 'asleep' } },
}

t.test('an event leads to the state of the table', async (t) => {
  t.equal(stateAfter(life, 'asleep', 'rise'), 'awake')
  t.equal(stateAfter(life, 'asleep', 'dream'), 'asleep')
})

t.test('a refusal names what is possible instead, in the order of the events', async (t) => {
  t.same(eventsIn(life, 'asleep'), ['rise', 'dream'])
  t.same(
    refusalOf(() => stateAfter(life, 'awake', 'dream')),
    { code: 'illegal-transition', state: 'awake', event: 'dream', allowed: ['rest'] },
  )
})

t.test('what follows from another step is offered to nobody', async (t) => {
  const dreaming = { ...life, follows: ['dream'] } as const
  t.same(eventsIn(dreaming, 'asleep'), ['rise'])
  t.equal(stateAfter(dreaming, 'asleep', 'dream'), 'asleep')
})

t.test('where something beside the table is missing, the event is not offered', async (t) => {
  t.match(refusal(life, 'asleep', 'rise').parameters, { allowed: ['dream'] })
})
