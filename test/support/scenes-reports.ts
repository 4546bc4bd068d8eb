// Scenes of feedback reports, seen from the side of the panel; what the organization reads is in the tests of the slice.
// The reports are made in report-things.ts; all other scenes are scenes.ts.
import { finalized } from './panel-things.ts'
import { approved, drafted } from './report-things.ts'
import { type Sketch, sketchAs } from './sketch.ts'
import type { Play, Samples } from './things.ts'

const report = sketchAs('programmeManager')

export const reportScenes = (samples: Samples): Readonly<Record<string, Sketch>> => {
  const inDraft = async (play: Play) => {
    const { params, etag } = await drafted(samples)(play)
    return { params, ifMatch: etag }
  }
  const inApproval = async (play: Play) => {
    const { params, etag } = await approved(samples)(play)
    return { params, ifMatch: etag }
  }
  const panel403 = { leadAssessor: 403, assessor: 403 } as const
  return {
    draftFeedbackReport: report({
      as: 'leadAssessor',
      status: 201,
      set: async (play) => ({ params: await finalized(samples)(play) }),
      refused: { assessor: 403 },
    }),
    listFeedbackReports: report({
      as: 'assessor',
      set: async (play) => {
        const { submissionId } = (await drafted(samples)(play)).params
        return { params: { submissionId } }
      },
    }),
    getFeedbackReport: report({
      as: 'assessor',
      set: async (play) => ({ params: (await drafted(samples)(play)).params }),
    }),
    putFeedbackReportTexts: report({ set: inDraft, refused: { assessor: 403 } }),
    approveFeedbackReport: report({ set: inDraft, refused: panel403 }),
    returnFeedbackReport: report({ set: inApproval, refused: panel403 }),
    releaseFeedbackReport: report({ set: inApproval, refused: panel403 }),
  }
}
