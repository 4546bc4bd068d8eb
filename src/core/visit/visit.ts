// A site visit: issues that the panel looks into at the applicant's, and what the report does to the consensus.
// Notes of a visit are never released; whether a cycle has visits is one of its settings.
import {
  aboutConsensus,
  type Consensus,
  demandLead,
  moved,
  type Panel,
  told as toldOfConsensus,
  unknownItem,
  wentBack,
} from '../consensus/consensus.ts'
import { consensusLife } from '../consensus/life.ts'
import type { Happening } from '../document/event-v1.ts'
import { pointerOf } from '../document/pointer.ts'
import type { PersonId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { Valued } from '../review/value.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { type VisitState, visitLife } from './life.ts'

/** What became of an issue, with the score where it changed. */
export type Outcome =
  | { readonly kind: 'confirmed' | 'not_reached'; readonly evidence: string }
  | (Valued & { readonly kind: 'changed'; readonly evidence: string })

export type Issue = {
  readonly code: string
  readonly kind: 'verify' | 'clarify'
  readonly question: string
  readonly source: string
  readonly outcome: Outcome | null
}

/** Who of the panel has declared anew, and when; null: before instants were kept. */
export type Renewal = { readonly personId: PersonId; readonly at: Date | null }

export type Visit = { readonly state: VisitState; readonly issues: readonly Issue[] }

/** A score before and after, and the issue that moved it. */
export type VisitChange = {
  readonly code: string
  readonly fromBp: number
  readonly toBp: number
  readonly from: ScoreValue
  readonly to: ScoreValue
  readonly question: string
  readonly note: string
}

type Acting = { readonly panel: Panel; readonly by: PersonId }

/** A consensus with its present visit. */
export type Visiting<Known extends Visit = Visit> = {
  readonly consensus: Consensus
  readonly visit: Known
}

export type VisitDecided<Known extends Visit = Visit> = Visiting<Known> & {
  readonly events: readonly Happening[]
}

/** A visit is of its consensus, whose revision moves with every step of it. */
export const told = (
  consensus: Parameters<typeof aboutConsensus>[0],
  what: 'planned' | 'declaration-renewed' | 'begun' | 'reported' | 'stopped',
): Happening => ({ type: `visit.${what}`, ...aboutConsensus(consensus) })

/** The consensus one step of its visit later. */
export const later = (consensus: Consensus): Consensus => ({
  ...consensus,
  revision: consensus.revision + 1,
})

/**
 * The lead takes an agreed consensus on a visit with its issues. Refuses with `forbidden`, `illegal-transition` (also
 * where the cycle has no visits), `document-invalid` for what is not judged, `incomplete` without any issue.
 */
export const plan = (
  consensus: Consensus,
  { panel, by, issues }: Acting & { readonly issues: readonly Omit<Issue, 'outcome'>[] },
): VisitDecided => {
  demandLead(panel, by)
  const visiting = moved(consensus, 'visit')
  if (consensus.siteVisit === 'none') throw refusal(consensusLife, consensus.state, 'visit')
  const errors = issues.flatMap(({ code }, place) =>
    Object.hasOwn(consensus.scores, code)
      ? []
      : [unknownItem(pointerOf(['issues', place, 'code']), code)],
  )
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  if (issues.length === 0)
    throw new Problem('incomplete', {
      errors: [{ pointer: '/issues', code: 'issue-missing', detail: 'A visit has a question.' }],
    })
  return {
    consensus: visiting,
    visit: { state: 'planned', issues: issues.map((issue) => ({ ...issue, outcome: null })) },
    events: [told(visiting, 'planned')],
  }
}

/** The panel arrives. All of it must have declared anew: `incomplete` otherwise. */
export const begin = (
  { consensus, visit }: Visiting,
  { panel, by, renewed }: Acting & { readonly renewed: readonly Renewal[] },
): VisitDecided => {
  demandLead(panel, by)
  const state = stateAfter(visitLife, visit.state, 'begin')
  const errors = panel.members
    .filter((person) => !renewed.some(({ personId }) => personId === person))
    .map(
      (person): ProblemError => ({
        pointer: pointerOf(['declarations', person]),
        code: 'declaration-missing',
        detail: 'Declarations are renewed before a visit.',
      }),
    )
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  const after = later(consensus)
  return { consensus: after, visit: { ...visit, state }, events: [told(after, 'begun')] }
}

export type Reported = VisitDecided & { readonly changes: readonly VisitChange[] }

/**
 * The report of the lead. A score that by now lies the threshold or more from what the panel agreed on last, over however
 * many visits, needs new approvals: back to the panel.
 * Refuses with `incomplete`: every issue without an outcome.
 */
export const report = ({ consensus, visit }: Visiting, { panel, by }: Acting): Reported => {
  demandLead(panel, by)
  const state = stateAfter(visitLife, visit.state, 'report')
  const errors = visit.issues.flatMap(({ outcome }, place) =>
    outcome === null ? [open(place)] : [],
  )
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  const changes = changesOf(visit.issues, consensus)
  const net = netOf(changes)
  const large = net.some(
    ({ code, fromBp, toBp }) =>
      Math.abs(toBp - (consensus.agreedBp[code] ?? fromBp)) >= consensus.rules.thresholdBp,
  )
  const scores = Object.fromEntries(
    net.map(({ code, to, toBp, note }) => [code, { value: to, percentBp: toBp, note, by }]),
  )
  const after = moved(consensus, large ? 'report_changes' : 'report_visit', {
    scores: { ...consensus.scores, ...scores },
    approvals: large ? [] : consensus.approvals,
    visited: true,
  })
  const { events } = toldOfConsensus(after, ...wentBack(consensus, after))
  return {
    consensus: after,
    visit: { ...visit, state },
    changes,
    events: [told(after, 'reported'), ...events],
  }
}

const open = (place: number): ProblemError => ({
  pointer: pointerOf(['issues', place, 'outcome']),
  code: 'outcome-missing',
  detail: 'Say what was found, or that it was not reached.',
})

/** One after the other: a second issue about an item starts where the first one left its score. */
const changesOf = (
  issues: readonly Issue[],
  { scores }: Pick<Consensus, 'scores'>,
): readonly VisitChange[] => {
  const current = new Map<string, Valued>(Object.entries(scores))
  return issues.flatMap(({ code, question, outcome }) => {
    const before = current.get(code)
    if (outcome?.kind !== 'changed' || before === undefined) return []
    const { value: from, percentBp: fromBp } = before
    const { value: to, percentBp: toBp, evidence: note } = outcome
    current.set(code, outcome)
    return [{ code, fromBp, toBp, from, to, question, note }]
  })
}

/** What became of each item in the end: from its first score to its last, with the last note. */
const netOf = (changes: readonly VisitChange[]): readonly VisitChange[] => {
  const net = new Map<string, VisitChange>()
  for (const change of changes) {
    const { from, fromBp } = net.get(change.code) ?? change
    net.set(change.code, { ...change, from, fromBp })
  }
  return [...net.values()]
}
