// Panels over HTTP: assessors are asked, declare, are let pass or refused, leave; and who learns what of it.
import type postgres from 'postgres'
import t from 'tap'
import { issue } from '../../src/api/api-keys/actions-installation.ts'
import { getAssessor, removeAssessor } from '../../src/api/assessors/contract.ts'
import { getOwnInterests, putOwnInterests } from '../../src/api/assessors/contract-own.ts'
import {
  getAssignment,
  listAssignments,
  proposeAssignment,
  removeAssignment,
  waiveConflict,
} from '../../src/api/assignments/contract.ts'
import { lookForConflicts } from '../../src/api/assignments/contract-conflicts.ts'
import {
  declareInterests,
  declineAssignment,
  getOwnAssignment,
  listOwnAssignments,
  recuseFromAssignment,
} from '../../src/api/assignments/contract-own.ts'
import { listCycleEntries } from '../../src/api/entries/contract.ts'
import { listEvents } from '../../src/api/events/contract.ts'
import { listReviews } from '../../src/api/reviews/contract.ts'
import { getSubmission, withdrawSubmission } from '../../src/api/submissions/contract.ts'
import { scopes } from '../../src/core/context.ts'
import { newId } from '../support/house.ts'
import {
  type Assessed,
  activeAssignment,
  assessing,
  entered,
  playing,
  proposed,
  registered,
} from '../support/panels.ts'
import { asInstaller, stage } from '../support/stage.ts'
import { submitted } from '../support/things.ts'

const { house, sql, operations, deps } = await stage(t)

/** An entry that is assessed, and somebody in the register. */
const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const { params } = await assessing(samples)(play)
  const assessor = await registered(play, await home.newcomer('Ann'))
  const where = params as Assessed
  return { home, play, samples, call: home.call, params: where, assessor }
}
const manager = { as: 'programmeManager' } as const
const none = { interests: [] }
const declaring = (kind: string, to = 'applicant', endedOn: string | null = null) => ({
  interests: [{ kind, to, endedOn, note: '' }],
})
const reason = { reason: 'It must be.' }
const typesOf = async (table: 'association' | 'organization', subject: string) => {
  const rows = await sql`select type from ${sql(`${table}_events`)} where subject = ${subject}
    and outcome = 'success' order by seq`
  return rows.map(({ type }) => type)
}

t.test('201 asks; the assessor sees a name and no content, and declares', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const body = { organizationId, submissionId, personId: assessor.personId, role: 'lead' }
  const asked = await call(proposeAssignment, { params, body, ...manager })
  t.match(asked, {
    status: 201,
    body: { ...body, state: 'proposed', conflicts: [], declared: null, waived: null, ended: null },
  })
  const where = { ...params, assignmentId: asked.body.id as string }
  const listed = await call(listOwnAssignments, { as: assessor.key })
  t.match(listed.body, {
    items: [
      {
        id: where.assignmentId,
        associationId: home.associationId,
        cycle: { id: params.cycleId, programmeId: params.programmeId },
        applicant: { name: 'First', ownerGroupName: null, region: 'CN-ZJ' },
        role: 'lead',
        state: 'proposed',
        waitsFor: 'declaration',
      },
    ],
    nextCursor: null,
  })
  const [shown] = listed.body.items
  t.notOk('submissionId' in shown || 'organizationId' in shown, 'where it is comes later')
  t.same((await call(getOwnAssignment, { params: where, as: assessor.key })).body, shown)

  const declared = await call(declareInterests, { params: where, body: none, as: assessor.key })
  t.match(declared, {
    status: 200,
    body: { state: 'active', waitsFor: 'review', organizationId, submissionId },
  })
  t.match(await call(getSubmission, { params }), { body: { state: 'in_review' } })
  t.match(await call(listCycleEntries, { params, ...manager }), {
    body: { items: [{ state: 'in_review' }] },
  })
  t.same(await typesOf('association', where.assignmentId), [
    'assignment.proposed',
    'assignment.activated',
  ])
  t.same(await typesOf('organization', where.assignmentId), [], 'the applicant hears nothing of it')
  t.equal((await typesOf('organization', submissionId)).at(-1), 'submission.review-started')
  const feed = await call(listEvents, {})
  t.notMatch(feed.text, new RegExp(`${assessor.personId}|declareInterests`), 'nor by whom')

  const second = await registered(play, await home.newcomer('Bob'))
  await activeAssignment(play, params, { assessor: second })
  t.equal(
    (await typesOf('organization', submissionId)).filter((type) => type.endsWith('review-started'))
      .length,
    1,
    'it begins once',
  )
})

t.test('whoever was asked by nobody, or by another key, finds nothing', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  for (const as of ['organizationAdmin', 'associationAdmin', 'programmeManager'] as const) {
    t.same((await call(listOwnAssignments, { as })).body.items, [])
    for (const operation of [getOwnAssignment, declareInterests])
      t.match(await call(operation, { params: where, body: none, as }), { status: 404 })
  }
  const absent = { params: { assignmentId: newId() }, body: none, as: assessor.key }
  t.match(await call(declareInterests, absent), { status: 404 })
  t.match(await call(getOwnAssignment, { params: where, as: assessor.key }), {
    body: { state: 'proposed' },
  })
  t.equal(
    home.associationId,
    (await call(getOwnAssignment, { params: where, as: assessor.key })).body.associationId,
  )
})

/** What a tie does: at the applicant itself, and at another organization of its owner. */
const effects = {
  employment: ['block', 'block'],
  consulting: ['block', 'block'],
  ownership: ['block', 'block'],
  supplier_customer: ['block', 'block'],
  competitor: ['block', null],
  personal_tie: ['block', null],
  other: ['waivable', null],
  same_person: ['block', 'block'],
  earlier_assessment: ['waivable', null],
} as const
type Kind = keyof typeof effects
type Through = 'direct' | 'group'

/** How the service comes to know of each. Interests are also declared, which is possible after the proposal only. */
const sourcesOf = (kind: Kind) =>
  kind === 'same_person'
    ? (['member', 'lent to the person', 'lent to an app'] as const)
    : kind === 'earlier_assessment'
      ? (['history'] as const)
      : (['register', 'own word', 'declaration'] as const)
type Source = ReturnType<typeof sourcesOf>[number]

/** An applicant with a sister, two cycles of the past, and every way in which a tie to either becomes known. */
const related = async () => {
  const settledThere = await settled()
  const { home, play, call, params } = settledThere
  const { organizationId, otherOrganizationId, associationId, cast } = home
  const earlier = [newId(), newId()]
  const [group] = await sql.begin(async (tx) => {
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${otherOrganizationId}, true)`
    await tx`update organizations o set owner_group_association_id = f.owner_group_association_id,
      owner_group_id = f.owner_group_id from organizations f
      where o.organization_id = ${otherOrganizationId} and f.organization_id = ${organizationId}`
    for (const [place, id] of earlier.entries())
      await tx`insert into cycles (association_id, id, programme_id, name, state, settings, opens_at, closes_at,
        opened_at, started_at, closed_at, revision, created_by, created_at, updated_at)
        select association_id, ${id}, programme_id, 'Past', 'closed', settings, opens_at, closes_at, opened_at,
          started_at, started_at, 1, created_by, created_at - make_interval(years => ${place + 1}), updated_at
        from cycles where id = ${params.cycleId}`
    return tx`select owner_group_association_id as "associationId", owner_group_id as id from organizations
      where organization_id = ${organizationId}`
  })
  const of = (through: Through) => (through === 'direct' ? organizationId : otherOrganizationId)
  const tie = (kind: Kind, through: Through) => ({
    kind,
    organizationId: of(through),
    ownerGroup: through === 'direct' ? null : { ...group },
    endedOn: null,
    note: '',
  })
  type Known = { readonly kind: Kind; readonly through: Through; readonly source: Source }
  const becomesKnown = async (
    { personId, apiKeyId, key }: Awaited<ReturnType<typeof home.newcomer>>,
    { kind, through, source }: Known,
  ) => {
    const interests = [tie(kind, through)]
    if (source === 'register') {
      const at = { params: { personId }, ...manager }
      const { etag } = (await play.call('getAssessor', at)).body
      const put = { ...at, body: { available: true, interests }, ifMatch: etag }
      return (await play.call('putAssessor', put)).status
    }
    if (source === 'own word') {
      const put = { body: { interests }, ifNoneMatch: '*', as: key } as const
      return (await call(putOwnInterests, put)).status
    }
    if (source === 'member')
      await sql.begin(async (tx) => {
        await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${of(through)}, true)`
        await tx`insert into organization_members (organization_id, person_id, role, created_at)
          values (${of(through)}, ${personId}, 'organization_viewer', now())`
      })
    if (source === 'history')
      for (const cycleId of earlier)
        await sql`insert into cycle_assignments (association_id, id, cycle_id, organization_id, submission_id, person_id,
          role, state, proposed_by, proposed_at, revision) values (${associationId}, ${newId()}, ${cycleId},
          ${of(through)}, ${newId()}, ${personId}, 'member', 'completed', ${newId()}, now(), 1)`
    if (source === 'lent to the person' || source === 'lent to an app') {
      const grantee =
        source === 'lent to an app'
          ? { kind: 'key', id: apiKeyId }
          : { kind: 'person', id: personId }
      const body = { grantee, scopes: ['submissions:read'], purpose: 'Advice' }
      const owner = through === 'direct' ? cast.organizationAdmin : cast.otherOrganizationAdmin
      const at = { params: { organizationId: of(through) }, as: owner.key }
      return (await play.call('createGrant', { ...at, body })).status
    }
    return 201
  }
  const rows = (Object.keys(effects) as Kind[]).flatMap((kind) =>
    (['direct', 'group'] as const).flatMap((through, place) =>
      sourcesOf(kind).map((source) => ({ kind, through, source, effect: effects[kind][place] })),
    ),
  )
  return { ...settledThere, rows, becomesKnown }
}

const plain = ({ requestId: _, instance: __, ...rest }: Record<string, unknown>) => rest
const blockedBody = async (of: Awaited<ReturnType<typeof related>>, organizationId: string) => {
  const { home, play, call, params } = of
  const { personId } = await registered(play, await home.newcomer('Cy'))
  const body = { organizationId, submissionId: params.submissionId, personId, role: 'member' }
  const { status, body: said } = await call(proposeAssignment, { params, body, ...manager })
  return [status, plain(said)]
}

t.test(
  'before an assignment: each tie, wherever known, does what it does, and the preview says so',
  async (t) => {
    const all = await related()
    const { home, play, call, params, rows, becomesKnown } = all
    const { organizationId, associationId } = home
    const { submissionId } = params
    const [, unknown] = await blockedBody(all, newId())
    t.match(unknown, { code: 'conflict-of-interest' })
    t.same(await blockedBody(all, home.otherOrganizationId), [403, unknown], 'entered nothing')
    let listed = 0
    for (const { effect, ...known } of rows.filter(({ source }) => source !== 'declaration')) {
      const said = `${known.kind}, ${known.through}, ${known.source}`
      const assessor = await home.newcomer('Cy')
      const { personId } = await registered(play, assessor)
      t.match(String(await becomesKnown(assessor, known)), /^20[01]$/, said)
      const ahead = await call(lookForConflicts, {
        params: { associationId, personId, organizationId },
        query: { cycleId: params.cycleId },
        ...manager,
      })
      const verdict = effect === 'block' ? 'blocked' : (effect ?? 'clear')
      t.same(ahead.body, { verdict }, `${said}: ahead`)
      const body = { organizationId, submissionId, personId, role: 'member' }
      const answer = await call(proposeAssignment, { params, body, ...manager })
      if (effect === 'block') t.same([answer.status, plain(answer.body)], [403, unknown], said)
      else {
        listed += 1
        const conflicts = effect === null ? [] : [{ kind: known.kind, effect }]
        t.same([answer.status, answer.body.conflicts], [201, conflicts], said)
      }
    }
    const long = { ...(await home.newcomer('Cy')) }
    const past = { kind: 'employment', organizationId, ownerGroup: null, note: '' }
    await registered(play, long, [{ ...past, endedOn: '2001-01-01' }])
    const body = { organizationId, submissionId, personId: long.personId, role: 'member' }
    t.equal((await call(proposeAssignment, { params, body, ...manager })).status, 201, 'long ago')
    const list = { params, query: { limit: 100 }, ...manager }
    const { items } = (await call(listAssignments, list)).body
    t.equal(items.length, listed + 1, 'who was refused is not there')
  },
)

t.test(
  'after an assignment: what blocks keeps the content shut to the person and every app of theirs',
  async (t) => {
    const { home, play, call, params, rows, becomesKnown } = await related()
    let shut: unknown = null
    const heard: readonly Source[] = ['register', 'own word'] // before alone; each once more below
    for (const { effect, ...known } of rows.filter(({ source }) => !heard.includes(source))) {
      const said = `${known.kind}, ${known.through}, ${known.source}`
      const assessor = await home.newcomer('Dee')
      const where = await proposed(play, params, { assessor: await registered(play, assessor) })
      const owner = { kind: 'association', id: home.chapterId } as const
      const { personId } = assessor
      const own = { owner, personId, label: 'Own', scopes: [...scopes], expiresAt: null }
      const personal = await issue(deps, asInstaller(), { ...own, kind: 'personal' })
      await becomesKnown(assessor, known)
      const declared = known.source === 'declaration'
      const to = known.through === 'direct' ? 'applicant' : 'owner_group'
      const answer = await call(declareInterests, {
        params: where,
        body: declared ? declaring(known.kind, to) : none,
        as: assessor.key,
      })
      const reads = () =>
        Promise.all([assessor.key, personal.secret].map((as) => call(listReviews, { params, as })))
      if (known.kind === 'same_person') {
        // Whoever acts for the applicant or its owner finds nothing of the panel, and may leave it.
        t.equal(answer.status, 404, said)
        for (const { status } of await reads()) t.equal(status, 404, said)
        continue
      }
      t.match(
        answer,
        { status: 200, body: { state: effect === null ? 'active' : 'conflicted' } },
        said,
      )
      for (const read of await reads()) {
        if (effect === null) t.equal(read.status, 200, `${said}: control`)
        else {
          shut ??= plain(read.body)
          t.match(shut, { code: 'conflict-of-interest' })
          t.same([read.status, plain(read.body)], [403, shut], `${said}: one body for all`)
        }
      }
      if (effect === null) continue
      const waived = await call(waiveConflict, {
        params: where,
        body: reason,
        as: 'associationAdmin',
      })
      t.equal(waived.status, effect === 'block' ? 403 : 200, `${said}: waived`)
      for (const { status } of await reads()) t.equal(status, effect === 'block' ? 403 : 200, said)
    }
  },
)

t.test('assessments in a row are counted over the cycles of the applicant alone', async (t) => {
  const { home, play, call, params, becomesKnown } = await related()
  const { associationId, organizationId } = home
  const assessor = await home.newcomer('Flo')
  const { personId } = await registered(play, assessor)
  const ask = async () => {
    const query = { cycleId: params.cycleId }
    const at = { params: { associationId, personId, organizationId }, query, ...manager }
    return (await call(lookForConflicts, at)).body.verdict
  }
  t.equal(await ask(), 'clear')
  const source = { kind: 'earlier_assessment', through: 'direct', source: 'history' } as const
  await becomesKnown(assessor, source)
  t.equal(await ask(), 'waivable')
  const beside = newId()
  await sql`insert into cycles (association_id, id, programme_id, name, state, settings, opens_at, closes_at, opened_at,
    started_at, closed_at, revision, created_by, created_at, updated_at)
    select association_id, ${beside}, programme_id, 'Beside', 'closed', settings, opens_at, closes_at, opened_at,
      started_at, started_at, 1, created_by, created_at - interval '18 months', updated_at
    from cycles where id = ${params.cycleId}`
  t.equal(await ask(), 'waivable', 'one in which the applicant took no part does not break the row')
  const enters = (
    state: string,
  ) => sql`insert into cycle_entries (association_id, cycle_id, organization_id,
    submission_id, programme_id, name, questionnaire_key, questionnaire_version, state, state_at, entered_at)
    select association_id, ${beside}, organization_id, ${newId()}, programme_id, name, questionnaire_key,
      questionnaire_version, ${state}, state_at, entered_at from cycle_entries where cycle_id = ${params.cycleId}
    on conflict (association_id, cycle_id, organization_id) do update set state = excluded.state`
  await enters('withdrawn')
  t.equal(await ask(), 'waivable', 'nor one that it left')
  await enters('final')
  t.equal(await ask(), 'clear', 'control: one that others assessed does')
})

t.test('a tie that comes while the assignment is active ends access with it', async (t) => {
  const { home, play, call, params, rows, becomesKnown } = await related()
  for (const known of rows.filter(({ kind }) => kind === 'same_person')) {
    const assessor = await home.newcomer('Eve')
    const where = await activeAssignment(play, params, {
      assessor: await registered(play, assessor),
    })
    const read = () => call(listReviews, { params, as: assessor.key })
    t.equal((await read()).status, 200, 'control')
    await becomesKnown(assessor, known)
    t.equal((await read()).status, 404, `${known.through}, ${known.source}`)
    const leave = { params: where, body: reason, as: assessor.key }
    t.match(await call(recuseFromAssignment, leave), { body: { state: 'recused' } })
  }
})

t.test('nobody decides about an organization that is their own', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const { organizationId, cast } = home
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
    await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${organizationId}, ${cast.programmeManager.personId}, 'organization_viewer', now())`
  })
  t.same((await call(listAssignments, { params, ...manager })).body.items, [])
  t.match(await call(getAssignment, { params: where, ...manager }), { status: 404 })
  t.match(await call(removeAssignment, { params: where, body: reason, ...manager }), {
    status: 404,
  })
  const { personId } = await registered(play, await home.newcomer('Fay'))
  const { submissionId } = params
  const body = { organizationId, submissionId, personId, role: 'member' }
  t.match(await call(proposeAssignment, { params, body, ...manager }), {
    status: 403,
    body: { code: 'conflict-of-interest' },
  })

  // Nor about another one of its owner. Who is a member of a stranger's is the control.
  const { otherOrganizationId } = home
  const admin = { as: 'associationAdmin' } as const
  const within = (work: (tx: postgres.TransactionSql) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${otherOrganizationId}, true)`
      await work(tx)
    })
  await within(
    (tx) => tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${otherOrganizationId}, ${cast.associationAdmin.personId}, 'organization_viewer', now())`,
  )
  t.match(await call(listAssignments, { params, ...admin }), {
    body: { items: [{ id: where.assignmentId, displayName: 'Ann' }] },
  })
  t.equal((await call(proposeAssignment, { params, body, ...admin })).status, 201)
  await within(
    (tx) => tx`update organizations o set owner_group_association_id = f.owner_group_association_id,
      owner_group_id = f.owner_group_id from organizations f
      where o.organization_id = ${otherOrganizationId} and f.organization_id = ${organizationId}`,
  )
  t.same((await call(listAssignments, { params, ...admin })).body.items, [])
  for (const operation of [getAssignment, removeAssignment, waiveConflict])
    t.match(await call(operation, { params: where, body: reason, ...admin }), { status: 404 })
  const another = await registered(play, await home.newcomer('Gus'))
  const asked = { ...body, personId: another.personId }
  t.match(await call(proposeAssignment, { params, body: asked, ...admin }), {
    status: 403,
    body: { code: 'conflict-of-interest' },
  })
})

t.test('no unit reaches an organization, or waits for it, that entered nothing', async (t) => {
  const { home, play, samples, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId: apart } = await submitted(samples)(play).then(({ params }) => params)
  const ask = (submissionId: string) => {
    const body = { organizationId, submissionId, personId: assessor.personId, role: 'member' }
    return call(proposeAssignment, { params, body, ...manager })
  }
  const [refused, waiting] = await sql.begin(async (tx) => {
    await tx`select from submissions where organization_id = ${organizationId} for update`
    return [await ask(apart), await ask(params.submissionId)]
  })
  t.match(refused, { status: 403, body: { code: 'conflict-of-interest' } })
  t.match(waiting, { status: 503 }, 'control: one that was entered is waited for')
  t.equal((await ask(params.submissionId)).status, 201)
})

t.test('a right lent to a manager neither shows nor hides a panel, by any operation', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const { organizationId, cast } = home
  const where = await proposed(play, params, { assessor })
  const grantee = { kind: 'person', id: cast.programmeManager.personId }
  const terms = { grantee, scopes: ['submissions:read'], purpose: 'Advice' }
  t.equal((await play.call('createGrant', { body: terms })).status, 201)
  const { personId } = await registered(play, await home.newcomer('Pia'))
  const body = { organizationId, submissionId: params.submissionId, personId, role: 'member' }
  t.equal((await call(proposeAssignment, { params, body, ...manager })).status, 201)
  t.equal((await call(listAssignments, { params, ...manager })).body.items.length, 2)
  t.equal((await call(getAssignment, { params: where, ...manager })).status, 200)
  t.equal((await call(removeAssignment, { params: where, body: reason, ...manager })).status, 200)
})

t.test('whoever has come to be of the applicant can leave its panel, and no more', async (t) => {
  const { home, play, call, params } = await settled()
  const { organizationId } = home
  const joins = (personId: string) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
      await tx`insert into organization_members (organization_id, person_id, role, created_at)
        values (${organizationId}, ${personId}, 'organization_viewer', now())`
    })
  const borrows = async (id: string) => {
    const terms = {
      grantee: { kind: 'person', id },
      scopes: ['submissions:read'],
      purpose: 'Advice',
    }
    t.equal((await play.call('createGrant', { body: terms })).status, 201)
  }
  for (const comes of [joins, borrows]) {
    const [asked, active] = [
      await registered(play, await home.newcomer('Quy')),
      await registered(play, await home.newcomer('Ray')),
    ]
    const seats = {
      asked: await proposed(play, params, { assessor: asked }),
      active: await activeAssignment(play, params, { assessor: active }),
    }
    for (const { personId } of [asked, active]) await comes(personId)
    const declare = { params: seats.asked, body: none, as: asked.key }
    t.match(await call(declareInterests, declare), { status: 404 }, 'control')
    const decline = { params: seats.asked, body: reason, as: asked.key }
    t.match(await call(declineAssignment, decline), { status: 200, body: { state: 'declined' } })
    const recuse = { params: seats.active, body: reason, as: active.key }
    t.match(await call(recuseFromAssignment, recuse), { status: 200, body: { state: 'recused' } })
  }
})

t.test('409 and 422 for what cannot be asked', async (t) => {
  const { home, play, samples, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const ask = (personId: string, role = 'member', at: object = params) =>
    call(proposeAssignment, {
      params: at as Assessed,
      body: { organizationId, submissionId, personId, role },
      ...manager,
    })
  const unfit = (code: string) => ({
    status: 422,
    body: { errors: [{ pointer: '/personId', code }] },
  })
  t.match(await ask(newId()), unfit('assessor-unknown'))
  const busy = await home.newcomer('Gil')
  const entry = { params: { personId: busy.personId }, body: { available: false, interests: [] } }
  await play.call('putAssessor', { ...entry, ifNoneMatch: '*', ...manager })
  t.match(await ask(busy.personId), unfit('assessor-unavailable'))
  t.match(await ask(home.cast.programmeManager.personId), {
    status: 403,
    body: { code: 'forbidden', action: 'assignments:write' },
  })
  await proposed(play, params, { assessor, role: 'lead' })
  t.match(await ask(assessor.personId), {
    status: 409,
    body: { code: 'already-exists', pointer: '/personId' },
  })
  const second = await registered(play, await home.newcomer('Hal'))
  t.match(await ask(second.personId, 'lead'), {
    status: 409,
    body: { code: 'already-exists', pointer: '/role' },
  })
  t.match(await ask(second.personId, 'member', { ...params, programmeId: newId() }), {
    status: 404,
  })

  const open = await entered(samples)(play)
  t.match(await ask(second.personId, 'member', open.params), {
    status: 409,
    body: {
      code: 'illegal-transition',
      state: 'open',
      event: 'propose',
      allowed: ['start', 'cancel'],
    },
  })
  const { etag } = (await call(getSubmission, { params })).body
  await call(withdrawSubmission, { params, ifMatch: etag })
  t.match(await ask(second.personId), {
    status: 409,
    body: { code: 'illegal-transition', state: 'withdrawn', event: 'propose' },
  })
})

t.test(
  'a declared interest that blocks stays, one that may be waived needs a third person',
  async (t) => {
    const { home, play, call, params } = await settled()
    const ask = async (name: string) => {
      const assessor = await registered(play, await home.newcomer(name))
      return { assessor, params: await proposed(play, params, { assessor }) }
    }
    const blocked = await ask('Ida')
    const said = declaring('employment', 'owner_group')
    const declare = { params: blocked.params, body: said, as: blocked.assessor.key }
    t.match(await call(declareInterests, declare), {
      status: 200,
      body: { state: 'conflicted', waitsFor: null },
    })
    t.match(await call(declareInterests, { ...declare, body: none }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'conflicted' },
    })
    t.match(await call(getAssignment, { params: blocked.params, ...manager }), {
      body: { conflicts: [{ kind: 'employment', effect: 'block' }], declared: said.interests },
    })
    const waive = (where: object, as: 'programmeManager' | 'associationAdmin') =>
      call(waiveConflict, { params: where as Assessed, body: reason, as })
    t.match(await waive(blocked.params, 'associationAdmin'), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })
    t.match(await call(getSubmission, { params }), { body: { state: 'submitted' } })

    const competitor = await ask('Jon')
    const other = { params: competitor.params, as: competitor.assessor.key }
    const through = await call(declareInterests, {
      ...other,
      body: declaring('competitor', 'owner_group'),
    })
    t.match(through, { body: { state: 'active' } }, 'a rival of its sister is none of its own')

    const waivable = await ask('Kim')
    const speaker = { params: waivable.params, body: declaring('other'), as: waivable.assessor.key }
    t.match(await call(declareInterests, speaker), { body: { state: 'conflicted' } })
    t.match(await waive(waivable.params, 'programmeManager'), {
      status: 409,
      body: { code: 'second-person-required' },
    })
    t.match(await waive(waivable.params, 'associationAdmin'), {
      status: 200,
      body: {
        state: 'active',
        waived: { by: home.cast.associationAdmin.personId, reason: reason.reason },
      },
    })
    t.match(await waive(waivable.params, 'associationAdmin'), {
      status: 409,
      body: { code: 'illegal-transition', state: 'active', event: 'waive' },
    })
    t.same(await typesOf('association', waivable.params.assignmentId), [
      'assignment.proposed',
      'assignment.conflicted',
      'assignment.activated',
    ])
  },
)

t.test('what the register learns after the proposal counts at the declaration', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const entry = await play.call('getAssessor', {
    params: { personId: assessor.personId },
    ...manager,
  })
  const interests = [
    {
      kind: 'ownership',
      organizationId: home.organizationId,
      ownerGroup: null,
      endedOn: null,
      note: '',
    },
  ]
  const put = { params: { personId: assessor.personId }, body: { available: true, interests } }
  await play.call('putAssessor', { ...put, ifMatch: entry.body.etag, ...manager })
  const declared = await call(declareInterests, { params: where, body: none, as: assessor.key })
  t.match(declared, { status: 200, body: { state: 'conflicted' } })
  t.notMatch(declared.text, /ownership/, 'which one it was is not said')
})

t.test('an assessor declines, steps back; a manager removes; each in its state only', async (t) => {
  const { home, play, call, params } = await settled()
  const lives = [
    { state: 'proposed', ends: { decline: 'declined', remove: 'removed' } },
    { state: 'active', ends: { recuse: 'recused', remove: 'removed' } },
    { state: 'conflicted', ends: { remove: 'removed' } },
  ] as const
  const operationsOf = {
    decline: declineAssignment,
    recuse: recuseFromAssignment,
    remove: removeAssignment,
  }
  for (const { state, ends } of lives)
    for (const event of ['decline', 'recuse', 'remove'] as const) {
      const assessor = await registered(play, await home.newcomer('Lee'))
      const where = await proposed(play, params, { assessor })
      const said = state === 'active' ? none : state === 'conflicted' ? declaring('other') : null
      if (said !== null)
        await call(declareInterests, { params: where, body: said, as: assessor.key })
      const as = event === 'remove' ? 'programmeManager' : assessor.key
      const answer = await call(operationsOf[event], { params: where, body: reason, as })
      const after = (ends as Readonly<Record<string, string>>)[event]
      if (after === undefined)
        t.match(answer, { status: 409, body: { code: 'illegal-transition', state, event } })
      else {
        t.match(answer, { status: 200, body: { state: after } }, `${state} ${event}`)
        const own = await call(getOwnAssignment, { params: where, as: assessor.key })
        t.notOk('submissionId' in own.body, 'and the way to its content is gone')
        t.match((await call(getAssignment, { params: where, ...manager })).body.ended, reason)
      }
    }
})

t.test('the same declaration under one key is made once', async (t) => {
  const { play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const again = { params: where, body: none, as: assessor.key, idempotencyKey: newId() }
  const first = await call(declareInterests, again)
  t.equal((await call(declareInterests, again)).text, first.text)
  t.equal((await typesOf('association', where.assignmentId)).length, 2)

  const leave = { params: where, body: reason, as: assessor.key, idempotencyKey: newId() }
  const left = await call(recuseFromAssignment, leave)
  t.equal(
    (await call(recuseFromAssignment, leave)).text,
    left.text,
    'how it was left is told again',
  )
  t.match(await call(declareInterests, again), { status: 404 }, 'and nothing from before')
})

t.test('eight who propose a lead at once: one leads', async (t) => {
  const { home, play, call, params } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const assessors = []
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
    assessors.push(await registered(play, await home.newcomer(name)))
  const answers = await Promise.all(
    assessors.map(({ personId }) => {
      const body = { organizationId, submissionId, personId, role: 'lead' }
      return call(proposeAssignment, { params, body, ...manager })
    }),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 7 }, () => 409)])
  t.equal((await call(listAssignments, { params, ...manager })).body.items.length, 1)
})

t.test(
  "what an assessor said of own interests blocks too, and is nobody else's to say",
  async (t) => {
    const { home, play, call, params, assessor } = await settled()
    const { organizationId } = home
    const interests = [
      { kind: 'consulting', organizationId, ownerGroup: null, endedOn: null, note: 'Training' },
    ]
    const put = { body: { interests }, ifNoneMatch: '*', as: assessor.key } as const
    t.match(await call(getOwnInterests, { as: assessor.key }), { status: 404 })
    const stated = await call(putOwnInterests, put)
    t.match(stated, { status: 201, body: { interests } })
    t.equal((await call(putOwnInterests, put)).status, 200, 'the same again, whatever the tag')
    t.same((await call(getOwnInterests, { as: assessor.key })).body, stated.body)
    for (const as of ['programmeManager', 'associationAdmin', 'organizationAdmin'] as const) {
      t.match(await call(putOwnInterests, { ...put, as }), { status: 404 })
      t.match(await call(getOwnInterests, { as }), { status: 404 })
    }
    const { submissionId } = params
    const body = { organizationId, submissionId, personId: assessor.personId, role: 'member' }
    t.match(await call(proposeAssignment, { params, body, ...manager }), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })

    // Nobody else takes it back, also not by way of the register.
    const entry = { params: { personId: assessor.personId }, ...manager }
    const { etag } = (await call(getAssessor, entry)).body
    t.equal((await call(removeAssessor, { ...entry, ifMatch: etag })).status, 204)
    t.match(await call(getOwnInterests, { as: assessor.key }), { status: 404 }, 'no assessor now')
    await registered(play, assessor)
    t.same((await call(getOwnInterests, { as: assessor.key })).body, stated.body, 'it is kept')
    t.match(await call(proposeAssignment, { params, body, ...manager }), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })

    const gone = { body: { interests: [] }, ifMatch: stated.body.etag, as: assessor.key }
    t.match(await call(putOwnInterests, { ...gone, ifMatch: '"i0"' }), { status: 412 })
    t.match(await call(putOwnInterests, gone), { status: 200, body: { interests: [] } })
    t.equal((await call(proposeAssignment, { params, body, ...manager })).status, 201)
  },
)

t.test(
  'consulting after an assessment is recorded, told to the association, and blocks',
  async (t) => {
    const { home, play, call, params } = await settled()
    const { organizationId } = home
    const engagement = {
      kind: 'consulting',
      organizationId,
      ownerGroup: null,
      endedOn: null,
      note: '',
    }
    const recorded = {
      'by the assessor': ({ key: as }: { readonly key: string }) =>
        call(putOwnInterests, { body: { interests: [engagement] }, ifNoneMatch: '*', as }),
      'by the association': async ({ personId }: { readonly personId: string }) => {
        const at = { params: { personId }, ...manager }
        const { etag: ifMatch } = (await play.call('getAssessor', at)).body
        const body = { available: true, interests: [engagement] }
        return play.call('putAssessor', { ...at, body, ifMatch })
      },
    }
    for (const [who, record] of Object.entries(recorded)) {
      const assessor = await registered(play, await home.newcomer('Sam'))
      const { personId, key } = assessor
      const where = await activeAssignment(play, params, { assessor })
      await call(recuseFromAssignment, { params: where, body: reason, as: key })
      const own = await call(getOwnAssignment, { params: where, as: key })
      const year = Number(own.body.endedAt.slice(0, 4)) + 2
      t.match(own.body.noConsultingUntil, new RegExp(`^${year}-`), who)
      t.match(String((await record(assessor)).status), /^20[01]$/, `${who}: not refused`)
      t.equal((await typesOf('association', where.assignmentId)).at(-1), 'assignment.ban-breached')
      const ahead = { associationId: home.associationId, personId, organizationId }
      t.match(await call(lookForConflicts, { params: ahead, ...manager }), {
        body: { verdict: 'blocked' },
      })
    }
    t.notMatch(
      (await call(listEvents, {})).text,
      /ban-breached/,
      'the applicant hears nothing of it',
    )
  },
)
