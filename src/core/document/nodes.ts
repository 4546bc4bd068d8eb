// Walks through a questionnaire: the scored nodes, every code, and the frozen order of score vectors.
// What the nodes are worth under a weighting is in scoring/weighting.ts.
import { pointerOf } from './pointer.ts'
import type { Area, Category, Kind, ProfileItem, Questionnaire } from './questionnaire-v1.ts'
import { compareVersions } from './version.ts'

/**
 * An item or a leaf. `points` is the reference maximum as the document states it. A pilot is asked and
 * reported but lies outside the total: its `effectiveFrom` is a later version than the document's own.
 */
export type ScoredNode = {
  readonly code: string
  readonly kind: Kind
  readonly points: number
  readonly naAllowed: boolean
  readonly pilot: boolean
  readonly leaf: boolean
  readonly relatedNodes: readonly string[]
  readonly areas: readonly Area[]
  readonly category: string
  readonly pointer: string
}

const nodesOf = (questionnaire: Questionnaire, category: Category, index: number): ScoredNode[] => {
  const { code, points, leaf } = category
  const pointer = pointerOf(['categories', index])
  if (leaf !== undefined) {
    return [{ ...leaf, code, points, pilot: false, leaf: true, category: code, pointer }]
  }
  return (category.items ?? []).map((item, position) => ({
    ...item,
    pilot:
      item.effectiveFrom !== undefined &&
      compareVersions(questionnaire.version, item.effectiveFrom) < 0,
    leaf: false,
    category: code,
    pointer: `${pointer}/items/${position}`,
  }))
}

/** Every item and leaf, pilots included, in document order. */
export const scoredNodes = (questionnaire: Questionnaire): readonly ScoredNode[] =>
  questionnaire.categories.flatMap((category, index) => nodesOf(questionnaire, category, index))

/** The scored nodes by code. A Map, because object keys such as "10" lose the document order. */
export const scoredNodesByCode = (questionnaire: Questionnaire): ReadonlyMap<string, ScoredNode> =>
  new Map(scoredNodes(questionnaire).map((node) => [node.code, node]))

/**
 * The frozen order of score vectors: items and leaves, then the categories that have items, then `total`,
 * each in document order. Pilots are not in it.
 */
export const nodeOrder = (questionnaire: Questionnaire): readonly string[] => [
  ...scoredNodes(questionnaire)
    .filter((node) => !node.pilot)
    .map((node) => node.code),
  ...questionnaire.categories
    .filter((category) => category.leaf === undefined)
    .map((category) => category.code),
  'total',
]

/** A code of a questionnaire and where it stands. */
export type CodeAt = { readonly code: string; readonly pointer: string }

const codesOfAreas = (areas: readonly Area[], above: string): CodeAt[] =>
  areas.flatMap((area, index) => {
    const pointer = `${above}/areas/${index}`
    return [
      { code: area.code, pointer: `${pointer}/code` },
      ...area.questions.map((question, position) => ({
        code: question.code,
        pointer: `${pointer}/questions/${position}/code`,
      })),
    ]
  })

const codesOfProfile = (item: ProfileItem, index: number): CodeAt[] => [
  { code: item.code, pointer: `/profile/${index}/code` },
  ...codesOfAreas(item.areas, `/profile/${index}`),
]

const codesOfCategory = (category: Category, index: number): CodeAt[] => {
  const pointer = `/categories/${index}`
  return [
    { code: category.code, pointer: `${pointer}/code` },
    ...codesOfAreas(category.leaf?.areas ?? [], `${pointer}/leaf`),
    ...(category.items ?? []).flatMap((item, position) => [
      { code: item.code, pointer: `${pointer}/items/${position}/code` },
      ...codesOfAreas(item.areas, `${pointer}/items/${position}`),
    ]),
  ]
}

/** Every code of categories, items, areas, questions and profile: one name space, in document order. */
export const everyCode = (questionnaire: Questionnaire): readonly CodeAt[] => [
  ...questionnaire.profile.flatMap(codesOfProfile),
  ...questionnaire.categories.flatMap(codesOfCategory),
]

/** Every area with its place, of items, leaves and profile. */
export const everyArea = (
  questionnaire: Questionnaire,
): readonly { readonly area: Area; readonly pointer: string; readonly kind: Kind | null }[] => [
  ...questionnaire.profile.flatMap((item, index) =>
    item.areas.map((area, position) => ({
      area,
      pointer: `/profile/${index}/areas/${position}`,
      kind: null,
    })),
  ),
  ...scoredNodes(questionnaire).flatMap(({ areas, pointer, leaf, kind }) =>
    areas.map((area, position) => ({
      area,
      pointer: `${pointer}${leaf ? '/leaf' : ''}/areas/${position}`,
      kind,
    })),
  ),
]

/**
 * What makes two versions comparable in one benchmark, as plain JSON for `canonicalJson`: nodes with kind
 * and reference points, their order, N/A permission, method and parameters (benchmarks.md section 5).
 */
export const scoringMaterial = (questionnaire: Questionnaire) => ({
  method: questionnaire.scoring.method,
  total: questionnaire.scoring.total,
  parameters: questionnaire.scoring.parameters,
  order: nodeOrder(questionnaire),
  nodes: scoredNodes(questionnaire)
    .filter((node) => !node.pilot)
    .map(({ code, kind, points, naAllowed, category }) => ({
      code,
      kind,
      points,
      naAllowed,
      category,
    })),
})
