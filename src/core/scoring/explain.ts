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
  'statements.mean': {
    en: 'Mean of {count} statements = {result} %',
    'zh-CN': '{count} 条陈述的均值 = {result}%',
  },
  'statements.weighted-mean': {
    en: 'Mean of {count} statements by their weights = {result} %',
    'zh-CN': '{count} 条陈述按权重的均值 = {result}%',
  },
  'statements.left-out': {
    en: 'Statements that do not apply and leave the mean: {count}',
    'zh-CN': '不适用而不计入均值的陈述：{count} 条',
  },
  'radar.input-round': {
    en: 'Attribute {position}: {percent} % to the step of {step} % = {result} %',
    'zh-CN': '第 {position} 个属性：{percent}% 按 {step}% 的步长取整 = {result}%',
  },
  'radar.attributes': {
    en: 'Mean of {count} attributes = {result} %',
    'zh-CN': '{count} 个属性的均值 = {result}%',
  },
  'radar.element': {
    en: 'Element {position}: mean of its attributes, {count} in number = {result} %',
    'zh-CN': '第 {position} 个要素：所含 {count} 个属性的均值 = {result}%',
  },
  'radar.element-round': {
    en: 'Element {position}: {percent} % to the step of {step} % = {result} %',
    'zh-CN': '第 {position} 个要素：{percent}% 按 {step}% 的步长取整 = {result}%',
  },
  'radar.elements': {
    en: 'Mean of {count} elements = {result} %',
    'zh-CN': '{count} 个要素的均值 = {result}%',
  },
  'radar.part-round': {
    en: '{percent} % to the step of {step} % = {result} %',
    'zh-CN': '{percent}% 按 {step}% 的步长取整 = {result}%',
  },
  'radar.cap': {
    en: '{percent} % is more than the {cap} % of the attribute that caps it: {result} %',
    'zh-CN': '{percent}% 高于起封顶作用的属性 {cap}%，取 {result}%',
  },
  'pdca.band': {
    en: '{percent} lies in band {result} of 0 to 5',
    'zh-CN': '{percent} 位于 0 至 5 档中的第 {result} 档',
  },
  'pdca.sum': {
    en: 'Ratings sum to {sum} of {of} = {result} %',
    'zh-CN': '各项评分合计 {sum}（满分 {of}）= {result}%',
  },
  'level.climb': {
    en: 'Level {gap} stops the climb, statements not met there: {unmet}. Level reached: {result}',
    'zh-CN': '止步于第 {gap} 级，该级未达到的陈述：{unmet} 条；达到的级别：{result}',
  },
  'level.top': {
    en: 'No statement that applies is unmet. Level reached: {result}',
    'zh-CN': '适用的陈述均已达到；达到的级别：{result}',
  },
  'level.ignored': {
    en: 'Statements met above the level reached that do not count: {count}',
    'zh-CN': '达到的级别以上、已满足但不计入的陈述：{count} 条',
  },
  'level.entered': {
    en: 'Level entered: {result}',
    'zh-CN': '填报的级别：{result}',
  },
  'points.entered': {
    en: '{result} of {max} points given',
    'zh-CN': '评定 {result} 分（满分 {max} 分）',
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
  'category.no-figure': {
    en: 'The model gives no figure here; see its {count} elements',
    'zh-CN': '模式在此层级不设数值，请看其 {count} 个要素',
  },
  'pass.reached': {
    en: '{points} points reach the {bound} that this category needs, {result} above',
    'zh-CN': '{points} 分达到本类别所需的 {bound} 分，超出 {result} 分',
  },
  'pass.lacking': {
    en: '{points} points do not reach the {bound} that this category needs; {result} are lacking',
    'zh-CN': '{points} 分未达到本类别所需的 {bound} 分，还差 {result} 分',
  },
  'pass.verdict': {
    en: '{result} of {count} categories reach what they need',
    'zh-CN': '{count} 个类别中有 {result} 个达到要求',
  },
  'convention.mean': {
    en: 'Mean of {count} figures = {result}, by convention; the model defines none',
    'zh-CN': '{count} 个数值的均值 = {result}；系惯例，模式未作定义',
  },
  'convention.minimum': {
    en: 'Least of {count} figures = {result}, by convention; the model defines none',
    'zh-CN': '{count} 个数值中的最小值 = {result}；系惯例，模式未作定义',
  },
  'convention.maximum': {
    en: 'Greatest of {count} figures = {result}, by convention; the model defines none',
    'zh-CN': '{count} 个数值中的最大值 = {result}；系惯例，模式未作定义',
  },
  'convention.sum': {
    en: 'Sum of {count} figures = {result}, by convention; the model defines none',
    'zh-CN': '{count} 个数值之和 = {result}；系惯例，模式未作定义',
  },
  'convention.count': {
    en: 'At level {level}: {result} of {count}',
    'zh-CN': '处于第 {level} 级：{count} 个中有 {result} 个',
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
  'na.part': {
    en: 'Parts of it do not apply, {percent} % by weight: they count as {result} of {reference} reference points that do not',
    'zh-CN': '部分不适用，按权重占 {percent}%：基准分 {reference} 分中有 {result} 分计为不适用',
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
