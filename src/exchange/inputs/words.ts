// The words of our own that forms and sheets show beside those of a questionnaire, in every language we speak.
import type { LocalizedText } from '../../core/document/text.ts'

export const words = {
  percent: { en: 'Percent', 'zh-CN': '百分比' },
  score: { en: 'Score (0 to 100)', 'zh-CN': '得分（0 至 100）' },
  points: { en: 'Points', 'zh-CN': '得分' },
  level: { en: 'Level', 'zh-CN': '等级' },
  levelNone: { en: 'Below the first level', 'zh-CN': '未达到第一级' },
  plan: { en: 'Plan', 'zh-CN': '策划' },
  do: { en: 'Do', 'zh-CN': '实施' },
  check: { en: 'Check', 'zh-CN': '检查' },
  act: { en: 'Act', 'zh-CN': '改进' },
  pdca: { en: 'Full PDCA cycle', 'zh-CN': '完整的 PDCA 循环' },
  phases: { en: 'Phases that are reached', 'zh-CN': '已达到的阶段' },
  trend: { en: 'Trend', 'zh-CN': '趋势' },
  trends: { en: 'Trends', 'zh-CN': '趋势' },
  targets: { en: 'Targets', 'zh-CN': '目标' },
  met: { en: 'Met', 'zh-CN': '满足' },
  notMet: { en: 'Not met', 'zh-CN': '不满足' },
  notApplicable: { en: 'Not applicable', 'zh-CN': '不适用' },
  applies: { en: 'Does this apply to you?', 'zh-CN': '本条是否适用？' },
  yes: { en: 'Yes', 'zh-CN': '是' },
  no: { en: 'No', 'zh-CN': '否' },
  reason: { en: 'Reason, as a code of your programme', 'zh-CN': '原因（项目规定的代码）' },
  reasonHint: {
    en: 'Lower-case words joined by underscores, such as no_such_activity.',
    'zh-CN': '用下划线连接的小写英文词，如 no_such_activity。',
  },
  justification: { en: 'Why does it not apply?', 'zh-CN': '为什么不适用？' },
  comment: { en: 'Comment', 'zh-CN': '备注' },
  evidence: { en: 'Evidence', 'zh-CN': '证据' },
  evidenceTitle: { en: 'Title', 'zh-CN': '标题' },
  evidenceUrl: { en: 'Web address', 'zh-CN': '网址' },
  profile: { en: 'Organizational profile', 'zh-CN': '组织概述' },
} as const satisfies Readonly<Record<string, LocalizedText>>

const stepText: LocalizedText = {
  en: 'From {min} to {max} in steps of {step}.',
  'zh-CN': '{min} 至 {max}，步长为 {step}。',
}

/** What a number may be, as a sentence. */
export const rangeText = (range: {
  readonly min: number
  readonly max: number
  readonly step: number
}): LocalizedText =>
  Object.fromEntries(
    Object.entries(stepText).map(([tag, text]) => [
      tag,
      text.replaceAll(/\{(min|max|step)\}/g, (_, name: keyof typeof range) => String(range[name])),
    ]),
  )
