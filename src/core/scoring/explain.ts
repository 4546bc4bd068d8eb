// Explanations of a score: lines are data, rendered by one table of rules in every locale of the service.
// A line can only be made of a rule of this table, and a rule without both texts does not compile.
import { fromText, toReadable } from '../exact.ts'
import type { Locale } from '../request.ts'

/** Rule → its sentence in every locale; `{name}` stands for an input or the result. */
export const rules = {
  'item.points': {
    en: '{percent} % of {max} points = {result} points',
    'zh-CN': '{max} 分的 {percent}% = {result} 分',
  },
  'item.unanswered': {
    en: 'Not answered: {result} of {max} points',
    'zh-CN': '未作答：{max} 分中得 {result} 分',
  },
  'item.left-out': {
    en: 'Not answered: left out of the mean of its category',
    'zh-CN': '未作答：不计入所在类目的均值',
  },
  'item.pilot': {
    en: 'Pilot item: {result} %, outside the total',
    'zh-CN': '试行条目：{result}%，不计入总分',
  },
  'item.pilot-unanswered': {
    en: 'Pilot item: not answered, outside the total',
    'zh-CN': '试行条目：未作答，不计入总分',
  },
  'weight.zero': {
    en: 'Weight 0: {percent} % is shown and earns {result} points',
    'zh-CN': '权重为 0：显示 {percent}%，得 {result} 分',
  },
  'factors.range': {
    en: 'The bands rated by factor reach from {from} % to {to} %',
    'zh-CN': '各要素评定的档次范围为 {from}% 至 {to}%',
  },
  'factors.weighted': {
    en: 'Weighted mean of the factors {mean} %, to the step of {step} % = {result} %',
    'zh-CN': '各要素加权均值 {mean}%，按 {step}% 的步长取整 = {result}%',
  },
  'category.sum': {
    en: '{count} items add up to {result} of {max} points',
    'zh-CN': '{count} 个条目合计 {result} 分（满分 {max} 分）',
  },
  'category.mean': {
    en: 'Mean of {count} items by their points = {result} %',
    'zh-CN': '{count} 个条目按分值加权的均值 = {result}%',
  },
  'category.plain-mean': {
    en: 'Plain mean of {count} items = {result} %',
    'zh-CN': '{count} 个条目的算术均值 = {result}%',
  },
  'category.step': {
    en: '{percent} % to the step of {step} % = {result} %',
    'zh-CN': '{percent}% 按 {step}% 的步长取整 = {result}%',
  },
  'category.points': {
    en: '{percent} % of {max} points = {result} points',
    'zh-CN': '{max} 分的 {percent}% = {result} 分',
  },
  'category.points-step': {
    en: '{points} points to the step of {step} = {result} points',
    'zh-CN': '{points} 分按 {step} 分的步长取整 = {result} 分',
  },
  'category.no-percent': {
    en: 'Nothing here carries weight: no percent, {result} points',
    'zh-CN': '此处没有任何权重：无百分比，{result} 分',
  },
  'group.sum': {
    en: '{count} nodes add up to {result} of {max} points',
    'zh-CN': '{count} 个节点合计 {result} 分（满分 {max} 分）',
  },
  'total.sum': {
    en: '{count} categories add up to {result} of {max} points',
    'zh-CN': '{count} 个类目合计 {result} 分（满分 {max} 分）',
  },
  'na.zero': {
    en: 'Not applicable: earns {result} of {max} points',
    'zh-CN': '不适用：{max} 分中得 {result} 分',
  },
  'na.exclude': {
    en: 'Not applicable: its {max} points are left out of points and maximum',
    'zh-CN': '不适用：其 {max} 分不计入得分和满分',
  },
  'na.credit': {
    en: 'Not applicable: credited with {percent} % of {max} points, as the rest of its category = {result} points',
    'zh-CN': '不适用：按所在类目其余条目的 {percent}% 计入，{max} 分中得 {result} 分',
  },
  'na.no-credit': {
    en: 'Not applicable: nothing else in its category carries weight, {result} of {max} points',
    'zh-CN': '不适用：所在类目没有其他带权重的条目，{max} 分中得 {result} 分',
  },
  'na.scaled': {
    en: '{points} of {applicable} applicable points, scaled to {max} = {result} points',
    'zh-CN': '适用部分满分 {applicable} 分，得 {points} 分，折算为满分 {max} 分 = {result} 分',
  },
  'recognition.reached': {
    en: '{value} points reach the bound of {bound}',
    'zh-CN': '{value} 分达到下限 {bound} 分',
  },
  'recognition.bound': {
    en: '{value} points do not reach the next bound, {bound}',
    'zh-CN': '{value} 分未达到下一档的下限 {bound} 分',
  },
  'recognition.rounding': {
    en: 'Shown as {shown}, but the exact {value} points count: the bound of {bound} is not reached',
    'zh-CN': '显示为 {shown}，但以精确值 {value} 分为准：未达到下限 {bound} 分',
  },
} as const satisfies Record<string, Record<Locale, string>>

export type Rule = keyof typeof rules

/** Every rule, in the order of the table. */
export const ruleNames = Object.keys(rules) as readonly Rule[] as readonly [Rule, ...Rule[]]

/** One step of a calculation. Numbers are exact texts (`27/4`); `result` is null where there is none. */
export type Line = {
  readonly rule: Rule
  readonly inputs: Readonly<Record<string, string>>
  readonly result: string | null
}

export const line = (
  rule: Rule,
  inputs: Readonly<Record<string, string>>,
  result: string | null = null,
): Line => ({ rule, inputs, result })

/** The line as a sentence. Numbers are decimals, with the fraction behind where a decimal would lie. */
export const render = ({ rule, inputs, result }: Line, locale: Locale): string =>
  rules[rule][locale].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    toReadable(fromText((name === 'result' ? result : inputs[name]) ?? '')),
  )
