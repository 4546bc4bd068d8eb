// Which sheets a questionnaire has and where their rows belong, found by walking its form once.
// The titles of the columns are made in columns.ts; reading and writing follow this plan.
import { QuestionnaireV1 } from '../../core/document/questionnaire-v1.ts'
import { type Form, formOf, type Group } from './form.ts'

/** Where rows of a sheet belong: in the member at `path` of a row of the sheet `parent`, null: the head. */
export type Home = {
  readonly parent: string | null
  readonly path: readonly string[]
  readonly nested: boolean
  readonly optional: boolean
}

/** `row`: null where a row is a name with its texts. */
export type SheetPlan = {
  readonly id: string
  readonly name: string
  readonly homes: readonly Home[]
  readonly row: Group | null
  /** Rows are called by this column where others belong to them: `code`, or a `ref` made for that. */
  readonly calledBy: 'code' | 'ref' | null
}

/** Sheets under the names people see, in the order they see them; a new one comes last, by its own name. */
const names: Readonly<Record<string, string>> = {
  CategoryV1: 'Categories',
  ItemV1: 'Items',
  ProfileItemV1: 'Profile',
  AreaV1: 'Areas',
  QuestionV1: 'Questions',
  StatementV1: 'Statements',
  LevelStatementV1: 'Level statements',
  RadarElement: 'Elements',
  BandSetV1: 'Band sets',
  factorNames: 'Factor names',
  elementNames: 'Element names',
  ScoringBandV1: 'Bands',
  descriptors: 'Descriptors',
  ScaleV1: 'Scales',
  ScaleLevelV1: 'Scale levels',
  GroupV1: 'Groups',
  RecognitionTableV1: 'Recognition',
  RecognitionBandV1: 'Recognition bands',
}
export const headName = 'Head'

const hasCode = ({ members }: Group): boolean => members.some(([name]) => name === 'code')

type Found = { readonly sheet: string; readonly row: Group | null; readonly home: Home }

/** Every list that needs a sheet, below one row. */
const listsIn = (form: Form, parent: string | null, path: readonly string[]): readonly Found[] => {
  switch (form.kind) {
    case 'group':
      return form.members.flatMap(([name, member]) => listsIn(member, parent, [...path, name]))
    case 'choice':
      return [...form.options.values()].flatMap((option) => listsIn(option, parent, path))
    case 'texts':
      return [
        {
          sheet: form.sheet,
          row: null,
          home: { parent, path, nested: false, optional: form.optional },
        },
      ]
    case 'rows': {
      const { sheet, row, nested, optional } = form
      return [{ sheet, row, home: { parent, path, nested, optional } }, ...listsIn(row, sheet, [])]
    }
    default:
      return []
  }
}

const sameHome = (a: Home, b: Home) => a.parent === b.parent && a.path.join() === b.path.join()

const planned = (root: Group): readonly SheetPlan[] => {
  const found = listsIn(root, null, [])
  const known = Object.keys(names)
  const ids = [...new Set([...known, ...found.map(({ sheet }) => sheet)])]
  return ids.flatMap((id) => {
    const here = found.filter(({ sheet }) => sheet === id)
    const [first] = here
    if (first === undefined) return []
    const homes = here
      .map(({ home }) => home)
      .filter((home, index, all) => all.findIndex((other) => sameHome(home, other)) === index)
    const isParent = found.some(({ home }) => home.parent === id)
    const code = first.row !== null && hasCode(first.row) ? 'code' : 'ref'
    const name = names[id] ?? id.replace(/V1$/, '').slice(0, 31)
    return [{ id, name, homes, row: first.row, calledBy: isParent ? code : null }]
  })
}

const rootForm = formOf(QuestionnaireV1, 'questionnaire')
if (rootForm.kind !== 'group') throw new TypeError('A questionnaire is an object.')

/** The head: what stands in no list. */
export const root: Group = rootForm
/** In the order of the workbook. */
export const sheetPlans: readonly SheetPlan[] = planned(root)

/** Parents before those that belong to them. */
export const parentsFirst: readonly SheetPlan[] = (() => {
  const waiting = [...sheetPlans]
  const done: SheetPlan[] = []
  const isDone = (id: string | null) => id === null || done.some((plan) => plan.id === id)
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ homes }) => homes.every(({ parent }) => isDone(parent)))
    const [next] = waiting.splice(ready, 1)
    if (next === undefined) throw new TypeError('A sheet belongs to itself.')
    done.push(next)
  }
  return done
})()

/** Whether a row says in a column of its own to whom it belongs, and in which of several lists there. */
export const keysOf = ({ homes, row, calledBy }: SheetPlan) => {
  const parents = homes.map(({ parent }) => parent)
  return {
    of: parents.some((parent) => parent !== null),
    in: new Set(parents).size < parents.length,
    level: homes.some(({ nested }) => nested),
    name: row === null,
    ref: calledBy === 'ref',
  }
}
