// The comparison as sentences, one a change, for people who decide whether to publish or to move on.
// The changes themselves are data made by compare.ts.
import type { Locale } from '../../request.ts'
import { canonicalJson } from '../canonical.ts'
import { textFor } from '../text.ts'
import type { ChangeClass } from './classes.ts'
import type { Change, Comparison } from './compare.ts'
import type { EntityType } from './entities.ts'

type Words = Readonly<Record<Locale, string>>

const types: Readonly<Record<EntityType, Words>> = {
  document: { en: 'questionnaire', 'zh-CN': '问卷' },
  edition: { en: 'edition', 'zh-CN': '版本年份' },
  rights: { en: 'rights', 'zh-CN': '权利说明' },
  scoring: { en: 'scoring', 'zh-CN': '评分' },
  category: { en: 'category', 'zh-CN': '类目' },
  node: { en: 'scored node', 'zh-CN': '评分节点' },
  area: { en: 'area', 'zh-CN': '要点' },
  question: { en: 'question', 'zh-CN': '问题' },
  statement: { en: 'statement', 'zh-CN': '陈述' },
  'profile-item': { en: 'profile item', 'zh-CN': '组织概述条目' },
  'band-set': { en: 'band set', 'zh-CN': '分数档组' },
  band: { en: 'band from', 'zh-CN': '分数档，下限' },
  group: { en: 'group', 'zh-CN': '分组' },
  recognition: { en: 'recognition table', 'zh-CN': '认可等级表' },
  scale: { en: 'scale', 'zh-CN': '量表' },
  'scale-level': { en: 'scale level', 'zh-CN': '量表等级' },
}

const classNames: Readonly<Record<ChangeClass, Words>> = {
  editorial: { en: 'editorial', 'zh-CN': '文字性' },
  compatible: { en: 'compatible', 'zh-CN': '兼容' },
  breaking: { en: 'breaking', 'zh-CN': '不兼容' },
}

const patterns = {
  added: { en: '{what} added', 'zh-CN': '新增{what}' },
  removed: { en: '{what} removed', 'zh-CN': '删除{what}' },
  moved: { en: '{what} moved from {before} to {after}', 'zh-CN': '{what}从 {before} 移到 {after}' },
  order: { en: 'other order of {what}', 'zh-CN': '{what}顺序改变' },
  changed: {
    en: '{what}, {member}: {before} → {after}',
    'zh-CN': '{what}，{member}：{before} → {after}',
  },
  same: { en: 'The two say the same.', 'zh-CN': '两者内容相同。' },
  meant: { en: 'meaning changed', 'zh-CN': '含义改变' },
  kept: { en: 'meaning kept', 'zh-CN': '含义不变' },
} as const satisfies Record<string, Words>

const mostShown = 160

const isText = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).every((each) => typeof each === 'string')

/** A value as a person reads it: a text in their language, anything else as JSON, long ones cut. */
const shown = (value: unknown, locale: Locale): string => {
  if (value === null) return '–'
  const plain = isText(value)
    ? `“${textFor(value, locale, 'en').text}”`
    : typeof value === 'string'
      ? value
      : canonicalJson(value)
  return plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain
}

const patternOf = ({ change, member }: Change): keyof typeof patterns => {
  if (change !== 'changed') return change
  if (member === 'above') return 'moved'
  return member === 'order' ? 'order' : 'changed'
}

const meaningOf = (meaningChanged: boolean | null, locale: Locale): string => {
  if (meaningChanged === null) return ''
  return ` (${patterns[meaningChanged ? 'meant' : 'kept'][locale]})`
}

/** One change as a sentence, headed by its class. */
export const renderChange = (change: Change, locale: Locale): string => {
  const name = types[change.type][locale]
  const inputs: Readonly<Record<string, string>> = {
    what: change.code === null ? name : `${name} ${change.code}`,
    member: change.member ?? '',
    before: shown(change.before, locale),
    after: shown(change.after, locale),
  }
  const sentence = patterns[patternOf(change)][locale].replaceAll(
    /\{(\w+)\}/g,
    (_, input: string) => String(inputs[input]),
  )
  return `[${classNames[change.class][locale]}] ${sentence}${meaningOf(change.meaningChanged, locale)}`
}

/** Every change as a sentence, in the order of the comparison; one sentence where nothing differs. */
export const renderComparison = ({ changes }: Comparison, locale: Locale): readonly string[] =>
  changes.length === 0
    ? [patterns.same[locale]]
    : changes.map((change) => renderChange(change, locale))
