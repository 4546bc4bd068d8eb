// What the generators of all methods share: the outline of a small questionnaire with its answers inside, so
// that fast-check can take away a node together with its answer, and the complete document around it.
import fc from 'fast-check'
import type { Answer, Case, Document, Parameters, Policy, Weights } from '../document.ts'

const text = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })

export const notApplicable = { reasonCode: 'no-such-process', justification: 'There is none.' }

/** `mood`: 0 and 1 say nothing, 2 says a part, 3 and 4 that it does not apply, the rest a value. */
export type RawNode<Raw> = {
  readonly points: number
  readonly kind: number
  readonly pilot: boolean
  readonly weight: number
  readonly mood: number
  readonly raw: Raw
}
export type RawCategory<Raw> = {
  readonly leaf: boolean
  readonly named: boolean
  readonly bound: number
  readonly nodes: readonly RawNode<Raw>[]
}

/** Thousandths of a range, with the ends and the middles of steps more often than chance would have them. */
export const permille = fc.oneof(
  fc.constantFrom(0, 1000, 25, 75, 125, 275, 450, 475, 500, 525, 625, 975),
  fc.integer({ min: 0, max: 1000 }),
)
/** The multiple of a step nearest to so many thousandths of `to`. */
export const onStep = (thousandths: number, step: number, to = 100): number =>
  Math.round(Math.round((thousandths / 1000) * (to / step)) * step * 100) / 100

/** Tenths of points: zeros, ties and the fractional maxima that exist. */
const tenths = fc.oneof(
  fc.constantFrom(0, 10, 50, 200, 200, 375, 1125, 333),
  fc.integer({ min: 0, max: 1200 }),
)

export const categoriesOf = <Raw>(raw: fc.Arbitrary<Raw>) =>
  fc.array(
    fc.record({
      leaf: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
      named: fc.boolean(),
      bound: permille,
      nodes: fc.array(
        fc.record({
          points: tenths,
          kind: fc.nat(5),
          pilot: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
          weight: fc.oneof(fc.constantFrom(0, 1), fc.nat(30)),
          mood: fc.nat(15),
          raw,
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )

export const policies = fc.constantFrom<Policy | null>(null, 'zero', 'exclude', 'pro_rata')
export const modes = fc.constantFrom('reference', 'points', 'weights', 'within_category')

/** The parameters of the points methods that say how percents become points. */
export const rollUp = fc.record(
  {
    categoryMean: fc.constantFrom('weighted', 'plain'),
    categoryStep: fc.constantFrom(5, 0.5, 10),
    pointsStep: fc.constantFrom(1, 0.5, 5),
    unanswered: fc.constantFrom('zero', 'renormalise'),
  },
  { requiredKeys: [] },
)

type Said = { readonly node: object; readonly answer: Answer | undefined }

/** How one method fills the outline. `pointsOf`: in hundredths, from tenths. */
export type Filling<Raw> = {
  readonly method: string
  readonly total: boolean
  readonly unit: 0.1 | 1
  readonly parameters: Parameters
  readonly kinds: readonly string[]
  /** Whether all nodes of a category are of one kind. */
  readonly uniform?: boolean
  readonly bandSets: Document['bandSets']
  readonly scales?: Document['scales']
  readonly groups: boolean
  readonly categories: readonly RawCategory<Raw>[]
  readonly mode: string
  readonly policy: Policy | null
  readonly preset?: string | undefined
  readonly pilots?: boolean
  readonly pointsOf?: (tenths: number) => number
  /** The points of a category, and what else it holds, from the sum of its nodes. */
  readonly category?: (sum: number, bound: number) => { readonly points: number }
  readonly fill: (given: {
    readonly code: string
    readonly kind: string
    readonly raw: Raw
    readonly partial: boolean
    readonly points: number
    readonly naPermitted: boolean
  }) => { readonly node: object; readonly answer: Answer }
}

const cents = (x: number): number => Math.round(x * 100)
const addedUp = (values: readonly number[]): number =>
  values.reduce((all, value) => all + cents(value), 0) / 100

export const caseOf = <Raw>(filling: Filling<Raw>): Case => {
  const { method, unit, parameters, policy, kinds, groups: grouped } = filling
  const answers: Record<string, Answer | undefined> = {}
  const points = filling.pointsOf ?? ((n: number) => (unit === 1 ? Math.floor(n / 10) : n / 10))
  const byKind: Record<string, string[]> = {}
  const made = filling.categories.map((category, index) => {
    // Codes whose object keys sort otherwise than the document: 30, 20, 10, ...
    const code = String((filling.categories.length - index) * 10)
    const head = { code, name: text(code), intent: text(code) }
    const raws = category.leaf ? category.nodes.slice(0, 1) : category.nodes
    const members = raws.map((raw, position) => {
      const own = category.leaf ? code : `${code}.${raws.length - position}`
      const kind = kinds[(filling.uniform ? index : raw.kind) % kinds.length] ?? 'process'
      const naAllowed = kind !== 'result' && !category.leaf
      const pilot = raw.pilot && !category.leaf && filling.pilots !== false
      const worth = points(raw.points)
      const said: Said = filling.fill({
        code: own,
        kind,
        raw: raw.raw,
        partial: raw.mood === 2,
        points: worth,
        naPermitted: policy !== null && (naAllowed || filling.method === 'statements@1'),
      })
      answers[own] =
        raw.mood < 2
          ? [undefined, { comment: 'later' }][raw.mood]
          : raw.mood < 5 && raw.mood > 2 && naAllowed && policy !== null
            ? { notApplicable }
            : said.answer
      if (!pilot) byKind[kind] = [...(byKind[kind] ?? []), own]
      const node = {
        kind,
        naAllowed,
        relatedNodes: [],
        evidence: text(own),
        areas: [],
        ...said.node,
      }
      return { code: own, worth, pilot, raw, node }
    })
    const sum = addedUp(members.filter(({ pilot }) => !pilot).map(({ worth }) => worth))
    const own = filling.category?.(sum, category.bound) ?? { points: sum }
    const [first] = members
    return {
      members,
      named: category.named,
      leaf: category.leaf,
      category: category.leaf
        ? { ...head, ...own, leaf: first?.node }
        : {
            ...head,
            ...own,
            items: members.map(({ code: item, worth, pilot, node }) => ({
              code: item,
              name: text(item),
              intent: text(item),
              points: worth,
              ...node,
              ...(pilot ? { effectiveFrom: '2.0.0' } : {}),
            })),
          },
    }
  })
  const document = {
    format: 'questionnaire/v1',
    key: 'sample-2025',
    version: '1.0.0',
    depth: 'full',
    edition: { key: 'sample-2025', model: 'sample', label: '2025', status: 'current' },
    title: text('Sample'),
    description: text('A model for tests.'),
    locales: ['en', 'zh-CN'],
    defaultLocale: 'zh-CN',
    rights: { owner: 'Nobody', text: 'own_wording', notice: text('Own wording.') },
    provenance: { status: 'unconfirmed', confidence: 'high' },
    levels: { category: text('category'), item: text('item'), area: text('area') },
    scoring: {
      method,
      total: filling.total ? addedUp(made.map(({ category }) => category.points)) : null,
      displayUnit: unit,
      parameters,
    },
    bandSets: filling.bandSets,
    ...(filling.scales === undefined ? {} : { scales: filling.scales }),
    groups: grouped
      ? Object.entries(byKind).map(([code, nodes]) => ({ code, name: text(code), nodes }))
      : [],
    profile: [],
    recognition: [],
    reserved: [],
    categories: made.map(({ category }) => category),
  } as unknown as Document
  return {
    document,
    weights: weightsOf(filling.mode, made),
    answers,
    policy,
    ...(filling.preset === undefined ? {} : { preset: filling.preset }),
  }
}

type Made = {
  readonly members: readonly {
    readonly code: string
    readonly worth: number
    readonly pilot: boolean
    readonly raw: { readonly weight: number }
  }[]
  readonly named: boolean
  readonly leaf: boolean
}

/** A weighting that fits; at least one weight of every sum that is divided by is above zero. */
const weightsOf = (mode: string, made: readonly Made[]): Weights => {
  const counted = made.flatMap(({ members }) => members.filter(({ pilot }) => !pilot))
  const raised = (members: Made['members']): [string, number][] =>
    members.map(({ code, raw }, index) => [code, index === 0 ? raw.weight + 1 : raw.weight])
  if (mode === 'weights') return { mode, items: Object.fromEntries(raised(counted)) }
  if (mode === 'within_category') {
    const chosen = made
      .filter(({ named: chosen, leaf }) => chosen && !leaf)
      .map(({ members }) => members.filter(({ pilot }) => !pilot))
    return { mode, items: Object.fromEntries(chosen.flatMap(raised)) }
  }
  // Own points: the maxima of the edition, dealt out in the other order.
  const worths = counted.map(({ worth }) => worth)
  if (mode === 'points') worths.reverse()
  return {
    mode: 'points',
    items: Object.fromEntries(counted.map(({ code }, index) => [code, worths[index] ?? 0])),
  }
}

/** Bands from these lower bounds, each ending one step below the next. */
export const bandSet = (
  code: string,
  factors: readonly string[],
  given: { readonly bounds: readonly number[]; readonly step: number; readonly last?: number },
) => ({
  code,
  factors,
  factorNames: Object.fromEntries(factors.map((factor) => [factor, text(factor)])),
  bands: given.bounds.map((from, index) => ({
    from,
    to:
      (cents(given.bounds[index + 1] ?? (given.last ?? 100) + given.step) - cents(given.step)) /
      100,
    label: text(`From ${from}`),
    descriptors: {},
  })),
})
export const named = (codes: readonly string[]) =>
  Object.fromEntries(codes.map((code) => [code, text(code)]))

/** Points of which at least some are above zero: a document without any is none. */
export const worthSomething = ({ document: { scoring } }: Case): boolean => (scoring.total ?? 1) > 0
