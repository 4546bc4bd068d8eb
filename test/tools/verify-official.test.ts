// The verification of official sheets: silent over what a panel made, and every kind of tampering is named.
import t from 'tap'
import { scoringOf } from '../../src/scoring.ts'
import { verifyStored } from '../../src/tools/verify/stored.ts'
import { agreed } from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { tamperedBy } from '../support/tampered.ts'
import { made } from '../support/things.ts'

const { house, sql, deps, operations } = await stage(t)
const tampered = tamperedBy(sql)
const { play, samples } = playing(operations, await house(), sql)
const { submissionId } = await agreed(samples)(play)

const run = () => verifyStored({ ...deps, scoring: scoringOf() }, () => {})

t.test('before it is final there is nothing official to make again', async (t) => {
  t.match(await run(), { sheets: 1, differences: [] })
})

t.test('the official sheet of a final consensus is what it was made of', async (t) => {
  const call = { params: { submissionId }, as: 'programmeManager' } as const
  made(await play.call('finalizeConsensus', call), 'finalizeConsensus')
  t.match(await run(), { sheets: 2, differences: [] })
})

t.test('whatever somebody changed is named', async (t) => {
  const [row] = await sql`select sheet, sheet_digest, answers from official_sheets`
  const [consensus] = await sql`select id from consensuses`
  const [answer] = await sql`
    select value from answers where submission_id = ${submissionId} and code = '4.1.2'`
  const column = (name: string, value: string) =>
    [
      (tx: typeof sql) => tx`update official_sheets set ${tx(name)} = ${value}`,
      (tx: typeof sql) => tx`update official_sheets set ${tx(name)} = ${row?.[name]}`,
    ] as const
  const score = (percentBp: number) => (tx: typeof sql) =>
    tx`update consensus_scores set percent_bp = ${percentBp} where code = '4.1.2'`
  const [given] = await sql`select percent_bp from consensus_scores where code = '4.1.2'`
  const put = (value: string) => (tx: typeof sql) =>
    tx`update answers set value = ${value} where submission_id = ${submissionId} and code = '4.1.2'`
  const cases = [
    [...column('sheet', row?.sheet.replace('"points":', '"points":1')), /: sheet differs from/],
    [...column('sheet_digest', '0'.repeat(64)), /: sheetDigest is 0{64}, and would be/],
    [...column('answers', '{}'), /: answers differs from character 1/],
    [score(9000), score(given?.percent_bp), /: answers differs from character/],
    [put('{"percent"'), put(answer?.value), /official sheet: it cannot be made again/],
    [
      put('{"notApplicable":{"reason":"Nobody asks."}}'),
      put(answer?.value),
      /official sheet: answers differs/,
    ],
    [
      (tx: typeof sql) => tx`update consensuses set state = 'agreed', final_at = null`,
      (tx: typeof sql) => tx`update consensuses set state = 'final', final_at = now()`,
      /the consensus is not final/,
    ],
  ] as const
  for (const [change, restore, said] of cases)
    await tampered(change, restore, async () => {
      const { differences } = await run()
      t.match(differences.join('\n'), said)
      t.match(differences.join('\n'), `submission ${submissionId}, official sheet: `)
    })
  const rows = await sql`select * from official_sheets`
  await tampered(
    (tx) => tx`delete from official_sheets where consensus_id = ${consensus?.id}`,
    (tx) => tx`insert into official_sheets ${tx(rows)}`,
    async () => {
      const { sheets, differences } = await run()
      t.match(
        { sheets, differences },
        { sheets: 1, differences: [/official sheet: it is missing/] },
      )
    },
  )
  t.match(await run(), { sheets: 2, differences: [] }, 'and all is well again')
})
