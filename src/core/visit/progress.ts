// What happens between the plan of a site visit and its report: declarations renewed, issues answered one by one, or
// its end without a report.
// Planning, beginning and reporting are in visit.ts.
import { type Conflict, verdictOf } from '../conflict/conflicts.ts'
import { type Consensus, demandLead, demandMember, type Panel } from '../consensus/consensus.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { PersonId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { found, Problem } from '../problem.ts'
import { type Gauge, type Gauges, readValue } from '../review/value.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { visitLife } from './life.ts'
import {
  later,
  type Outcome,
  type Renewal,
  told,
  type Visit,
  type VisitDecided,
  type Visiting,
} from './visit.ts'

type Acting = { readonly panel: Panel; readonly by: PersonId }

/**
 * A member declares anew that nothing speaks against the visit; whoever cannot, steps back. `known`: what is known by now.
 * What may be waived was weighed when the assignment became active; what blocks never is. Refuses with `forbidden` outside
 * the panel, `illegal-transition` once it has begun, and `conflict-of-interest`, also to who declared anew before.
 */
export const renew = <Known extends Visit & { readonly renewed: readonly Renewal[] }>(
  { consensus, visit }: Visiting<Known>,
  { panel, by, known, now }: Acting & { readonly known: readonly Conflict[]; readonly now: Date },
): VisitDecided<Known> => {
  demandMember(panel, by)
  if (visit.state !== 'planned') throw refusal(visitLife, visit.state, 'declare')
  if (verdictOf(known) === 'blocked') throw new Problem('conflict-of-interest', {})
  const { renewed } = visit
  if (renewed.some(({ personId }) => personId === by)) return { consensus, visit, events: [] }
  const after = later(consensus)
  return {
    consensus: after,
    visit: { ...visit, renewed: [...renewed, { personId: by, at: now }] },
    events: [told(after, 'declaration-renewed')],
  }
}

/** What is said about an issue: a value only where the score changes. */
export type OutcomeInput =
  | { readonly kind: 'confirmed' | 'not_reached'; readonly evidence: string }
  | (ScoreValue & { readonly kind: 'changed'; readonly evidence: string })

/**
 * The lead notes what became of the issue at this place, counted from 0; the same again changes nothing. Refuses with
 * `not-found`, `forbidden`, `illegal-transition` unless ongoing, `document-invalid` for what is no whole value of the
 * method. Writing, so that nothing is told of it.
 */
export const answerIssue = <Known extends Visit>(
  { consensus, visit }: Visiting<Known>,
  given: Acting & {
    readonly place: number
    readonly input: OutcomeInput
    readonly gauges: Gauges
  },
): VisitDecided<Known> => {
  const { panel, by, place, input, gauges } = given
  demandLead(panel, by)
  if (visit.state !== 'ongoing') throw refusal(visitLife, visit.state, 'answer')
  const { code, outcome: before } = found(visit.issues[place])
  const outcome = outcomeOf(input, gauges(code))
  if (canonicalJson(outcome) === canonicalJson(before)) return { consensus, visit, events: [] }
  const issues = visit.issues.map((issue, at) => (at === place ? { ...issue, outcome } : issue))
  return { consensus: later(consensus), visit: { ...visit, issues }, events: [] }
}

const outcomeOf = (input: OutcomeInput, gauge: Gauge): Outcome => {
  if (input.kind !== 'changed') return input
  const { kind, evidence, ...value } = input
  return { kind, evidence, ...readValue(value, gauge) }
}

/** A visit is over without a report where the panel went back to its scores while it was planned or ongoing. */
export const stopping = <
  Known extends Pick<Consensus, 'id' | 'submissionId' | 'revision' | 'state'> & {
    readonly visits: readonly Visit[]
  },
>(
  consensus: Known,
): { readonly consensus: Known; readonly events: readonly Happening[] } => {
  const { state, visits } = consensus
  if (state === 'visiting' || !visits.some(isUnderWay)) return { consensus, events: [] }
  const after = visits.map((visit) =>
    isUnderWay(visit) ? { ...visit, state: stateAfter(visitLife, visit.state, 'stop') } : visit,
  )
  return { consensus: { ...consensus, visits: after }, events: [told(consensus, 'stopped')] }
}

const isUnderWay = ({ state }: Visit): boolean => state === 'planned' || state === 'ongoing'
