// Scenes of what assessors and their programme do with one submission: reviews, consensus, site visit.
// The panel's things are made in panel-things.ts; all other scenes are scenes.ts.
import { begun, itemsOf, review, score, seated } from './panel-things.ts'
import type { CastName } from './stage.ts'
import { type Found, made, type Play, type Samples } from './things.ts'

type Sketch = {
  readonly as: CastName
  readonly status: number
  readonly set: (play: Play) => Promise<Found>
  readonly refused: Partial<Record<CastName, 403 | 404>>
}

/** To all of these there is nothing here: the applicant, its neighbours, other associations, a chapter. */
const outside = {
  organizationAdmin: 404,
  organizationContributor: 404,
  organizationViewer: 404,
  otherOrganizationAdmin: 404,
  strangerAdmin: 404,
  associationAdmin: 404,
  chapterAdmin: 404,
} as const

const panel = (more: Partial<Sketch>): Sketch => ({
  as: 'assessor',
  status: 200,
  set: async () => ({}),
  ...more,
  refused: { ...outside, ...more.refused },
})

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
  }
}
