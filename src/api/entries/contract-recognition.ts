// What is promised about the levels that an entered submission reaches by its own answers.
// What the panel's scores reach is in the feedback report, and nowhere before that is released.
import { z } from 'zod'
import { LocalizedName } from '../../core/document/text.ts'
import { CycleId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { EntryRecognition as Reached } from '../../core/programme/recognition.ts'
import { Recognition, ScoreSheet } from '../../core/scoring/sheet.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import { operation } from '../../http/operation.ts'

const RecognizedLevel = z
  .strictObject({
    ...Recognition.shape,
    awardingBody: z.string().max(200),
    source: z
      .enum(['cycle', 'questionnaire'])
      .meta({ description: 'Whose table it is; where the cycle has some, they alone count.' }),
    name: LocalizedName.nullable().meta({
      description: 'Of the table, in all its languages; null where that text was not lent.',
    }),
    label: LocalizedName.nullable().meta({
      description: 'Of the band, likewise; null below the first band too.',
    }),
  })
  .meta({ id: 'RecognizedLevel', description: 'The level reached in one table, and whose it is.' })

const EntryRecognition = z
  .strictObject({
    submissionId: SubmissionId,
    cycleId: CycleId,
    questionnaire: QuestionnaireReference,
    weighting: ScoreSheet.shape.weighting,
    on: z.iso.date().meta({ description: 'The day on which the tables are in force.' }),
    levels: z.array(RecognizedLevel).max(20),
  })
  .meta({
    id: 'EntryRecognition',
    description: 'What an entered submission reaches by its own answers. It awards nothing.',
  })

export const getEntryRecognition = operation({
  tag: 'entries',
  tenant: 'organization',
  id: 'getEntryRecognition',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/submissions/{submissionId}/entry/recognition',
  summary: 'Read which levels an entered submission reaches',
  description:
    'By the exact points of its own answers under the weighting that counts in its cycle (`weighting`), in the tables of its cycle, or in those of ' +
    'its questionnaire where the cycle has none for it; only those in force on the day. Nothing here comes of the ' +
    'panel: what its scores reach is in the released feedback report. 404 for a submission that is in no cycle. For the ' +
    'organization, and by its grant.',
  scope: 'scores:read',
  params: z.strictObject({ organizationId: OrganizationId, submissionId: SubmissionId }),
  query: z.strictObject({
    on: z.iso.date().optional().meta({ description: 'The day; absent: today, in UTC.' }),
  }),
  reply: { 200: EntryRecognition },
  present: ({ levels, ...known }: Reached) => ({ ...known, levels: [...levels] }),
  sample: { query: { on: '2031-04-01' } },
})
