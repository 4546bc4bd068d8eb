// The verification of stored score sheets: silent over what is whole, and every kind of tampering is named.
import t from 'tap'
import { updateSubmission, withdrawSubmission } from '../../src/api/submissions/contract.ts'
import type { Owner } from '../../src/core/context.ts'
import { sha256 } from '../../src/db/digest.ts'
import { taskUnit } from '../../src/db/unit.ts'
import { newId } from '../../src/new-id.ts'
import type { WithSession } from '../../src/tools/session.ts'
import { verifyChain } from '../../src/tools/verify/chains.ts'
import { verify } from '../../src/tools/verify.ts'
import {
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  submitted,
} from '../support/drafts.ts'
import { stage } from '../support/stage.ts'
import { gbt, notApplicable } from '../support/submissions.ts'
import { tamperedBy } from '../support/tampered.ts'

const { house, sql, deps } = await stage(t)
const tampered = tamperedBy(sql)

const onStage: WithSession = (_, work) => work(deps)
const run = async (
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  open: WithSession | undefined = onStage,
) => {
  const said = { out: '', err: '' }
  const code = await verify(
    args,
    {
      env,
      out: (text) => {
        said.out += `${text}\n`
      },
      err: (text) => {
        said.err += `${text}\n`
      },
    },
    ...(open === undefined ? [] : [open]),
  )
  return { code, ...said }
}

const home = await house()
const own = await organizationWeighting(home)
const above = await associationWeighting(home)
const plain = await submitted(home, complete({ '4.1.3': { notApplicable } }))
const weighed = await submitted(home, complete(), { weighting: own })
const besides = await submitted(home, complete(), { weighting: above })
await draft(home, { '4.1.2': { percent: 45 } })

t.test('0 when every sheet is what it was made of', async (t) => {
  const { code, out, err } = await run()
  t.equal(code, 0, out + err)
  t.match(
    out,
    /^5 score sheets, 0 scores of panels and 0 released reports of 2 organizations, [1-9]\d* events: all are what they were made of\.\n$/,
  )
})

t.test('0 also for what was withdrawn since', async (t) => {
  const { params, etag } = await submitted(home)
  await home.call(withdrawSubmission, { params, ifMatch: etag })
  t.match(await run(), { code: 0, out: /^6 score sheets/ })
})

t.test('1 names the sheet and the columns that somebody changed', async (t) => {
  const { submissionId } = plain
  const [row] = await sql`
    select sheet, sheet_digest, answers_digest, node_scores[1] as score
    from score_sheets where submission_id = ${submissionId}`
  const cases: readonly [string, RegExp][] = [
    ['sheet', /sheet differs from character/],
    ['sheet_digest', /sheetDigest is 0{64}, and would be/],
    ['answers_digest', /answersDigest is 0{64}/],
  ]
  for (const [column, said] of cases) {
    const value =
      column === 'sheet' ? row?.sheet.replace('"points":', '"points":1') : '0'.repeat(64)
    await tampered(
      (tx) =>
        tx`update score_sheets set ${tx(column)} = ${value} where submission_id = ${submissionId}`,
      (tx) =>
        tx`update score_sheets set ${tx(column)} = ${row?.[column]} where submission_id = ${submissionId}`,
      async () => {
        const { code, out } = await run()
        t.equal(code, 1, column)
        t.match(out, said)
        t.match(out, `submission ${submissionId}, reference sheet`)
        t.match(out, /: 1 differences\.\n$/)
      },
    )
  }
  await tampered(
    (tx) => tx`update score_sheets set node_scores[1] = 9999 where submission_id = ${submissionId}`,
    (tx) =>
      tx`update score_sheets set node_scores[1] = ${row?.score} where submission_id = ${submissionId}`,
    async () => t.match(await run(), { code: 1, out: /nodeScores/ }),
  )
  t.equal((await run()).code, 0, 'and all is well again')
})

t.test('0 for a sheet of an earlier engine whose figures are the same, 1 where not', async (t) => {
  const { submissionId } = plain
  const [row] = await sql`
    select sheet, sheet_digest, engine from score_sheets where submission_id = ${submissionId}`
  const put = (tx: typeof sql, sheet: string, engine: string) => tx`
    update score_sheets set sheet = ${sheet}, engine = ${engine}, sheet_digest = ${sha256(sheet)}
    where submission_id = ${submissionId}`
  const back = (tx: typeof sql) => put(tx, row?.sheet, row?.engine)
  const named = (engine: string): string =>
    row?.sheet.replace(`"engine":"${row?.engine}"`, `"engine":"${engine}"`)
  const other = named('1.1.0').replace('"flags":[]', '"flags":["capped"]')
  for (const earlier of ['1.1.0', '1.2.0'])
    await tampered(
      (tx) => put(tx, named(earlier), earlier),
      back,
      async () => t.match(await run(), { code: 0 }, earlier),
    )
  await tampered(
    (tx) => put(tx, other, '1.1.0'),
    back,
    async () => t.match(await run(), { code: 1, out: /made by engine 1\.1\.0, sheet differs/ }),
  )
  await tampered(
    (tx) => put(tx, named('9.9.9'), '9.9.9'),
    back,
    async () => t.match(await run(), { code: 1, out: /engine is 9\.9\.9/ }),
  )
})

t.test('1 when an answer was changed after it was submitted', async (t) => {
  const { submissionId } = weighed
  const at = (tx: typeof sql) => tx`submission_id = ${submissionId} and code = '4.1.2'`
  const back = (tx: typeof sql) => tx`update answers set value = '{"percent":45}' where ${at(tx)}`
  const cases: readonly [string, RegExp][] = [
    ['{"percent":90}', /own sheet: sheet differs/],
    ['{"percent":47}', /it cannot be made again: \/answers\/4\.1\.2/],
    ['{"percent"', /it cannot be made again/],
  ]
  for (const [value, said] of cases)
    await tampered(
      (tx) => tx`update answers set value = ${value} where ${at(tx)}`,
      back,
      async () => {
        const { code, out } = await run()
        t.equal(code, 1)
        t.match(out, said)
        t.match(out, /the answer 4\.1\.2 is not the last of its history/)
      },
    )
  await tampered(
    (tx) => tx`update answers set value = null where ${at(tx)}`,
    back,
    async () => t.match(await run(), { code: 1, out: /reference sheet: sheet differs/ }),
  )
})

t.test('1 when a weighting or a questionnaire was changed after it was published', async (t) => {
  for (const [table, { submissionId }, { id }] of [
    ['organization_weightings', weighed, own],
    ['association_weightings', besides, above],
  ] as const) {
    const [row] = await sql`select items from ${sql(table)} where id = ${id}`
    const items = JSON.stringify({ ...JSON.parse(row?.items), '4.1.2': 20, '4.3.3': 80 })
    await tampered(
      (tx) => tx`update ${tx(table)} set items = ${items} where id = ${id}`,
      (tx) => tx`update ${tx(table)} set items = ${row?.items} where id = ${id}`,
      async () => {
        const { code, out } = await run()
        t.equal(code, 1)
        t.match(out, `submission ${submissionId}, own sheet: sheet differs`)
        t.match(out, `the digest of weighting ${id} is of another document`)
        t.notMatch(out, `submission ${plain.submissionId}`, 'others are what they were')
      },
    )
  }
  const [row] =
    await sql`select document, scoring_digest from questionnaire_versions where key = ${gbt.key}`
  const document = row?.document.replace('"points":50', '"points":5')
  const texts: readonly [string, RegExp][] = [
    [document, /questionnaire gbt-19580-2012 1\.0\.0: it cannot be read/],
    ['{', /it cannot be read/],
    [`${row?.document} `, /its digest is of another document/],
  ]
  for (const [text, said] of texts)
    await tampered(
      (tx) => tx`update questionnaire_versions set document = ${text} where key = ${gbt.key}`,
      (tx) =>
        tx`update questionnaire_versions set document = ${row?.document} where key = ${gbt.key}`,
      async () => t.match(await run(), { code: 1, out: said }),
    )
  await tampered(
    (tx) =>
      tx`update questionnaire_versions set scoring_digest = ${'0'.repeat(64)} where key = ${gbt.key}`,
    (tx) =>
      tx`update questionnaire_versions set scoring_digest = ${row?.scoring_digest} where key = ${gbt.key}`,
    async () => t.match(await run(), { code: 1, out: /its scoring digest is of another document/ }),
  )
})

t.test('1 when a sheet is gone, or its weighting', async (t) => {
  const { submissionId } = weighed
  for (const [kind, said] of [
    ['reference', /it has no reference sheet/],
    ['own', /it has no sheet under the weighting it names/],
  ] as const) {
    const rows = await sql`
      select * from score_sheets where submission_id = ${submissionId} and kind = ${kind}`
    await tampered(
      (tx) => tx`delete from score_sheets where submission_id = ${submissionId} and kind = ${kind}`,
      (tx) => tx`insert into score_sheets ${tx(rows)}`,
      async () => t.match(await run(), { code: 1, out: said }),
    )
  }
  await tampered(
    (tx) => tx`update submissions set weighting_id = organization_id where id = ${submissionId}`,
    (tx) => tx`update submissions set weighting_id = ${own.id} where id = ${submissionId}`,
    async () => t.match(await run(), { code: 1, out: /own sheet: its weighting is not there/ }),
  )
})

t.test('1 names the event at which a chain of events breaks', async (t) => {
  const { organizationId, associationId } = home
  const [head] =
    await sql`select seq from organization_event_heads where organization_id = ${organizationId}`
  const chains = [
    ['organization', organizationId],
    ['association', associationId],
  ] as const
  for (const [kind, id] of chains) {
    const events = sql(`${kind}_events`)
    const owner = sql`${sql(`${kind}_id`)} = ${id}`
    const [second] = await sql`select * from ${events} where ${owner} and seq = 2`
    const said = new RegExp(`^${kind} ${id}: its chain of events is broken at event 2\n`, 'm')
    await tampered(
      (tx) => tx`update ${events} set type = 'submission.invented' where ${owner} and seq = 2`,
      (tx) => tx`update ${events} set type = ${second?.type} where ${owner} and seq = 2`,
      async () => t.match(await run(), { code: 1, out: said }, `${kind}: changed`),
    )
    await tampered(
      (tx) => tx`delete from ${events} where ${owner} and seq = 2`,
      (tx) => tx`insert into ${events} ${tx([second ?? {}])}`,
      async () => t.match(await run(), { code: 1, out: said }, `${kind}: removed`),
    )
  }
  const heads =
    await sql`select * from organization_event_heads where organization_id = ${organizationId}`
  await tampered(
    (tx) =>
      tx`update organization_event_heads set seq = seq + 1 where organization_id = ${organizationId}`,
    (tx) =>
      tx`update organization_event_heads set seq = seq - 1 where organization_id = ${organizationId}`,
    async () =>
      t.match(await run(), {
        code: 1,
        out: new RegExp(`broken at event ${Number(head?.seq) + 1}\n`),
      }),
  )
  await tampered(
    (tx) => tx`delete from organization_event_heads where organization_id = ${organizationId}`,
    (tx) => tx`insert into organization_event_heads ${tx(heads)}`,
    async () => t.match(await run(), { code: 1, out: /its chain of events is broken/ }),
  )
  t.equal((await run()).code, 0, 'and all is well again')
})

t.test('a chain is followed over pages, whatever their size', async (t) => {
  const owner = { kind: 'organization', id: home.organizationId } as Owner
  const context = { tenant: owner, operation: 'verify', requestId: newId(), personId: null }
  const found = await Promise.all(
    [1, 2, 3, 1000].map((size) =>
      taskUnit(deps.db, context, ({ tx }) => verifyChain(tx, owner, size)),
    ),
  )
  const [{ seq } = { seq: 0 }] = await sql`
    select seq::int from organization_event_heads where organization_id = ${owner.id}`
  t.ok(seq > 3)
  for (const each of found) t.same(each, { events: seq, differences: [] })
})

t.test('0 for help, 2 for what it does not know, 3 without a database', async (t) => {
  t.match(await run(['--help']), { code: 0, out: /npm run verify/ })
  t.match(await run(['--quick']), { code: 2 })
  t.match(await run([], { PORT: 'x' }), { code: 2, err: /not usable/ })
  const DATABASE_URL = 'postgres://excellence_app@127.0.0.1:1/none'
  const EXCELLENCE_KEY_PEPPER = 'p'.repeat(32)
  const env = {
    DATABASE_URL,
    EXCELLENCE_KEY_PEPPER,
    EXCELLENCE_CURSOR_SECRET: EXCELLENCE_KEY_PEPPER,
  }
  t.match(await verify([], { env, out: () => {}, err: () => {} }), 3)
  const broken: WithSession = () => Promise.reject(new Error('the disk is full'))
  t.match(await run([], {}, broken), { code: 1, err: /Something broke/ })
})

t.test('it changes nothing, and a draft is nothing to verify', async (t) => {
  const before = await sql`select count(*)::int as n, max(seq)::int as seq from organization_events`
  const { params, etag } = await draft(home)
  await home.call(updateSubmission, { params, ifMatch: etag, body: { title: 'Renamed' } })
  const after = await sql`select count(*)::int as n from organization_events`
  t.equal((await run()).code, 0)
  t.same(await sql`select count(*)::int as n from organization_events`, after)
  t.ok(after[0]?.n > before[0]?.n)
})
