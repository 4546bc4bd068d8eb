// The items of a FHIR Questionnaire: groups for categories and nodes, what is entered, narrative for each area.
// What is entered for each method is ../inputs; the resource around the items is questionnaire.ts.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'
import { type Area, type AskedNode, categoriesOf } from '../inputs/document.ts'
import { type Entry, type Input, inputsOf } from '../inputs/inputs.ts'
import { words } from '../inputs/words.ts'
import type { FhirItem } from './shape.ts'
import { type Speaker, speaker } from './translation.ts'

type Making = {
  readonly questionnaire: Questionnaire
  /** Where the lists of answers have their address. */
  readonly url: string
  readonly speak: Speaker
}

export const fhirItems = (questionnaire: Questionnaire, url: string): FhirItem[] => {
  const making = { questionnaire, url, speak: speaker(questionnaire) }
  const profile = questionnaire.profile.map(({ code, name, intent, areas }) =>
    group(making, { linkId: code, prefix: code, text: name }, [
      display(making, `${code}/intent`, intent),
      ...narratives(making, areas),
      ...remarks(making, code),
    ]),
  )
  return [
    ...(profile.length === 0
      ? []
      : [group(making, { linkId: 'profile/all', text: words.profile }, profile)]),
    ...categoriesOf(questionnaire).map(({ code, name, intent, isLeaf, nodes }) => {
      const [leaf] = nodes
      return group(
        making,
        { linkId: code, prefix: code, text: name },
        isLeaf && leaf !== undefined
          ? nodeItems(making, leaf)
          : [
              display(making, `${code}/intent`, intent),
              ...nodes.map((node) =>
                group(
                  making,
                  { linkId: node.code, prefix: node.code, text: node.name },
                  nodeItems(making, node),
                ),
              ),
            ],
      )
    }),
  ]
}

type Head = { readonly linkId: string; readonly prefix?: string; readonly text: LocalizedText }

const group = ({ speak }: Making, { text, ...head }: Head, item: FhirItem[]): FhirItem => ({
  ...head,
  ...speak.text(text),
  type: 'group',
  item,
})

const display = ({ speak }: Making, linkId: string, text: LocalizedText): FhirItem => ({
  linkId,
  ...speak.text(text),
  type: 'display',
})

const nodeItems = (making: Making, node: AskedNode): FhirItem[] => {
  const { speak, questionnaire } = making
  const { code, intent, evidence, naAllowed, areas } = node
  const na = `${code}/notApplicable`
  const when = (answerBoolean: boolean, operator: '=' | '!=' = '=') =>
    naAllowed ? { enableWhen: [{ question: na, operator, answerBoolean }] } : {}
  const asked = inputsOf(questionnaire, node)
  const entries = asked.flatMap((input, index): FhirItem[] => {
    const item = { ...entryItem(making, code, input), ...when(true, '!=') }
    const { heading } = input
    return heading === null || heading === asked[index - 1]?.heading
      ? [item]
      : [{ ...display(making, `${code}/heading/${index + 1}`, heading), ...when(true, '!=') }, item]
  })
  return [
    display(making, `${code}/intent`, intent),
    display(making, `${code}/evidence/hint`, evidence),
    ...(naAllowed
      ? ([
          { linkId: na, ...speak.text(words.notApplicable), type: 'boolean' },
          {
            linkId: `${na}/reasonCode`,
            ...speak.text(words.reason),
            type: 'string',
            ...when(true),
            required: true,
            maxLength: 60,
          },
          {
            linkId: `${na}/justification`,
            ...speak.text(words.justification),
            type: 'text',
            ...when(true),
            required: true,
            maxLength: 2000,
          },
        ] satisfies FhirItem[])
      : []),
    ...entries,
    ...narratives(making, areas),
    ...remarks(making, code),
  ]
}

const extensionUrl = 'http://hl7.org/fhir/StructureDefinition'

const bounds = ({ min, max, step }: Extract<Entry, { type: 'number' }>): FhirItem['extension'] =>
  Number.isInteger(step)
    ? [
        { url: `${extensionUrl}/minValue`, valueInteger: min },
        { url: `${extensionUrl}/maxValue`, valueInteger: max },
        { url: `${extensionUrl}/questionnaire-sliderStepValue`, valueInteger: step },
      ]
    : [
        { url: `${extensionUrl}/minValue`, valueDecimal: min },
        { url: `${extensionUrl}/maxValue`, valueDecimal: max },
      ]

/** A statement is its own code; any other entry is the code of the node and its place in the answer. */
const entryItem = ({ speak, url }: Making, code: string, input: Input): FhirItem => {
  const { path, statement, label, entry } = input
  const head = {
    linkId: statement ?? [code, ...path].join('/'),
    ...(statement === null ? {} : { prefix: statement }),
    ...speak.text(label),
  }
  switch (entry.type) {
    case 'flag':
      return { ...head, type: 'boolean' }
    case 'number':
      return {
        ...head,
        type: Number.isInteger(entry.step) ? 'integer' : 'decimal',
        extension: bounds(entry),
      }
    case 'choice':
      return {
        ...head,
        type: 'choice',
        answerOption: entry.options.map((option) => ({
          valueCoding: {
            system: `${url}#${entry.list}`,
            code: String(option.value),
            ...speak.display(option.label),
          },
        })),
      }
  }
}

/** A text for each area, its questions inside it. */
const narratives = (making: Making, areas: readonly Area[]): FhirItem[] =>
  areas.map(({ code, name, questions }) => ({
    linkId: code,
    prefix: code,
    ...making.speak.text(name),
    type: 'text',
    maxLength: 20_000,
    ...(questions.length === 0
      ? {}
      : { item: questions.map((each) => display(making, each.code, each.text)) }),
  }))

const remarks = (making: Making, code: string): FhirItem[] => {
  const { speak } = making
  const evidence = group(making, { linkId: `${code}/evidence`, text: words.evidence }, [
    {
      linkId: `${code}/evidence/title`,
      ...speak.text(words.evidenceTitle),
      type: 'string',
      required: true,
      maxLength: 200,
    },
    { linkId: `${code}/evidence/url`, ...speak.text(words.evidenceUrl), type: 'url' },
  ])
  return [
    { linkId: `${code}/comment`, ...speak.text(words.comment), type: 'text', maxLength: 2000 },
    { ...evidence, repeats: true },
  ]
}
