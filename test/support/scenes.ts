// For every operation that asks for a credential: how its sample succeeds, for whom, and who must be refused.
// The security matrix (rules/operations) plays them all; an operation without a scene fails there.
import type { Operation } from '../../src/http/operation.ts'
import {
  active,
  asked,
  assessing,
  conflicted,
  enterable,
  entered,
  openedCycle,
  registered,
  stated,
} from './panels.ts'
import { panelScenes } from './scenes-panel.ts'
import { reportScenes } from './scenes-reports.ts'
import type { Call, CastName } from './stage.ts'
import {
  answered,
  apiKey,
  askedWithdrawal,
  assessor,
  calibrated,
  cycle,
  draftParams,
  edition,
  editionIn,
  type Found,
  grant,
  limited,
  made,
  memberOf,
  olderDraft,
  oneAnswer,
  organizationEtag,
  ownDraft,
  type Play,
  programme,
  proposedDraft,
  type Samples,
  submission,
  submitted,
  weighed,
  weighting,
} from './things.ts'

export type Scene = {
  /** Who succeeds, and with what. */
  readonly as: CastName
  readonly status: number
  /** Makes what is needed and says the call that succeeds: the sample, about what was made. */
  readonly set: (play: Play) => Promise<Call>
  /** Who of the house is refused, how: 403 sees it and may not, 404 must not even know. */
  readonly refused: Partial<Record<CastName, 403 | 404>>
}

type Sketch = Omit<Scene, 'set'> & { readonly set: (play: Play) => Promise<Found> }

const nothing = async (): Promise<Found> => ({})

/** For lists of everything: something is there, and the call need not name it. */
const there =
  (...makes: readonly ((play: Play) => Promise<unknown>)[]) =>
  async (play: Play): Promise<Found> => {
    for (const make of makes) await make(play)
    return {}
  }

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

/** The sample of an operation, as a call. */
export const sampleOf = ({ sample }: Pick<Operation, 'sample'>): Call => {
  const { params, query, body } = sample ?? {}
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
  }
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
  /** Of the assessor who was asked: nobody else has such an assignment. */
  const assessor404 = (more: Partial<Sketch>): Sketch => ({
    as: 'chapterAdmin',
    status: 200,
    set: nothing,
    refused: {
      ...outsideOrganization,
      organizationAdmin: 404,
      associationAdmin: 404,
      programmeManager: 404,
    },
    ...more,
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
    listAssociationOrganizations: association({
      set: there(({ call }) => {
        const id = 'createAssociationOrganization'
        return call(id, { ...samples(id), as: 'associationAdmin' })
      }),
    }),
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
    listGrants: organization({
      set: there(grant),
      refused: { ...lesser403, ...parents403, strangerAdmin: 403 },
    }),
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
    listQuestionnaireDrafts: association({
      set: async (play) => ({
        params: { associationId: (await ownDraft(play)).params.associationId },
      }),
      refused: { programmeManager: 403 },
    }),
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
      set: async (play) => {
        await askedWithdrawal(samples)(play)
        return { params: { associationId: play.house.chapterId } }
      },
      refused: { programmeManager: 403 },
    }),
    createWeighting: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents404 },
    }),
    listWeightings: organization({
      set: there(weighting('', 'organizationAdmin')(samples)),
      refused: parents404,
    }),
    getWeighting: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: parents404,
    }),
    publishWeighting: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: { ...lesser403, ...parents404 },
    }),
    createAssociationWeighting: association({ status: 201 }),
    listAssociationWeightings: association({
      set: there(weighting('Association', 'associationAdmin')(samples)),
    }),
    getAssociationWeighting: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    publishAssociationWeighting: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    putWeighting: organization({
      set: weighting('', 'organizationAdmin')(samples),
      refused: { organizationViewer: 403, ...parents404 },
    }),
    putAssociationWeighting: association({
      set: weighting('Association', 'associationAdmin')(samples),
    }),
    copyWeighting: organization({
      status: 201,
      refused: { organizationViewer: 403, ...parents404 },
    }),
    copyAssociationWeighting: association({
      status: 201,
    }),
    listSharedWeightings: organization({
      set: there(async (play) => {
        const of = { associationId: play.house.chapterId }
        const [create, publish] = ['createAssociationWeighting', 'publishAssociationWeighting']
        const call = { ...samples(create), params: of, as: 'chapterAdmin' }
        const { id: weightingId, etag } = made(await play.call(create, call), create).body
        const found = { params: { ...of, weightingId }, ifMatch: etag, as: 'chapterAdmin' }
        made(await play.call(publish, found), publish)
      }),
      refused: parents404,
    }),
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
      set: weighting('', 'organizationAdmin')(samples),
      refused: { organizationViewer: 403, ...parents404 },
    }),
    importAssociationWeightingSheet: association({
      set: weighting('Association', 'associationAdmin')(samples),
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
        const { params } = await weighting('Association', 'associationAdmin')(samples)(play)
        return { body: { weightingId: params?.weightingId } }
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
      set: async () => ({ ifNoneMatch: '*' }),
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
    listSubmissions: organization({ set: there(draft) }),
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
      set: async (play) => {
        const { submissionId } = (await oneAnswer(samples)(play)).params
        return { params: { submissionId } }
      },
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
    getSubmissionQuestionnaire: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
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
      set: async (play) => ({ params: (await submitted(samples)(play)).params }),
      refused: parents404,
    }),
    compareScores: organization({
      set: async (play) => ({ params: (await weighed(samples)(play)).params }),
      refused: parents404,
    }),
    previewWhatIf: organization({
      set: async (play) => ({ params: { submissionId: (await draft(play)).submissionId } }),
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
    listProgrammes: association({ set: there(programme(samples)) }),
    getProgramme: association({
      set: async (play) => ({ params: (await programme(samples)(play)).params }),
    }),
    updateProgramme: association({ set: programme(samples) }),
    getCalibration: association({
      as: 'programmeManager',
      set: async (play) => ({ params: (await calibrated(samples)(play)).params }),
      refused: { associationAdmin: 403 },
    }),
    createCycle: association({
      status: 201,
      set: async (play) => ({ params: (await programme(samples)(play)).params }),
    }),
    listCycles: association({
      set: async (play) => {
        const { programmeId } = (await cycle(samples)(play)).params
        return { params: { programmeId } }
      },
    }),
    getCycle: association({
      set: async (play) => ({ params: (await cycle(samples)(play)).params }),
    }),
    updateCycle: association({ set: cycle(samples) }),
    openCycle: association({ set: cycle(samples) }),
    startCycle: association({ set: cycle(samples, 'openCycle') }),
    finishCycle: association({ set: cycle(samples, 'openCycle', 'startCycle') }),
    cancelCycle: association({ set: cycle(samples) }),
    listAssessors: association({ set: there(assessor) }),
    getAssessor: association({
      set: async (play) => ({ params: (await assessor(play)).params }),
    }),
    putAssessor: association({ set: assessor }),
    removeAssessor: association({ status: 204, set: assessor }),
    lookForConflicts: association({
      set: async (play) => ({
        params: (await assessor(play)).params,
        query: { cycleId: (await cycle(samples)(play)).params.cycleId },
      }),
    }),
    ...panelScenes(samples),
    ...reportScenes(samples),
    getOwnInterests: assessor404({
      set: async (play) => {
        await stated(play)
        return {}
      },
    }),
    putOwnInterests: assessor404({ set: stated }),
    listOpenCycles: organization({ set: there(openedCycle(samples)), refused: parents404 }),
    enterCycle: organization({
      status: 201,
      set: async (play) => {
        const { params, body } = await enterable(samples)(play)
        return { params, body }
      },
      refused: { ...lesser403, ...parents404 },
    }),
    getEntry: organization({
      set: async (play) => ({ params: (await entered(samples)(play)).params }),
      refused: parents404,
    }),
    getEntryRecognition: organization({
      set: async (play) => ({ params: (await entered(samples)(play)).params }),
      refused: parents404,
    }),
    leaveCycle: organization({
      status: 204,
      set: async (play) => ({ params: (await entered(samples)(play)).params }),
      refused: { ...lesser403, ...parents404 },
    }),
    listEntries: organization({ set: there(entered(samples)), refused: parents404 }),
    listCycleEntries: association({
      set: async (play) => ({ params: (await entered(samples)(play)).params }),
    }),
    proposeAssignment: association({
      status: 201,
      set: async (play) => {
        const { params } = await assessing(samples)(play)
        const { personId } = await registered(play, play.house.cast.chapterAdmin)
        const { organizationId } = play.house
        const { submissionId } = params
        return { params, body: { organizationId, submissionId, personId, role: 'lead' } }
      },
    }),
    listAssignments: association({
      set: async (play) => ({ params: (await asked(samples)(play)).params }),
    }),
    getAssignment: association({
      set: async (play) => ({ params: (await asked(samples)(play)).params }),
    }),
    waiveConflict: association({
      set: async (play) => ({ params: (await conflicted(samples)(play)).params }),
    }),
    removeAssignment: association({
      set: async (play) => ({ params: (await active(samples)(play)).params }),
    }),
    listOwnAssignments: anybody({ as: 'chapterAdmin', set: there(asked(samples)) }),
    getOwnAssignment: assessor404({
      set: async (play) => ({ params: (await asked(samples)(play)).params }),
    }),
    declareInterests: assessor404({
      set: async (play) => ({ params: (await asked(samples)(play)).params }),
    }),
    declineAssignment: assessor404({
      set: async (play) => ({ params: (await asked(samples)(play)).params }),
    }),
    recuseFromAssignment: assessor404({
      set: async (play) => ({ params: (await active(samples)(play)).params }),
    }),
    listMyWorkItems: anybody({ as: 'chapterAdmin', set: there(asked(samples)) }),
    listCycleWorkItems: association({
      set: async (play) => ({ params: (await assessing(samples)(play)).params }),
    }),
    getCycleProgress: association({
      set: async (play) => ({ params: (await assessing(samples)(play)).params }),
    }),
    listOrganizationWorkItems: organization({ set: there(draft), refused: parents404 }),
    listBenchmarkEditions: anybody({ set: there(editionIn(samples, 'published')) }),
    getBenchmarkTrend: anybody({}),
    getBenchmarkEligibility: organization({
      set: async (play) => {
        const { params } = await editionIn(samples, 'published')(play)
        const { benchmarkEditionId = '' } = params ?? {}
        return { params: (await submitted(samples)(play)).params, query: { benchmarkEditionId } }
      },
      refused: parents404,
    }),
    rankBenchmarkGaps: organization({
      set: async (play) => {
        await editionIn(samples, 'published')(play)
        return { params: (await submitted(samples)(play)).params }
      },
      refused: parents404,
    }),
    compareWhatIf: organization({
      // Of one without any member, so that nothing is shown; shown numbers are in test/api/benchmark-what-ifs.test.ts.
      set: async (play) => {
        await editionIn(samples, 'published')(play)
        return {}
      },
      refused: parents404,
    }),
    createBenchmarkEdition: association({
      status: 201,
      refused: { programmeManager: 403 },
    }),
    listAssociationBenchmarkEditions: association({ set: there(edition(samples)) }),
    getAssociationBenchmarkEdition: association({
      set: async (play) => ({ params: (await edition(samples)(play)).params }),
    }),
    previewBenchmarkCells: association({
      set: async (play) => {
        const { params = {} } = await editionIn(samples, 'built')(play)
        return { params }
      },
    }),
    listBenchmarkPreviews: association({
      set: async (play) => {
        const { params = {} } = await editionIn(samples, 'built')(play)
        const id = 'previewBenchmarkCells'
        made(await play.call(id, { ...samples(id), params, as: 'associationAdmin' }), id)
        return { params }
      },
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
