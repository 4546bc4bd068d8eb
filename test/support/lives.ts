// Compares a life with what its design says, written out by hand once more: every state with every event.
import type { Test } from 'tap'
import { eventsIn, type Life, stateAfter } from '../../src/core/life.ts'
import { refusalOf } from './submissions.ts'

/** `told`: `'state event'` → the state that follows; every pair that is absent is illegal. */
export const followsTheDesign = <State extends string, Event extends string>(
  t: Test,
  life: Life<State, Event>,
  told: Readonly<Record<string, State>>,
): void => {
  for (const state of life.states)
    for (const event of life.events) {
      const after = told[`${state} ${event}`]
      const reached = () => stateAfter(life, state, event)
      if (after !== undefined) t.equal(reached(), after, `${state} ${event}`)
      else
        t.match(
          refusalOf(reached),
          { code: 'illegal-transition', state, event, allowed: eventsIn(life, state) },
          `${state} refuses ${event}`,
        )
    }
  const pairs = life.states.flatMap((state) => life.events.map((event) => `${state} ${event}`))
  t.same(
    Object.keys(told).filter((pair) => !pairs.includes(pair)),
    [],
    'the design names no state or event that the life lacks',
  )
}
