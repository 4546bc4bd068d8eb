// A consensus as it is kept: scores one by one with tags of their own, all else as one record; and its visit.
// What may be done to it is decided in entries.ts, agreeing.ts and ../visit.
import { canonicalJson } from '../document/canonical.ts'
import type { PersonId, ReviewId } from '../ids.ts'
import { reviewOf, type StoredReview } from '../review/stored.ts'
import { isSameValue } from '../review/value.ts'
import type { Renewal, Visit, VisitChange } from '../visit/visit.ts'
import type { Consensus, ConsensusScore, Panel } from './consensus.ts'

/** `renewed`: in the order of their instants. `changes`: what its report did to the scores. */
export type StoredVisit = Visit & {
  readonly renewed: readonly Renewal[]
  readonly changes: readonly VisitChange[]
}

/** `visits`: in their order; the last one is the present one. */
export type StoredConsensus = Consensus & { readonly visits: readonly StoredVisit[] }

export type StoredConsensusScore = {
  readonly code: string
  readonly score: ConsensusScore
  readonly revision: number
  readonly updatedAt: Date
}

/** The columns of the record: everything but what has a column or a row of its own. */
export type ConsensusRecord = Omit<
  StoredConsensus,
  'id' | 'submissionId' | 'state' | 'scores' | 'openedAt' | 'finalAt' | 'revision'
>

export const recordOf = ({
  rules,
  siteVisit,
  reviews,
  round,
  rounds,
  approvals,
  objections,
  departures,
  reopened,
  agreedBp,
  visited,
  visits,
}: StoredConsensus): string =>
  canonicalJson(
    plain({
      rules,
      siteVisit,
      reviews,
      round,
      rounds,
      approvals,
      objections,
      departures,
      reopened,
      agreedBp,
      visited,
      visits,
    }),
  )

/** Instants as text, as the canonical form wants them. */
const plain = (record: ConsensusRecord) => ({
  ...record,
  rounds: record.rounds.map((each) => ({ ...each, dueAt: each.dueAt.toISOString() })),
  approvals: record.approvals.map((each) => ({ ...each, at: each.at.toISOString() })),
  objections: record.objections.map((each) => ({
    ...each,
    at: each.at.toISOString(),
    withdrawnAt: each.withdrawnAt?.toISOString() ?? null,
  })),
  departures: record.departures.map((each) => ({ ...each, at: each.at.toISOString() })),
  visits: record.visits.map((visit) => ({ ...visit, renewed: instantsOf(visit.renewed) })),
})

/**
 * By person: the database asks whether somebody is among them (`?` in drizzle/0016_seats.sql), which finds a name of an
 * object as it finds one in the list of a record from before.
 */
const instantsOf = (renewed: readonly Renewal[]): Readonly<Record<PersonId, string | null>> =>
  Object.fromEntries(renewed.map(({ personId, at }) => [personId, at?.toISOString() ?? null]))

/**
 * What `recordOf` wrote; records from before have neither departures nor what was agreed on, percents for values, and of
 * who declared anew for a visit the persons alone.
 */
export const readRecord = (text: string): ConsensusRecord => {
  const none = { departures: [], reopened: [], agreedBp: {} }
  const record: ReturnType<typeof plain> = { ...none, ...JSON.parse(text) }
  return {
    ...record,
    rounds: record.rounds.map((each) => ({ ...each, dueAt: new Date(each.dueAt) })),
    approvals: record.approvals.map((each) => ({ ...each, at: new Date(each.at) })),
    objections: record.objections.map(({ withdrawnAt = null, ...each }) => ({
      ...each,
      at: new Date(each.at),
      withdrawnAt: withdrawnAt === null ? null : new Date(withdrawnAt),
    })),
    departures: record.departures.map((each) => ({ ...each, at: new Date(each.at) })),
    visits: record.visits.map(visitIn),
  }
}

const percentAlone = (percentBp: number) => ({ percent: percentBp / 100 })

type KeptVisit = Omit<StoredVisit, 'renewed'> & {
  readonly renewed: ReturnType<typeof instantsOf> | readonly PersonId[]
}

const renewalsIn = (renewed: KeptVisit['renewed']): readonly Renewal[] =>
  Array.isArray(renewed)
    ? renewed.map((personId) => ({ personId, at: null }))
    : Object.entries(renewed)
        .map(([id, at]) => ({
          personId: id as PersonId,
          at: at === null ? null : new Date(at),
        }))
        .toSorted((a, b) => Number(a.at) - Number(b.at))

const visitIn = (visit: KeptVisit): StoredVisit => ({
  ...visit,
  renewed: renewalsIn(visit.renewed),
  issues: visit.issues.map(({ outcome, ...issue }) => ({
    ...issue,
    outcome:
      outcome?.kind === 'changed'
        ? { ...{ value: percentAlone(outcome.percentBp) }, ...outcome }
        : outcome,
  })),
  changes: visit.changes.map((change) => ({
    ...{ from: percentAlone(change.fromBp), to: percentAlone(change.toBp) },
    ...change,
  })),
})

/** Null: the item has no score yet. */
export const etagOfEntry = (
  entry: Pick<StoredConsensusScore, 'code' | 'revision'> | null,
): string | null => (entry === null ? null : `"k${entry.revision}-${entry.code}"`)

/** Changes with every score and every step; no other resource has this form. */
export const etagOfConsensus = ({ revision }: Pick<Consensus, 'revision'>): string =>
  `"q${revision}"`

/** Item code → score, as decisions take them. */
export const entriesByCode = (entries: readonly StoredConsensusScore[]): Consensus['scores'] =>
  Object.fromEntries(entries.map(({ code, score }) => [code, score]))

type Given = Pick<Consensus, 'scores' | 'reopened'>

/**
 * The entries that a decision changed or made, each one revision later. Who enters the same anew changes nothing, unless
 * the item was reopened. `reopened`: before the decision.
 */
export const changedEntries = (
  {
    entries,
    reopened,
  }: { readonly entries: readonly StoredConsensusScore[] } & Pick<Given, 'reopened'>,
  after: Given,
  now: Date,
): readonly StoredConsensusScore[] => {
  const known = new Map(entries.map((entry) => [entry.code, entry]))
  const anew = reopened.filter((code) => !after.reopened.includes(code))
  return Object.entries(after.scores).flatMap(([code, score]) => {
    const entry = known.get(code)
    if (entry !== undefined && isSame(entry.score, score) && !anew.includes(code)) return []
    return [{ code, score, revision: (entry?.revision ?? 0) + 1, updatedAt: now }]
  })
}

const isSame = (a: ConsensusScore, b: ConsensusScore): boolean =>
  isSameValue(a.value, b.value) && a.note === b.note

/** The drafts of a new round, one for each member of the panel. */
export const reviewsOfRound = (
  consensus: Pick<Consensus, 'submissionId' | 'round' | 'rounds' | 'rules'>,
  {
    panel,
    newId,
    now,
  }: {
    readonly panel: Panel
    readonly newId: () => ReviewId
    readonly now: Date
  },
): readonly StoredReview[] => {
  const { submissionId, round, rounds, rules } = consensus
  const items = rounds.flatMap((each, place) => (place === round - 2 ? each.items : []))
  return panel.members.map((personId) =>
    reviewOf({ id: newId(), submissionId, personId }, { round, items, stepBp: rules.stepBp, now }),
  )
}
