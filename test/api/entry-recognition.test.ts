// Levels of an entered submission over HTTP: by which tables, for whom, and never by what the panel says.
import t from 'tap'
import { enterCycle, leaveCycle } from '../../src/api/entries/contract.ts'
import { getEntryRecognition } from '../../src/api/entries/contract-recognition.ts'
import { createGrant } from '../../src/api/grants/contract.ts'
import { getScore, getSubmission, withdrawSubmission } from '../../src/api/submissions/contract.ts'
import type { CycleRecognitionTable } from '../../src/core/programme/recognition.ts'
import { own, ownAnswers, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { submitted as submittedTo } from '../support/drafts.ts'
import { agreed } from '../support/panel-things.ts'
import { enterable, entered, playing } from '../support/panels.ts'
import { type CastName, stage } from '../support/stage.ts'
import { made, submission, submitted } from '../support/things.ts'

const theStage = await stage(t)
const { house, sql, operations, shiftClock } = theStage

const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  return { home, play, samples, call: home.call }
}

const text = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })
/** The answers of the sample lie between its bands. */
const award = (more: Partial<CycleRecognitionTable> = {}): CycleRecognitionTable => ({
  questionnaire: 'gbt-19580-2012',
  code: 'award',
  name: text('National award'),
  awardingBody: 'The association',
  scope: 'total',
  validFrom: '2031-01-01',
  validTo: '2031-12-31',
  bands: [
    { code: 'nominated', from: 450, label: text('Nominated') },
    { code: 'winner', from: 600, label: text('Winner') },
  ],
  ...more,
})
const inForce = { query: { on: '2031-04-01' } }
const notFound = { status: 404, body: { code: 'not-found' } }

t.test('200 with body, dates and names in both languages of the table of the cycle', async (t) => {
  const { play, samples, call } = await settled()
  const { params } = await entered(samples, { recognition: [award()] })(play)
  const { body, status } = await call(getEntryRecognition, { params, ...inForce })
  const sheet = (await call(getScore, { params })).body
  t.equal(status, 200)
  t.match(body, {
    submissionId: params.submissionId,
    cycleId: params.cycleId,
    questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
    on: '2031-04-01',
    levels: [
      {
        code: 'award',
        name: text('National award'),
        awardingBody: 'The association',
        official: true,
        source: 'cycle',
        scope: 'total',
        validFrom: '2031-01-01',
        validTo: '2031-12-31',
        value: sheet.total.exactPoints,
        band: 'nominated',
        label: text('Nominated'),
        next: { band: 'winner', from: 600 },
        explanation: [{ rule: 'recognition.reached' }, { rule: 'recognition.bound' }],
      },
    ],
  })
  t.equal(body.levels.length, 1)
  t.same(sheet.recognition, [], 'the stored sheet does not change by the tables of a cycle')
})

t.test('tables count on their days, and today where no day is asked for', async (t) => {
  const { play, samples, call } = await settled()
  const recognition = [
    award(),
    award({ code: 'later', validFrom: '2032-01-01', validTo: null }),
    award({ code: 'always', awardingBody: 'A ministry', validFrom: null, validTo: null }),
  ]
  const { params } = await entered(samples, { recognition })(play)
  const at = async (query: { readonly on?: string }) => {
    const { body } = await call(getEntryRecognition, { params, query })
    return { on: body.on, codes: body.levels.map(({ code }: { code: string }) => code) }
  }
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['2030-12-31', ['always']],
    ['2031-01-01', ['award', 'always']],
    ['2031-12-31', ['award', 'always']],
    ['2032-01-01', ['later', 'always']],
  ]
  for (const [on, codes] of cases) t.same(await at({ on }), { on, codes })
  const [row] = await sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day`
  const { on } = await at({})
  t.ok(on >= row?.day, `${on} is today or, past midnight, tomorrow`)
  const wrong = await call(getEntryRecognition, { params, query: { on: '2031-02-30' } })
  t.match(wrong, { status: 400 })
})

t.test('below the first bound there is a table without a band', async (t) => {
  const { play, samples, call } = await settled()
  const [, winner] = award().bands
  if (winner === undefined) throw new Error('there are two bands')
  const { params } = await entered(samples, { recognition: [award({ bands: [winner] })] })(play)
  t.match((await call(getEntryRecognition, { params, ...inForce })).body.levels, [
    { band: null, label: null, name: text('National award'), next: { band: 'winner' } },
  ])
})

t.test('its organization and whom it lent its scores read it, and nobody else', async (t) => {
  const { home, play, samples, call } = await settled()
  const { params } = await entered(samples, { recognition: [award()] })(play)
  const read = (as: CastName) => call(getEntryRecognition, { params, as, ...inForce })
  for (const as of ['organizationAdmin', 'organizationContributor', 'organizationViewer'] as const)
    t.match(await read(as), { status: 200, body: { levels: [{ band: 'nominated' }] } }, as)
  const others = [
    'associationAdmin',
    'programmeManager',
    'chapterAdmin',
    'assessor',
    'leadAssessor',
    'otherOrganizationAdmin',
    'strangerAdmin',
  ] as const
  for (const as of others) t.match(await read(as), notFound, as)
  const lend = (scope: string) =>
    call(createGrant, {
      body: {
        grantee: { kind: 'association', id: home.strangerAssociationId },
        scopes: [scope],
        purpose: 'A joint project',
      },
    })
  t.match(await lend('submissions:read'), { status: 201 })
  t.match(await read('strangerAdmin'), { status: 404 }, 'answers lend no scores')
  t.match(await lend('scores:read'), { status: 201 })
  t.match(await read('strangerAdmin'), { status: 200, body: { levels: [{ code: 'award' }] } })
  const events = await sql`select actor_person_id as by from organization_events
    where organization_id = ${home.organizationId} and type = 'content.read'
    and subject = ${params.submissionId ?? ''}`
  t.same(
    events.map(({ by }) => by),
    [home.cast.strangerAdmin.personId],
    'who read it from outside is on record',
  )
})

t.test('404 for a draft, before it is entered and after it left', async (t) => {
  const { play, samples, call } = await settled()
  const read = (params: { readonly submissionId: string }) =>
    call(getEntryRecognition, { params, ...inForce })
  const { submissionId } = await submission(samples)(play)
  t.match(await read({ submissionId }), notFound)
  const alone = await submitted(samples)(play)
  t.match(await read(alone.params as { submissionId: string }), notFound)
  const { params } = await entered(samples, { recognition: [award()] })(play)
  t.match(await read(params as { submissionId: string }), { status: 200 }, 'control: entered')
  t.match(await call(leaveCycle, { params }), { status: 204 })
  t.match(await read(params as { submissionId: string }), notFound)
})

t.test(
  'what the panel made of it does not show, nor this to the panel; withdrawing changes nothing',
  async (t) => {
    const { play, samples, call } = await settled()
    const { submissionId } = await agreed(samples, { recognition: [award()] })(play)
    const params = { submissionId }
    const before = await call(getEntryRecognition, { params, ...inForce })
    t.match(before, { status: 200, body: { levels: [{ band: 'nominated' }] } })
    const id = 'finalizeConsensus'
    made(await play.call(id, { params, as: 'programmeManager' }), id)
    const after = await call(getEntryRecognition, { params, ...inForce })
    t.same(after.body, before.body)
    for (const as of ['assessor', 'leadAssessor', 'programmeManager'] as const)
      t.match(await call(getEntryRecognition, { params, as, ...inForce }), notFound, as)
    const [official] =
      await sql`select sheet from official_sheets join consensuses c on c.id = consensus_id
    where c.submission_id = ${submissionId}`
    t.not(JSON.parse(official?.sheet).total.exactPoints, after.body.levels[0].value, 'control')

    const other = await settled()
    const given = await entered(other.samples, { recognition: [award()] })(other.play)
    const read = () => other.call(getEntryRecognition, { params: given.params, ...inForce })
    const levels = (await read()).body
    const { body } = await other.call(getSubmission, { params: given.params })
    const withdrawn = { params: given.params, ifMatch: body.etag }
    t.match(await other.call(withdrawSubmission, withdrawn), { status: 200 })
    t.same((await read()).body, levels)
  },
)

t.test(
  'without tables of the cycle those of the questionnaire count; lent without words',
  async (t) => {
    const { home, play, samples, call } = await settled()
    const document = own()
    const { key, version } = document
    await publishedBy(home, await secondAdmin(theStage, home), document, {
      visibility: 'association',
    })
    shiftClock(1001)
    const ours = await submittedTo(home, ownAnswers, { questionnaire: { key, version } })
    const planned = await enterable(samples)(play)
    const [table] = document.recognition
    const enter = async (recognition: readonly CycleRecognitionTable[]) => {
      const settings = JSON.stringify({
        ...JSON.parse((await settingsOf(planned.body.cycleId)) ?? ''),
        questionnaires: [{ key, version }],
        recognition,
      })
      await sql`update cycles set settings = ${settings} where id = ${planned.body.cycleId}`
    }
    await enter([])
    const into = { params: ours.params, body: planned.body }
    t.match(await call(enterCycle, into), { status: 201 })
    const read = async (as: CastName) =>
      (await call(getEntryRecognition, { params: ours.params, as, ...inForce })).body.levels
    const ownLevels = await read('organizationViewer')
    t.match(ownLevels, [{ code: table?.code, source: 'questionnaire', name: table?.name }])
    t.same(
      { ...ownLevels[0].label },
      table?.bands.find(({ code }) => code === ownLevels[0].band)?.label,
    )
    const grantee = { kind: 'association', id: home.strangerAssociationId }
    const lend = (scope: string) =>
      call(createGrant, { body: { grantee, scopes: [scope], purpose: 'A joint project' } })
    await lend('scores:read')
    t.match(await read('strangerAdmin'), [{ ...ownLevels[0], name: null, label: null }])
    await enter([
      award({ questionnaire: key, bands: [{ code: 'low', from: 1, label: text('L') }] }),
    ])
    t.match(await read('strangerAdmin'), [{ source: 'cycle', label: text('L') }])
    await enter([award()])
    t.match(await read('strangerAdmin'), [{ source: 'questionnaire' }], "another questionnaire's")
    await enter([])
    await lend('questionnaires:read')
    t.same(await read('strangerAdmin'), ownLevels)
  },
)

const settingsOf = async (cycleId: string): Promise<string | undefined> => {
  const [row] = await sql`select settings from cycles where id = ${cycleId}`
  return row?.settings
}
