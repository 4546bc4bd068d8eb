// Walks through a questionnaire: the scored nodes, every code, and the frozen order of score vectors.
// What the nodes are worth under a weighting is in scoring/weighting.ts.
import { type Kind, statedByKind } from './parameters-v1.ts'
import { pointerOf } from './pointer.ts'
import type {
  Area,
  BandSet,
  Category,
  Item,
  LevelStatements,
  ProfileItem,
  Questionnaire,
  Statement,
} from './questionnaire-v1.ts'
import { hasCategoryFigures } from './scoring-v1.ts'
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
  readonly statements?: readonly Statement[] | undefined
  readonly levelStatements?: LevelStatements | undefined
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

// A document never changes, and planning a migration asks for its nodes a hundred times (measured: most of its time);
// whoever saves one score of a review asks for their order.
const walked = new WeakMap<Questionnaire, readonly ScoredNode[]>()
const named = new WeakMap<Questionnaire, ReadonlyMap<string, ScoredNode>>()

/** The scored nodes by code. A Map, because object keys such as "10" lose the document order. */
export const scoredNodesByCode = (
  questionnaire: Questionnaire,
): ReadonlyMap<string, ScoredNode> => {
  const known = named.get(questionnaire)
  if (known !== undefined) return known
  const nodes = new Map(scoredNodes(questionnaire).map((node) => [node.code, node]))
  named.set(questionnaire, nodes)
  return nodes
}

/** Every item and leaf, pilots included, in document order. */
export const scoredNodes = (questionnaire: Questionnaire): readonly ScoredNode[] => {
  const known = walked.get(questionnaire)
  if (known !== undefined) return known
  const nodes = questionnaire.categories.flatMap((category, index) =>
    nodesOf(questionnaire, category, index),
  )
  walked.set(questionnaire, nodes)
  return nodes
}

/** The codes under which a report on the questionnaire says something: categories, items and leaves. */
export const reportedCodes = (questionnaire: Questionnaire): readonly string[] => [
  ...new Set([
    ...questionnaire.categories.map(({ code }) => code),
    ...scoredNodes(questionnaire).map(({ code }) => code),
  ]),
]

/** Where the members of a scored node stand: those of a leaf are one step below its category. */
export const insideOf = ({ pointer, leaf }: ScoredNode): string =>
  leaf ? `${pointer}/leaf` : pointer

/** The categories that have items and a figure of their own, in document order. */
export const figuredCategories = (questionnaire: Questionnaire): readonly Category[] =>
  hasCategoryFigures(questionnaire)
    ? questionnaire.categories.filter((category) => category.leaf === undefined)
    : []

/**
 * The frozen order of score vectors: items and leaves, then the categories that have items and a figure of
 * their own, then `total` where the model has one, each in document order. Pilots are not in it.
 */
export const nodeOrder = (questionnaire: Questionnaire): readonly string[] => [
  ...scoredNodes(questionnaire)
    .filter((node) => !node.pilot)
    .map((node) => node.code),
  ...figuredCategories(questionnaire).map((category) => category.code),
  ...(questionnaire.scoring.total === null ? [] : ['total']),
]

/** The band set of a kind of node; undefined where the method names none or a wrong one. */
export const bandSetOf = (
  { bandSets, scoring }: Questionnaire,
  kind: Kind,
): BandSet | undefined => {
  const named = statedByKind<string>(scoring.parameters.bandSets)
  const [, name] = named.find(([each]) => each === kind) ?? []
  return bandSets.find(({ code }) => code === name)
}

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

const codesOfStatements = (node: Partial<Item>, above: string): CodeAt[] => [
  ...(node.statements ?? []).map(({ code }, index) => ({
    code,
    pointer: `${above}/statements/${index}/code`,
  })),
  ...(node.levelStatements ?? []).flatMap((level, index) =>
    level.map(({ code }, position) => ({
      code,
      pointer: `${above}/levelStatements/${index}/${position}/code`,
    })),
  ),
]

const codesOfProfile = (item: ProfileItem, index: number): CodeAt[] => [
  { code: item.code, pointer: `/profile/${index}/code` },
  ...codesOfAreas(item.areas, `/profile/${index}`),
]

const codesOfCategory = (category: Category, index: number): CodeAt[] => {
  const pointer = `/categories/${index}`
  return [
    { code: category.code, pointer: `${pointer}/code` },
    ...codesOfAreas(category.leaf?.areas ?? [], `${pointer}/leaf`),
    ...codesOfStatements(category.leaf ?? {}, `${pointer}/leaf`),
    ...(category.items ?? []).flatMap((item, position) => [
      { code: item.code, pointer: `${pointer}/items/${position}/code` },
      ...codesOfAreas(item.areas, `${pointer}/items/${position}`),
      ...codesOfStatements(item, `${pointer}/items/${position}`),
    ]),
  ]
}

/** Every code of categories, items, areas, questions, statements and profile: one name space, in document order. */
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
  ...scoredNodes(questionnaire).flatMap((node) =>
    node.areas.map((area, position) => ({
      area,
      pointer: `${insideOf(node)}/areas/${position}`,
      kind: node.kind,
    })),
  ),
]

/** Percents of the scale that statements are rated on. */
const scaleOf = ({ scales = [], scoring }: Questionnaire) => {
  const named = scoring.method === 'statements@1' ? scoring.parameters.scale : null
  const scale = scales.find(({ code }) => code === named)
  return scale === undefined ? {} : { scale: scale.levels.map(({ percent }) => percent) }
}

/** The codes of statements with what they count for; members that a node lacks are left out. */
const statedOf = ({ statements, levelStatements }: ScoredNode) => ({
  ...(statements === undefined
    ? {}
    : {
        statements: statements.map(({ code, naAllowed, weight = 1 }) => ({
          code,
          naAllowed,
          weight,
        })),
      }),
  ...(levelStatements === undefined
    ? {}
    : { levelStatements: levelStatements.map((level) => level.map(({ code }) => code)) }),
})

const passesOf = ({ categories }: Questionnaire) => {
  const passes = categories.flatMap(({ code, passPoints }) =>
    passPoints === undefined ? [] : [{ code, passPoints }],
  )
  return passes.length === 0 ? {} : { passes }
}

/**
 * What makes two versions comparable in one benchmark, as plain JSON for `canonicalJson`: nodes with kind
 * and reference points, statements without their texts, order, N/A permission, method, scale and parameters
 * (benchmarks.md section 5). A member that a model does not have is left out, so that digests stay.
 */
export const scoringMaterial = (questionnaire: Questionnaire) => ({
  method: questionnaire.scoring.method,
  total: questionnaire.scoring.total,
  parameters: questionnaire.scoring.parameters,
  ...scaleOf(questionnaire),
  ...passesOf(questionnaire),
  order: nodeOrder(questionnaire),
  nodes: scoredNodes(questionnaire)
    .filter((node) => !node.pilot)
    .map((node) => ({
      code: node.code,
      kind: node.kind,
      points: node.points,
      naAllowed: node.naAllowed,
      category: node.category,
      ...statedOf(node),
    })),
})
