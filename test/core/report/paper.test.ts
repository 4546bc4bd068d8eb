import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import {
  noTexts,
  type PaperSources,
  paperOf,
  paperText,
  ReportTexts,
  readPaper,
} from '../../../src/core/report/paper.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { withoutProgramme } from '../../../src/core/submission/submit.ts'
import { numbered } from '../../support/assessment.ts'
import { findingOf } from '../../support/reports.ts'
import { answersTo, gbt, refusalOf } from '../../support/submissions.ts'

const digest = 'a'.repeat(64)
const sheet = score({
  plan: planOf(gbt, referenceWeighting(gbt)),
  digests: { questionnaire: digest, weighting: digest, answers: digest },
  answers: answersTo(gbt),
  notApplicable: withoutProgramme,
})
const texts: ReportTexts = {
  keyFactors: ['Four sites'],
  summaries: { '4.1': 'Leaders are seen.' },
  omitted: [],
}
const given: PaperSources = {
  organization: 'Sample Works',
  programme: 'City Award',
  cycle: '2031',
  version: 2,
  correction: 'A name was wrong.',
  questionnaireDigest: digest,
  scoreSheetDigest: digest,
  weighting: null,
  comparison: null,
  texts,
  sources: {
    questionnaire: gbt,
    official: sheet,
    self: sheet,
    recognizedOn: '2031-04-01',
    recognition: [],
    findings: [],
    exactScores: false,
  },
}

t.test('a paper says everything of its version, and comes back as it was kept', async (t) => {
  const paper = paperOf(given)
  t.match(paper, {
    format: 'feedback-report/1',
    organization: 'Sample Works',
    version: 2,
    correction: 'A name was wrong.',
    contents: {
      keyFactors: ['Four sites'],
      categories: [{ code: '4.1', summary: 'Leaders are seen.' }],
    },
  })
  t.same(readPaper(paperText(paper)), paper)
  t.equal(paperText(paperOf(given)), paperText(paper), 'equal sources, equal text')
  t.notOk('sources' in paper || 'texts' in paper)
})

t.test('a finding that is left out is told nowhere', async (t) => {
  const one = findingOf('4.1.2', 'strength', 'Kept.', { importance: 'double' })
  const other = { ...findingOf('4.1.2', 'opportunity', 'Wrong.'), id: numbered<FindingId>(191) }
  const sources = { ...given.sources, findings: [one, other] }
  const told = (omitted: readonly FindingId[]) =>
    paperText(paperOf({ ...given, sources, texts: { ...texts, omitted: [...omitted] } }))
  t.match(told([]), 'Wrong.', 'control')
  t.notMatch(told([other.id]), /Wrong|omitted/)
  t.match(told([other.id]), 'Kept.')
  t.match(
    refusalOf(() => told([one.id, numbered<FindingId>(192)])),
    { code: 'document-invalid', errors: [{ pointer: '/omitted/1', code: 'finding-unknown' }] },
  )
  t.ok(ReportTexts.safeParse(texts).success)
  t.match(paperOf({ ...given, texts: noTexts }).contents, { keyFactors: { length: 0 } })
})

t.test('a summary of what is no category is refused by pointer', async (t) => {
  const wrong = { ...noTexts, summaries: { '4.1': 'Yes.', '4.1.2': 'No.', x: 'No.' } }
  t.match(
    refusalOf(() => paperOf({ ...given, texts: wrong })),
    {
      code: 'document-invalid',
      errors: [
        { pointer: '/summaries/4.1.2', code: 'node-unknown' },
        { pointer: '/summaries/x', code: 'node-unknown' },
      ],
    },
  )
})
