// How the answers to a questionnaire lie in a sheet: a row for every node that takes something, and for each of its
// columns the place in the answer. Writing is sheet.ts, reading import.ts; both go by this.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'
import { type Area, nodesOf } from '../inputs/document.ts'
import { type Entry, type Input, inputsOf } from '../inputs/inputs.ts'

export type Path = readonly (string | number)[]

/** What stands in a cell: an entry of the method, or text. */
export type Field = { readonly path: Path; readonly entry: Entry | { readonly type: 'text' } }

/** `owner`: the node whose answer the row is part of. `asks`: what a person wants to see beside it. */
export type Line = {
  readonly code: string
  readonly owner: string
  readonly kind: 'profile' | 'item' | 'statement' | 'area'
  readonly name: LocalizedText
  readonly asks: readonly LocalizedText[]
  readonly fields: ReadonlyMap<string, Field>
}

export type Layout = {
  readonly lines: readonly Line[]
  readonly byCode: ReadonlyMap<string, Line>
  /** Titles of the columns that hold entries of the method. */
  readonly values: readonly string[]
  /** Quick questionnaires have no areas, and their sheets no column for narrative. */
  readonly hasAreas: boolean
}

export const valueTitle = 'value'
export const narrativeTitle = 'narrative'
export const reasonTitle = 'notApplicable.reasonCode'
export const justificationTitle = 'notApplicable.justification'
/** `evidence.1.title`, as people count. */
export const evidenceTitle = (index: number, member: 'title' | 'url'): string =>
  `evidence.${index + 1}.${member}`
/** Pairs of evidence columns at most: as many as an answer takes. */
export const mostEvidence = 50

const text = { type: 'text' } as const

const remarks: readonly (readonly [string, Field])[] = [
  ['comment', { path: ['comment'], entry: text }],
  ...Array.from({ length: mostEvidence }, (_, index) =>
    (['title', 'url'] as const).map(
      (member) =>
        [evidenceTitle(index, member), { path: ['evidence', index, member], entry: text }] as const,
    ),
  ).flat(),
]

const notApplicable: readonly (readonly [string, Field])[] = [
  [reasonTitle, { path: ['notApplicable', 'reasonCode'], entry: text }],
  [justificationTitle, { path: ['notApplicable', 'justification'], entry: text }],
]

const areaLines = (owner: string, areas: readonly Area[]): readonly Line[] =>
  areas.map(({ code, name, questions }) => ({
    code,
    owner,
    kind: 'area',
    name,
    asks: questions.map((question) => question.text),
    fields: new Map([[narrativeTitle, { path: ['narrative', code], entry: text }]]),
  }))

const statementLine = (owner: string, { statement, label, path, entry }: Input): Line => ({
  code: statement ?? owner,
  owner,
  kind: 'statement',
  name: label,
  asks: [],
  fields: new Map([[valueTitle, { path, entry }]]),
})

const linesOf = (questionnaire: Questionnaire): readonly Line[] => [
  ...questionnaire.profile.flatMap(({ code, name, intent, areas }): readonly Line[] => [
    { code, owner: code, kind: 'profile', name, asks: [intent], fields: new Map(remarks) },
    ...areaLines(code, areas),
  ]),
  ...nodesOf(questionnaire).flatMap((node): readonly Line[] => {
    const { code, name, intent, areas } = node
    const inputs = inputsOf(questionnaire, node)
    const direct = inputs
      .filter(({ statement }) => statement === null)
      .map(({ path, entry }) => [path.join('.'), { path, entry }] as const)
    return [
      {
        code,
        owner: code,
        kind: 'item',
        name,
        asks: [intent],
        fields: new Map([...direct, ...notApplicable, ...remarks]),
      },
      ...inputs
        .filter(({ statement }) => statement !== null)
        .map((input) => statementLine(code, input)),
      ...areaLines(code, areas),
    ]
  }),
]

const build = (questionnaire: Questionnaire): Layout => {
  const lines = linesOf(questionnaire)
  const others = new Set([
    narrativeTitle,
    ...[...notApplicable, ...remarks].map(([title]) => title),
  ])
  const titles = lines.flatMap(({ fields }) => [...fields.keys()])
  return {
    lines,
    byCode: new Map(lines.map((line) => [line.code, line])),
    values: [...new Set(titles)].filter((title) => !others.has(title)),
    hasAreas: lines.some(({ kind }) => kind === 'area'),
  }
}

const built = new WeakMap<Questionnaire, Layout>()

/** The layout of a questionnaire, built once for each object: published versions stay in memory. */
export const layoutOf = (questionnaire: Questionnaire): Layout => {
  const layout = built.get(questionnaire) ?? build(questionnaire)
  built.set(questionnaire, layout)
  return layout
}

/** What stands at a place of an answer; undefined: nothing. */
export const valueAt = (answer: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inside, step) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, step)
        ? (inside as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    answer,
  )
