// What can be entered for a node, by the method of its questionnaire: the one list that forms for phones, forms
// for clinics and sheets of answers are made of. What an entry is worth is for the core.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { MethodName } from '../../core/document/scoring-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'
import { type AskedNode, bandSetFor, parametersIn, scaleIn } from './document.ts'
import { words } from './words.ts'

export type Option = { readonly value: number | string; readonly label: LocalizedText }

/**
 * `number`: multiples of `step` from `min` to `max`. `choice`: one of a list that others may share by its
 * name. `flag`: yes or no.
 */
export type Entry =
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly type: 'choice'; readonly list: string; readonly options: readonly Option[] }
  | { readonly type: 'flag' }

/** `path`: where the entry stands in the answer, `["factors", "approach"]`, `["levels", 2, 0]`. */
export type Input = {
  readonly path: readonly (string | number)[]
  /** The statement that it rates, where it rates one. */
  readonly statement: string | null
  readonly label: LocalizedText
  /** What several inputs stand under. */
  readonly heading: LocalizedText | null
  readonly entry: Entry
}

const hundred = (step: number) => ({ type: 'number', min: 0, max: 100, step }) as const

const direct = (name: string, label: LocalizedText, entry: Entry): Input => ({
  path: [name],
  statement: null,
  label,
  heading: null,
  entry,
})

const named = (name: string): LocalizedText => ({ en: name })

type Asked = { readonly questionnaire: Questionnaire; readonly node: AskedNode }

/** A percent for each of these factors, under their names in the band set of the kind. */
const ratings = (
  { questionnaire, node }: Asked,
  { member, factors, step }: { member: string; factors: readonly string[]; step: number },
): readonly Input[] => {
  const names = bandSetFor(questionnaire, node.kind)?.factorNames ?? {}
  return factors.map((factor) => ({
    ...direct(member, names[factor] ?? named(factor), hundred(step)),
    path: [member, factor],
  }))
}

const percentPoints = (asked: Asked): readonly Input[] => {
  const { step = 1, factors } = parametersIn(asked.questionnaire)
  const set = bandSetFor(asked.questionnaire, asked.node.kind)
  const rated = factors === 'none' ? [] : (set?.factors ?? [])
  return [
    ...(factors === 'weighted' ? [] : [direct('percent', words.percent, hundred(step))]),
    ...ratings(asked, { member: 'factors', factors: rated, step }),
  ]
}

const radar = (asked: Asked): readonly Input[] => {
  const { elements, inputStep = 1 } = parametersIn(asked.questionnaire)
  const factors = (elements?.[asked.node.kind] ?? []).flatMap(({ attributes }) => attributes)
  return ratings(asked, { member: 'attributes', factors, step: inputStep })
}

const phases = ['plan', 'do', 'check', 'act', 'pdca'] as const

const pdcaClassical = ({ node }: Asked): readonly Input[] => [
  direct('score', words.score, hundred(1)),
  ...(node.kind === 'result'
    ? (['trend', 'targets'] as const).map((name) => direct(name, words[name], hundred(1)))
    : phases.map((phase) => ({
        ...direct('phases', words[phase], { type: 'flag' } as const),
        path: ['phases', phase],
        heading: words.phases,
      }))),
]

const pdcaFineTuned = ({ node }: Asked): readonly Input[] => {
  const names =
    node.kind === 'result'
      ? (['trends', 'targets'] as const)
      : (['plan', 'do', 'check', 'act'] as const)
  return names.map((name) => direct(name, words[name], hundred(1)))
}

const maturityLevel = ({ questionnaire, node }: Asked): readonly Input[] => {
  const set = bandSetFor(questionnaire, node.kind)
  const labels = (set?.bands ?? []).map(({ from, label }) => ({ value: from, label }))
  if (parametersIn(questionnaire).entry === 'level')
    return [
      direct('level', words.level, {
        type: 'choice',
        list: `levels-${set?.code}`,
        options: [{ value: 0, label: words.levelNone }, ...labels],
      }),
    ]
  const states: readonly Option[] = [
    { value: 'met', label: words.met },
    { value: 'not_met', label: words.notMet },
    ...(node.naAllowed ? [{ value: 'not_applicable', label: words.notApplicable }] : []),
  ]
  const list = node.naAllowed ? 'met-or-not-applicable' : 'met'
  return node.levelStatements.flatMap((statements, level) =>
    statements.map(({ code, text }, index) => ({
      path: ['levels', level, index],
      statement: code,
      label: text,
      heading: labels[level]?.label ?? named(String(level + 1)),
      entry: { type: 'choice', list, options: states } as const,
    })),
  )
}

const categoryPass = ({ questionnaire, node }: Asked): readonly Input[] => {
  const { pointStep = 0.1 } = parametersIn(questionnaire)
  const entry = { type: 'number', min: 0, max: node.points, step: pointStep } as const
  return [direct('points', words.points, entry)]
}

const statements = ({ questionnaire, node }: Asked): readonly Input[] => {
  const scale = scaleIn(questionnaire)
  const levels = (scale?.levels ?? []).map(({ percent, label }) => ({ value: percent, label }))
  return node.statements.map(({ code, text, naAllowed = false }) => ({
    path: ['statements', code],
    statement: code,
    label: text,
    heading: null,
    entry: {
      type: 'choice',
      list: naAllowed ? `${scale?.code}-or-not-applicable` : `${scale?.code}`,
      options: naAllowed
        ? [...levels, { value: 'not_applicable', label: words.notApplicable }]
        : levels,
    },
  }))
}

const byMethod: Readonly<Record<MethodName, (asked: Asked) => readonly Input[]>> = {
  'percent-points@1': percentPoints,
  'radar@1': radar,
  'pdca-classical@1': pdcaClassical,
  'pdca-fine-tuned@1': pdcaFineTuned,
  'maturity-level@1': maturityLevel,
  'category-pass@1': categoryPass,
  'statements@1': statements,
}

/** What can be entered for a node, in the order in which it is asked. */
export const inputsOf = (questionnaire: Questionnaire, node: AskedNode): readonly Input[] =>
  byMethod[questionnaire.scoring.method]({ questionnaire, node })
