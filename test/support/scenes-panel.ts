// Scenes of what assessors and their programme do with one submission: reviews, consensus, site visit.
// The panel's things are made in panel-things.ts; all other scenes are scenes.ts.
import {
  accepted,
  agreed,
  begun,
  challenged,
  finalized,
  itemsOf,
  left,
  noted,
  onSite,
  opened,
  proposed,
  review,
  roundsOver,
  score,
  seated,
  shown,
  visiting,
} from './panel-things.ts'
import { type Sketch, sketchAs } from './sketch.ts'
import { type Found, made, type Play, type Samples } from './things.ts'

const panel = sketchAs('assessor')

/** Of managers who take no part in the panel, admins of the association among them. */
const outside = (more: Partial<Sketch>): Sketch => {
  const { refused, ...sketch } = sketchAs('programmeManager')(more)
  const { associationAdmin: _, ...others } = refused
  return { ...sketch, refused: { ...others, assessor: 404, leadAssessor: 404 } }
}

/** Of admins of the applicant alone. */
const shownTo = (more: Partial<Sketch>): Sketch => {
  const { refused, ...sketch } = sketchAs('organizationAdmin')(more)
  const { organizationAdmin: _, ...others } = refused
  const panelOf = { assessor: 404, leadAssessor: 404, programmeManager: 404 } as const
  return { ...sketch, refused: { ...others, ...panelOf } }
}

/** What an assessor writes is nobody else's, and has no assignment of theirs. */
const own = { leadAssessor: 404, programmeManager: 404 } as const

export const panelScenes = (samples: Samples): Readonly<Record<string, Sketch>> => {
  const draft = begun(samples)
  const inReview = async (play: Play): Promise<Found> => ({ params: (await draft(play)).params })
  const finding = async (play: Play) => {
    const { params } = await draft(play)
    const id = 'addReviewFinding'
    const { body } = made(await play.call(id, { ...samples(id), params, as: 'assessor' }), id)
    return { params: { ...params, findingId: body.id as string }, ifMatch: body.etag as string }
  }
  const scored = async (play: Play): Promise<Found> => {
    const { params } = await draft(play)
    const [code = ''] = await itemsOf(play)
    await score(play, params, { as: 'assessor', items: [code] })
    return { params }
  }
  return {
    startReview: panel({
      status: 201,
      set: async (play) => ({
        params: { submissionId: (await seated(samples)(play)).submissionId },
      }),
      refused: { programmeManager: 404 },
    }),
    listReviews: panel({
      set: async (play) => ({
        params: { submissionId: (await draft(play)).params.submissionId },
      }),
    }),
    getReview: panel({ set: inReview }),
    putReviewScore: panel({
      status: 201,
      set: async (play) => ({ ...(await inReview(play)), ifNoneMatch: '*' }),
      refused: own,
    }),
    getReviewScore: panel({
      set: scored,
      refused: own,
    }),
    lockReview: panel({
      set: async (play) => {
        const { params } = await draft(play)
        return { params, ifMatch: await score(play, params, { as: 'assessor' }) }
      },
      refused: own,
    }),
    reopenReview: panel({
      as: 'programmeManager',
      set: async (play) => {
        const { submissionId } = await seated(samples)(play)
        return {
          params: { submissionId, reviewId: await review(play, submissionId, { as: 'assessor' }) },
        }
      },
      refused: { assessor: 403, leadAssessor: 403 },
    }),
    addReviewFinding: panel({
      status: 201,
      set: inReview,
      refused: own,
    }),
    putReviewFinding: panel({
      set: finding,
      refused: own,
    }),
    removeReviewFinding: panel({
      status: 204,
      set: finding,
      refused: own,
    }),
    checkReviewFindings: panel({
      set: async (play) => {
        const { submissionId, reviewId } = (await finding(play)).params
        return { params: { submissionId, reviewId } }
      },
      refused: own,
    }),
    putKeyFactors: panel({
      set: async (play) => {
        const { params, etag } = await draft(play)
        return { params, ifMatch: etag }
      },
      refused: own,
    }),
    openConsensus: panel({
      as: 'leadAssessor',
      status: 201,
      set: async (play) => {
        const { submissionId } = await seated(samples)(play)
        await review(play, submissionId, { as: 'leadAssessor' })
        await review(play, submissionId, { as: 'assessor' })
        return { params: { submissionId } }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    getConsensus: panel({
      set: async (play) => ({ params: await opened(samples)(play) }),
    }),
    getAgreement: panel({
      as: 'leadAssessor',
      set: async (play) => ({ params: await opened(samples)(play) }),
      refused: { assessor: 403 },
    }),
    getOfficialScore: panel({
      set: async (play) => ({ params: await finalized(samples)(play) }),
    }),
    putConsensusScore: panel({
      as: 'leadAssessor',
      status: 201,
      set: async (play) => ({ params: await opened(samples)(play), ifNoneMatch: '*' }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    acceptSuggestions: panel({
      as: 'leadAssessor',
      set: async (play) => ({ params: await opened(samples)(play) }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    startConsensusRound: panel({
      as: 'leadAssessor',
      set: async (play) => ({ params: await opened(samples)(play) }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    closeConsensusRound: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const params = await opened(samples)(play)
        const id = 'startConsensusRound'
        made(await play.call(id, { ...samples(id), params, as: 'leadAssessor' }), id)
        await roundsOver(play, params.submissionId)
        return { params }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    proposeConsensus: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const { submissionId, etag } = await accepted(samples)(play)
        return { params: { submissionId }, ifMatch: etag }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    agreeToConsensus: panel({
      set: async (play) => {
        const { submissionId, etag } = await proposed(samples)(play)
        return { params: { submissionId }, ifMatch: etag }
      },
      refused: { programmeManager: 403 },
    }),
    objectToConsensus: panel({
      set: async (play) => {
        const { submissionId } = await proposed(samples)(play)
        return { params: { submissionId } }
      },
      refused: { programmeManager: 403 },
    }),
    overruleObjection: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const { submissionId } = await proposed(samples)(play)
        const params = { submissionId }
        const id = 'objectToConsensus'
        made(await play.call(id, { ...samples(id), params, as: 'assessor' }), id)
        const { body } = samples('overruleObjection')
        const { personId } = play.house.cast.assessor
        return { params, body: { ...(body as object), personId } }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    finalizeConsensus: panel({
      as: 'programmeManager',
      set: async (play) => ({ params: await agreed(samples)(play) }),
    }),
    listConsensusFindings: panel({
      set: async (play) => ({
        params: { submissionId: (await noted(samples)(play)).submissionId },
      }),
      refused: { programmeManager: 404 },
    }),
    addConsensusFinding: panel({
      as: 'leadAssessor',
      status: 201,
      set: async (play) => ({ params: await opened(samples)(play) }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    putConsensusFinding: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const { etag, ...params } = await noted(samples)(play)
        return { params, ifMatch: etag }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    removeConsensusFinding: panel({
      as: 'leadAssessor',
      status: 204,
      set: async (play) => {
        const { etag, ...params } = await noted(samples)(play)
        return { params, ifMatch: etag }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    checkConsensusFindings: panel({
      set: async (play) => ({
        params: { submissionId: (await noted(samples)(play)).submissionId },
      }),
      refused: { programmeManager: 404 },
    }),
    decideDeparture: panel({
      as: 'programmeManager',
      set: async (play) => {
        const { submissionId } = await opened(samples)(play)
        const { personId } = play.house.cast.assessor
        await left(play, submissionId)
        return { params: { submissionId, personId } }
      },
      refused: { leadAssessor: 403 },
    }),
    planSiteVisit: panel({
      as: 'leadAssessor',
      status: 201,
      set: async (play) => ({ params: await agreed(samples, { siteVisit: 'optional' })(play) }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    getSiteVisit: panel({
      set: async (play) => ({ params: await visiting(samples)(play) }),
      refused: { programmeManager: 404 },
    }),
    listSiteVisits: panel({
      set: async (play) => ({ params: await visiting(samples)(play) }),
      refused: { programmeManager: 404 },
    }),
    declareForSiteVisit: panel({
      set: async (play) => ({ params: await visiting(samples)(play) }),
      refused: { programmeManager: 403 },
    }),
    beginSiteVisit: panel({
      as: 'leadAssessor',
      set: async (play) => ({ params: await visiting(samples)(play) }),
      refused: { assessor: 403, programmeManager: 403 },
    }),
    putVisitOutcome: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const { submissionId, etag } = await onSite(samples)(play)
        return { params: { submissionId }, ifMatch: etag }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    reportSiteVisit: panel({
      as: 'leadAssessor',
      set: async (play) => {
        const { submissionId, etag } = await onSite(samples)(play)
        const { params, body } = samples('putVisitOutcome')
        const call = { params: { ...params, submissionId }, body, ifMatch: etag } as const
        made(await play.call('putVisitOutcome', { ...call, as: 'leadAssessor' }), 'outcome')
        return { params: { submissionId } }
      },
      refused: { assessor: 403, programmeManager: 403 },
    }),
    showPanel: outside({
      set: async (play) => {
        const { submissionId } = await seated(samples, { panelShown: 'before_scoring' })(play)
        return { params: { submissionId } }
      },
    }),
    getPanel: outside({ set: async (play) => ({ params: (await shown(samples)(play)).params }) }),
    decideChallenge: outside({ set: challenged(samples) }),
    getShownPanel: shownTo({
      set: async (play) => ({ params: (await shown(samples)(play)).params }),
    }),
    acceptShownPanel: shownTo({
      set: async (play) => {
        const { params, etag } = await shown(samples)(play)
        return { params, ifMatch: etag }
      },
    }),
    challengePanel: shownTo({
      set: async (play) => {
        const { params, etag } = await shown(samples)(play)
        return { params, ifMatch: etag }
      },
    }),
  }
}
