// Submitting beside edits: the stored total is always that of the stored answers (F2, REL-05). Barriers in the
// database make the two overlap for certain; the same without the locks goes wrong every time.
import t from 'tap'
import { getSubmission, submitSubmission } from '../../src/api/submissions/contract.ts'
import { patchAnswers, putAnswer } from '../../src/api/submissions/contract-answers.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import { answersOf } from '../../src/core/submission/revision.ts'
import { complete, draft } from '../support/drafts.ts'
import { oracleSheet } from '../support/oracle/index.ts'
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
  return {
    hold: (place: Place) => sql`select pg_advisory_lock(${places[place]})`,
    release: (place: Place) => sql`select pg_advisory_unlock(${places[place]})`,
    /** Resolves when so many statements of the service wait for a lock, of a barrier or of a row. */
    waiting: async (count: number, unless: () => boolean = () => false) => {
      for (;;) {
        const [row] = await sql`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
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
  const weights = referenceWeighting(gbt)
  const { total } = oracleSheet({ document: gbt, weights, answers, policy: null })
  return JSON.parse(sheet?.sheet).total.exactPoints !== total?.points
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

type Barriers = Awaited<ReturnType<typeof withBarriers>>
type Write = (home: House, on: Draft) => Promise<Answered>

/**
 * Both overlap on a draft of their own: the first is stopped at the place, the second comes, then the first
 * goes on. Where the machine was too slow for the lock timeout, they try again.
 */
const overlap = async (
  home: House,
  barriers: Barriers,
  {
    place,
    first,
    second,
  }: { readonly place: Place; readonly first: Write; readonly second: Write },
): Promise<{ readonly on: Draft; readonly statuses: string }> => {
  const on = await draft(home, complete())
  await barriers.hold(place)
  const one = first(home, on)
  await barriers.waiting(1)
  let isDone = false
  const other = second(home, on).finally(() => {
    isDone = true
  })
  await barriers.waiting(2, () => isDone)
  await barriers.release(place)
  const statuses = [(await one).status, (await other).status]
  if (statuses.includes(503)) return overlap(home, barriers, { place, first, second })
  return { on, statuses: statuses.join() }
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
    const play = async (on: Stage, between: Barriers) => {
      const home = await on.house()
      const seen = { submitFirst: new Set<string>(), editFirst: new Set<string>(), skewed: 0 }
      for (let round = 0; round < rounds; round += 1) {
        const submitting = { place: 'score_sheets', first: submit, second: edit } as const
        const submitFirst = await overlap(home, between, submitting)
        seen.submitFirst.add(submitFirst.statuses)
        if (await isSkewed(on, submitFirst.on.submissionId)) seen.skewed += 1
        const editing = { place: 'answers', first: edit, second: submit } as const
        const editFirst = await overlap(home, between, editing)
        seen.editFirst.add(editFirst.statuses)
        const { params, submissionId } = editFirst.on
        const { state, etag } = (await home.call(getSubmission, { params })).body
        if (state === 'draft') await submit(home, { ...editFirst.on, etag })
        if (await isSkewed(on, submissionId)) seen.skewed += 1
      }
      return seen
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
