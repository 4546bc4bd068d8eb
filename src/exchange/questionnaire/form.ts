// Describes a zod shape as a spreadsheet sees it: cells, languages, and lists that need a sheet of their own.
// Nothing here knows a member by name, so that a member added to the format comes through by itself.
import { z } from 'zod'
import { LanguageTag } from '../../core/document/text.ts'

type Common = { readonly optional: boolean; readonly nullable: boolean; readonly help: string }

/** One cell. `choices`: the only values it may have. */
export type Scalar = Common & {
  readonly kind: 'scalar'
  readonly type: 'text' | 'date' | 'number' | 'boolean'
  readonly choices: readonly string[]
}
/** A list in one cell: `words` side by side, `lines` below each other. */
export type Listed = Common & { readonly kind: 'words' | 'lines' }
/** A text in several languages: one cell each. */
export type Localized = Common & { readonly kind: 'localized' }
/** Texts in several languages by name: a row each, in a sheet called after the member. */
export type Texts = Common & { readonly kind: 'texts'; readonly sheet: string }
/** Cells by name: a column each. */
export type Named = Common & { readonly kind: 'named'; readonly value: Scalar }
export type Group = Common & {
  readonly kind: 'group'
  readonly members: readonly (readonly [string, Form])[]
}
/** One of several groups, told apart by a member. */
export type Choice = Common & {
  readonly kind: 'choice'
  readonly by: string
  readonly options: ReadonlyMap<string, Group>
}
/** A list of groups: a row each. `nested`: a list of such lists. */
export type Rows = Common & {
  readonly kind: 'rows'
  readonly sheet: string
  readonly row: Group
  readonly nested: boolean
}
export type Form = Scalar | Listed | Localized | Texts | Named | Group | Choice | Rows

type Inner = Common & { readonly shape: z.core.$ZodType }

/** Takes optional and nullable off; the first description on the way in is the one that is meant. */
const inside = (shape: z.core.$ZodType): Inner => {
  const { description = '' } = z.globalRegistry.get(shape) ?? {}
  const { def } = shape._zod as z.core.$ZodTypes['_zod']
  if (def.type !== 'optional' && def.type !== 'nullable')
    return { shape, optional: false, nullable: false, help: description }
  const inner = inside(def.innerType)
  return {
    ...inner,
    optional: inner.optional || def.type === 'optional',
    nullable: inner.nullable || def.type === 'nullable',
    help: description === '' ? inner.help : description,
  }
}

const takes = (shape: z.core.$ZodType, value: unknown): boolean => z.safeParse(shape, value).success

/** The form of a member of this name. A shape that no spreadsheet can show is a mistake: TypeError. */
export const formOf = (given: z.core.$ZodType, name: string): Form => {
  const { shape, ...common } = inside(given)
  const { def } = shape._zod as z.core.$ZodTypes['_zod']
  const scalar = (type: Scalar['type'], choices: readonly string[] = []): Scalar => ({
    ...common,
    kind: 'scalar',
    type,
    choices,
  })
  switch (def.type) {
    case 'string':
      return scalar('format' in def && def.format === 'date' ? 'date' : 'text')
    case 'number':
      return scalar('number')
    case 'boolean':
      return scalar('boolean', ['TRUE', 'FALSE'])
    case 'enum':
      return scalar('text', Object.values(def.entries).map(String))
    case 'literal':
      return scalar(typeof def.values[0] === 'number' ? 'number' : typeOf(def.values[0]), [
        ...def.values.map((value) =>
          String(value).replace(/^(true|false)$/, (s) => s.toUpperCase()),
        ),
      ])
    case 'tuple':
      return { ...common, kind: 'words' }
    case 'record':
      return recordOf(def, common, name)
    case 'object':
      return { ...common, kind: 'group', members: membersOf(def.shape) }
    case 'union':
      return choiceOf(def, common, name)
    case 'array':
      return listOf(def.element, common, name)
    default:
      throw new TypeError(`${name}: a spreadsheet cannot show a ${def.type}.`)
  }
}

const typeOf = (value: unknown): 'text' | 'boolean' =>
  typeof value === 'boolean' ? 'boolean' : 'text'

const membersOf = (shape: z.core.$ZodShape): Group['members'] =>
  Object.entries(shape).map(([name, member]) => [name, formOf(member, name)] as const)

const recordOf = (
  { keyType, valueType }: z.core.$ZodRecordDef,
  common: Common,
  name: string,
): Form => {
  if (keyType === LanguageTag) return { ...common, kind: 'localized' }
  const value = formOf(valueType, name)
  if (value.kind === 'localized') return { ...common, kind: 'texts', sheet: name }
  if (value.kind === 'scalar') return { ...common, kind: 'named', value }
  throw new TypeError(`${name}: a spreadsheet cannot show a record of ${value.kind}.`)
}

const choiceOf = (def: z.core.$ZodUnionDef, common: Common, name: string): Choice => {
  const by = 'discriminator' in def ? String(def.discriminator) : ''
  const options = def.options.map((option) => {
    const group = formOf(option, name)
    const told =
      group.kind === 'group' ? group.members.find(([member]) => member === by) : undefined
    const [value] = told?.[1].kind === 'scalar' ? told[1].choices : []
    if (group.kind !== 'group' || value === undefined)
      throw new TypeError(`${name}: a spreadsheet cannot tell its alternatives apart.`)
    return [value, group] as const
  })
  return { ...common, kind: 'choice', by, options: new Map(options) }
}

const listOf = (element: z.core.$ZodType, common: Common, name: string): Form => {
  const inner = formOf(element, name)
  if (inner.kind === 'scalar' && inner.type === 'text') {
    const isWord = !takes(element, 'a b') && !takes(element, 'a,b')
    return { ...common, kind: isWord ? 'words' : 'lines' }
  }
  if (inner.kind === 'rows' && !inner.nested) return { ...inner, ...common, nested: true }
  if (inner.kind !== 'group')
    throw new TypeError(`${name}: a spreadsheet cannot show a list of ${inner.kind}.`)
  const { id = name } = z.globalRegistry.get(element) ?? {}
  return { ...common, kind: 'rows', sheet: id, row: inner, nested: false }
}
