// What scenes are about: things that a house makes by calling the service, and rows that only a job would make.
// Which operation needs which of them is scenes.ts.
import { reasons } from '../../src/core/benchmark/disclosure.ts'
import { reasonsToBar } from '../../src/core/benchmark/selection.ts'
import { sha256Lines } from '../../src/db/digest.ts'
import { freshKey, own } from './authoring.ts'
import type { Answered, Call, CastName, House, Stage } from './stage.ts'

/** What a scene may use to set itself up: the house, calls by operation id, rows that only a job makes. */
export type Play = {
  readonly house: House
  readonly sql: Stage['sql']
  readonly call: (id: string, call?: Call) => Promise<Answered>
}

/**
 * What a sample cannot say: ids of what exists, and the state that was read. Query and body only where they name
 * something that was made; but for ids they are those of the sample.
 */
export type Found = Pick<Call, 'params' | 'ifMatch' | 'ifNoneMatch' | 'query' | 'body'>

export const made = (answered: Answered, what: string): Answered => {
  if (answered.status < 200 || answered.status > 299)
    throw new Error(`${what} answered ${answered.status}: ${answered.text}`)
  return answered
}

export const organizationEtag = async ({ call }: Play): Promise<Found> => {
  const { body } = made(await call('getOrganization'), 'getOrganization')
  return { ifMatch: body.etag }
}

export const memberOf =
  (prefix: 'Organization' | 'Association', name: CastName, as: CastName) =>
  async ({ house, call }: Play): Promise<Found> => {
    const params = { personId: house.cast[name].personId }
    const { body } = made(await call(`get${prefix}Member`, { params, as }), `get${prefix}Member`)
    return { params, ifMatch: body.etag }
  }

export const apiKey =
  (prefix: '' | 'Association', as: CastName) =>
  async ({ call }: Play): Promise<Found> => {
    const body = { label: 'Matrix', scopes: ['organizations:read'] }
    const created = made(await call(`create${prefix}ApiKey`, { body, as }), 'create key')
    return { params: { apiKeyId: created.body.id }, ifMatch: created.body.etag }
  }

export const grant = async ({ house, call }: Play): Promise<Found> => {
  const body = {
    grantee: { kind: 'association', id: house.strangerAssociationId },
    scopes: ['organizations:read'],
    purpose: 'A joint project',
  }
  const created = made(await call('createGrant', { body }), 'createGrant')
  return { params: { grantId: created.body.id }, ifMatch: created.body.etag }
}

export const weighting =
  (prefix: '' | 'Association', as: CastName) =>
  (samples: Samples) =>
  async ({ call }: Play): Promise<Found> => {
    const created = made(
      await call(`create${prefix}Weighting`, { ...samples(`create${prefix}Weighting`), as }),
      'createWeighting',
    )
    return { params: { weightingId: created.body.id }, ifMatch: created.body.etag }
  }

export type Samples = (id: string) => Call

/** The samples, with an answer that does not apply in the place of that to the item. */
export const marking =
  (samples: Samples, code: string): Samples =>
  (id) => {
    const sample = samples(id)
    if (id !== 'previewScore') return sample
    const body = sample.body as { readonly answers: object }
    const notApplicable = { reasonCode: 'no_such_activity', justification: 'We have none.' }
    return { ...sample, body: { ...body, answers: { ...body.answers, [code]: { notApplicable } } } }
  }

export const submission =
  (samples: Samples) =>
  async ({ call }: Play) => {
    const created = made(await call('createSubmission', samples('createSubmission')), 'create')
    return { submissionId: created.body.id as string, etag: created.body.etag as string }
  }

/** A draft without answers under the edition before, from which a mapping ships. */
export const olderDraft = async ({ call }: Play): Promise<Found> => {
  const questionnaire = { key: 'gbt-19580-2004', version: '1.0.0' }
  const body = { questionnaire, title: 'Self-assessment 2011' }
  const created = made(await call('createSubmission', { body }), 'createSubmission')
  return { params: { submissionId: created.body.id as string } }
}

/** Limits that the association has set. */
export const limited = (samples: Samples) => async (play: Play) => {
  const call = { ...samples('putWeightingLimits'), ifNoneMatch: '*' } as const
  const put = await play.call('putWeightingLimits', { ...call, as: 'associationAdmin' })
  const { etag } = made(put, 'putWeightingLimits').body
  return { params: { questionnaireKey: 'gbt-19580-2012' }, ifMatch: etag as string }
}

/** A draft that names a published weighting of its organization. */
export const weighed = (samples: Samples) => async (play: Play) => {
  const own = await weighting('', 'organizationAdmin')(samples)(play)
  const { body: profile } = made(await play.call('publishWeighting', own), 'publishWeighting')
  const { owner, id, version } = profile
  const { body: asked } = samples('createSubmission') as { readonly body: object }
  const body = { ...asked, weighting: { ...owner, id, version } }
  const created = made(await play.call('createSubmission', { body }), 'createSubmission')
  return { params: { submissionId: created.body.id as string, weightingId: id as string } }
}

/** A draft with every mandatory answer. */
export const answered = (samples: Samples) => async (play: Play) => {
  const { submissionId } = await submission(samples)(play)
  const params = { submissionId }
  const { answers } = samples('previewScore').body as { readonly answers: object }
  const listed = made(await play.call('listAnswers', { params }), 'listAnswers')
  const ifMatch = String(listed.headers.etag)
  made(await play.call('patchAnswers', { params, body: { answers }, ifMatch }), 'patchAnswers')
  const read = made(await play.call('getSubmission', { params }), 'getSubmission')
  return { params, ifMatch: read.body.etag as string }
}

export const submitted = (samples: Samples) => async (play: Play) => {
  const ready = await answered(samples)(play)
  const answer = made(await play.call('submitSubmission', ready), 'submitSubmission')
  return { params: ready.params, ifMatch: answer.body.etag as string }
}

export const edition =
  (samples: Samples) =>
  async ({ call }: Play) => {
    const id = 'createBenchmarkEdition'
    const { body } = made(await call(id, { ...samples(id), as: 'associationAdmin' }), id)
    return { params: { benchmarkEditionId: body.id as string }, ifMatch: body.etag as string }
  }

const noneOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]))
const emptyBuild = JSON.stringify({
  audit: { passed: true, rounds: 0, published: 0, withheld: noneOf(reasons), suppressed: [] },
  funnel: { candidates: 0, barred: noneOf(reasonsToBar), members: 0 },
})

/**
 * An edition without members, as a build would leave it, and further. Others reviewed and published it and
 * asked for its retirement, so that the association's administrator is the second person.
 */
export const editionIn =
  (samples: Samples, state: 'built' | 'reviewed' | 'published') =>
  async (play: Play): Promise<Found> => {
    const { params } = await edition(samples)(play)
    const { benchmarkEditionId: id } = params
    const { sql, house } = play
    const { programmeManager, chapterAdmin } = house.cast
    const digest = sha256Lines([])
    await sql`update benchmark_editions set state = 'built', built_at = now(),
      inputs_digest = ${digest}, cells_digest = ${digest}, audit_report = ${emptyBuild} where id = ${id}`
    await sql`insert into bench_pub.editions (id, association_id, questionnaire_key, descriptor,
        cells_digest, k_min, d_min, synthetic, state, cut_off_at)
      select id, association_id, questionnaire_key, (configuration::jsonb || jsonb_build_object('id', id,
          'associationId', association_id, 'title', title))::text, cells_digest, k_min, d_min, synthetic,
        'built', cut_off_at from benchmark_editions where id = ${id}`
    if (state !== 'built')
      await sql`update benchmark_editions set state = 'reviewed', reviewed_at = now(),
        reviewed_by = ${programmeManager.personId} where id = ${id}`
    if (state === 'published') {
      const at = new Date().toISOString()
      await sql`update bench_pub.editions set state = 'published', published_at = ${at} where id = ${id}`
      await sql`update benchmark_editions set state = 'published', published_at = ${at},
        published_by = ${chapterAdmin.personId}, retirement_asked_at = now(),
        retirement_asked_by = ${programmeManager.personId}, retired_reason = 'Wrong' where id = ${id}`
    }
    const read = 'getAssociationBenchmarkEdition'
    const { body } = made(await play.call(read, { params, as: 'associationAdmin' }), read)
    return { params, ifMatch: body.etag }
  }

/** A draft of the chapter, in which its own administrator and the root's may act: two persons. */
export const ownDraft = async ({ house, call }: Play, key?: string) => {
  const params = { associationId: house.chapterId }
  const id = 'createQuestionnaireDraft'
  const begun = await call(id, { params, as: 'chapterAdmin', body: { document: own(key) } })
  const { body } = made(begun, id)
  return { params: { ...params, questionnaireDraftId: body.id as string }, ifMatch: body.etag }
}

export const draftParams = async (play: Play): Promise<Found> => ({
  params: (await ownDraft(play)).params,
})

/** The chapter's administrator asked for it, so that the root's is the second person. */
export const proposedDraft = (samples: Samples) => async (play: Play, key?: string) => {
  const { params, ifMatch } = await ownDraft(play, key)
  const { body } = samples('publishQuestionnaireDraft')
  await play.call('publishQuestionnaireDraft', { params, ifMatch, body, as: 'chapterAdmin' })
  const read = await play.call('getQuestionnaireDraft', { params, as: 'chapterAdmin' })
  return { params, ifMatch: made(read, 'getQuestionnaireDraft').body.etag as string }
}

/** The key of the sample belongs to the first house that plays this on a stage; later ones take another. */
export const askedWithdrawal =
  (samples: Samples) =>
  async (play: Play): Promise<Found> => {
    const { house, call, sql } = play
    const { questionnaireKey: shown = '', version = '' } =
      samples('withdrawQuestionnaireVersion').params ?? {}
    const taken = await sql`select from questionnaire_versions where key = ${shown}`
    const questionnaireKey = taken.length === 0 ? shown : freshKey()
    const draft = await proposedDraft(samples)(play, questionnaireKey)
    const id = 'publishQuestionnaireDraft'
    made(await call(id, { ...samples(id), ...draft, as: 'associationAdmin' }), id)
    const params = { associationId: house.chapterId, questionnaireKey, version }
    const { body } = samples('withdrawQuestionnaireVersion')
    await call('withdrawQuestionnaireVersion', { params, body, as: 'chapterAdmin' })
    return { params }
  }

export const programme = (samples: Samples) => async (play: Play) => {
  const id = 'createProgramme'
  const { body } = made(await play.call(id, { ...samples(id), as: 'programmeManager' }), id)
  return { params: { programmeId: body.id as string }, ifMatch: body.etag as string }
}

/** A programme that names the house's programme manager as its calibration lead. */
export const calibrated = (samples: Samples) => async (play: Play) => {
  const { params, ifMatch } = await programme(samples)(play)
  const body = { calibrationLeadId: play.house.cast.programmeManager.personId }
  const id = 'updateProgramme'
  const { etag } = made(
    await play.call(id, { params, body, ifMatch, as: 'associationAdmin' }),
    id,
  ).body
  return { params, ifMatch: etag as string }
}

/** A planned cycle of a programme of its own, taken through the given steps. */
export const cycle =
  (samples: Samples, ...steps: readonly string[]) =>
  async (play: Play) => {
    const { params } = await programme(samples)(play)
    const as = 'programmeManager'
    const id = 'createCycle'
    const { body } = made(await play.call(id, { ...samples(id), params, as }), id)
    const named = { ...params, cycleId: body.id as string }
    let ifMatch = body.etag as string
    for (const step of steps)
      ifMatch = made(await play.call(step, { params: named, ifMatch, as }), step).body.etag
    return { params: named, ifMatch }
  }

/** The stranger's administrator, whom the association enters in its register. */
export const assessor = async (play: Play) => {
  const params = { personId: play.house.cast.strangerAdmin.personId as string }
  const id = 'putAssessor'
  const body = { available: false, interests: [] }
  const entered = { params, body, ifNoneMatch: '*', as: 'associationAdmin' } as const
  const answer = made(await play.call(id, entered), id)
  return { params, ifMatch: answer.body.etag as string }
}

/** The first answer of a code in a fresh draft, and what a second one needs. */
export const oneAnswer = (samples: Samples) => async (play: Play) => {
  const { submissionId } = await submission(samples)(play)
  const params = { submissionId, ...samples('putAnswer').params }
  const put = await play.call('putAnswer', { params, body: { percent: 40 }, ifNoneMatch: '*' })
  return { params, ifMatch: made(put, 'putAnswer').body.etag as string }
}
