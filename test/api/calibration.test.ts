// How severe the assessors of a programme are, over HTTP: for the one whom it names, over closed cycles and five owner
// groups, and nothing of any applicant. Panels are rows here: five of them by the service are a thousand calls.
import t from 'tap'
import { getCalibration } from '../../src/api/calibration/contract.ts'
import { updateProgramme } from '../../src/api/programmes/contract.ts'
import { newId } from '../support/house.ts'
import { openedCycle, playing } from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const { house, sql, operations } = await stage(t)

/** What three assessors gave each of five applicants for two items, in basis points. */
const usual = [
  [3000, 4500, 3500],
  [5000, 6500, 5500],
  [2500, 4000, 2000],
  [7000, 7000, 6500],
  [4000, 6000, 4500],
].map((row) => [row, row.map((percentBp, place) => percentBp + 500 * place)])

const codes = ['4.1.2', '4.1.3']
const assessors = [newId(), newId(), newId()].toSorted()

const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const closed = async () => {
    const { params, ifMatch } = await openedCycle(samples)(play)
    const as = 'programmeManager'
    const started = made(await play.call('startCycle', { params, ifMatch, as }), 'startCycle')
    const { etag } = started.body
    made(await play.call('finishCycle', { params, ifMatch: etag, as }), 'finishCycle')
    return params
  }
  const params = await closed()
  const name = async (personId: string, as: 'associationAdmin' | 'programmeManager') => {
    const [row] = await sql`select revision from programmes where id = ${params.programmeId}`
    const call = { params, body: { calibrationLeadId: personId }, as }
    const ifMatch = `"p${row?.revision}-${params.programmeId}"`
    made(await home.call(updateProgramme, { ...call, ifMatch }), 'updateProgramme')
  }
  const read = (as: string = 'programmeManager') => home.call(getCalibration, { params, as })
  await name(home.cast.programmeManager.personId, 'associationAdmin')
  return { home, params, name, read }
}

/** Rows are made past triggers: what the service would refuse to change has come to its end. */
const past = (work: (tx: typeof sql) => Promise<unknown>): Promise<unknown> =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await work(tx as unknown as typeof sql)
  })

type Given = {
  readonly home: Awaited<ReturnType<typeof house>>
  readonly params: { readonly programmeId: string; readonly cycleId: string }
}
type Panel = { readonly organizationId: string; readonly submissionId: string }

/** The rows of one panel that has come to its end. */
const panelOf = async (
  { home, params }: Given,
  scores: readonly (readonly number[])[],
  { cycleId = params.cycleId, owner = newId() } = {},
): Promise<Panel> => {
  const [organizationId, submissionId] = [newId(), newId()]
  const { associationId, cast } = home
  await past(async (tx) => {
    await tx`insert into cycle_entries (association_id, cycle_id, organization_id, submission_id, programme_id, name,
      owner_group_association_id, owner_group_id, questionnaire_key, questionnaire_version, state, state_at, entered_at)
      values (${associationId}, ${cycleId}, ${organizationId}, ${submissionId}, ${params.programmeId}, 'Applicant',
      ${associationId}, ${owner}, 'gbt-19580-2012', '1.0.0', 'final', now(), now())`
    for (const [place, personId] of assessors.entries()) {
      await tx`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role,
        state, conflicts, proposed_by, proposed_at, revision) values (${organizationId}, ${newId()}, ${submissionId},
        ${associationId}, ${cycleId}, ${personId}, 'member', 'completed', '[]', ${cast.programmeManager.personId},
        now(), 1)`
      await reviewIn(
        tx,
        { organizationId, submissionId },
        {
          ...{ personId, round: 1, state: 'locked' },
          scores: scores.map((row) => row[place] ?? null),
        },
      )
    }
  })
  return { organizationId, submissionId }
}

type Reviewed = {
  readonly personId: string
  readonly round: number
  readonly state: string
  readonly scores: readonly (number | null)[]
}

const reviewIn = async (
  tx: typeof sql,
  { organizationId, submissionId }: Panel,
  { personId, round, state, scores }: Reviewed,
): Promise<void> => {
  const id = newId()
  await tx`insert into reviews (organization_id, id, submission_id, person_id, round, step_bp, state, version, digest,
    locked_at, revision, created_at, updated_at) values (${organizationId}, ${id}, ${submissionId}, ${personId},
    ${round}, 500, ${state}, 1, ${'a'.repeat(64)}, now(), 1, now(), now())`
  for (const [place, percentBp] of scores.entries())
    await tx`insert into review_scores (organization_id, review_id, code, value, percent_bp, cannot_judge, revision, updated_at)
      values (${organizationId}, ${id}, ${codes[place] ?? ''},
      ${percentBp === null ? null : JSON.stringify({ percent: percentBp / 100 })}, ${percentBp},
      ${percentBp === null ? 'Nothing was said.' : null}, 1, now())`
}

/** Of complete tables by plain means: effects, and how much of them stands. */
const expectedOf = (applicants: readonly (readonly (readonly number[])[])[]): readonly number[] => {
  const rows = applicants.flat()
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const whole = mean(rows.flat())
  const effects = assessors.map((_, place) => mean(rows.map((row) => row[place] ?? 0)) - whole)
  const rest = rows.flatMap((row) =>
    row.map((score, place) => (score - mean(row) - (effects[place] ?? 0)) ** 2),
  )
  const error = rest.reduce((a, b) => a + b, 0) / (rest.length - rows.length - assessors.length + 1)
  const spread = effects.reduce((a, b) => a + b * b, 0) / (effects.length - 1)
  const between = Math.max(0, spread - error / rows.length)
  return effects.map((effect) =>
    Math.floor((effect * rows.length * between) / (rows.length * between + error) + 0.5),
  )
}

t.test('200 tells the calibration lead what plain means say of complete tables', async (t) => {
  const { home, params, read } = await settled()
  for (const scores of usual.slice(1)) await panelOf({ home, params }, scores)
  const four = await read()
  t.same(
    four.body,
    {
      programmeId: params.programmeId,
      cycleIds: [],
      ownerGroups: 0,
      severity: { items: 0, assessors: 0, effects: null, reason: 'too_few_owner_groups' },
      agreement: { statistics: null, reason: 'too_few_owner_groups' },
    },
    'four owner groups are too few, and how many there are is not said',
  )
  await panelOf({ home, params }, usual[0] ?? [])
  const { status, body, text } = await read()
  t.equal(status, 200)
  const expected = expectedOf(usual)
  t.match(body, {
    cycleIds: [params.cycleId],
    ownerGroups: 5,
    severity: { items: 10, assessors: 3 },
    agreement: { statistics: { krippendorffAlpha: { items: 10 }, icc21: { items: 10 } } },
  })
  t.same(
    body.severity.effects,
    assessors.map((personId, place) => ({
      ...{ personId, scores: 10, ownerGroups: 5 },
      severityBp: expected[place],
    })),
  )
  t.ok(
    expected.some((each) => each > 100),
    'and they are no zeroes',
  )
  for (const word of ['Applicant', ...codes]) t.notMatch(text, word, 'nothing of an applicant')
})

t.test('no score is told: a whole applicant higher leaves every severity as it was', async (t) => {
  const { home, params, read } = await settled()
  const panels: Panel[] = []
  for (const scores of usual) panels.push(await panelOf({ home, params }, scores))
  const before = await read()
  const [first] = panels
  const raise = (by: number, whose: readonly string[]) =>
    past(
      (tx) => tx`
    update review_scores s set percent_bp = percent_bp + ${by} from reviews r
    where r.organization_id = s.organization_id and r.id = s.review_id
      and s.organization_id = ${first?.organizationId ?? ''} and r.person_id in ${tx(whose)}`,
    )
  await raise(1500, assessors)
  t.same((await read()).body.severity, before.body.severity)
  await raise(1500, assessors.slice(1))
  t.not(
    JSON.stringify((await read()).body.severity),
    JSON.stringify(before.body.severity),
    'control',
  )
})

t.test('only locked first rounds of final submissions in closed cycles count', async (t) => {
  const { home, params, read } = await settled()
  const panels: Panel[] = []
  for (const scores of usual) panels.push(await panelOf({ home, params }, scores))
  const before = await read()
  const [one, other] = panels
  const [personId = '', second = ''] = assessors
  if (one === undefined || other === undefined) throw new Error('There are no panels.')
  const mild = [9500, 9500]
  await past(async (tx) => {
    await reviewIn(tx, one, { personId, round: 2, state: 'locked', scores: mild })
    await reviewIn(tx, one, { personId: newId(), round: 1, state: 'excluded', scores: mild })
  })
  const play = playing(operations, home, sql)
  const open = await openedCycle(play.samples)(play.play)
  await past(
    (tx) => tx`
      update cycles set programme_id = ${params.programmeId} where id = ${open.params.cycleId}`,
  )
  for (const scores of usual) await panelOf({ home, params }, scores, open.params)
  t.equal((await read()).text, before.text)
  await past(
    (tx) => tx`update reviews set state = 'draft' where submission_id = ${other.submissionId}
      and person_id = ${second}`,
  )
  t.not((await read()).text, before.text, 'control')
})

t.test('an applicant of whom the caller is a member is left out', async (t) => {
  const { home, params, read } = await settled()
  const panels: Panel[] = []
  for (const scores of usual) panels.push(await panelOf({ home, params }, scores))
  t.match((await read()).body, { ownerGroups: 5 })
  const { personId } = home.cast.programmeManager
  await past(
    (tx) => tx`insert into person_organizations (person_id, organization_id)
      values (${personId}, ${panels[0]?.organizationId ?? ''})`,
  )
  t.match((await read()).body, { cycleIds: [], severity: { reason: 'too_few_owner_groups' } })
})

t.test('403 to everybody of the association but the calibration lead', async (t) => {
  const { home, name, read } = await settled()
  const { key, personId } = await home.manager('Second manager')
  const refused = { status: 403, body: { code: 'forbidden' } }
  t.match(await read(key), refused, 'another manager')
  t.match(await read('associationAdmin'), refused, 'an administrator')
  t.match(await read('chapterAdmin'), { status: 404 }, 'nobody here')
  await name(personId, 'programmeManager')
  t.match(await read(), refused, 'who was the lead before')
  t.match(await read(key), { status: 200 })
  const { play } = playing(operations, home, sql)
  const member = { params: { personId }, as: 'associationAdmin' } as const
  const { etag } = made(
    await play.call('getAssociationMember', member),
    'getAssociationMember',
  ).body
  const gone = await play.call('removeAssociationMember', { ...member, ifMatch: etag })
  made(gone, 'removeAssociationMember')
  t.match(await read(key), { status: 404 }, 'who manages nothing any more')
})
