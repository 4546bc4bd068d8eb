// Submitting beside edits: the stored total is always that of the stored answers (F2, REL-05). Barriers in the
// database make the two overlap for certain; the same without the locks goes wrong every time.
import t from 'tap'
import { getSubmission, submitSubmission } from '../../src/api/submissions/contract.ts'
import { patchAnswers, putAnswer } from '../../src/api/submissions/contract-answers.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import { answersOf } from '../../src/core/submission/revision.ts'
import { complete, draft } from '../support/drafts.ts'
import { slowScore } from '../support/slow-score.ts'
import { type Answered, type House, type Stage, stage } from '../support/stage.ts'
import { gbt, itemsOf } from '../support/submissions.ts'

const rounds = 10

/** Where a write can be stopped in the middle: after all that it reads and before anybody sees it. */
const places = { score_sheets: 4711, answers: 4712 } as const
type Place = keyof typeof places

const withBarriers = async ({ sql }: Stage) => {
  for (const [table, lock] of Object.entries(places)) {
    await sql.unsafe(`
      create function hold_${table}() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${lock}); return new; end $$;
      create trigger hold before insert or update on ${table}
        for each row execute function hold_${table}()`)
  }
  const [here] = await sql`select oid::int from pg_database where datname = current_database()`
  return {
    hold: (place: Place) => sql`select pg_advisory_lock(${places[place]})`,
    release: (place: Place) => sql`select pg_advisory_unlock(${places[place]})`,
    /** Resolves when so many statements of the service wait for a lock, of a barrier or of a row. */
    waiting: async (count: number, unless: () => boolean = () => false) => {
      for (;;) {
        const [row] = await sql`
          select count(distinct pid)::int as n from pg_locks
          where not granted and (database = ${here?.oid} or database is null)`
        if (row?.n >= count || unless()) return
      }
    },
  }
}

/** The stored answers, scored by rules that share no code with the service, against the stored sheet. */
const isSkewed = async ({ sql }: Stage, submissionId: string): Promise<boolean> => {
  const rows = await sql`
    select code, revision, value from answers where submission_id = ${submissionId}`
  const answers = answersOf(
    rows.map(({ code, revision, value }) => ({ code, revision, answer: JSON.parse(value) })),
  )
  const [sheet] = await sql`
    select sheet from score_sheets where submission_id = ${submissionId} and kind = 'reference'`
  const weighting = referenceWeighting(gbt)
  const { total } = slowScore({ questionnaire: gbt, weighting, answers, policy: 'zero' })
  return JSON.parse(sheet?.sheet).total.exactPoints !== total.points
}

type Draft = Awaited<ReturnType<typeof draft>>

const submit = ({ call }: House, { params, etag }: Draft) =>
  call(submitSubmission, { params, ifMatch: etag })

const edits = {
  'one answer': ({ call }: House, { submissionId }: Draft) =>
    call(putAnswer, {
      params: { submissionId, code: '4.1.2' },
      body: { percent: 95 },
      ifMatch: '"a1-4.1.2"',
    }),
  'many answers': ({ call }: House, { params, answersEtag }: Draft) =>
    call(patchAnswers, {
      params,
      body: { answers: { '4.1.2': { percent: 95 }, '4.7.7': { percent: 5 } } },
      ifMatch: answersEtag,
    }),
} as const
type Edit = (typeof edits)[keyof typeof edits]

/** Both overlap: the first is stopped at the place, the second comes, then the first goes on. */
const overlap = async (
  barriers: Awaited<ReturnType<typeof withBarriers>>,
  place: Place,
  first: () => Promise<Answered>,
  second: () => Promise<Answered>,
) => {
  await barriers.hold(place)
  const one = first()
  await barriers.waiting(1)
  let isDone = false
  const other = second().finally(() => {
    isDone = true
  })
  await barriers.waiting(2, () => isDone)
  await barriers.release(place)
  return [await one, await other] as const
}

const withLocks = await stage(t)
const withoutLocks = await stage(t, {
  rewrite: (text) =>
    text.includes('"submissions"') ? text.replace(/ for (share|update)$/, '') : text,
})

const barriers = {
  withLocks: await withBarriers(withLocks),
  withoutLocks: await withBarriers(withoutLocks),
}

for (const [name, edit] of Object.entries(edits) as [string, Edit][])
  t.test(`an edit of ${name}`, async (t) => {
    const play = async (on: Stage, between: Awaited<ReturnType<typeof withBarriers>>) => {
      const home = await on.house()
      const seen = { submitFirst: [] as string[], editFirst: [] as string[], skewed: 0 }
      for (let round = 0; round < rounds; round += 1) {
        const one = await draft(home, complete())
        const submitFirst = await overlap(
          between,
          'score_sheets',
          () => submit(home, one),
          () => edit(home, one),
        )
        seen.submitFirst.push(submitFirst.map(({ status }) => status).join())
        if (await isSkewed(on, one.submissionId)) seen.skewed += 1
        const other = await draft(home, complete())
        const editFirst = await overlap(
          between,
          'answers',
          () => edit(home, other),
          () => submit(home, other),
        )
        seen.editFirst.push(editFirst.map(({ status }) => status).join())
        if (editFirst[1].status === 412) {
          const { etag } = (await home.call(getSubmission, { params: other.params })).body
          t.equal((await submit(home, { ...other, etag })).status, 200)
        }
        if (await isSkewed(on, other.submissionId)) seen.skewed += 1
      }
      return { ...seen, submitFirst: new Set(seen.submitFirst), editFirst: new Set(seen.editFirst) }
    }

    t.test(
      'waits for a submit and is refused; a submit waits for it and hears of it',
      async (t) => {
        const { submitFirst, editFirst, skewed } = await play(withLocks, barriers.withLocks)
        t.same([...submitFirst], ['200,409'])
        t.same([...editFirst], ['200,412'])
        t.equal(skewed, 0)
      },
    )
    t.test('control: without the locks both succeed, and every total is wrong', async (t) => {
      const { submitFirst, editFirst, skewed } = await play(withoutLocks, barriers.withoutLocks)
      t.same([...submitFirst, ...editFirst], ['200,200', '200,200'])
      t.equal(skewed, 2 * rounds)
    })
  })

t.test('a storm of edits on every item beside a submit that tries until it succeeds', async (t) => {
  const home = await withLocks.house()
  let edited = 0
  let refusedSubmits = 0
  for (let round = 0; round < rounds; round += 1) {
    const { params, submissionId } = await draft(home, complete())
    const editor = async (code: string) => {
      for (let revision = 1; revision <= 6; revision += 1) {
        const { status, text } = await home.call(putAnswer, {
          params: { submissionId, code },
          body: { percent: (revision * 5) % 105 },
          ifMatch: `"a${revision}-${code}"`,
        })
        if (status === 409) return
        if (status !== 200) throw new Error(text)
        edited += 1
      }
    }
    const submitter = async () => {
      for (;;) {
        const { etag } = (await home.call(getSubmission, { params })).body
        const { status, text } = await home.call(submitSubmission, { params, ifMatch: etag })
        if (status === 200) break
        if (status !== 412) throw new Error(text)
        refusedSubmits += 1
      }
    }
    const codes = itemsOf(gbt).slice(0, 4)
    await Promise.all([...codes.map(({ code }) => editor(code)), submitter()])
    t.notOk(await isSkewed(withLocks, submissionId))
  }
  t.ok(edited > 0 && refusedSubmits > 0, 'they did meet')
})
