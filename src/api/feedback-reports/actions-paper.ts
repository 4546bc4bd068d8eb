// Gathers what a version of a feedback report is made of, as it is known in the unit, and makes its paper.
// What it says is decided in core/report; which cells a comparison shows, in core/benchmark.
import { ladderOf } from '../../core/benchmark/cohort.ts'
import { type Comparison, cellsOf, compareByLadder } from '../../core/benchmark/comparison.ts'
import { isComparable } from '../../core/benchmark/own.ts'
import { placeIn } from '../../core/benchmark/public-edition.ts'
import { ownValuesIn } from '../../core/benchmark/value.ts'
import { officialOf } from '../../core/consensus/official.ts'
import { found } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { recognizedIn } from '../../core/programme/recognition.ts'
import { weightingCounted, weightingNamed } from '../../core/programme/weighting.ts'
import { paperOf, paperText, type ReportPaper, type ReportTexts } from '../../core/report/paper.ts'
import { tellsComparison } from '../../core/report/stored.ts'
import { score } from '../../core/scoring/score.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { answersOf } from '../../core/submission/revision.ts'
import type { WeightingProfile } from '../../core/weighting/profile.ts'
import type { Unit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as compared from '../benchmarks/store-comparison.ts'
import * as editions from '../benchmarks/store-public.ts'
import * as organizations from '../organizations/store.ts'
import * as programmes from '../programmes/store.ts'
import * as findings from '../reviews/store-consensus-findings.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import * as weightings from '../weightings/store.ts'
import type * as store from './store.ts'
import * as sources from './store-sources.ts'

type Needs = Pick<Deps, 'documents' | 'scoring' | 'codes'>
type Version = {
  readonly version: number
  readonly correction: string | null
  readonly texts: ReportTexts
  readonly cycle: Cycle
}

/** The paper of a version as text. Refuses with `document-invalid` for a summary of no category. */
export const writePaper = async (
  needs: Needs,
  { tx, now }: Pick<Unit, 'tx' | 'now'>,
  ids: store.Ids,
  { version, correction, texts, cycle }: Version,
): Promise<string> => {
  const [submission, organization, programme, official, own, noted] = await Promise.all([
    submissions.find(tx, ids),
    organizations.find(tx, ids.organizationId),
    programmes.findProgramme(tx, cycle),
    sources.findOfficials(tx, ids),
    answers.all(tx, ids),
    findings.list(tx, ids),
  ])
  const { questionnaire: name, questionnaireDigest } = found(submission)
  const document = await needs.documents.within(tx, { ...name, digest: questionnaireDigest })
  const { questionnaire } = document
  const counted = found(officialOf(official))
  const named = weightingNamed(cycle, name.key)
  const profile = named === null ? null : found(await weightings.find(tx, named))
  const weighting = weightingCounted(questionnaire, profile)
  const scored = (given: Answers) => ({
    ...needs.scoring.basisOf(document, weighting, given),
    ...{ answers: given, notApplicable: cycle.settings.notApplicable ?? undefined },
  })
  const today = now.toISOString().slice(0, 10)
  const paper = paperOf({
    organization: found(organization).name,
    programme: found(programme).name,
    cycle: cycle.name,
    version,
    correction,
    questionnaireDigest,
    scoreSheetDigest: counted.digest,
    weighting: profile && weightingOf(profile, found(officialOf(official, 'reference'))),
    comparison: tellsComparison(cycle) ? await compare(needs, tx, ids, document) : null,
    texts,
    sources: {
      questionnaire,
      official: JSON.parse(counted.sheet),
      // Its own answers under the same weighting, so that the two can be compared.
      self: score(scored(answersOf(own))),
      recognizedOn: today,
      recognition: recognizedIn(cycle.settings.recognition, scored(counted.answers), today),
      findings: noted.map(({ revision: _, createdAt: __, updatedAt: ___, ...finding }) => finding),
      exactScores: cycle.settings.reportDetail === 'exact',
    },
  })
  return paperText(paper)
}

const weightingOf = (
  { id, version, title }: WeightingProfile,
  { digest }: sources.Official,
): ReportPaper['weighting'] => ({ id, version, title, referenceSheetDigest: digest })

/** The comparison that the organization itself would read now; null where nothing comparable is out. */
const compare = async (
  { codes }: Pick<Needs, 'codes'>,
  tx: Unit['tx'],
  ids: store.Ids,
  { questionnaire: { key }, scoringDigest }: QuestionnaireDocument,
): Promise<Comparison | null> => {
  const asked = { ...ids, benchmarkEditionId: null }
  const subject = found(await compared.findSubject(tx, asked))
  if (subject.edition === null) return null
  const { edition } = found(await editions.findEdition(tx, subject.edition.id))
  if (!isComparable(edition, { key, scoringDigest })) return null
  const own = ownValuesIn(found(subject.vector), edition.nodes)
  const rungs = ladderOf(placeIn(edition.lattice, codes, subject.stated), edition.lattice)
  const cells = await Promise.all(
    rungs
      .flatMap((rung) => rung.cohort ?? [])
      .map(async (cohort) =>
        cellsOf(edition, cohort, await editions.findCells(tx, edition.id, cohort.key)),
      ),
  )
  return compareByLadder({ edition, cells, own, tier: 'median' }, rungs)
}
