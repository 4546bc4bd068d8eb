// maturity-level@1, a second time: the climb over five levels, and the figures of the whole that the model
// does not define.
import type { Answer, Asked, Policy } from './document.ts'
import type { Rate } from './rate.ts'
import { mean, over, text, times, whole } from './rational.ts'
import type { Rated } from './sheet.ts'

type Climb = {
  readonly level: number
  readonly gapAt: number | null
  readonly toMeetNext: readonly string[]
  readonly ignoredAbove: number
}

const climb = (levelStatements: Asked['levelStatements'], levels: Answer['levels']): Climb => {
  const stated = (levelStatements ?? []).map((statements, index) =>
    statements.map(({ code }, position) => ({
      code,
      is: levels?.[index]?.[position] ?? 'not_met',
    })),
  )
  let level = 0
  for (const [index, statements] of stated.entries()) {
    const lacking = statements.filter(({ is }) => is === 'not_met')
    if (lacking.length > 0) {
      const above = stated.slice(index).flat()
      return {
        level,
        gapAt: index + 1,
        toMeetNext: lacking.map(({ code }) => code),
        ignoredAbove: above.filter(({ is }) => is === 'met').length,
      }
    }
    if (statements.some(({ is }) => is === 'met')) level = index + 1
  }
  return { level, gapAt: null, toMeetNext: [], ignoredAbove: 0 }
}

const entered = (level: number): Climb => ({
  level,
  gapAt: level === 5 ? null : level + 1,
  toMeetNext: [],
  ignoredAbove: 0,
})

export const rate: Rate = ({ document, node, answer }) => {
  const byLevel = document.scoring.parameters.entry === 'level'
  if ((byLevel ? answer.level : answer.levels) === undefined) {
    return { state: 'unanswered', percent: null }
  }
  const stated = (node.levelStatements ?? []).flatMap((list, index) =>
    list.map((_, position) => answer.levels?.[index]?.[position]),
  )
  // With no statement left there is no level that could be the result.
  if (!byLevel && stated.every((is) => is === 'not_applicable'))
    return { state: 'absent', percent: null }
  const outcome = byLevel ? entered(answer.level ?? 0) : climb(node.levelStatements, answer.levels)
  const shares = (node.levelStatements ?? []).map((list, index) => {
    const left = list.filter((_, place) => answer.levels?.[index]?.[place] === 'not_applicable')
    return over(whole(left.length), whole(list.length))
  })
  return {
    state: 'value',
    // A level is a fifth of its node, a statement its part of the level.
    ...(byLevel ? {} : { dropped: mean(shares) }),
    percent: over(times(whole(100), whole(outcome.level)), whole(5)),
    band: outcome.level === 0 ? null : outcome.level,
    flags: outcome.level === 0 ? ['below_base'] : [],
    outcome,
  }
}

/** The level that counts: 0 while unanswered, none where the node does not apply and leaves. */
const counting = ({ state, outcome }: Rated, policy: Policy): readonly number[] => {
  if (state === 'absent') return policy === 'zero' ? [0] : []
  return [state === 'value' ? Number(outcome?.level) : 0]
}

/** `clauses`: the rated nodes of every category, by its code. */
export const conventionsOf = (
  clauses: readonly { readonly code: string; readonly rated: readonly Rated[] }[],
  policy: Policy,
): Record<string, string> => {
  const found: Record<string, string> = {}
  const levelsOf = (rated: readonly Rated[]) => rated.flatMap((each) => counting(each, policy))
  const all = levelsOf(clauses.flatMap(({ rated }) => rated))
  if (all.length === 0) return found
  found.minimum = `${Math.min(...all)}`
  found.maximum = `${Math.max(...all)}`
  found.mean = text(mean(all.map(whole)))
  found.sum = `${all.reduce((a, b) => a + b, 0)}`
  for (const level of [0, 1, 2, 3, 4, 5]) {
    found[`histogram-${level}`] = `${all.filter((each) => each === level).length}`
  }
  for (const { code, rated } of clauses) {
    const levels = levelsOf(rated)
    if (levels.length > 0) found[`clause-mean ${code}`] = text(mean(levels.map(whole)))
  }
  return found
}
