// The words of a feedback report in each language.
import type { Locale } from '../core/request.ts'

export const reportTexts: Readonly<Record<Locale, ReportTexts>> = {
  en: {
    title: 'Feedback report',
    draft: 'This is a draft. It has not been released.',
    organization: 'Organization',
    programme: 'Programme',
    cycle: 'Cycle',
    questionnaire: 'Questionnaire',
    weighting: 'Weighting',
    version: 'Version of this report',
    released: 'Released on',
    correction: 'Why it was corrected',
    howToRead: 'How to read this report',
    guide: [
      'Each member of the panel read the submission independently; then the panel agreed on one set of scores. This report gives the result of that agreement: strengths, opportunities for improvement, and scores.',
      'A strength is something to keep and to build on. An opportunity for improvement is something that would bring the organization further; the report says what was seen and prescribes no solution. Findings called key themes count most.',
      'Where a range of percents is given, the score of the panel lies in it. The own assessment stands beside it for comparison and changes no score.',
    ],
    result: 'Result',
    total: 'Total',
    panel: 'Panel',
    self: 'Own assessment',
    percent: 'Percent',
    points: 'Points',
    ofMost: (points, most) => (most === null ? String(points) : `${points} of ${most}`),
    recognition: 'Recognition',
    level: 'Level reached',
    noLevel: 'no level reached',
    unofficial: 'not an official level of the awarding body',
    inForce: 'In force',
    days: (from, to) => {
      if (from !== null && to !== null) return `${from} to ${to}`
      return from === null ? to && `until ${to}` : `since ${from}`
    },
    recognizedOn: (day) => `Levels are those of the tables in force on ${day}.`,
    keyFactors: 'Key factors',
    keyThemes: 'Key themes',
    none: 'None.',
    item: 'Item',
    whole: 'Category as a whole',
    score: 'Score of the panel',
    band: 'Band',
    atLevel: (level) => `Level ${level}`,
    belowLevels: 'Below level 1',
    pointsOf: (points, max) => `${points} of ${max} points`,
    status: {
      scored: 'scored',
      unanswered: 'not answered',
      not_applicable: 'not applicable',
      unscored: 'not scored',
      pilot: 'pilot, outside the total',
    },
    strength: 'Strength',
    opportunity: 'Opportunity for improvement',
    strengths: 'Strengths',
    opportunities: 'Opportunities for improvement',
    keyTheme: 'Key theme',
    factor: (name) => `Factor: ${name}`,
    evidence: 'Evidence: ',
    relatesTo: 'Relates to: ',
    comparison: 'Comparison with the benchmark',
    comparisonNote:
      'The benchmark is compared with the own assessment; the score of the panel stands beside it.',
    node: 'Category or item',
    median: 'Median',
    best: 'Best in class',
    record: 'Record',
    sheet: 'Official score sheet, SHA-256',
    digest: 'Contents of this report, SHA-256',
    page: (page, pages) => `Page ${page} of ${pages}`,
    separator: ' · ',
    colon: ': ',
    inBrackets: (text) => ` (${text})`,
    and: ', ',
  },
  'zh-CN': {
    title: '反馈报告',
    draft: '本报告为草稿，尚未发布。',
    organization: '组织',
    programme: '评审项目',
    cycle: '评审周期',
    questionnaire: '问卷',
    weighting: '权重方案',
    version: '报告版本',
    released: '发布日期',
    correction: '更正原因',
    howToRead: '如何阅读本报告',
    guide: [
      '评审组成员先各自独立评审，再通过合议形成一致的评分。本报告给出合议的结果：优势、改进机会和得分。',
      '优势是值得保持和发扬之处。改进机会是能使组织更进一步之处；报告说明所见情况，不规定解决办法。列为关键主题的评审发现最为重要。',
      '给出百分比范围时，评审组的得分位于该范围之内。自评列在旁边供对照，不影响任何得分。',
    ],
    result: '结果',
    total: '总分',
    panel: '评审组',
    self: '自评',
    percent: '百分比',
    points: '分数',
    ofMost: (points, most) => (most === null ? String(points) : `${points}（满分 ${most}）`),
    recognition: '认可等级',
    level: '达到的等级',
    noLevel: '未达到任何等级',
    unofficial: '并非颁奖机构的正式等级',
    inForce: '有效期',
    days: (from, to) => {
      if (from !== null && to !== null) return `${from} 至 ${to}`
      return from === null ? to && `至 ${to}` : `自 ${from} 起`
    },
    recognizedOn: (day) => `等级依据 ${day} 有效的等级表确定。`,
    keyFactors: '关键因素',
    keyThemes: '关键主题',
    none: '无。',
    item: '条目',
    whole: '类目整体',
    score: '评审组得分',
    band: '分数档',
    atLevel: (level) => `${level} 级`,
    belowLevels: '未达 1 级',
    pointsOf: (points, max) => `${points} 分（满分 ${max} 分）`,
    status: {
      scored: '已评分',
      unanswered: '未作答',
      not_applicable: '不适用',
      unscored: '未评分',
      pilot: '试行，不计入总分',
    },
    strength: '优势',
    opportunity: '改进机会',
    strengths: '优势',
    opportunities: '改进机会',
    keyTheme: '关键主题',
    factor: (name) => `评价要素：${name}`,
    evidence: '证据：',
    relatesTo: '相关因素：',
    comparison: '与标杆的对比',
    comparisonNote: '与标杆对比的是自评得分；评审组得分列在旁边供对照。',
    node: '类目或条目',
    median: '中位数',
    best: '领先水平',
    record: '记录',
    sheet: '正式评分表的 SHA-256 摘要值',
    digest: '本报告内容的 SHA-256 摘要值',
    page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
    separator: ' · ',
    colon: '：',
    inBrackets: (text) => `（${text}）`,
    and: '、',
  },
}

export type ReportTexts = {
  readonly title: string
  readonly draft: string
  readonly organization: string
  readonly programme: string
  readonly cycle: string
  readonly questionnaire: string
  readonly weighting: string
  readonly version: string
  readonly released: string
  readonly correction: string
  readonly howToRead: string
  readonly guide: readonly string[]
  readonly result: string
  readonly total: string
  readonly panel: string
  readonly self: string
  readonly percent: string
  readonly points: string
  /** Points, and how many could be reached; null: nothing is known of that. */
  readonly ofMost: (points: number, most: number | null) => string
  readonly recognition: string
  readonly level: string
  readonly noLevel: string
  readonly unofficial: string
  readonly inForce: string
  /** The first and the last day of a table; null: it has neither. */
  readonly days: (from: string | null, to: string | null) => string | null
  readonly recognizedOn: (day: string) => string
  readonly keyFactors: string
  readonly keyThemes: string
  readonly none: string
  readonly item: string
  readonly whole: string
  readonly score: string
  readonly band: string
  readonly atLevel: (level: number) => string
  readonly belowLevels: string
  readonly pointsOf: (points: number, max: number) => string
  readonly status: Readonly<
    Record<'scored' | 'unanswered' | 'not_applicable' | 'unscored' | 'pilot', string>
  >
  readonly strength: string
  readonly opportunity: string
  readonly strengths: string
  readonly opportunities: string
  /** Before what a finding says. */
  readonly keyTheme: string
  readonly factor: (name: string) => string
  readonly evidence: string
  readonly relatesTo: string
  readonly comparison: string
  readonly comparisonNote: string
  readonly node: string
  readonly median: string
  readonly best: string
  readonly record: string
  readonly sheet: string
  readonly digest: string
  readonly page: (page: number | string, pages: number | string) => string
  readonly separator: string
  readonly colon: string
  readonly inBrackets: (text: string) => string
  readonly and: string
}
