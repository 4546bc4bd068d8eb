// What happens between the plan of a site visit and its report: declarations renewed, issues answered one by one, or
// its end without a report.
// Planning, beginning and reporting are in visit.ts.
import { type Conflict, verdictOf } from '../conflict/conflicts.ts'
import { type Consensus, demandLead, demandMember, type Panel } from '../consensus/consensus.ts'
import type { PersonId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { found, Problem } from '../problem.ts'
import { type Gauge, type Gauges, readValue } from '../review/value.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { visitLife } from './life.ts'
import type { Outcome, Renewal, Visit } from './visit.ts'

type Acting = { readonly panel: Panel; readonly by: PersonId }

/**
 * A member declares anew that nothing speaks against the visit; whoever cannot, steps back. `known`: what is known by now.
 * What may be waived was weighed when the assignment became active; what blocks never is. Refuses with `forbidden` outside
 * the panel, `illegal-transition` once it has begun, and `conflict-of-interest`, also to who declared anew before.
 */
export const renew = <Known extends Visit & { readonly renewed: readonly Renewal[] }>(
  visit: Known,
  { panel, by, known, now }: Acting & { readonly known: readonly Conflict[]; readonly now: Date },
): Known => {
  demandMember(panel, by)
  if (visit.state !== 'planned') throw refusal(visitLife, visit.state, 'declare')
  if (verdictOf(known) === 'blocked') throw new Problem('conflict-of-interest', {})
  const { renewed } = visit
  return renewed.some(({ personId }) => personId === by)
    ? visit
    : { ...visit, renewed: [...renewed, { personId: by, at: now }] }
}

/** What is said about an issue: a value only where the score changes. */
export type OutcomeInput =
  | { readonly kind: 'confirmed' | 'not_reached'; readonly evidence: string }
  | (ScoreValue & { readonly kind: 'changed'; readonly evidence: string })

/**
 * The lead notes what became of the issue at this place, counted from 0. Refuses with `not-found`, `forbidden`,
 * `illegal-transition` unless ongoing, `document-invalid` for what is no whole value of the method.
 */
export const answerIssue = <Known extends Visit>(
  visit: Known,
  given: Acting & {
    readonly place: number
    readonly input: OutcomeInput
    readonly gauges: Gauges
  },
): Known => {
  const { panel, by, place, input, gauges } = given
  demandLead(panel, by)
  if (visit.state !== 'ongoing') throw refusal(visitLife, visit.state, 'answer')
  const { code } = found(visit.issues[place])
  const outcome = outcomeOf(input, gauges(code))
  const issues = visit.issues.map((issue, at) => (at === place ? { ...issue, outcome } : issue))
  return { ...visit, issues }
}

const outcomeOf = (input: OutcomeInput, gauge: Gauge): Outcome => {
  if (input.kind !== 'changed') return input
  const { kind, evidence, ...value } = input
  return { kind, evidence, ...readValue(value, gauge) }
}

/** A visit is over without a report where the panel went back to its scores while it was planned or ongoing. */
export const stopping = <
  Known extends Pick<Consensus, 'state'> & { readonly visits: readonly Visit[] },
>(
  consensus: Known,
): Known =>
  consensus.state === 'visiting'
    ? consensus
    : {
        ...consensus,
        visits: consensus.visits.map((visit) =>
          visit.state === 'planned' || visit.state === 'ongoing'
            ? { ...visit, state: stateAfter(visitLife, visit.state, 'stop') }
            : visit,
        ),
      }
