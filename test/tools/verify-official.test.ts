// The verification of official sheets and of reports: silent over what a panel made, and every kind of tampering is
// named.
import t from 'tap'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { sha256 } from '../../src/db/digest.ts'
import { scoringOf } from '../../src/scoring.ts'
import { verifyStored } from '../../src/tools/verify/stored.ts'
import { agreed, weightingOf } from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { draftOf, stepped } from '../support/report-things.ts'
import { stage } from '../support/stage.ts'
import { tamperedBy } from '../support/tampered.ts'
import { made, marking, type Play } from '../support/things.ts'

const { house, sql, deps, operations } = await stage(t)
const tampered = tamperedBy(sql)
const { play: whole, samples: usual } = playing(operations, await house(), sql)
/** One item does not apply; it takes no score, and the cycle says what that makes of the total. */
const samples = marking(usual, '4.4.4')
const play: Play = {
  ...whole,
  call: (id, more) =>
    id === 'putReviewScore' && more?.params?.code === '4.4.4'
      ? Promise.resolve({ status: 200, headers: {}, body: null, text: '', bytes: new Uint8Array() })
      : whole.call(id, more),
}
const notApplicable = { policy: 'exclude', maxShareBp: 1000 } as const
const weighting = await weightingOf(samples, play)
const { submissionId } = await agreed(samples, {
  weightings: [weighting],
  notApplicable,
  reportDetail: 'exact',
})(play)

const run = () => verifyStored({ ...deps, scoring: scoringOf() }, () => {})

t.test('before it is final there is nothing official to make again', async (t) => {
  t.match(await run(), { sheets: 1, differences: [] })
})

t.test('the official sheets of a final consensus are what they were made of', async (t) => {
  const call = { params: { submissionId }, as: 'programmeManager' } as const
  made(await play.call('finalizeConsensus', call), 'finalizeConsensus')
  t.match(await run(), { sheets: 3, differences: [] })
})

t.test('whatever somebody changed is named', async (t) => {
  const [row] = await sql`select sheet, sheet_digest, answers from official_sheets
    where kind = 'reference'`
  const [other] = await sql`select sheet from official_sheets where kind = 'programme'`
  const [consensus] = await sql`select id from consensuses`
  const [profile] = await sql`select title from association_weightings`
  const title = profile?.title as string
  const [cycle] = await sql`select settings from cycles`
  const settingsOf = (weightings: readonly object[], more: object = {}) =>
    canonicalJson({ ...JSON.parse(cycle?.settings), weightings, ...more })
  t.match(JSON.parse(row?.sheet).alternatives, { policy: 'exclude', naCount: 1 })
  const [answer] = await sql`
    select value from answers where submission_id = ${submissionId} and code = '4.1.2'`
  const column = (name: string, value: string) =>
    [
      (tx: typeof sql) =>
        tx`update official_sheets set ${tx(name)} = ${value} where kind = 'reference'`,
      (tx: typeof sql) =>
        tx`update official_sheets set ${tx(name)} = ${row?.[name]} where kind = 'reference'`,
    ] as const
  const score = (value: string) => (tx: typeof sql) =>
    tx`update consensus_scores set value = ${value} where code = '4.1.2'`
  const [given] = await sql`select value from consensus_scores where code = '4.1.2'`
  const put = (value: string) => (tx: typeof sql) =>
    tx`update answers set value = ${value} where submission_id = ${submissionId} and code = '4.1.2'`
  const cases = [
    [...column('sheet', row?.sheet.replace('"points":', '"points":1')), /: sheet differs from/],
    [...column('sheet_digest', '0'.repeat(64)), /: sheetDigest is 0{64}, and would be/],
    [...column('answers', '{}'), /: answers differs from character 1/],
    [score('{"percent":90}'), score(given?.value), /: answers differs from character/],
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
        {
          sheets: 1,
          differences: [/official sheet: it is missing/, /programme's weighting: it is missing/],
        },
      )
    },
  )
  const weighed = [
    [
      (tx: typeof sql) =>
        tx`update official_sheets set sheet = ${row?.sheet} where kind = 'programme'`,
      (tx: typeof sql) =>
        tx`update official_sheets set sheet = ${other?.sheet} where kind = 'programme'`,
      /under the programme's weighting: sheet differs from/,
    ],
    [
      (tx: typeof sql) => tx`update association_weightings set title = 'Another'`,
      (tx: typeof sql) => tx`update association_weightings set title = ${title}`,
      /programme's weighting: the digest of weighting .+ is of another document/,
    ],
    [
      (tx: typeof sql) => tx`update cycles set settings = ${settingsOf([])}`,
      (tx: typeof sql) => tx`update cycles set settings = ${settingsOf([weighting])}`,
      /programme's weighting: its cycle has no such weighting/,
    ],
    ...[
      [{ policy: 'zero', maxShareBp: 1000 }, /official sheet: sheet differs from/],
      [null, /official sheet: it cannot be made again: .+does not permit/],
    ].map(
      ([rule, said]) =>
        [
          (tx: typeof sql) =>
            tx`update cycles set settings = ${settingsOf([weighting], { notApplicable: rule })}`,
          (tx: typeof sql) => tx`update cycles set settings = ${settingsOf([weighting])}`,
          said as RegExp,
        ] as const,
    ),
  ] as const
  for (const [change, restore, said] of weighed)
    await tampered(change, restore, async () => {
      t.match((await run()).differences.join('\n'), said)
    })
  t.match(await run(), { sheets: 3, differences: [] }, 'and all is well again')
})

t.test(
  'a report is what was approved, and what the organization has is what was released',
  async (t) => {
    const draft = await draftOf(play, submissionId)
    t.match(await run(), { sheets: 3, reports: 0, differences: [] }, 'a draft')
    const { key } = await play.house.manager('Second manager')
    const approved = await stepped(play, draft, 'approveFeedbackReport', key)
    t.match(await run(), { sheets: 3, reports: 0, differences: [] }, 'approved')
    const [row] = await sql`select paper from feedback_reports`
    const paper: string = row?.paper
    await tampered(
      (tx) =>
        tx`update feedback_reports set paper = ${paper.replace('"version":1', '"version":2')}`,
      (tx) => tx`update feedback_reports set paper = ${paper}`,
      async () => t.match((await run()).differences, [/feedback report 1: digest is /]),
    )
    await stepped(play, approved, 'releaseFeedbackReport', 'programmeManager')
    t.match(await run(), { sheets: 3, reports: 1, differences: [] }, 'released')
    t.equal((await sql`select from released_sheets`).length, 2, 'with its sheets')
  },
)

t.test('whatever somebody changed of reports and of what was handed over is named', async (t) => {
  const [row] = await sql`select paper, digest from feedback_reports`
  const [handed] = await sql`
    select sheet, sheet_digest from released_sheets where kind = 'programme'`
  const [official] = await sql`select answers from official_sheets`
  const other = '0'.repeat(64)
  const reworded = row?.paper.replace('"keyFactors":[]', '"keyFactors":["Nobody said so."]')
  const unsaid = canonicalJson({ ...JSON.parse(row?.paper), scoreSheetDigest: other })
  const weighed = { ...JSON.parse(row?.paper).weighting, referenceSheetDigest: other }
  const beside = canonicalJson({ ...JSON.parse(row?.paper), weighting: weighed })
  const points = handed?.sheet.replace('"points":', '"points":1')
  t.not(reworded, row?.paper, 'it says something else')
  type Sql = typeof sql
  const version = (tx: Sql, paper: string, digest = row?.digest) =>
    tx`update feedback_reports set paper = ${paper}, digest = ${digest}`
  const copy = (tx: Sql, paper: string, digest = row?.digest) =>
    tx`update released_reports set paper = ${paper}, digest = ${digest}`
  const both = async (tx: Sql, paper: string, digest = row?.digest) => {
    await version(tx, paper, digest)
    await copy(tx, paper, digest)
  }
  const sheet = (tx: Sql, text: string, digest = handed?.sheet_digest) =>
    tx`update released_sheets set sheet = ${text}, sheet_digest = ${digest} where kind = 'programme'`
  const state = (tx: Sql, [name, ...released]: readonly [string, string | null, Date | null]) =>
    tx`update feedback_reports
      set state = ${name}, released_by = ${released[0]}, released_at = ${released[1]}`
  const [step] = await sql`select released_by, released_at from feedback_reports`
  const answers = (tx: Sql, text: string) => tx`update official_sheets set answers = ${text}`
  const mend = async (tx: Sql) => {
    await both(tx, row?.paper)
    await sheet(tx, handed?.sheet)
    await state(tx, ['released', step?.released_by, step?.released_at])
    await answers(tx, official?.answers)
  }
  const cases: readonly (readonly [(tx: Sql) => Promise<unknown>, RegExp])[] = [
    [(tx) => version(tx, reworded), /feedback report 1: digest is [0-9a-f]{64}, and would be/],
    [(tx) => version(tx, row?.paper, other), /feedback report 1: digest is 0{64}, and would be/],
    [(tx) => copy(tx, reworded), /feedback report 1: the copy of the organization: paper differs/],
    [(tx) => copy(tx, row?.paper, other), /the copy of the organization: digest is 0{64}/],
    [(tx) => both(tx, ` ${row?.paper}`, sha256(` ${row?.paper}`)), /its paper is not canonical/],
    [(tx) => both(tx, '{', sha256('{')), /feedback report 1: its paper cannot be read/],
    [(tx) => both(tx, '{', sha256('{')), /released programme sheet: no released report names it/],
    [(tx) => both(tx, unsaid, sha256(unsaid)), /report 1: scoreSheetDigest is 0{64}, and would be/],
    [
      (tx) => both(tx, beside, sha256(beside)),
      /report 1: referenceSheetDigest is 0{64}, and would/,
    ],
    [
      (tx) => both(tx, unsaid, sha256(unsaid)),
      /released programme sheet: no released report names it/,
    ],
    [
      (tx) => tx`update released_reports set correction = 'Why not.'`,
      /the copy of the organization: correction is Why not\., and would be null/,
    ],
    [(tx) => state(tx, ['approved', null, null]), /the organization has it, and it is approved/],
    [
      (tx) => sheet(tx, points),
      /released programme sheet: sheetDigest is [0-9a-f]{64}, and would be/,
    ],
    [
      (tx) => sheet(tx, points, sha256(points)),
      /released programme sheet: sheet differs from character/,
    ],
    [
      (tx) => sheet(tx, points, sha256(points)),
      /released programme sheet: no released report names it/,
    ],
    [
      (tx) => answers(tx, '{'),
      /released programme sheet: the submission has no official sheet that can/,
    ],
  ]
  for (const [change, said] of cases)
    await tampered(
      change,
      async (tx) => {
        await mend(tx)
        await tx`update released_reports set correction = null`
      },
      async () => {
        const text = (await run()).differences.join('\n')
        t.match(text, said)
        t.match(text, `submission ${submissionId}, `)
      },
    )
  const rows = await sql`select * from released_reports`
  await tampered(
    (tx) => tx`delete from released_reports`,
    (tx) => tx`insert into released_reports ${tx(rows)}`,
    async () => t.match((await run()).differences, [/report 1: the organization does not have it/]),
  )
  t.match(await run(), { sheets: 3, reports: 1, differences: [] }, 'and all is well again')
})
