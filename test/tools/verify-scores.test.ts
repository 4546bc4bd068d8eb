// The verification of what panels scored: silent over the scores of a whole assessment, by percents and by another method,
// and every percent that does not follow from its value is named.
import t from 'tap'
import { scoringOf } from '../../src/scoring.ts'
import { verifyStored } from '../../src/tools/verify/stored.ts'
import { modelOf } from '../support/models.ts'
import { finalizedBy, reviewBy, seatedBy, stepsUp } from '../support/panel-methods.ts'
import { opened } from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { tamperedBy } from '../support/tampered.ts'
import { made } from '../support/things.ts'

const { house, sql, deps, operations } = await stage(t)
const tampered = tamperedBy(sql)
const run = () => verifyStored({ ...deps, scoring: scoringOf() }, () => {})

const byPercents = async () => {
  const { play, samples } = playing(operations, await house(), sql)
  const { submissionId } = await opened(samples)(play)
  const accepting = { params: { submissionId }, as: 'leadAssessor' } as const
  made(await play.call('acceptSuggestions', accepting), 'acceptSuggestions')
  return submissionId
}

const byLevels = async () => {
  const { play, samples } = playing(operations, await house(), sql)
  const questionnaire = modelOf('iso-9004-2018')
  const settings = { thresholdBp: 4000 }
  const { submissionId } = await seatedBy(samples, play, { questionnaire, settings })
  for (const [as, steps] of [
    ['leadAssessor', 2],
    ['assessor', 3],
  ] as const)
    await reviewBy(play, submissionId, questionnaire, { as, values: stepsUp(questionnaire, steps) })
  const params = { submissionId }
  made(await play.call('openConsensus', { params, as: 'leadAssessor' }), 'openConsensus')
  made(await play.call('acceptSuggestions', { params, as: 'leadAssessor' }), 'acceptSuggestions')
  await finalizedBy(play, submissionId)
  return submissionId
}

const nobody = await run()
const percents = await byPercents()
const levels = await byLevels()

t.test('before anybody scored there is nothing to read', async (t) => {
  t.match(nobody, { scores: 0, differences: [] })
})

t.test('what panels scored follows from its values, by every method', async (t) => {
  const { scores, differences } = await run()
  t.same(differences, [])
  t.equal(scores, 3 * (23 + 31), 'two reviews and a consensus of each')
  const [row] = await sql`select review_id, code, value, percent_bp from review_scores limit 1`
  const put = (set: object) => (tx: typeof sql) =>
    tx`update review_scores set ${tx(set)} where review_id = ${row?.review_id} and code = ${row?.code}`
  await tampered(
    put({ value: null, percent_bp: null, cannot_judge: 'No access.' }),
    put({ value: row?.value, percent_bp: row?.percent_bp, cannot_judge: null }),
    async () => t.match(await run(), { scores: scores - 1, differences: [] }, 'who cannot judge'),
  )
})

t.test(
  'every percent that does not follow, and every value that is refused, is named',
  async (t) => {
    type Sql = typeof sql
    const code = '4.1.3'
    const [{ id: reviewId } = {}] =
      await sql`select id from reviews where submission_id = ${percents}
    order by id limit 1`
    const [{ id: consensusId } = {}] =
      await sql`select id from consensuses where submission_id = ${percents}`
    const [{ id: levelled } = {}] =
      await sql`select id from consensuses where submission_id = ${levels}`
    const ofReview = (tx: Sql, set: object) =>
      tx`update review_scores set ${tx(set)} where review_id = ${reviewId} and code = ${code}`
    const ofConsensus = (tx: Sql, set: object, id = consensusId, at = code) =>
      tx`update consensus_scores set ${tx(set)} where consensus_id = ${id} and code = ${at}`
    const [kept] = await sql`select value, percent_bp from review_scores
    where review_id = ${reviewId} and code = ${code}`
    const [agreed] = await sql`select value, percent_bp from consensus_scores
    where consensus_id = ${consensusId} and code = ${code}`
    const [level] = await sql`select value, percent_bp from consensus_scores
    where consensus_id = ${levelled} and code = '5.2'`
    const mend = async (tx: Sql) => {
      await ofReview(tx, { ...kept })
      await ofConsensus(tx, { ...agreed })
      await ofConsensus(tx, { ...level }, levelled, '5.2')
    }
    const inReview = `submission ${percents}, review ${reviewId}, score ${code}: `
    const inConsensus = `submission ${percents}, consensus, score ${code}: `
    const cases = [
      [
        (tx: Sql) => ofReview(tx, { percent_bp: kept?.percent_bp + 500 }),
        `${inReview}percentBp is ${kept?.percent_bp + 500}, and would be ${kept?.percent_bp}`,
      ],
      [
        (tx: Sql) => ofReview(tx, { value: '{"percent":90}' }),
        `${inReview}percentBp is ${kept?.percent_bp}, and would be 9000`,
      ],
      [
        (tx: Sql) => ofConsensus(tx, { percent_bp: 1 }),
        `${inConsensus}percentBp is 1, and would be ${agreed?.percent_bp}`,
      ],
      [
        (tx: Sql) => ofConsensus(tx, { value: '{"percent":47}' }),
        `${inConsensus}its value is refused: 47`,
      ],
      [(tx: Sql) => ofConsensus(tx, { value: '{"percent"' }), `${inConsensus}it cannot be read`],
      [
        (tx: Sql) => ofReview(tx, { code: '4.1.9' }),
        /score 4\.1\.9: it cannot be read: 4\.1\.9 takes no/,
      ],
      [
        (tx: Sql) => ofConsensus(tx, { percent_bp: 5900 }, levelled, '5.2'),
        `submission ${levels}, consensus, score 5.2: percentBp is 5900, and would be 6000`,
      ],
    ] as const
    for (const [change, said] of cases)
      await tampered(
        change,
        async (tx) => {
          await tx`update review_scores set code = ${code} where code = '4.1.9'`
          await mend(tx)
        },
        async () => {
          const { differences } = await run()
          t.equal(
            differences.filter((each) => each.includes(', score ')).length,
            1,
            differences.join('\n'),
          )
          t.match(differences.join('\n'), said)
        },
      )
    t.match((await run()).differences, [], 'and all is well again')
  },
)
