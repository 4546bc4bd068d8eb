// A feedback report to render, with all that people may write into one.
import { nodesOf } from '../../src/core/benchmark/value.ts'
import { contentsOf } from '../../src/core/report/contents.ts'
import type { Finding } from '../../src/core/review/finding.ts'
import { planOf } from '../../src/core/scoring/plan.ts'
import { score } from '../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import type { Answers } from '../../src/core/submission/answer.ts'
import { withoutProgramme } from '../../src/core/submission/submit.ts'
import type { Report } from '../../src/render/report-document.ts'
import { numbered } from './assessment.ts'
import { modelOf } from './models.ts'
import { comparisonOf, nodeOf } from './pictures.ts'
import { answersTo, gbt, notApplicable } from './submissions.ts'

const digest = 'a'.repeat(64)
const sheet = (answers: Answers, questionnaire = gbt) =>
  score({
    plan: planOf(questionnaire, referenceWeighting(questionnaire)),
    digests: { questionnaire: digest, weighting: digest, answers: digest },
    answers,
    notApplicable: withoutProgramme,
  })

export const findingOf = (
  nodeCode: string,
  kind: Finding['kind'],
  text: string,
  other: Partial<Finding> = {},
): Finding => ({
  id: numbered(190),
  nodeCode,
  kind,
  text,
  language: 'en',
  importance: 'normal',
  factor: null,
  evidence: '',
  keyFactors: [],
  sources: [],
  ...other,
})

const comparison = comparisonOf(
  gbt.categories.flatMap(({ code, items = [] }, place) => [
    ...items.map((item) => nodeOf(item.code, 'item', [4500, 5000, 7000])),
    nodeOf(code, 'category', [
      4000 + 400 * place,
      place === 3 ? null : 5000,
      place === 3 ? null : 7000,
    ]),
  ]),
)

export type Written = {
  readonly organization?: string
  readonly findings?: readonly Finding[]
  readonly keyFactors?: readonly string[]
  readonly summaries?: Readonly<Record<string, string>>
  readonly exactScores?: boolean
}

/** A released report on GB/T 19580-2012. */
export const reportOf = (
  {
    organization = 'Sample Works',
    findings = [],
    keyFactors = [],
    summaries = {},
    exactScores = false,
  }: Written = {},
  more: Partial<Report> = {},
): Report => ({
  about: {
    organization,
    programme: 'City Quality Award',
    cycle: '2026',
    version: 1,
    at: new Date('2026-11-20T08:30:00.000Z'),
    isReleased: true,
    correction: null,
    weighting: null,
    digest,
    scoreSheetDigest: 'b'.repeat(64),
  },
  contents: contentsOf({
    questionnaire: gbt,
    recognizedOn: '2026-11-20',
    recognition: [],
    official: sheet(answersTo(gbt, { '4.1.2': { percent: 65 }, '4.4.4': { notApplicable } })),
    self: sheet(answersTo(gbt, { '4.1.2': { percent: 80 } })),
    findings,
    summaries,
    keyFactors,
    exactScores,
  }),
  questionnaire: gbt,
  comparison,
  ...more,
})

/** The same on a model of levels; medians lie at a level, between two, below the first, and are withheld. */
export const levelReport = (): Report => {
  const questionnaire = modelOf('iso-9004-2018-quick')
  const nodes = nodesOf(questionnaire)
  const levels = (panel: number) =>
    Object.fromEntries(nodes.map(({ code }, place) => [code, { level: place === 1 ? 0 : panel }]))
  const medians = [5000, 6000, 1000, null]
  const sources = { questionnaire, recognizedOn: '2026-11-20', recognition: [], findings: [] }
  return reportOf(
    {},
    {
      questionnaire,
      contents: contentsOf({
        ...sources,
        official: sheet(levels(3), questionnaire),
        self: sheet(levels(4), questionnaire),
        summaries: {},
        keyFactors: [],
        exactScores: false,
      }),
      comparison: comparisonOf(
        nodes.map(({ code, kind }, place) => {
          const median = medians[place % 4] ?? null
          const best = median === null ? null : median + 2050
          return nodeOf(code, kind, [place === 1 ? 0 : 8000, median, best])
        }),
      ),
    },
  )
}

/** Said in two languages, as panels do. */
export const usual: Written = {
  findings: [
    findingOf(
      '4.1.2',
      'strength',
      'Senior leaders visit every site twice a year and answer questions in public; what was promised is followed up and reported.',
      {
        importance: 'double',
        factor: 'deployment',
        evidence: 'Answer 4.1.2, page 7',
        keyFactors: ['Four sites', 'Shift work'],
      },
    ),
    findingOf(
      '4.1.2',
      'opportunity',
      'It is not shown how the visits are evaluated.\nNo example of a change was given.',
      {
        factor: 'learning',
      },
    ),
    findingOf('4.1', 'strength', '领导层以身作则，定期与员工沟通，并公开回应问题。', {
      language: 'zh-CN',
      importance: 'double',
    }),
    findingOf(
      '4.7.2',
      'opportunity',
      '未提供主要竞争对手的对比数据，也没有说明目标值的来源，因此难以判断所列趋势在行业中处于什么水平，建议在今后的材料中说明数据的来源与口径。',
      { language: 'zh-CN' },
    ),
  ],
  keyFactors: ['Four sites', '出口占销售额的一半'],
  summaries: { '4.1': 'Leaders are seen, heard and asked. 领导力是该组织最突出的优势。' },
}
