// What is promised about the official score of a submission: the sheet that was made of its final consensus.
// The self score, and its other sheets, are in the submissions slice.
import { z } from 'zod'
import { officialKinds } from '../../core/consensus/official.ts'
import { ScoreSheet } from '../../core/scoring/sheet.ts'
import { operation, pictureParameter, svg } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import { consensusPath } from './contract-consensus.ts'

export const getOfficialScore = operation({
  tag: 'consensus',
  tenant: 'organization',
  scope: 'reports:read',
  id: 'getOfficialScore',
  method: 'GET',
  url: `${consensusPath}/score`,
  summary: 'Read the official score of a submission',
  description:
    "The sheet of the panel's percents that was made when the consensus became final, byte for byte: under the " +
    'weighting that the cycle names for the questionnaire, or else under the reference. Under the reference there is ' +
    'one always, to be asked for (`weighting`); the sheet says which it is. For assessors whose own review is locked and for programme managers, once it is final; ' +
    'for the organization once its feedback report is released, where the cycle tells percents (`reportDetail`). 404 ' +
    'to everybody else, and before. With `Accept: image/svg+xml` the percents as a picture, in the asked language ' +
    'and with all figures in words.',
  params: SubmissionPath,
  query: z.strictObject({
    picture: pictureParameter,
    weighting: z.enum(officialKinds).optional().meta({
      description: 'Absent: the one that counts. 404 for `programme` where the cycle names none.',
    }),
  }),
  reply: { 200: ScoreSheet },
  replyTypes: ['application/json', svg],
  problems: ['conflict-of-interest'],
  sample: { query: { picture: 'radar' } },
})
