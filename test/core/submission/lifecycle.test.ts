import t from 'tap'
import {
  allowedIn,
  next,
  submissionLifecycle,
  submissionStates,
  submissionTransitions,
} from '../../../src/core/submission/lifecycle.ts'
import { refusalOf } from '../../support/submissions.ts'

// The life of a submission as api.md section 6 tells it, written out by hand: every pair not here is illegal.
const told: Readonly<Record<string, string>> = {
  'draft submit': 'submitted',
  'draft withdraw': 'withdrawn',
  'submitted withdraw': 'withdrawn',
  'submitted accept': 'final',
  'submitted start_review': 'in_review',
  'in_review finalize': 'final',
}

t.test('every state takes exactly the events it should', async (t) => {
  for (const state of submissionStates)
    for (const event of submissionTransitions) {
      const after = told[`${state} ${event}`]
      if (after !== undefined) t.equal(next(state, event), after, `${state} ${event}`)
      else
        t.same(
          refusalOf(() => next(state, event)),
          { code: 'illegal-transition', state, event, allowed: allowedIn(state) },
          `${state} refuses ${event}`,
        )
    }
})

t.test('a refusal names what is possible instead', async (t) => {
  t.same(allowedIn('draft'), ['submit', 'withdraw'])
  t.same(allowedIn('submitted'), ['withdraw', 'accept'])
  t.same(allowedIn('in_review'), [], 'what follows from a panel is nobody to ask for')
  t.same(allowedIn('final'), [])
  t.same(allowedIn('withdrawn'), [])
})

t.test('every state can be reached from a draft', async (t) => {
  const reached = new Set<string>(['draft'])
  for (const _ of submissionStates)
    for (const state of submissionStates)
      if (reached.has(state))
        for (const after of Object.values(submissionLifecycle[state])) reached.add(after)
  t.same([...reached].sort(), [...submissionStates].sort())
})
