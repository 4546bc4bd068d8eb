// Carries answers over one mapping: values by the row of their node, narrative by the row of its area.
// What the outcome is called, and what it does to the score, is in plan.ts.
import type { ItemRow, MappingScale, MigrationMapping, Relation } from '../document/mapping-v1.ts'
import { relations, scales } from '../document/mapping-v1.ts'
import { scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { Answer, Answers } from '../submission/answer.ts'
import type { Sides } from './findings.ts'
import { textOf } from './text.ts'
import { type Converted, convert, type Obstacle } from './value.ts'

/**
 * What one node has on its way: `sources` are codes of the first version. `relation` and `scale` are the weakest of
 * all mappings passed. `answer` is null where there is neither value nor text.
 */
export type Carried = {
  readonly sources: readonly string[]
  readonly relation: Relation
  readonly scale: MappingScale
  readonly meaningChanged: boolean
  readonly obstacle: Obstacle | null
  readonly answer: Answer | null
}

/** By code of the node. A node without a row in the last mapping is not in it, unless text came to it. */
export type Load = ReadonlyMap<string, Carried>

const weaker = <Each>(order: readonly Each[], a: Each, b: Each): Each =>
  order.indexOf(a) >= order.indexOf(b) ? a : b

/** Answers before any mapping: every node that takes one stands for itself. */
export const loaded = (questionnaire: Questionnaire, answers: Answers): Load => {
  const given = new Map(Object.entries(answers))
  return new Map(
    [
      ...scoredNodesByCode(questionnaire).keys(),
      ...questionnaire.profile.map(({ code }) => code),
    ].map((code) => [
      code,
      {
        sources: [code],
        relation: 'equal',
        scale: 'keep',
        meaningChanged: false,
        obstacle: null,
        answer: given.get(code) ?? null,
      },
    ]),
  )
}

/** The load after one mapping, which must have no findings. Nothing is read from outside the load. */
export const carry = (load: Load, mapping: MigrationMapping, sides: Sides): Load => {
  const narrative = movedNarrative(load, mapping, sides.target)
  const arrived = new Map<string, Carried>()
  for (const row of mapping.items) {
    for (const code of row.to) arrived.set(code, arrive(load, row, code, sides))
  }
  for (const [code, texts] of narrative) {
    const here = arrived.get(code)
    arrived.set(code, {
      ...(here ?? stranded),
      answer: { ...(here?.answer ?? {}), narrative: Object.fromEntries(texts) },
    })
  }
  return arrived
}

/** A node to which narrative came by its area, and nothing else. */
const stranded: Carried = {
  sources: [],
  relation: 'equal',
  scale: 'keep',
  meaningChanged: false,
  obstacle: 'source-unanswered',
  answer: null,
}

const arrive = (load: Load, row: ItemRow, code: string, sides: Sides): Carried => {
  const coming = row.from.flatMap((from) => load.get(from) ?? [])
  const answers = coming.map(({ answer }) => answer)
  const node = scoredNodesByCode(sides.target).get(code)
  const converted: Converted =
    node === undefined ? { value: {}, obstacle: null } : convert(row, answers, node, sides)
  const answer = { ...converted.value, ...textOf(answers) }
  const earlier = coming.map(({ obstacle }) => obstacle).find((each) => each !== null) ?? null
  return {
    sources: coming.flatMap(({ sources }) => sources),
    relation: coming.reduce(
      (weakest, each) => weaker(relations, weakest, each.relation),
      row.relation,
    ),
    scale: coming.reduce((weakest, each) => weaker(scales, weakest, each.scale), row.scale),
    meaningChanged:
      row.meaningChanged === true || coming.some(({ meaningChanged }) => meaningChanged),
    // A value lost at an earlier step is why there is none now.
    obstacle:
      converted.obstacle === 'source-unanswered'
        ? (earlier ?? converted.obstacle)
        : converted.obstacle,
    answer: Object.keys(answer).length === 0 ? null : answer,
  }
}

type Texts = Map<string, string>

/** Narrative by node and area of the target; several sources are joined in their order. */
const movedNarrative = (
  load: Load,
  { areas }: MigrationMapping,
  target: Questionnaire,
): ReadonlyMap<string, Texts> => {
  const homes = new Map(
    [...target.profile, ...nodesWithAreas(target)].flatMap(({ code, areas: inside }) =>
      inside.map((area) => [area.code, code] as const),
    ),
  )
  const written = new Map(
    [...load.values()].flatMap(({ answer }) => Object.entries(answer?.narrative ?? {})),
  )
  const moved = new Map<string, Texts>()
  for (const { from, to } of areas) {
    const text = from.flatMap((area) => written.get(area) ?? []).join('\n\n')
    if (text === '') continue
    for (const area of to) {
      const home = homes.get(area)
      if (home === undefined) continue
      moved.set(home, (moved.get(home) ?? new Map()).set(area, text))
    }
  }
  return moved
}

const nodesWithAreas = (questionnaire: Questionnaire) => [
  ...scoredNodesByCode(questionnaire).values(),
]
