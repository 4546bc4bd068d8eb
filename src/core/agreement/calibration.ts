// How alike and how severe the assessors of a whole programme are, for its calibration lead: over closed cycles, taken
// together until they span enough owner groups. Who that lead is stands in ../programme; it adjusts no score.
import type { CycleId, PersonId, SubmissionId } from '../ids.ts'
import { type Agreement, agreementOf } from './agreement.ts'
import type { Reason } from './coefficient.ts'
import { fewestOwnerGroups, severityOf } from './severity.ts'

/** A final submission of a closed cycle. `ownerGroup`: what its organization counts as. */
export type CalibrationEntry = {
  readonly cycleId: CycleId
  readonly closedAt: Date
  readonly submissionId: SubmissionId
  readonly ownerGroup: string
}

/** A percent that an assessor gave before the panel met, in basis points. No item of a submission twice by one. */
export type CalibrationScore = {
  readonly personId: PersonId
  readonly code: string
  readonly percentBp: number
}

/** `severityBp`: shrunk, above zero is lenient, in whole basis points. */
export type AssessorSeverity = {
  readonly personId: PersonId
  readonly scores: number
  readonly ownerGroups: number
  readonly severityBp: number
}

type Known<Name extends string, Value> =
  | { readonly [name in Name]: Value }
  | ({ readonly [name in Name]: null } & { readonly reason: Reason })

/** `cycleIds`: those it is made of, in the order of closing. Assessors are in the order of their ids. */
export type Calibration = {
  readonly cycleIds: readonly CycleId[]
  readonly ownerGroups: number
  readonly severity: { readonly items: number; readonly assessors: number } & Known<
    'effects',
    readonly AssessorSeverity[]
  >
  readonly agreement: Known<'statistics', Agreement>
}

/**
 * The entries that count. Cycles are taken in the order in which they closed, as many at a time as span five owner
 * groups: so no two reports differ by the panels of a few applicants.
 */
export const countedEntries = <Entry extends CalibrationEntry>(
  entries: readonly Entry[],
): readonly Entry[] => {
  const closings = new Map(entries.map(({ cycleId, closedAt }) => [cycleId, closedAt.getTime()]))
  const inOrder = [...closings].toSorted(
    ([one, at], [other, then]) => at - then || (one < other ? -1 : 1),
  )
  const counted: Entry[] = []
  let waiting: readonly Entry[] = []
  for (const [cycle] of inOrder) {
    waiting = [...waiting, ...entries.filter(({ cycleId }) => cycleId === cycle)]
    if (groupsIn(waiting) < fewestOwnerGroups) continue
    counted.push(...waiting)
    waiting = []
  }
  return counted
}

const groupsIn = (entries: readonly Pick<CalibrationEntry, 'ownerGroup'>[]): number =>
  new Set(entries.map(({ ownerGroup }) => ownerGroup)).size

export type CalibratedEntry = CalibrationEntry & { readonly scores: readonly CalibrationScore[] }

/** `counted`: what `countedEntries` chose, each with the scores of its panel. */
export const calibrationOf = (counted: readonly CalibratedEntry[]): Calibration => {
  const cells = counted.flatMap(({ submissionId, ownerGroup, scores }) =>
    scores.map(({ personId, code, percentBp }) => ({
      item: `${submissionId} ${code}`,
      assessor: personId,
      score: percentBp,
      ownerGroup,
    })),
  )
  return {
    cycleIds: [...new Set(counted.map(({ cycleId }) => cycleId))],
    ownerGroups: groupsIn(cells),
    severity: severityIn(cells),
    agreement: agreementIn(cells),
  }
}

type Cell = {
  readonly item: string
  readonly assessor: PersonId
  readonly score: number
  readonly ownerGroup: string
}

const severityIn = (cells: readonly Cell[]): Calibration['severity'] => {
  const severity = severityOf(cells, groupsIn(cells))
  const { items, assessors, effects } = severity
  if (effects === null) return { items, assessors, effects, reason: severity.reason }
  const inOrder = effects.toSorted((one, other) => (one.assessor < other.assessor ? -1 : 1))
  return {
    items,
    assessors,
    effects: inOrder.map(({ assessor, scores, shrunk }) => ({
      personId: assessor as PersonId,
      scores,
      ownerGroups: groupsIn(cells.filter((cell) => cell.assessor === assessor)),
      severityBp: Math.floor(shrunk + 1 / 2),
    })),
  }
}

/** Over all items of all applicants: whoever did not assess one of them gave no score there. */
const agreementIn = (cells: readonly Cell[]): Calibration['agreement'] => {
  if (groupsIn(cells) < fewestOwnerGroups)
    return { statistics: null, reason: 'too_few_owner_groups' }
  const assessors = [...new Set(cells.map(({ assessor }) => assessor))]
  const rows = new Map<string, Map<PersonId, number>>()
  for (const { item, assessor, score } of cells)
    rows.set(item, (rows.get(item) ?? new Map()).set(assessor, score))
  const table = [...rows.values()].map((row) => assessors.map((each) => row.get(each) ?? null))
  const statistics = agreementOf(table, 'interval')
  return statistics === null ? { statistics, reason: 'too_few_assessors' } : { statistics }
}
