// The questions of an XLSForm: groups for categories and items, what is entered, and narrative for each area.
// What is entered for each method is ../inputs; columns and languages are form.ts.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'
import { type Area, type AskedCategory, type AskedNode, categoriesOf } from '../inputs/document.ts'
import { type Entry, type Input, inputsOf, type Option } from '../inputs/inputs.ts'
import { rangeText, words } from '../inputs/words.ts'
import { namer } from './names.ts'

/** A row of the sheet `survey`; what is absent is an empty cell. */
export type Question = {
  readonly type: string
  readonly name: string
  readonly code: string
  readonly label?: LocalizedText
  readonly hint?: LocalizedText
  readonly required?: true
  readonly relevant?: string
  readonly constraint?: string
  readonly message?: LocalizedText
  readonly appearance?: string
}

const yesNo: readonly Option[] = [
  { value: 'yes', label: words.yes },
  { value: 'no', label: words.no },
]

type Making = {
  readonly questionnaire: Questionnaire
  readonly nameOf: ReturnType<typeof namer>
  readonly lists: Map<string, readonly Option[]>
}

/** All questions of a form in order, and the lists of choices that they name. */
export const questionsOf = (
  questionnaire: Questionnaire,
): {
  readonly questions: readonly Question[]
  readonly lists: ReadonlyMap<string, readonly Option[]>
} => {
  const lists = new Map<string, readonly Option[]>([['yes_no', yesNo]])
  const making = { questionnaire, nameOf: namer(), lists }
  const profile = questionnaire.profile.flatMap(({ code, name, intent, areas }) =>
    grouped({ name: making.nameOf(['p', code]), code, label: headed(code, name) }, [
      note(making, code, intent),
      ...narratives(making, areas),
      ...remarks(making, code),
    ]),
  )
  const head = { name: making.nameOf(['profile']), code: 'profile', label: words.profile }
  const questions = [
    ...(profile.length === 0 ? [] : grouped(head, profile)),
    ...categoriesOf(questionnaire).flatMap((category) => categoryOf(making, category)),
  ]
  return { questions, lists }
}

type Head = Pick<Question, 'name' | 'code' | 'label' | 'relevant' | 'appearance'>

const grouped = (head: Head, inside: readonly Question[], kind = 'group'): readonly Question[] => [
  { type: `begin_${kind}`, ...head },
  ...inside,
  { type: `end_${kind}`, name: head.name, code: head.code },
]

const headed = (code: string, name: LocalizedText): LocalizedText =>
  Object.fromEntries(Object.entries(name).map(([tag, text]) => [tag, `${code} ${text}`]))

const note = ({ nameOf }: Making, code: string, text: LocalizedText): Question => ({
  type: 'note',
  name: nameOf(['n', code, 'about']),
  code,
  label: text,
})

const categoryOf = (making: Making, category: AskedCategory): readonly Question[] => {
  const { code, name, intent, isLeaf, nodes } = category
  const [leaf] = nodes
  return grouped(
    { name: making.nameOf(['c', code]), code, label: headed(code, name) },
    isLeaf && leaf !== undefined
      ? nodeOf(making, leaf)
      : [
          note(making, code, intent),
          ...nodes.flatMap((node) =>
            grouped(
              {
                name: making.nameOf(['i', node.code]),
                code: node.code,
                label: headed(node.code, node.name),
              },
              nodeOf(making, node),
            ),
          ),
        ],
  )
}

const nodeOf = (making: Making, node: AskedNode): readonly Question[] => {
  const { code, naAllowed, intent, evidence, areas } = node
  const applies = making.nameOf(['n', code, 'applies'])
  const entries = entriesOf(making, node)
  return [
    { ...note(making, code, intent), hint: evidence },
    ...(naAllowed ? notApplicable(making, code, applies) : []),
    ...(naAllowed
      ? entries.map((question) => ({ ...question, relevant: `\${${applies}} != 'no'` }))
      : entries),
    ...narratives(making, areas),
    ...remarks(making, code),
  ]
}

/** The inputs of a node under their headings; flags are one question with several answers. */
const entriesOf = (making: Making, node: AskedNode): readonly Question[] => {
  const inputs = inputsOf(making.questionnaire, node)
  const flags = inputs.filter(({ entry }) => entry.type === 'flag')
  return inputs.flatMap((input, index): readonly Question[] => {
    const { entry, heading } = input
    if (entry.type === 'flag') return input === flags[0] ? [manyOf(making, node.code, flags)] : []
    const question = entered(making, node.code, { ...input, entry })
    if (heading === null || heading === inputs[index - 1]?.heading) return [question]
    const name = making.nameOf(['n', node.code, 'heading', index + 1])
    return [{ type: 'note', name, code: node.code, label: heading }, question]
  })
}

const manyOf = ({ nameOf, lists }: Making, code: string, flags: readonly Input[]): Question => {
  const [list = 'flags'] = flags.map(({ path }) => String(path[0]))
  const options = flags.map(({ path, label }) => ({ value: String(path.at(-1)), label }))
  lists.set(list, options)
  return {
    type: `select_multiple ${list}`,
    name: nameOf(['n', code, list]),
    code,
    label: flags[0]?.heading ?? {},
  }
}

type Single = Input & { readonly entry: Exclude<Entry, { type: 'flag' }> }

const entered = ({ nameOf, lists }: Making, code: string, input: Single): Question => {
  const { path, statement, label, entry } = input
  // A statement has a code of its own, which says more than its place among the others.
  const name = nameOf(statement === null ? ['n', code, ...path] : ['n', statement, String(path[0])])
  const common = { name, code: statement ?? code, label }
  if (entry.type === 'number')
    return {
      ...common,
      type: Number.isInteger(entry.step) ? 'integer' : 'decimal',
      hint: rangeText(entry),
      constraint: constraintOf(entry),
      message: rangeText(entry),
    }
  const list = entry.list.replaceAll('-', '_')
  lists.set(list, entry.options)
  return { ...common, type: `select_one ${list}` }
}

/** Steps below 1 are compared with some room: in XPath 0.7 is not exactly seven times 0.1. */
const constraintOf = ({ min, max, step }: { min: number; max: number; step: number }): string => {
  const range = `. >= ${min} and . <= ${max}`
  if (step === 1) return range
  if (Number.isInteger(step)) return `${range} and . mod ${step} = 0`
  return `${range} and abs(. div ${step} - round(. div ${step}, 0)) < 0.001`
}

const notApplicable = ({ nameOf }: Making, code: string, applies: string): readonly Question[] => {
  const relevant = `\${${applies}} = 'no'`
  return [
    { type: 'select_one yes_no', name: applies, code, label: words.applies },
    {
      type: 'text',
      name: nameOf(['n', code, 'reason']),
      code,
      label: words.reason,
      hint: words.reasonHint,
      required: true,
      relevant,
      constraint: "regex(., '^[a-z][a-z0-9]*([_-][a-z0-9]+)*$')",
      message: words.reasonHint,
    },
    {
      type: 'text',
      name: nameOf(['n', code, 'justification']),
      code,
      label: words.justification,
      required: true,
      relevant,
      appearance: 'multiline',
    },
  ]
}

/** A text for each area; its questions stand below its name. */
const narratives = ({ nameOf }: Making, areas: readonly Area[]): readonly Question[] =>
  areas.map(({ code, name, questions }) => ({
    type: 'text',
    name: nameOf(['a', code]),
    code,
    label: headed(code, name),
    hint: joined(questions.map(({ text }) => text)),
    appearance: 'multiline',
  }))

const joined = (texts: readonly LocalizedText[]): LocalizedText => {
  const tags = [...new Set(texts.flatMap((text) => Object.keys(text)))]
  return Object.fromEntries(
    tags.map((tag) => [tag, texts.flatMap((text) => text[tag] ?? []).join('\n')]),
  )
}

const remarks = ({ nameOf }: Making, code: string): readonly Question[] => [
  {
    type: 'text',
    name: nameOf(['n', code, 'comment']),
    code,
    label: words.comment,
    appearance: 'multiline',
  },
  ...grouped(
    { name: nameOf(['n', code, 'evidence']), code, label: words.evidence },
    [
      {
        type: 'text',
        name: nameOf(['n', code, 'evidence', 'title']),
        code,
        label: words.evidenceTitle,
        required: true,
      },
      {
        type: 'text',
        name: nameOf(['n', code, 'evidence', 'url']),
        code,
        label: words.evidenceUrl,
      },
    ],
    'repeat',
  ),
]
