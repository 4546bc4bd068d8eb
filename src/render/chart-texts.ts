// The words of pictures in each language. Figures and codes are put in; nothing is decided here.
import type { Locale } from '../core/request.ts'

type ChartTexts = {
  readonly comparisonTitle: string
  readonly sheetTitle: string
  readonly reportTitle: string
  readonly everybody: string
  readonly cohort: (parts: readonly string[]) => string
  readonly sector: string
  readonly region: string
  readonly size: string
  readonly synthetic: string
  readonly unit: string
  readonly levels: string
  readonly reference: string
  readonly between: string
  readonly total: string
  readonly ring: string
  readonly levelRing: string
  readonly notDrawn: (codes: readonly string[]) => string
  readonly own: string
  readonly score: string
  readonly officialRange: string
  readonly officialExact: string
  readonly self: string
  readonly median: string
  readonly best: string
  readonly noOwn: string
  readonly withheld: string
  readonly status: {
    readonly unanswered: string
    readonly not_applicable: string
    readonly unscored: string
  }
  readonly named: (name: string, figure: string) => string
  readonly bestNamed: (basis: string, figure: string) => string
  readonly row: (label: string, parts: readonly string[]) => string
}

export const chartTexts: Readonly<Record<Locale, ChartTexts>> = {
  en: {
    comparisonTitle: 'Compared with the benchmark',
    sheetTitle: 'Scores',
    reportTitle: 'Scores by item',
    everybody: 'Compared with all participants.',
    cohort: (parts) => `Compared with ${parts.join(', ')}.`,
    sector: 'sector',
    region: 'region',
    size: 'size',
    synthetic: 'All participants are invented.',
    unit: 'Figures are percents of the most that each node can get.',
    levels: 'Figures are levels from 1 to 5.',
    reference: 'Own figures are those under the reference weighting.',
    between: 'Figures of the participants may lie between two levels.',
    total: 'Total',
    ring: 'Each ring is 20%.',
    levelRing: 'Each ring is one level.',
    notDrawn: (codes) => `Without an axis, as not all of it is shown: ${codes.join(', ')}.`,
    own: 'Own',
    score: 'Score',
    officialRange: 'Score range of the panel',
    officialExact: 'Score of the panel',
    self: 'Own assessment',
    median: 'Median',
    best: 'Best in class',
    noOwn: 'no own figure',
    withheld: 'comparison not shown',
    status: {
      unanswered: 'not answered',
      not_applicable: 'not applicable',
      unscored: 'not scored',
    },
    named: (name, figure) => `${name.toLowerCase()} ${figure}`,
    bestNamed: (basis, figure) => `best in class (${basis}) ${figure}`,
    row: (label, parts) => `${label}: ${parts.join(', ')}.`,
  },
  'zh-CN': {
    comparisonTitle: '与标杆的对比',
    sheetTitle: '得分',
    reportTitle: '各条目得分',
    everybody: '对比对象：全部参与者。',
    cohort: (parts) => `对比对象：${parts.join('，')}。`,
    sector: '行业',
    region: '地区',
    size: '规模',
    synthetic: '所有参与者均为虚构。',
    unit: '数值为各项满分的百分比。',
    levels: '数值为 1 级至 5 级的等级。',
    reference: '本组织数值按参考权重计算。',
    between: '参与者的数值可能介于两级之间。',
    total: '总分',
    ring: '每圈代表 20%。',
    levelRing: '每圈代表一级。',
    notDrawn: (codes) => `数据不全而未绘出：${codes.join('、')}。`,
    own: '本组织',
    score: '得分',
    officialRange: '评审组得分范围',
    officialExact: '评审组得分',
    self: '自评',
    median: '中位数',
    best: '领先水平',
    noOwn: '无本组织数值',
    withheld: '不公布对比数据',
    status: { unanswered: '未作答', not_applicable: '不适用', unscored: '未评分' },
    named: (name, figure) => `${name} ${figure}`,
    bestNamed: (basis, figure) => `领先水平（${basis}）${figure}`,
    row: (label, parts) => `${label}：${parts.join('，')}。`,
  },
}
