// The effect of a weighting over an association's final submissions: against an oracle in plain SQL, and what leaves of it.
import t from 'tap'
import { getAssociationOperation } from '../../src/api/operations/contract.ts'
import { runEffect } from '../../src/api/weightings/actions-effects.ts'
import { createAssociationWeighting } from '../../src/api/weightings/contract.ts'
import {
  assessWeightingEffect,
  getWeightingEffect,
} from '../../src/api/weightings/contract-effects.ts'
import { cutOffFor } from '../../src/core/weighting/effect.ts'
import { background, ended, populate } from '../support/benchmarks.ts'
import { pointsMoved, questionnaire } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type House, stage } from '../support/stage.ts'

const root = t
const theStage = await stage(root)
const { sql, deps, addresses } = theStage
const as = 'associationAdmin'

const weightingIn = async ({ call }: House, body: object = {}): Promise<string> => {
  const made = await call(createAssociationWeighting, {
    as,
    body: { questionnaire, title: 'Draft', items: pointsMoved(30), ...body },
  })
  if (made.status !== 201) throw new Error(made.text)
  return made.body.id
}
const assess = async (house: House, weightingId: string) => {
  const accepted = await house.call(assessWeightingEffect, { as, body: { weightingId } })
  if (accepted.status !== 202) throw new Error(accepted.text)
  const operation = await ended(house, accepted, as)
  const params = { weightingEffectId: accepted.body.subject }
  const { body } = await house.call(getWeightingEffect, { as, params })
  return { accepted, operation, effect: body }
}

/** One final submission of each verified owner group, and both totals of it in plain SQL; medians by percentile_cont. */
const oracle = (associationId: string, weights: readonly number[]) => sql`
  with one as (
    select distinct on (g.id) h.node_scores
    from organizations o
    join owner_groups g on g.id = o.owner_group_id and g.verified_at is not null
    join submissions s on s.organization_id = o.organization_id and s.state = 'final'
    join score_sheets h on h.submission_id = s.id and h.kind = 'reference' and h.variant = 'official'
    where o.association_id = ${associationId} and o.verified_at is not null and not o.test
      and o.benchmark_consent_given_at is not null and o.benchmark_consent_withdrawn_at is null
      and s.final_at <= ${cutOffFor(new Date())} and s.carried_share_bp = 0 and h.complete
      and h.not_applicable_share_bp = 0
    order by g.id, (g.representative_id is not distinct from o.organization_id) desc, s.final_at desc, s.id),
  totals as (
    select node_scores[cardinality(node_scores)]::int as reference,
      (select floor(sum(u.v * w.w) / 1000.0 + 0.5)::int
        from unnest(node_scores[1:23]) with ordinality u(v, o)
        join unnest(${[...weights]}::numeric[]) with ordinality w(w, o) on w.o = u.o) as weighted
    from one)
  select count(*)::int as n,
    percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by reference) as reference,
    percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by weighted) as weighted,
    array_agg(weighted - reference order by weighted - reference) as differences
  from totals`

const onGrid = (values: readonly number[]) =>
  values.map((value) => Math.floor(value / 50 + 0.5) * 50)

/** Type 7 in hundredths, whole, and on the grid by its magnitude: written out for differences, which fall below zero. */
const signedOnGrid = (sorted: readonly number[]) =>
  [10, 25, 50, 75, 90].map((percent) => {
    const [place, rest] = [
      Math.floor((percent * (sorted.length - 1)) / 100),
      (percent * (sorted.length - 1)) % 100,
    ]
    const [lower = 0, upper = lower] = sorted.slice(place, place + 2)
    const hundredths = lower * (100 - rest) + upper * rest
    return Math.sign(hundredths) * Math.floor((Math.abs(hundredths) + 2500) / 5000) * 50 + 0
  })

t.test('an attempt that is stopped leaves nothing, and the next one counts once', async (t) => {
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations: 30 })
  const body = { weightingId: await weightingIn(house) }
  const accepted = await house.call(assessWeightingEffect, { as, body })
  const { id: operationId, subject: weightingEffectId } = accepted.body
  const { associationId, cast } = house
  const { personId } = cast[as]
  const job = { associationId, weightingEffectId, operationId, personId, attempt: 1 }
  const needs = { ...deps, builder: { db: deps.db, url: addresses.benchmarkUrl } }
  await t.rejects(runEffect(needs, job, AbortSignal.abort()))
  const read = async () =>
    (await house.call(getWeightingEffect, { as, params: { weightingEffectId } })).body
  t.match(await read(), { effect: null, doneAt: null })
  // The pause before the next attempt is over.
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`
  await background(root, theStage)
  t.match(await ended(house, accepted), { error: null, progress: 100 })
  const counted = await read()
  t.match(counted, { effect: { status: String } })
  await runEffect(needs, { ...job, attempt: 2 }, new AbortController().signal)
  t.same(await read(), counted)
  const events =
    await sql`select type from association_events where subject = ${weightingEffectId} order by seq`
  t.same(
    events.map(({ type }) => type),
    ['weighting-effect.asked', 'weighting-effect.assessed'],
  )
})

t.test('202, then aggregates that agree with plain SQL', async (t) => {
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations: 120 })
  const half = Object.entries(pointsMoved(0)).map(([code, points]) => [code, points / 2] as const)
  const items = { ...Object.fromEntries(half), '4.1.2': 525 } // half of everything goes to one node
  const { accepted, operation, effect } = await assess(house, await weightingIn(house, { items }))
  t.match(accepted.headers.location, /\/operations\//)
  t.match(operation, {
    done: true,
    progress: 100,
    error: null,
    response: { location: new RegExp(`/weighting-effects/${effect.id}$`) },
  })
  const [row] = await oracle(house.associationId, Object.values(items))
  t.ok(row?.n >= 21, `${row?.n} groups`)
  const { reference, weighted, difference, ...rest } = effect.effect
  t.match(rest, { status: 'published', precision: row?.n < 50 ? 'indicative' : 'firm' })
  t.same(Object.values(reference), onGrid(row?.reference))
  t.same(Object.values(weighted), onGrid(row?.weighted))
  t.same(Object.values(difference), signedOnGrid(row?.differences))
  t.ok(difference.p10 < 0 && difference.p90 > 0, 'control: some lose by it, some gain')
  t.notSame(
    Object.values(difference),
    Object.keys(difference).map((name) => weighted[name] - reference[name]),
    'control: no difference of quantiles',
  )
  t.equal(effect.cutOffAt, cutOffFor(new Date()).toISOString())
  t.same(
    Object.keys(effect.effect).sort(),
    ['difference', 'nBand', 'precision', 'reference', 'status', 'weighted'],
    'no count, no minimum, no mean leaves',
  )
})

t.test('the operation says how far it is, in steps that only rise', async (t) => {
  await sql`create table seen_progress (place serial, id uuid, percent smallint)`
  await sql`grant all on seen_progress, seen_progress_place_seq to public`
  await sql.unsafe(`create function see_progress() returns trigger language plpgsql as $$
    begin insert into public.seen_progress (id, percent) values (new.id, new.progress_percent); return null; end $$;
    create trigger see_progress after update on association_operations
      for each row when (old.progress_percent <> new.progress_percent) execute function see_progress()`)
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations: 60 })
  const { accepted } = await assess(house, await weightingIn(house))
  const rows =
    await sql`select percent from seen_progress where id = ${accepted.body.id} order by place`
  const seen = rows.map(({ percent }) => percent as number)
  t.same(
    seen,
    [...new Set(seen)].sort((a, b) => a - b),
  )
  t.ok(seen.length > 8, `${seen}`)
  t.equal(seen.at(-1), 100)
  t.ok(seen.every((percent) => percent % 5 === 0))
  await sql`drop trigger see_progress on association_operations`
})

t.test('what a weighting does not move does not differ', async (t) => {
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations: 60 })
  const { effect } = await assess(house, await weightingIn(house, { items: pointsMoved(0) }))
  t.same(effect.effect.weighted, effect.effect.reference)
  t.same(
    [...new Set(Object.values(effect.effect.difference))].filter((each) => each !== null),
    [0],
  )
})

t.test('too few, and none, are withheld alike', async (t) => {
  const house = await theStage.house({ synthetic: true })
  const { effect: empty } = await assess(house, await weightingIn(house))
  t.match(empty.effect, { status: 'withheld', nBand: null, reference: { p50: null } })
  const few = await theStage.house({ synthetic: true })
  await populate(theStage, few.associationId, { organizations: 4 })
  const { effect } = await assess(few, await weightingIn(few))
  t.same(effect.effect, empty.effect)
})

t.test('422 for a weighting that is not there, 404 to others, 429 beyond the quota', async (t) => {
  const house = await theStage.house()
  const { call } = house
  t.match(await call(assessWeightingEffect, { as, body: { weightingId: newId() } }), {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/weightingId' }] },
  })
  const weightingId = await weightingIn(house)
  t.equal(
    (await call(assessWeightingEffect, { as: 'chapterAdmin', body: { weightingId } })).status,
    404,
  )
  const { accepted, effect } = await assess(house, weightingId)
  const params = { weightingEffectId: effect.id }
  t.equal((await call(getWeightingEffect, { as: 'strangerAdmin', params })).status, 404)
  const operationId = accepted.body.id
  t.equal(
    (await call(getAssociationOperation, { as: 'programmeManager', params: { operationId } }))
      .status,
    404,
    'an operation is read by who started it',
  )
  for (let round = 0; round < 28; round += 1)
    await sql`insert into weighting_effects select association_id, ${newId()}, weighting_id, questionnaire_key,
      questionnaire_version, mode, items, cut_off_at, operation_id, effect, asked_by, asked_at, done_at
      from weighting_effects where id = ${effect.id}`
  const ask = () => call(assessWeightingEffect, { as, body: { weightingId } })
  const atOnce = await Promise.all([ask(), ask(), ask()])
  t.same(atOnce.map(({ status }) => status).sort(), [202, 429, 429], 'one more, however they come')
  const refused = await ask()
  t.match(refused, {
    status: 429,
    body: { code: 'rate-limited', violatedPolicies: ['weighting-effects'] },
  })
  t.ok(Number(refused.headers['retry-after']) > 0)
})
