// A second scoring, slow and plain, written from the rules alone: it shares no arithmetic, no plan and no
// walk with the first. Where the two disagree, one of them is wrong.
import type {
  Kind,
  PercentPointsParameters,
  RollUpParameters,
} from '../../src/core/document/parameters-v1.ts'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { Answers } from '../../src/core/scoring/members.ts'
import type { NotApplicablePolicy } from '../../src/core/scoring/sheet.ts'
import type { Weighting } from '../../src/core/scoring/weighting.ts'

type Q = readonly [bigint, bigint]

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))
const q = (n: bigint, d: bigint): Q => {
  const common = gcd(n < 0n ? -n : n, d)
  return common === 0n ? [0n, 1n] : [n / common, d / common]
}
const plus = (a: Q, b: Q): Q => q(a[0] * b[1] + b[0] * a[1], a[1] * b[1])
const times = (a: Q, b: Q): Q => q(a[0] * b[0], a[1] * b[1])
const over = (a: Q, b: Q): Q => q(a[0] * b[1], a[1] * b[0])
const all = (values: readonly Q[]): Q => values.reduce(plus, [0n, 1n])
const read = (x: number): Q => {
  const [whole = '0', rest = ''] = x.toFixed(2).split('.')
  return q(BigInt(whole + rest), 100n)
}
const text = ([n, d]: Q): string => (d === 1n ? `${n}` : `${n}/${d}`)
/** floor(v / step + 1/2) x step, for v >= 0. */
const round = (value: Q, step: Q): Q => {
  const shifted = plus(over(value, step), [1n, 2n])
  return times([shifted[0] / shifted[1], 1n], step)
}
const less = (a: Q, b: Q): boolean => a[0] * b[1] < b[0] * a[1]

type Node = {
  code: string
  max: Q
  percent: Q | null
  state: 'value' | 'none' | 'absent' | 'pilot'
}
type Slow = {
  readonly total: { readonly points: string; readonly max: string; readonly shown: number }
  readonly nodes: Record<
    string,
    { percent: string | null; points: string; max: string; shown: number }
  >
}

const isPilot = (version: string, from: string | undefined): boolean => {
  if (from === undefined) return false
  const key = (v: string): string =>
    v
      .split('.')
      .map((part) => part.padStart(6, '0'))
      .join('.')
  return key(version) < key(from)
}

const maximaOf = (document: Questionnaire, { mode, items }: Weighting): Record<string, Q> => {
  const found: Record<string, Q> = {}
  const counted = document.categories.map((category) => ({
    category,
    nodes: category.leaf
      ? [{ code: category.code, points: category.points }]
      : (category.items ?? []).filter((item) => !isPilot(document.version, item.effectiveFrom)),
  }))
  const weight = (code: string): Q => {
    const stated = items[code]
    if (stated === undefined) throw new Error(`no weight for ${code}`)
    return read(stated)
  }
  const everything = counted.flatMap(({ nodes }) => nodes)
  for (const { category, nodes } of counted) {
    const inside = mode === 'within_category' && nodes.some(({ code }) => items[code] !== undefined)
    for (const { code, points } of nodes) {
      if (mode === 'points') found[code] = weight(code)
      else if (mode === 'weights') {
        const total = all(everything.map((node) => read(node.points)))
        found[code] = over(times(total, weight(code)), all(everything.map((n) => weight(n.code))))
      } else if (inside) {
        const sum = all(nodes.map((node) => weight(node.code)))
        found[code] = over(times(read(category.points), weight(code)), sum)
      } else found[code] = read(points)
    }
  }
  return found
}

const percentOf = (document: Questionnaire, kind: Kind, answer: Answers[string]) => {
  const { factors, factorWeights, step, bandSets } = document.scoring
    .parameters as PercentPointsParameters
  if (factors !== 'weighted') return answer?.percent === undefined ? null : read(answer.percent)
  const set = document.bandSets.find(({ code }) => code === bandSets[kind])
  let weighted: Q = [0n, 1n]
  let weights: Q = [0n, 1n]
  for (const factor of set?.factors ?? []) {
    const rating = answer?.factors?.[factor]
    if (rating === undefined) return null
    const weight: Q = [BigInt(factorWeights?.[kind]?.[factor] ?? -1), 1n]
    weighted = plus(weighted, times(weight, read(rating)))
    weights = plus(weights, weight)
  }
  return round(over(weighted, weights), read(step))
}

/** Largest remainder one unit at a time; each half-up by itself where parts do not make the whole. */
const share = (parts: readonly Q[], whole: Q, shown: Q, unit: Q): Q[] => {
  if (text(all(parts)) !== text(whole)) return parts.map((part) => round(part, unit))
  const floors = parts.map((part): Q => {
    const units = over(part, unit)
    return times([units[0] / units[1], 1n], unit)
  })
  const given = new Set<number>()
  while (less(all(floors), shown)) {
    let best = -1
    let most: Q = [-1n, 1n]
    parts.forEach((part, index) => {
      const rest = plus(part, times([-1n, 1n], floors[index] ?? [0n, 1n]))
      if (!given.has(index) && less(most, rest)) {
        best = index
        most = rest
      }
    })
    given.add(best)
    floors[best] = plus(floors[best] ?? [0n, 1n], unit)
  }
  return floors
}

export const slowScore = (given: {
  readonly questionnaire: Questionnaire
  readonly weighting: Weighting
  readonly answers: Answers
  readonly policy: NotApplicablePolicy
}): Slow => {
  const { questionnaire, weighting, answers, policy } = given
  const { displayUnit } = questionnaire.scoring
  const parameters = questionnaire.scoring.parameters as RollUpParameters
  const unit = read(displayUnit)
  const maxima = maximaOf(questionnaire, weighting)
  const hundred: Q = [100n, 1n]
  const zero: Q = [0n, 1n]
  const nodes: Slow['nodes'] = {}
  const branches = questionnaire.categories.map((category) => {
    const asked = category.leaf
      ? [{ code: category.code, kind: category.leaf.kind, pilot: false }]
      : (category.items ?? []).map(({ code, kind, effectiveFrom }) => ({
          code,
          kind,
          pilot: isPilot(questionnaire.version, effectiveFrom),
        }))
    const members = asked.map(({ code, kind, pilot }): Node => {
      const answer = answers[code]
      const percent = answer?.notApplicable ? null : percentOf(questionnaire, kind, answer)
      if (pilot) return { code, max: zero, percent, state: 'pilot' }
      const max = maxima[code] ?? zero
      if (answer?.notApplicable) return { code, max, percent: null, state: 'absent' }
      return { code, max, percent, state: percent === null ? 'none' : 'value' }
    })
    const counted = members.filter(
      ({ state }) =>
        state === 'value' ||
        (state === 'none' && parameters.unanswered !== 'renormalise') ||
        (state === 'absent' && policy === 'zero'),
    )
    const max = all(
      members
        .filter(({ state }) => !(state === 'absent' && policy === 'exclude'))
        .map((n) => n.max),
    )
    const base = all(counted.map((node) => node.max))
    let percent: Q | null = null
    if (category.leaf || parameters.categoryMean === 'plain') {
      if (counted.length > 0 && (category.leaf || max[0] > 0n)) {
        const sum = all(counted.map((node) => node.percent ?? zero))
        percent = over(sum, [BigInt(counted.length), 1n])
      }
    } else if (base[0] > 0n) {
      percent = over(all(counted.map((node) => times(node.max, node.percent ?? zero))), base)
    }
    if (percent !== null && parameters.categoryStep !== undefined) {
      percent = round(percent, read(parameters.categoryStep))
    }
    let points = percent === null ? zero : over(times(max, percent), hundred)
    if (parameters.pointsStep !== undefined) points = round(points, read(parameters.pointsStep))
    const items = members.map(({ code, state, max: own, percent: rated }) => {
      if (state === 'pilot' || (state === 'absent' && policy === 'exclude')) {
        return { code, percent: rated, points: zero, max: zero }
      }
      const earned = state === 'absent' && policy === 'pro_rata' ? percent : rated
      const points = earned === null ? zero : over(times(own, earned), hundred)
      return { code, percent: rated, points, max: own }
    })
    return {
      code: category.code,
      leaf: category.leaf !== undefined,
      members,
      percent,
      points,
      max,
      items,
    }
  })
  const points = all(branches.map((branch) => branch.points))
  const max = all(branches.map((branch) => branch.max))
  const shownTotal = round(points, unit)
  const shown = share(
    branches.map((branch) => branch.points),
    points,
    shownTotal,
    unit,
  )
  const number = (value: Q): number => Number((Number(value[0]) / Number(value[1])).toFixed(2))
  branches.forEach((branch, index) => {
    const own = shown[index] ?? zero
    const unrated = branch.leaf && branch.members[0]?.percent === null
    nodes[branch.code] = {
      percent: branch.percent === null || unrated ? null : text(branch.percent),
      points: text(branch.points),
      max: text(branch.max),
      shown: number(own),
    }
    if (branch.leaf) return
    const parts = share(
      branch.items.map((item) => item.points),
      branch.points,
      own,
      unit,
    )
    branch.items.forEach((item, position) => {
      nodes[item.code] = {
        percent: item.percent === null ? null : text(item.percent),
        points: text(item.points),
        max: text(item.max),
        shown: number(parts[position] ?? zero),
      }
    })
  })
  return { total: { points: text(points), max: text(max), shown: number(shownTotal) }, nodes }
}
