// What a mapping must satisfy beyond its shape: codes, arity, scales, one row for each target (scoring.md
// section 12). All findings at once; what a mapping does to answers is in carry.ts.
import type {
  EstimateMapping,
  ItemRow,
  MigrationMapping,
  Relation,
} from '../document/mapping-v1.ts'
import { everyArea, scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { ProblemError } from '../problem.ts'
import { scaleOf } from './scale.ts'

export type Sides = { readonly source: Questionnaire; readonly target: Questionnaire }

const nodeCodes = (questionnaire: Questionnaire): ReadonlySet<string> =>
  new Set([
    ...scoredNodesByCode(questionnaire).keys(),
    ...questionnaire.profile.map(({ code }) => code),
  ])

const areaCodes = (questionnaire: Questionnaire): ReadonlySet<string> =>
  new Set(everyArea(questionnaire).map(({ area }) => area.code))

type Coded = { readonly from: readonly string[]; readonly to: readonly string[] }

const unknownCodes = (
  rows: readonly Coded[],
  member: 'items' | 'areas',
  known: { readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> },
): readonly ProblemError[] =>
  rows.flatMap((row, index) =>
    (['from', 'to'] as const).flatMap((side) =>
      row[side].flatMap((code, position): readonly ProblemError[] =>
        known[side].has(code)
          ? []
          : [
              {
                pointer: `/${member}/${index}/${side}/${position}`,
                code: 'code-unknown',
                detail: `"${code}" is no ${member === 'items' ? 'node' : 'area'} of the ${side === 'from' ? 'source' : 'target'}.`,
              },
            ],
      ),
    ),
  )

/** A target has one row: two rows would give it two values. */
const repeatedTargets = (rows: readonly Coded[], member: 'items' | 'areas', advice: string) => {
  const places = new Map<string, number>()
  return rows.flatMap(({ to }, index) =>
    to.flatMap((code, position): readonly ProblemError[] => {
      const before = places.get(code)
      if (before === undefined) {
        places.set(code, index)
        return []
      }
      return [
        {
          pointer: `/${member}/${index}/to/${position}`,
          code: 'target-repeated',
          detail: `"${code}" is also a target of row ${before}; ${advice}`,
        },
      ]
    }),
  )
}

const arity: Readonly<Record<Relation, readonly [from: 'one' | 'many', to: 'one' | 'many']>> = {
  equal: ['one', 'one'],
  subset: ['one', 'one'],
  superset: ['one', 'one'],
  split: ['one', 'many'],
  merge: ['many', 'one'],
}

const count = (codes: readonly string[]): 'one' | 'many' => (codes.length === 1 ? 'one' : 'many')

const arityFindings = (rows: readonly ItemRow[]): readonly ProblemError[] =>
  rows.flatMap(({ from, to, relation }, index): readonly ProblemError[] => {
    const [left, right] = arity[relation]
    return count(from) === left && count(to) === right
      ? []
      : [
          {
            pointer: `/items/${index}/relation`,
            code: 'relation-arity',
            detail: `"${relation}" goes from ${left} to ${right}; this row from ${from.length} to ${to.length}.`,
          },
        ]
  })

const weightFindings = (rows: readonly ItemRow[]): readonly ProblemError[] =>
  rows.flatMap(({ from, relation, weights }, index): readonly ProblemError[] => {
    if (weights === undefined) return []
    const pointer = `/items/${index}/weights`
    if (relation !== 'merge' || weights.length !== from.length) {
      const detail = `A merge has one weight for each source: ${from.length}, not ${weights.length}.`
      return [{ pointer, code: 'weights-arity', detail }]
    }
    return weights.some((weight) => weight > 0)
      ? []
      : [{ pointer, code: 'weights-zero', detail: 'All weights are zero; a mean needs one above.' }]
  })

/** Values are kept only between like scales, and only single numbers are converted or merged. */
const scaleFindings = (
  rows: readonly ItemRow[],
  { source, target }: Sides,
): readonly ProblemError[] => {
  const [sources, targets] = [scoredNodesByCode(source), scoredNodesByCode(target)]
  return rows.flatMap((row, index) =>
    row.from.flatMap((from) =>
      row.to.flatMap((to): readonly ProblemError[] => {
        const [left, right] = [sources.get(from), targets.get(to)]
        if (left === undefined || right === undefined) return []
        const [old, now] = [scaleOf(source, left), scaleOf(target, right)]
        const pointer = `/items/${index}/scale`
        if (row.scale === 'keep' && old.name !== now.name) {
          const detail = `"${from}" is answered by ${old.name}, "${to}" by ${now.name}: keep needs one scale.`
          return [{ pointer, code: 'scales-differ', detail }]
        }
        const counts = row.relation === 'merge' || row.scale === 'linear' || row.scale === 'clamp'
        if (row.scale !== 'reset' && counts && (old.number === null || now.number === null)) {
          const detail = `The value of "${from}" or "${to}" is not one number; only reset is possible.`
          return [{ pointer, code: 'value-not-a-number', detail }]
        }
        return []
      }),
    ),
  )
}

type Takes = 'score' | 'text'

/** What each code takes; codes that are unknown are findings of their own. */
const takes = (questionnaire: Questionnaire): ReadonlyMap<string, Takes> =>
  new Map([
    ...[...scoredNodesByCode(questionnaire).keys()].map((code) => [code, 'score'] as const),
    ...questionnaire.profile.map(({ code }) => [code, 'text'] as const),
  ])

const profileFindings = (rows: readonly ItemRow[], { source, target }: Sides) => {
  const [left, right] = [takes(source), takes(target)]
  return rows.flatMap(({ from, to }, index): readonly ProblemError[] => {
    const both = [
      ...from.flatMap((code) => left.get(code) ?? []),
      ...to.flatMap((code) => right.get(code) ?? []),
    ]
    return new Set(both).size < 2
      ? []
      : [
          {
            pointer: `/items/${index}`,
            code: 'scored-and-unscored',
            detail: 'A row joins scored nodes or profile items, never one with the other.',
          },
        ]
  })
}

/** Every broken invariant of a migration mapping between these two versions, with its pointer. */
export const migrationFindings = (
  mapping: MigrationMapping,
  sides: Sides,
): readonly ProblemError[] => [
  ...versionFindings(mapping, sides),
  ...unknownCodes(mapping.items, 'items', {
    from: nodeCodes(sides.source),
    to: nodeCodes(sides.target),
  }),
  ...unknownCodes(mapping.areas, 'areas', {
    from: areaCodes(sides.source),
    to: areaCodes(sides.target),
  }),
  ...repeatedTargets(mapping.items, 'items', 'use one merge row.'),
  ...repeatedTargets(mapping.areas, 'areas', 'name all its sources in one row.'),
  ...arityFindings(mapping.items),
  ...weightFindings(mapping.items),
  ...profileFindings(mapping.items, sides),
  ...scaleFindings(mapping.items, sides),
]

/** Every broken invariant of an estimate: it names nodes of both, and each pair once. */
export const estimateFindings = (
  mapping: EstimateMapping,
  sides: Sides,
): readonly ProblemError[] => {
  const pairs = new Map<string, number>()
  return [
    ...versionFindings(mapping, sides),
    ...unknownCodes(mapping.items, 'items', {
      from: nodeCodes(sides.source),
      to: nodeCodes(sides.target),
    }),
    ...mapping.items.flatMap(({ from, to }, index): readonly ProblemError[] => {
      const pair = `${from[0]} ${to[0]}`
      const before = pairs.get(pair)
      pairs.set(pair, before ?? index)
      const detail = `Row ${before} already joins "${from[0]}" and "${to[0]}".`
      return before === undefined
        ? []
        : [{ pointer: `/items/${index}`, code: 'pair-repeated', detail }]
    }),
  ]
}

const versionFindings = (
  { from, to }: Pick<MigrationMapping, 'from' | 'to'>,
  { source, target }: Sides,
): readonly ProblemError[] =>
  (
    [
      ['from', from, source],
      ['to', to, target],
    ] as const
  ).flatMap(([side, named, { key, version }]): readonly ProblemError[] =>
    named.key === key && named.version === version
      ? []
      : [
          {
            pointer: `/${side}`,
            code: 'version-differs',
            detail: `The mapping names ${named.key} ${named.version}; this is ${key} ${version}.`,
          },
        ],
  )
