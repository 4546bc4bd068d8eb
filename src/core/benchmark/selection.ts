// Chooses the members of a benchmark edition: the latest final of each organization, one of each owner
// group. What speaks against a submission by itself is in eligibility.ts.
import { at } from './at.ts'
import {
  type Candidate,
  type Comparability,
  isFinal,
  type OwnReason,
  ownReasons,
  reasonsAgainst,
} from './eligibility.ts'

/** Reasons that only the comparison with other submissions gives. */
export const reasonsToBar = [...ownReasons, 'not_latest', 'group_represented'] as const
export type BarringReason = OwnReason | 'not_latest' | 'group_represented'

export type Barred = { readonly candidate: Candidate; readonly reasons: readonly BarringReason[] }

/**
 * From all candidates to the members. A candidate with several reasons counts at the first of the list,
 * so `candidates` minus all of `barred` is `members`, and minus `not_final` alone the finals.
 */
export type Funnel = {
  readonly candidates: number
  readonly barred: Readonly<Record<BarringReason, number>>
  readonly members: number
}

export type Selection = {
  readonly members: readonly Candidate[]
  readonly barred: readonly Barred[]
  readonly funnel: Funnel
}

/**
 * Selects from candidates in any order; the result is ordered by submission id. "Latest" is meant among
 * all finals of the organization in this questionnaire and basis, eligible or not: an organization does
 * not choose by its consent which of its results is shown.
 */
export const select = (candidates: readonly Candidate[], edition: Comparability): Selection => {
  const older = olderFinals(candidates, edition)
  const judged = [...candidates].sort(byId).map((candidate) => ({
    candidate,
    reasons: [
      ...reasonsAgainst(candidate, edition),
      ...(older.has(candidate) ? (['not_latest'] as const) : []),
    ],
  }))
  const eligible = judged.flatMap(({ candidate, reasons }) =>
    reasons.length > 0 ? [] : [candidate],
  )
  const chosen = chosenByGroup(eligible)
  const barred = judged.flatMap(({ candidate, reasons }): readonly Barred[] => {
    if (reasons.length > 0) return [{ candidate, reasons }]
    return chosen.has(candidate) ? [] : [{ candidate, reasons: ['group_represented'] }]
  })
  const members = eligible.filter((candidate) => chosen.has(candidate))
  return { members, barred, funnel: funnelOf(barred, members.length) }
}

const byId = (a: Candidate, b: Candidate): number => (a.submissionId < b.submissionId ? -1 : 1)

/** The later final first, then the smaller id. */
const byLatest = (a: Candidate, b: Candidate): number =>
  Number(b.finalAt) - Number(a.finalAt) || byId(a, b)

/** The finals of the edition's kind that a later one of their organization replaces. Tests do not count. */
const olderFinals = (
  candidates: readonly Candidate[],
  edition: Comparability,
): ReadonlySet<Candidate> => {
  const comparable = candidates
    .filter(
      (each) =>
        isFinal(each, edition) &&
        !each.test &&
        each.questionnaireKey === edition.questionnaireKey &&
        each.basis === edition.basis,
    )
    .sort(byLatest)
  const latest = firstPer(comparable, ({ organizationId }) => organizationId)
  return new Set(comparable.filter((candidate) => !latest.has(candidate)))
}

/** One of each owner group: the named representative, else the latest final, else the smallest id. */
const chosenByGroup = (eligible: readonly Candidate[]): ReadonlySet<Candidate> => {
  const ranked = [...eligible].sort(
    (a, b) => Number(b.representative) - Number(a.representative) || byLatest(a, b),
  )
  return firstPer(ranked, ({ ownerGroupId }) => ownerGroupId)
}

/** Of an ordered list the first of each name. */
const firstPer = (
  ordered: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
): ReadonlySet<Candidate> => {
  const first = new Map<string, Candidate>()
  for (const each of ordered) if (!first.has(nameOf(each))) first.set(nameOf(each), each)
  return new Set(first.values())
}

const funnelOf = (barred: readonly Barred[], members: number): Funnel => {
  const counts = Object.fromEntries(reasonsToBar.map((reason) => [reason, 0])) as Record<
    BarringReason,
    number
  >
  for (const { reasons } of barred) counts[at(reasons, 0)] += 1
  return { candidates: barred.length + members, barred: counts, members }
}
