// Plans the move of a submission to another questionnaire version: what becomes of each answer, and what that
// does to the score. Nothing is changed; applying a plan is in apply.ts. Pure, so a plan can be made again.
import { type MigrationMapping, relations, scales } from '../document/mapping-v1.ts'
import { scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { Answer, Answers } from '../submission/answer.ts'
import { type Carried, carry, type Load, loaded } from './carry.ts'
import { type Effect, effectOf } from './effect.ts'
import { withoutText } from './text.ts'
import { obstacles } from './value.ts'

/**
 * `carried`: the value as it was. `carried_needs_review`: the value as it was, but the subject or its meaning is
 * another. `converted`: a new value made of the old. `dropped`: the value did not arrive. `new`: there was none.
 */
export const outcomes = ['carried', 'carried_needs_review', 'converted', 'dropped', 'new'] as const
export type Outcome = (typeof outcomes)[number]

/** Why: the relation or scale of the mapping, or what stood in the way. */
export const reasons = [
  ...relations.map((relation) => `relation-${relation}` as const),
  ...scales.map((scale) => `scale-${scale}` as const),
  'meaning-changed',
  'no-source',
  'no-target',
  ...obstacles,
] as const
export type Reason = (typeof reasons)[number]

/**
 * What becomes of one node. `code` is of the target, null where an answer of the source has no target.
 * `before`: the values of its sources; `after`: the value there will be; null: none.
 */
export type Move = {
  readonly code: string | null
  readonly sources: readonly string[]
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly before: readonly { readonly code: string; readonly value: Answer | null }[]
  readonly after: Answer | null
}

/** One step on the way: a mapping and the version it leads to. */
export type Hop = { readonly mapping: MigrationMapping; readonly target: Questionnaire }

export type PlanInput = {
  readonly source: Questionnaire
  readonly answers: Answers
  readonly hops: readonly [Hop, ...Hop[]]
}

/**
 * `answers` are those of the new draft. `review`: codes whose answers somebody must look at. `narrativeLeft`: areas
 * of the source whose text no mapping takes along; the source keeps it.
 */
export type MigrationPlan = {
  readonly from: { readonly key: string; readonly version: string }
  readonly to: { readonly key: string; readonly version: string }
  readonly moves: readonly Move[]
  readonly counts: Readonly<Record<Outcome, number>>
  readonly review: readonly string[]
  readonly narrativeLeft: readonly string[]
  readonly answers: Answers
  readonly effect: Effect
}

/** The plan for these answers. Every mapping must have no findings and lead from version to version. */
export const planMigration = ({ source, answers, hops }: PlanInput): MigrationPlan => {
  const [load, target] = hops.reduce<readonly [Load, Questionnaire]>(
    ([carried, here], hop) => [
      carry(carried, hop.mapping, { source: here, target: hop.target }),
      hop.target,
    ],
    [loaded(source, answers), source],
  )
  const moves = [...arrivals(load, target, answers), ...departures(load, source, answers)]
  const review = moves.flatMap(({ code, outcome }) =>
    code !== null && (outcome === 'carried_needs_review' || outcome === 'converted') ? [code] : [],
  )
  const arrived = Object.fromEntries(
    [...load].flatMap(([code, { answer }]) => (answer === null ? [] : [[code, answer] as const])),
  )
  return {
    from: { key: source.key, version: source.version },
    to: { key: target.key, version: target.version },
    moves,
    counts: countsOf(moves),
    review,
    narrativeLeft: narrativeLeft(answers, hops),
    answers: arrived,
    effect: effectOf({ source, target, answers, arrived, load, review }),
  }
}

const valueIn = (answers: Answers, code: string): Answer | null => {
  const answer = Object.hasOwn(answers, code) ? answers[code] : undefined
  if (answer === undefined) return null
  const value = withoutText(answer)
  return Object.keys(value).length === 0 ? null : value
}

/** Every scored node of the target, in document order. */
const arrivals = (load: Load, target: Questionnaire, answers: Answers): readonly Move[] =>
  [...scoredNodesByCode(target).keys()].map((code): Move => {
    const carried = load.get(code)
    if (carried === undefined || carried.sources.length === 0) {
      return { code, sources: [], outcome: 'new', reasons: ['no-source'], before: [], after: null }
    }
    const after = carried.answer === null ? null : withoutText(carried.answer)
    return {
      code,
      sources: carried.sources,
      ...judge(carried),
      before: carried.sources.map((each) => ({ code: each, value: valueIn(answers, each) })),
      after: after === null || Object.keys(after).length === 0 ? null : after,
    }
  })

const judge = ({
  relation,
  scale,
  meaningChanged,
  obstacle,
}: Carried): Pick<Move, 'outcome' | 'reasons'> => {
  if (obstacle === 'source-unanswered') return { outcome: 'new', reasons: [obstacle] }
  if (obstacle !== null) return { outcome: 'dropped', reasons: [obstacle] }
  const reasons: Reason[] = [
    `relation-${relation}`,
    ...(scale === 'keep' ? [] : [`scale-${scale}` as const]),
    ...(meaningChanged ? (['meaning-changed'] as const) : []),
  ]
  if (relation === 'merge' || scale !== 'keep') return { outcome: 'converted', reasons }
  return relation === 'equal' && !meaningChanged
    ? { outcome: 'carried', reasons }
    : { outcome: 'carried_needs_review', reasons }
}

/** Answered nodes of the source that reach no node of the target. */
const departures = (load: Load, source: Questionnaire, answers: Answers): readonly Move[] => {
  const reached = new Set([...load.values()].flatMap(({ sources }) => sources))
  return [...scoredNodesByCode(source).keys()].flatMap((code): readonly Move[] => {
    const value = valueIn(answers, code)
    if (value === null || reached.has(code)) return []
    const before = [{ code, value }]
    return [
      {
        code: null,
        sources: [code],
        outcome: 'dropped',
        reasons: ['no-target'],
        before,
        after: null,
      },
    ]
  })
}

const countsOf = (moves: readonly Move[]): MigrationPlan['counts'] => {
  const count = (wanted: Outcome) => moves.filter(({ outcome }) => outcome === wanted).length
  return {
    carried: count('carried'),
    carried_needs_review: count('carried_needs_review'),
    converted: count('converted'),
    dropped: count('dropped'),
    new: count('new'),
  }
}

/** Areas with text that fall out of some mapping on the way, in the codes of the source. */
const narrativeLeft = (answers: Answers, hops: readonly Hop[]): readonly string[] => {
  const written = Object.values(answers).flatMap(({ narrative }) =>
    Object.entries(narrative ?? {}).flatMap(([area, text]) => (text === '' ? [] : [area])),
  )
  return written.filter((area) => {
    const arrived = hops.reduce<readonly string[]>(
      (areas, { mapping }) =>
        mapping.areas
          .filter(({ from }) => from.some((each) => areas.includes(each)))
          .flatMap(({ to }) => to),
      [area],
    )
    return arrived.length === 0
  })
}
