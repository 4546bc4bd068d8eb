// A life as a table: the step that an event makes, and the refusal that names what is possible instead.
// The tables stand beside their objects; who may cause an event is in access.ts.
import { Problem } from './problem.ts'

/**
 * States in the order of a life, events, and state → event → next state; a pair that is absent is refused. `follows`: events
 * that nobody asks for, since they follow from another step.
 */
export type Life<State extends string, Event extends string> = {
  readonly states: readonly State[]
  readonly events: readonly Event[]
  readonly follows?: readonly Event[]
  readonly table: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>>
}

/** The events that a state takes and somebody may ask for, in the order of the life's events. */
export const eventsIn = <State extends string, Event extends string>(
  { events, follows = [], table }: Life<State, Event>,
  state: State,
): readonly Event[] =>
  events.filter((event) => table[state][event] !== undefined && !follows.includes(event))

/** The state after the event; refuses with `illegal-transition`. */
export const stateAfter = <State extends string, Event extends string>(
  life: Life<State, Event>,
  state: State,
  event: Event,
): State => {
  const after = life.table[state][event]
  if (after === undefined) throw refusal(life, state, event)
  return after
}

/** The refusal of an event or of a step within a state, for what must hold beside the table; it is not offered then. */
export const refusal = <State extends string, Event extends string>(
  life: Life<State, Event>,
  state: State,
  event: string,
): Problem<'illegal-transition'> => {
  const allowed = eventsIn(life, state).filter((each) => each !== event)
  return new Problem('illegal-transition', { state, event, allowed })
}
