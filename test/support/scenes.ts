// For every operation that asks for a credential: how its sample succeeds, for whom, and who must be refused.
// The security matrix (rules/operations) plays them all; an operation without a scene fails there.
import { reasons } from '../../src/core/benchmark/disclosure.ts'
import { reasonsToBar } from '../../src/core/benchmark/selection.ts'
import { sha256Lines } from '../../src/db/digest.ts'
import type { Operation } from '../../src/http/operation.ts'
import { freshKey, own } from './authoring.ts'
import type { Answered, Call, CastName, House, Stage } from './stage.ts'

/** What a scene may use to set itself up: the house, calls by operation id, rows that only a job makes. */
export type Play = {
  readonly house: House
  readonly sql: Stage['sql']
  readonly call: (id: string, call?: Call) => Promise<Answered>
}

export type Scene = {
  /** Who succeeds, and with what. */
  readonly as: CastName
  readonly status: number
  /** Makes what is needed and says the call that succeeds: the sample, about what was made. */
  readonly set: (play: Play) => Promise<Call>
  /** Who of the house is refused, how: 403 sees it and may not, 404 must not even know. */
  readonly refused: Partial<Record<CastName, 403 | 404>>
}

/** What a sample cannot say: ids of what exists, and the state that was read. */
/** Query and body only where they name something that was made; but for ids they are those of the sample. */
type Found = Pick<Call, 'params' | 'ifMatch' | 'ifNoneMatch' | 'query' | 'body'>
type Sketch = Omit<Scene, 'set'> & { readonly set: (play: Play) => Promise<Found> }

const nothing = async (): Promise<Found> => ({})

/** Everybody outside an organization, whatever they are elsewhere. */
const outsideOrganization = { otherOrganizationAdmin: 404, strangerAdmin: 404 } as const
const outsideAssociation = {
  organizationAdmin: 404,
  otherOrganizationAdmin: 404,
  strangerAdmin: 404,
} as const
/** Own content of an organization: its association sees that there is one, and no more. */
const parents404 = { associationAdmin: 404, programmeManager: 404, chapterAdmin: 404 } as const
const parents403 = { associationAdmin: 403, programmeManager: 403, chapterAdmin: 403 } as const
const lesser403 = { organizationContributor: 403, organizationViewer: 403 } as const

const made = (answered: Answered, what: string): Answered => {
  if (answered.status < 200 || answered.status > 299)
    throw new Error(`${what} answered ${answered.status}: ${answered.text}`)
  return answered
}

/** The sample of an operation, as a call. */
export const sampleOf = ({ sample }: Pick<Operation, 'sample'>): Call => {
  const { params, query, body } = sample ?? {}
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
  }
}

const organizationEtag = async ({ call }: Play): Promise<Found> => {
  const { body } = made(await call('getOrganization'), 'getOrganization')
  return { ifMatch: body.etag }
}

const memberOf =
  (prefix: 'Organization' | 'Association', name: CastName, as: CastName) =>
  async ({ house, call }: Play): Promise<Found> => {
    const params = { personId: house.cast[name].personId }
    const { body } = made(await call(`get${prefix}Member`, { params, as }), `get${prefix}Member`)
    return { params, ifMatch: body.etag }
  }

const apiKey =
  (prefix: '' | 'Association', as: CastName) =>
  async ({ call }: Play): Promise<Found> => {
    const body = { label: 'Matrix', scopes: ['organizations:read'] }
    const created = made(await call(`create${prefix}ApiKey`, { body, as }), 'create key')
    return { params: { apiKeyId: created.body.id }, ifMatch: created.body.etag }
  }

const grant = async ({ house, call }: Play): Promise<Found> => {
  const body = {
    grantee: { kind: 'association', id: house.strangerAssociationId },
    scopes: ['organizations:read'],
    purpose: 'A joint project',
  }
  const created = made(await call('createGrant', { body }), 'createGrant')
  return { params: { grantId: created.body.id }, ifMatch: created.body.etag }
}

const weighting =
  (prefix: '' | 'Association', as: CastName) =>
  (samples: Samples) =>
  async ({ call }: Play): Promise<Found> => {
    const created = made(
      await call(`create${prefix}Weighting`, { ...samples(`create${prefix}Weighting`), as }),
      'createWeighting',
    )
    return { params: { weightingId: created.body.id }, ifMatch: created.body.etag }
  }

type Samples = (id: string) => Call

const submission =
  (samples: Samples) =>
  async ({ call }: Play) => {
    const created = made(await call('createSubmission', samples('createSubmission')), 'create')
    return { submissionId: created.body.id as string, etag: created.body.etag as string }
  }

/** A draft without answers under the edition before, from which a mapping ships. */
const olderDraft = async ({ call }: Play): Promise<Found> => {
  const questionnaire = { key: 'gbt-19580-2004', version: '1.0.0' }
  const body = { questionnaire, title: 'Self-assessment 2011' }
  const created = made(await call('createSubmission', { body }), 'createSubmission')
  return { params: { submissionId: created.body.id as string } }
}

/** Limits that the association has set. */
const limited = (samples: Samples) => async (play: Play) => {
  const call = { ...samples('putWeightingLimits'), ifNoneMatch: '*' } as const
  const put = await play.call('putWeightingLimits', { ...call, as: 'associationAdmin' })
  const { etag } = made(put, 'putWeightingLimits').body
  return { params: { questionnaireKey: 'gbt-19580-2012' }, ifMatch: etag as string }
}

/** A draft that names a published weighting of its organization. */
const weighed = (samples: Samples) => async (play: Play) => {
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

const edition =
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
const editionIn =
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
const ownDraft = async ({ house, call }: Play, key?: string) => {
  const params = { associationId: house.chapterId }
  const id = 'createQuestionnaireDraft'
  const begun = await call(id, { params, as: 'chapterAdmin', body: { document: own(key) } })
  const { body } = made(begun, id)
  return { params: { ...params, questionnaireDraftId: body.id as string }, ifMatch: body.etag }
}

const draftParams = async (play: Play): Promise<Found> => ({
  params: (await ownDraft(play)).params,
})

/** The chapter's administrator asked for it, so that the root's is the second person. */
const proposedDraft = (samples: Samples) => async (play: Play, key?: string) => {
  const { params, ifMatch } = await ownDraft(play, key)
  const { body } = samples('publishQuestionnaireDraft')
  await play.call('publishQuestionnaireDraft', { params, ifMatch, body, as: 'chapterAdmin' })
  const read = await play.call('getQuestionnaireDraft', { params, as: 'chapterAdmin' })
  return { params, ifMatch: made(read, 'getQuestionnaireDraft').body.etag as string }
}

/** The key of the sample belongs to the first house that plays this on a stage; later ones take another. */
const askedWithdrawal =
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

const programme = (samples: Samples) => async (play: Play) => {
  const id = 'createProgramme'
  const { body } = made(await play.call(id, { ...samples(id), as: 'programmeManager' }), id)
  return { params: { programmeId: body.id as string }, ifMatch: body.etag as string }
}

/** A planned cycle of a programme of its own, taken through the given steps. */
const cycle =
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
const assessor = async (play: Play) => {
  const params = { personId: play.house.cast.strangerAdmin.personId as string }
  const id = 'putAssessor'
  const body = { available: false, interests: [] }
  const entered = { params, body, ifNoneMatch: '*', as: 'associationAdmin' } as const
  const answer = made(await play.call(id, entered), id)
  return { params, ifMatch: answer.body.etag as string }
}

/** The first answer of a code in a fresh draft, and what a second one needs. */
const oneAnswer = (samples: Samples) => async (play: Play) => {
  const { submissionId } = await submission(samples)(play)
  const params = { submissionId, ...samples('putAnswer').params }
  const put = await play.call('putAnswer', { params, body: { percent: 40 }, ifNoneMatch: '*' })
  return { params, ifMatch: made(put, 'putAnswer').body.etag as string }
}

/** Every scene, by operation id. `operations` lend their samples. */
export const scenesOf = (operations: readonly Operation[]): Readonly<Record<string, Scene>> => {
  const samples: Samples = (id) => {
    const operation = operations.find((each) => each.id === id)
    if (operation === undefined) throw new Error(`There is no operation ${id}.`)
    return sampleOf(operation)
  }
  const scenes = Object.entries(sketches(samples)).map(([id, sketch]): [string, Scene] => [
    id,
    {
      ...sketch,
      set: async (play) => {
        const found = await sketch.set(play)
        const sample = samples(id)
        return { ...sample, ...found, params: { ...sample.params, ...found.params } }
      },
    },
  ])
  return Object.fromEntries(scenes)
}

const sketches = (samples: Samples): Readonly<Record<string, Sketch>> => {
  const organization = (more: Partial<Sketch>): Sketch => ({
    as: 'organizationAdmin',
    status: 200,
    set: nothing,
    ...more,
    refused: { ...outsideOrganization, ...more.refused },
  })
  const association = (more: Partial<Sketch>): Sketch => ({
    as: 'associationAdmin',
    status: 200,
    set: nothing,
    ...more,
    refused: { ...outsideAssociation, ...more.refused },
  })
  const anybody = (more: Partial<Sketch>): Sketch => ({
    as: 'organizationViewer',
    status: 200,
    set: nothing,
    refused: {},
    ...more,
  })
  const draft = submission(samples)
  return {
    getMe: anybody({}),
    previewScore: anybody({}),
    previewElicitation: anybody({}),
    getAssociation: association({}),
    listAssociationOrganizations: association({}),
    createAssociationOrganization: association({
      status: 201,
      refused: { programmeManager: 403 },
    }),
    getOrganization: organization({}),
    updateOrganization: organization({
      set: organizationEtag,
      refused: { ...lesser403, ...parents403 },
    }),
    giveBenchmarkConsent: organization({
      set: organizationEtag,
      refused: { ...lesser403, ...parents403 },
    }),
    withdrawBenchmarkConsent: organization({
      set: async (play) => {
        const { ifMatch } = await organizationEtag(play)
        const body = { accepted: true }
        const given = await play.call('giveBenchmarkConsent', { body, ifMatch: String(ifMatch) })
        return { ifMatch: made(given, 'giveBenchmarkConsent').body.etag }
      },
      refused: { ...lesser403, ...parents403 },
    }),
    listOrganizationMembers: organization({ refused: { ...lesser403, programmeManager: 403 } }),
    getOrganizationMember: organization({
      set: memberOf('Organization', 'organizationViewer', 'organizationAdmin'),
      refused: { ...lesser403, programmeManager: 403 },
    }),
    putOrganizationMember: organization({
      set: memberOf('Organization', 'organizationViewer', 'organizationAdmin'),
      refused: { ...lesser403, programmeManager: 403 },
    }),
    removeOrganizationMember: organization({
      status: 204,
      set: memberOf('Organization', 'organizationViewer', 'organizationAdmin'),
      refused: { organizationContributor: 403, programmeManager: 403 },
    }),
    listAssociationMembers: association({ refused: { programmeManager: 403 } }),
    getAssociationMember: association({
      set: memberOf('Association', 'programmeManager', 'associationAdmin'),
      refused: { programmeManager: 403 },
    }),
    putAssociationMember: association({
      status: 201,
      set: async ({ house }) => ({
        params: { personId: house.cast.strangerAdmin.personId },
        ifNoneMatch: '*',
      }),
      refused: { programmeManager: 403 },
    }),
    removeAssociationMember: association({
      status: 204,
      set: memberOf('Association', 'programmeManager', 'associationAdmin'),
      refused: { programmeManager: 403 },
    }),
    createGrant: organization({
      status: 201,
      set: async ({ house }) => {
        const { grantee } = samples('createGrant').body as { grantee: { id: string } }
        await house.haveAssociation(grantee.id)
        return {}
      },
      refused: { ...lesser403, ...parents403 },
    }),
    listGrants: organization({ refused: { ...lesser403, ...parents403 } }),
    getGrant: organization({
      set: grant,
      refused: {
        organizationContributor: 403,
        organizationViewer: 403,
        otherOrganizationAdmin: 404,
        strangerAdmin: 403,
      },
    }),
    revokeGrant: organization({
      status: 204,
      set: grant,
      refused: { ...lesser403, ...parents403, strangerAdmin: 403 },
    }),
    createApiKey: organization({
      status: 201,
      refused: { ...lesser403, programmeManager: 403 },
    }),
    listApiKeys: organization({ refused: { ...lesser403, programmeManager: 403 } }),
    getApiKey: organization({
      set: apiKey('', 'organizationAdmin'),
      refused: { ...lesser403, programmeManager: 403 },
    }),
    rotateApiKey: organization({
      set: apiKey('', 'organizationAdmin'),
      refused: { ...lesser403, secondAdmin: 403 },
    }),
    revokeApiKey: organization({
      status: 204,
      set: apiKey('', 'organizationAdmin'),
      refused: { ...lesser403, programmeManager: 403 },
    }),
    createAssociationApiKey: association({
      status: 201,
      refused: { programmeManager: 403 },
    }),
    listAssociationApiKeys: association({ refused: { programmeManager: 403 } }),
    getAssociationApiKey: association({
      set: apiKey('Association', 'associationAdmin'),
      refused: { programmeManager: 403 },
    }),
    rotateAssociationApiKey: association({
      set: apiKey('Association', 'associationAdmin'),
      refused: { programmeManager: 403 },
    }),
    revokeAssociationApiKey: association({
      status: 204,
      set: apiKey('Association', 'associationAdmin'),
      refused: { programmeManager: 403 },
    }),
    listEvents: organization({ refused: lesser403 }),
    listAssociationEvents: association({}),
    listAssociationQuestionnaires: association({}),
    getAssociationQuestionnaireVersion: association({}),
    listOrganizationQuestionnaires: organization({}),
    getOrganizationQuestionnaireVersion: organization({}),
    createQuestionnaireDraft: association({
      status: 201,
      refused: { programmeManager: 403 },
    }),
    listQuestionnaireDrafts: association({ refused: { programmeManager: 403 } }),
    getQuestionnaireDraft: association({
      set: draftParams,
      refused: { programmeManager: 403 },
    }),
    putQuestionnaireDraft: association({
      set: ownDraft,
      refused: { programmeManager: 403 },
    }),
    deleteQuestionnaireDraft: association({
      status: 204,
      set: ownDraft,
      refused: { programmeManager: 403 },
    }),
    validateQuestionnaireDraft: association({
      set: draftParams,
      refused: { programmeManager: 403 },
    }),
    publishQuestionnaireDraft: association({
      set: proposedDraft(samples),
      refused: { programmeManager: 403 },
    }),
    withdrawQuestionnaireVersion: association({
      set: askedWithdrawal(samples),
      refused: { programmeManager: 403 },
    }),
    listAssociationQuestionnaireVersions: association({
      refused: { programmeManager: 403 },
    }),
    createWeighting: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents404 },
    }),
    listWeightings: organization({ refused: parents404 }),
    getWeighting: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: parents404,
    }),
    publishWeighting: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: { ...lesser403, ...parents404 },
    }),
    createAssociationWeighting: association({ status: 201 }),
    listAssociationWeightings: association({}),
    getAssociationWeighting: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    publishAssociationWeighting: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    putWeighting: organization({
      set: async (play) => ({
        ...samples('putWeighting'),
        ...(await weighting('', 'organizationAdmin')(samples)(play)),
      }),
      refused: { organizationViewer: 403, ...parents404 },
    }),
    putAssociationWeighting: association({
      set: async (play) => ({
        ...samples('putAssociationWeighting'),
        ...(await weighting('Association', 'associationAdmin')(samples)(play)),
      }),
    }),
    copyWeighting: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents404 },
    }),
    copyAssociationWeighting: association({
      status: 201,
    }),
    listSharedWeightings: organization({ refused: parents404 }),
    getWeightingDocument: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: parents404,
    }),
    getAssociationWeightingDocument: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    importWeighting: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents404 },
    }),
    importAssociationWeighting: association({
      status: 201,
    }),
    getWeightingSheet: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: parents404,
    }),
    getAssociationWeightingSheet: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    importWeightingSheet: organization({
      set: async (play) => ({
        ...samples('importWeightingSheet'),
        ...(await weighting('', 'organizationAdmin')(samples)(play)),
      }),
      refused: { organizationViewer: 403, ...parents404 },
    }),
    importAssociationWeightingSheet: association({
      set: async (play) => ({
        ...samples('importAssociationWeightingSheet'),
        ...(await weighting('Association', 'associationAdmin')(samples)(play)),
      }),
    }),
    listWeightingUses: organization({
      set: async (play) => {
        const { weightingId } = (await weighed(samples)(play)).params
        return { params: { weightingId } }
      },
      refused: parents404,
    }),
    assessWeightingEffect: association({
      status: 202,
      set: async (play) => {
        const made = await weighting('Association', 'associationAdmin')(samples)(play)
        return { body: { weightingId: made.params?.weightingId } }
      },
    }),
    getWeightingEffect: association({
      set: async (play) => {
        const { params } = await weighting('Association', 'associationAdmin')(samples)(play)
        const body = { weightingId: params?.weightingId }
        const id = 'assessWeightingEffect'
        const asked = made(await play.call(id, { body, as: 'associationAdmin' }), id)
        return { params: { weightingEffectId: asked.body.subject } }
      },
    }),
    putWeightingLimits: association({
      set: async () => ({ ...samples('putWeightingLimits'), ifNoneMatch: '*' }),
    }),
    getWeightingLimits: association({ set: limited(samples) }),
    deleteWeightingLimits: association({ status: 204, set: limited(samples) }),
    getWeightingLimitsInForce: organization({
      refused: parents404,
    }),
    createSubmission: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents403 },
    }),
    planSubmissionMigration: organization({
      set: olderDraft,
      refused: { organizationViewer: 403, ...parents403 },
    }),
    migrateSubmission: organization({
      status: 201,
      set: olderDraft,
      refused: { ...lesser403, ...parents403 },
    }),
    listSubmissions: organization({}),
    getSubmission: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
    }),
    updateSubmission: organization({
      set: async (play) => {
        const { submissionId, etag } = await draft(play)
        return { params: { submissionId }, ifMatch: etag }
      },
      refused: { organizationViewer: 403, ...parents403 },
    }),
    putAnswer: organization({
      set: oneAnswer(samples),
      refused: { organizationViewer: 403, ...parents403 },
    }),
    getAnswer: organization({
      set: async (play) => ({ params: (await oneAnswer(samples)(play)).params }),
      refused: parents404,
    }),
    listAnswers: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
      refused: parents404,
    }),
    listAnswerRevisions: organization({
      set: async (play) => ({ params: (await oneAnswer(samples)(play)).params }),
      refused: parents404,
    }),
    patchAnswers: organization({
      set: async (play) => {
        const params = { submissionId: (await draft(play)).submissionId }
        const { headers } = made(await play.call('listAnswers', { params }), 'listAnswers')
        return { params, ifMatch: String(headers.etag) }
      },
      refused: { organizationViewer: 403, ...parents403 },
    }),
    getAnswerSheet: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
      refused: parents404,
    }),
    importAnswerSheet: organization({
      set: async (play) => {
        const params = { submissionId: (await draft(play)).submissionId }
        const { headers } = made(await play.call('listAnswers', { params }), 'listAnswers')
        return { params, ifMatch: String(headers.etag) }
      },
      refused: { organizationViewer: 403, ...parents403 },
    }),
    submitSubmission: organization({
      set: answered(samples),
      refused: { ...lesser403, ...parents403 },
    }),
    withdrawSubmission: organization({
      set: submitted(samples),
      refused: { ...lesser403, ...parents403 },
    }),
    acceptSubmission: organization({
      as: 'associationAdmin',
      set: submitted(samples),
      refused: { organizationAdmin: 403, ...lesser403, programmeManager: 403 },
    }),
    getScore: organization({
      set: async (play) => ({ params: (await submitted(samples)(play)).params }),
      refused: parents404,
    }),
    estimateSubmission: organization({
      set: async (play) => ({
        ...samples('estimateSubmission'),
        params: (await submitted(samples)(play)).params,
      }),
      refused: parents404,
    }),
    compareScores: organization({
      set: async (play) => ({ params: (await weighed(samples)(play)).params }),
      refused: parents404,
    }),
    previewWhatIf: organization({
      set: async (play) => ({
        ...samples('previewWhatIf'),
        params: { submissionId: (await draft(play)).submissionId },
      }),
      refused: parents404,
    }),
    getSensitivity: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
      refused: parents404,
    }),
    getReversalWeights: organization({
      set: async (play) => ({
        params: { submissionId: (await draft(play)).submissionId },
        query: { against: (await draft(play)).submissionId },
      }),
      refused: parents404,
    }),
    createProgramme: association({ status: 201 }),
    listProgrammes: association({}),
    getProgramme: association({
      set: async (play) => ({ params: (await programme(samples)(play)).params }),
    }),
    updateProgramme: association({ set: programme(samples) }),
    createCycle: association({
      status: 201,
      set: async (play) => ({ params: (await programme(samples)(play)).params }),
    }),
    listCycles: association({
      set: async (play) => ({ params: (await programme(samples)(play)).params }),
    }),
    getCycle: association({
      set: async (play) => ({ params: (await cycle(samples)(play)).params }),
    }),
    updateCycle: association({ set: cycle(samples) }),
    openCycle: association({ set: cycle(samples) }),
    startCycle: association({ set: cycle(samples, 'openCycle') }),
    finishCycle: association({ set: cycle(samples, 'openCycle', 'startCycle') }),
    cancelCycle: association({ set: cycle(samples) }),
    listAssessors: association({}),
    getAssessor: association({
      set: async (play) => ({ params: (await assessor(play)).params }),
    }),
    putAssessor: association({ set: assessor }),
    removeAssessor: association({ status: 204, set: assessor }),
    lookForConflicts: association({
      set: async (play) => ({ params: (await assessor(play)).params }),
    }),
    listBenchmarkEditions: anybody({}),
    getBenchmarkTrend: anybody({}),
    getBenchmarkEligibility: organization({
      set: async (play) => {
        const { params } = await editionIn(samples, 'published')(play)
        const { benchmarkEditionId = '' } = params ?? {}
        return { params: (await submitted(samples)(play)).params, query: { benchmarkEditionId } }
      },
      refused: { ...parents404 },
    }),
    rankBenchmarkGaps: organization({
      set: async (play) => {
        await editionIn(samples, 'published')(play)
        return { params: (await submitted(samples)(play)).params ?? {} }
      },
      refused: { ...parents404 },
    }),
    compareWhatIf: organization({
      // Of one without any member, so that nothing is shown; shown numbers are in test/api/benchmark-what-ifs.test.ts.
      set: async (play) => {
        await editionIn(samples, 'published')(play)
        return {}
      },
      refused: { ...parents404 },
    }),
    createBenchmarkEdition: association({
      status: 201,
      refused: { programmeManager: 403 },
    }),
    listAssociationBenchmarkEditions: association({}),
    getAssociationBenchmarkEdition: association({
      set: async (play) => ({ params: (await edition(samples)(play)).params }),
    }),
    buildBenchmarkEdition: association({
      status: 202,
      set: edition(samples),
      refused: { programmeManager: 403 },
    }),
    reviewBenchmarkEdition: association({
      set: editionIn(samples, 'built'),
      refused: { programmeManager: 403 },
    }),
    publishBenchmarkEdition: association({
      set: editionIn(samples, 'reviewed'),
      refused: { programmeManager: 403 },
    }),
    reopenBenchmarkEdition: association({
      set: editionIn(samples, 'reviewed'),
      refused: { programmeManager: 403 },
    }),
    retireBenchmarkEdition: association({
      set: editionIn(samples, 'published'),
      refused: { programmeManager: 403 },
    }),
  }
}
