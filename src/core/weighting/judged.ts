// What a set of judged codes is about: all scored nodes, all categories, or the items of one category.
// How judgements become shares is pairwise.ts and rank-order.ts; what they add up to, elicit.ts.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { countedNodes } from '../scoring/weighting.ts'

/** `codes` in document order. */
export type Field = {
  readonly kind: 'nodes' | 'categories' | 'items'
  readonly category: string | null
  readonly codes: readonly string[]
}

/** Everything that can be judged in one go, the whole model first. Pilots are no part of any. */
export const fieldsOf = (questionnaire: Questionnaire): readonly Field[] => {
  const nodes = countedNodes(questionnaire)
  const within = (category: string) =>
    nodes.flatMap((node) => (node.category === category ? [node.code] : []))
  const categories = questionnaire.categories.filter(({ code }) => within(code).length > 0)
  return [
    { kind: 'nodes', category: null, codes: nodes.map(({ code }) => code) },
    { kind: 'categories', category: null, codes: categories.map(({ code }) => code) },
    ...categories.flatMap(({ code, leaf }): readonly Field[] =>
      leaf === undefined ? [{ kind: 'items', category: code, codes: within(code) }] : [],
    ),
  ]
}

const shared = ({ codes }: Field, given: ReadonlySet<string>): number =>
  codes.filter((code) => given.has(code)).length

/**
 * The field whose codes these are, in any order. Otherwise the closest one (the smallest that has most of
 * them) with what it lacks; codes it does not know are for the caller to name.
 */
export const fieldFor = (
  fields: readonly Field[],
  codes: readonly string[],
): { readonly field: Field; readonly missing: readonly string[] } => {
  const given = new Set(codes)
  const field = fields.reduce((best, each) => {
    const more = shared(each, given) - shared(best, given)
    return more > 0 || (more === 0 && each.codes.length < best.codes.length) ? each : best
  })
  return { field, missing: field.codes.filter((code) => !given.has(code)) }
}
