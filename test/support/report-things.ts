// Feedback reports for the tests of slices, made by calling the service: drafted, approved, released by two managers.
// The panel whose consensus they are of is made in panel-things.ts.
import type { usualSettings } from '../../src/core/programme/settings.ts'
import { finalized } from './panel-things.ts'
import { made, type Play, type Samples } from './things.ts'

type Settings = Partial<typeof usualSettings>
export type Version = {
  readonly params: { readonly submissionId: string; readonly version: string }
  readonly etag: string
}

/** A draft of the submission's report, the next one. */
export const draftOf = async (
  { call }: Pick<Play, 'call'>,
  submissionId: string,
  correction?: string,
): Promise<Version> => {
  const id = 'draftFeedbackReport'
  const given = { params: { submissionId }, as: 'leadAssessor', body: { correction } } as const
  const { body } = made(await call(id, given), id)
  return { params: { submissionId, version: String(body.version) }, etag: body.etag }
}

export const drafted =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play): Promise<Version> => {
    const { submissionId } = await finalized(samples, settings)(play)
    return draftOf(play, submissionId)
  }

/** `as`: who takes the step, by name or key. */
export const stepped = async (
  { call }: Pick<Play, 'call'>,
  { params, etag }: Version,
  id: 'approveFeedbackReport' | 'returnFeedbackReport' | 'releaseFeedbackReport',
  as: string,
): Promise<Version> => {
  const { body } = made(await call(id, { params, as, ifMatch: etag }), id)
  return { params, etag: body.etag }
}

/** Approved by another manager than the one of the house. */
export const approved =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play): Promise<Version> => {
    const { key } = await play.house.manager('Second manager')
    const version = await drafted(samples, settings)(play)
    return stepped(play, version, 'approveFeedbackReport', key)
  }

export const released =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play): Promise<Version> =>
    stepped(
      play,
      await approved(samples, settings)(play),
      'releaseFeedbackReport',
      'programmeManager',
    )
