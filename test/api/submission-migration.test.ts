// Moving a submission to another questionnaire version over HTTP: a plan that changes nothing, the new draft it leads
// to, and the source that stays as it was.
import t from 'tap'
import { withdrawQuestionnaireVersion } from '../../src/api/questionnaires/contract-drafts.ts'
import {
  acceptSubmission,
  createSubmission,
  getScore,
  getSubmission,
  submitSubmission,
} from '../../src/api/submissions/contract.ts'
import { listAnswers, patchAnswers, putAnswer } from '../../src/api/submissions/contract-answers.ts'
import {
  migrateSubmission,
  planSubmissionMigration,
} from '../../src/api/submissions/contract-migration.ts'
import { own, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { type House, stage } from '../support/stage.ts'

const theStage = await stage(t)
const { house, sql } = theStage

const older = { key: 'gbt-19580-2004', version: '1.0.0' }
const to = { key: 'gbt-19580-2012', version: '1.0.0' }
const percents: Readonly<Record<string, number>> = {
  '4.1.1': 55,
  '4.1.2': 45,
  '4.2.1': 50,
  '4.2.2': 40,
  '4.3.1': 45,
  '4.3.2': 60,
  '4.4.1': 50,
  '4.4.2': 65,
  '4.4.3': 55,
  '4.4.4': 40,
  '4.4.5': 35,
  '4.4.6': 50,
  '4.5.1': 60,
  '4.5.2': 45,
  '4.6.1': 50,
  '4.6.2': 55,
  '4.6.3': 40,
  '4.7.1': 45,
  '4.7.2': 55,
  '4.7.3': 40,
  '4.7.4': 50,
  '4.7.5': 35,
}

/** A draft of the worked example under the edition before, and the call for its plan. */
const answered = async ({ call }: Pick<House, 'call'>) => {
  const created = await call(createSubmission, {
    body: { questionnaire: older, title: 'Year 2011' },
  })
  const params = { submissionId: created.body.id as string }
  const { headers } = await call(listAnswers, { params })
  const answers = Object.fromEntries(
    Object.entries(percents).map(([code, percent]) => [
      code,
      { percent, ...(code === '4.1.1' ? { narrative: { '4.1.1.x1': 'How we lead.' } } : {}) },
    ]),
  )
  const patched = await call(patchAnswers, {
    params,
    body: { answers },
    ifMatch: String(headers.etag),
  })
  t.equal(patched.status, 200, patched.text)
  return params
}

const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})

t.test('planSubmissionMigration', async (t) => {
  const { call } = await house()
  const params = await answered({ call })
  const plan = (more: object = {}) =>
    call(planSubmissionMigration, { params, body: { to }, ...more })

  t.test(
    '200 says what becomes of every answer and of the score, and changes nothing',
    async (t) => {
      const before = await call(getSubmission, { params })
      const { status, body } = await plan()
      t.equal(status, 200)
      t.match(body, {
        from: older,
        to,
        counts: { carried: 14, carried_needs_review: 6, converted: 3, dropped: 0, new: 0 },
        effect: {
          before: { exactPoints: '967/2', points: 483.5 },
          after: { exactPoints: '969/2', points: 484.5 },
          reviewPoints: 450,
        },
      })
      t.equal(body.moves.length, 23)
      t.same((await plan()).body.planDigest, body.planDigest, 'the same plan has the same digest')
      t.same((await call(getSubmission, { params })).body, before.body)
    },
  )

  t.test('422 where no way leads, or nothing is there', async (t) => {
    const findings = async (version: object, code: string) =>
      t.match(
        await plan({ body: { to: version } }),
        problem(422, 'document-invalid', { errors: [{ pointer: '/to', code }] }),
      )
    await findings({ key: 'fundibeq-2019', version: '1.0.0' }, 'no-mapping')
    await findings({ key: 'nowhere', version: '1.0.0' }, 'questionnaire-unknown')
    await findings(older, 'same-version')
  })
})

t.test('migrateSubmission', async (t) => {
  const home = await house()
  const { call } = home
  const params = await answered({ call })
  const planned = await call(planSubmissionMigration, { params, body: { to } })
  const body = { to, planDigest: planned.body.planDigest as string }

  t.test('409 plan-outdated once an answer has changed since the plan', async (t) => {
    const other = await answered({ call })
    const plan = await call(planSubmissionMigration, { params: other, body: { to } })
    const answer = { ...other, code: '4.1.2' }
    const listed = await call(listAnswers, { params: other })
    const tag = listed.body.items.find(({ code }: { code: string }) => code === '4.1.2').etag
    await call(putAnswer, { params: answer, body: { percent: 50 }, ifMatch: tag })
    t.match(
      await call(migrateSubmission, {
        params: other,
        body: { to, planDigest: plan.body.planDigest },
      }),
      problem(409, 'plan-outdated', { changed: ['plan'] }),
    )
  })

  t.test('422 for a version that is not there', async (t) => {
    const nowhere = { ...body, to: { key: 'nowhere', version: '1.0.0' } }
    t.match(
      await call(migrateSubmission, { params, body: nowhere }),
      problem(422, 'document-invalid'),
    )
  })

  t.test(
    '201 makes a linked draft; the source stays byte for byte, and both are scored',
    async (t) => {
      const etag = (await call(getSubmission, { params })).body.etag
      t.equal((await call(submitSubmission, { params, ifMatch: etag })).status, 200)
      const source = await call(getSubmission, { params })
      const sheet = await call(getScore, { params })
      const migrated = await call(migrateSubmission, { params, body })
      t.equal(migrated.status, 201, migrated.text)
      t.match(migrated.body, {
        state: 'draft',
        title: 'Year 2011',
        questionnaire: to,
        migratedFrom: params.submissionId,
        completeness: { complete: true },
      })
      t.match(String(migrated.headers.location), new RegExp(`${migrated.body.id}$`))
      t.same((await call(getSubmission, { params })).body, source.body)
      t.same((await call(getScore, { params })).text, sheet.text, 'the old sheet, byte for byte')
      const made = { submissionId: migrated.body.id as string }
      t.match((await call(getScore, { params: made })).body, { total: { exactPoints: '969/2' } })
      const { items } = (await call(listAnswers, { params: made })).body
      const stateOf = (code: string) =>
        items.find((each: { code: string }) => each.code === code).reviewState
      t.equal(stateOf('4.1.4'), 'carried')
      t.equal(stateOf('4.1.2'), 'carried_needs_review')
      t.match(
        items.find(({ code }: { code: string }) => code === '4.1.2'),
        {
          narrative: { '4.1.2.a': 'How we lead.' },
        },
      )
    },
  )

  t.test(
    'a carried answer is looked at by putting it again, and only then counts as looked at',
    async (t) => {
      const other = await answered({ call })
      const plan = await call(planSubmissionMigration, { params: other, body: { to } })
      const title = 'Moved to 2012'
      const agreed = { to, planDigest: plan.body.planDigest as string, title }
      const migrated = await call(migrateSubmission, { params: other, body: agreed })
      t.equal(migrated.body.title, title)
      const made = { submissionId: migrated.body.id as string }
      const read = async () => (await call(listAnswers, { params: made })).body.items
      const answer = (await read()).find(({ code }: { code: string }) => code === '4.7.2')
      const again = await call(putAnswer, {
        params: { ...made, code: '4.7.2' },
        body: { percent: answer.percent },
        ifMatch: answer.etag,
      })
      t.equal(again.status, 200)
      t.notOk('reviewState' in again.body)
      t.not(again.body.etag, answer.etag)
      const { etag } = (await call(getSubmission, { params: made })).body
      t.equal((await call(submitSubmission, { params: made, ifMatch: etag })).status, 200)
      const [row] =
        await sql`select carried_share_bp from submissions where id = ${made.submissionId}`
      t.equal(row?.carried_share_bp, 9200, 'all but the 80 points of 4.7.2')
      const submitted = (await call(getSubmission, { params: made })).body.etag
      const accepted = await call(acceptSubmission, {
        params: made,
        ifMatch: submitted,
        as: 'associationAdmin',
      })
      t.equal(accepted.status, 200, 'it becomes final; a benchmark looks at the share')
    },
  )

  t.test('a retry with its key makes one draft', async (t) => {
    const other = await answered({ call })
    const plan = await call(planSubmissionMigration, { params: other, body: { to } })
    const once = {
      params: other,
      body: { to, planDigest: plan.body.planDigest as string },
      idempotencyKey: 'migrate-once-0123456789',
    }
    const [one, two] = [await call(migrateSubmission, once), await call(migrateSubmission, once)]
    t.equal(one.body.id, two.body.id)
    const [row] = await sql`
      select count(*)::int as n from submissions where migrated_from = ${other.submissionId}`
    t.equal(row?.n, 1)
  })

  t.test('422 where the version it leads to is withdrawn meanwhile', async (t) => {
    const home = await house()
    const second = await secondAdmin(theStage, home)
    const document = own()
    await publishedBy(home, second, document)
    const text = { en: 'Other words', 'zh-CN': '其他' }
    await publishedBy(home, second, { ...document, version: '1.0.1', description: text })
    const begin = { questionnaire: { key: document.key, version: '1.0.0' }, title: 'Ours' }
    const begun = await home.call(createSubmission, { body: begin })
    const params = { submissionId: begun.body.id as string }
    const next = { key: document.key, version: '1.0.1' }
    const plan = await home.call(planSubmissionMigration, { params, body: { to: next } })
    const body = { to: next, planDigest: plan.body.planDigest as string }
    const named = { questionnaireKey: next.key, version: next.version }
    await home.call(withdrawQuestionnaireVersion, {
      as: 'associationAdmin',
      params: named,
      body: { reason: 'Replaced' },
    })
    const migrated = await sql.begin(async (tx) => {
      await tx`update questionnaire_versions set state = 'withdrawn', withdrawn_at = now(),
        withdrawn_by = ${home.cast.programmeManager.personId}
        where key = ${next.key} and version = ${next.version}`
      let isOver = false
      const answer = home.call(migrateSubmission, { params, body }).finally(() => {
        isOver = true
      })
      for (let waiting = 0; waiting === 0 && !isOver; ) {
        const [row] = await tx`select count(*)::int as n from pg_locks where not granted`
        waiting = row?.n
      }
      return () => answer
    })
    t.equal((await migrated()).status, 422)
  })

  t.test('an edit between plan and migration is never lost: 409, or it came first', async (t) => {
    for (let round = 0; round < 10; round += 1) {
      const other = await answered({ call })
      const plan = await call(planSubmissionMigration, { params: other, body: { to } })
      const listed = await call(listAnswers, { params: other })
      const tag = listed.body.items.find(({ code }: { code: string }) => code === '4.1.2').etag
      const [edited, migrated] = await Promise.all([
        call(putAnswer, {
          params: { ...other, code: '4.1.2' },
          body: { percent: 90 },
          ifMatch: tag,
        }),
        call(migrateSubmission, {
          params: other,
          body: { to, planDigest: plan.body.planDigest as string },
        }),
      ])
      t.equal(edited.status, 200)
      if (migrated.status === 409) continue
      const made = { submissionId: migrated.body.id as string }
      const { items } = (await call(listAnswers, { params: made })).body
      const carried = items.find(({ code }: { code: string }) => code === '4.1.4').percent
      t.equal(carried, 45, 'what was planned, whole')
    }
  })
})
