// What is promised about calibration: how alike and how severe the assessors of a programme are. It decides nothing, and
// is for the one person whom the programme names. Who that is, is a member of the programme.
import { z } from 'zod'
import { reasons, reasonTexts } from '../../core/agreement/agreement.ts'
import type { Calibration } from '../../core/agreement/calibration.ts'
import { fewestOwnerGroups } from '../../core/agreement/severity.ts'
import { AssociationId, CycleId, PersonId, ProgrammeId } from '../../core/ids.ts'
import { inWords } from '../../core/text.ts'
import { operation } from '../../http/operation.ts'
import { PanelAgreement } from '../reviews/contract-consensus-shapes.ts'

const count = z.int().min(0).max(1_000_000)
const reason = z
  .enum(reasons)
  .optional()
  .meta({ description: inWords(reasonTexts, 'Why there is nothing.') })

const AssessorSeverity = z
  .strictObject({
    personId: PersonId,
    scores: count,
    ownerGroups: count,
    severityBp: z.int().min(-10_000).max(10_000).meta({
      description:
        'In basis points, shrunk to zero by how few the scores are; above zero is lenient.',
    }),
  })
  .meta({
    id: 'AssessorSeverity',
    description: 'How far an assessor lies from others, on the same items.',
  })

const Severity = z
  .strictObject({
    items: count,
    assessors: count,
    effects: z.array(AssessorSeverity).max(10_000).nullable().meta({ description: 'By id.' }),
    reason,
  })
  .meta({
    id: 'ProgrammeSeverity',
    description: 'By least squares over what each scored; it adjusts no score.',
  })

const Agreement = z.strictObject({ statistics: PanelAgreement, reason }).meta({
  id: 'ProgrammeAgreement',
  description: 'Over the items of all applicants; it decides nothing.',
})

const CalibrationReport = z
  .strictObject({
    programmeId: ProgrammeId,
    cycleIds: z
      .array(CycleId)
      .max(1000)
      .meta({ description: 'What it is made of, in the order of closing.' }),
    ownerGroups: count,
    severity: Severity,
    agreement: Agreement,
  })
  .meta({
    id: 'CalibrationReport',
    description: `Over at least ${fewestOwnerGroups} owner groups, or nothing with a reason. Nothing of any applicant.`,
  })

export const getCalibration = operation({
  tag: 'programmes',
  tenant: 'association',
  scope: 'agreement:read',
  id: 'getCalibration',
  method: 'GET',
  url: '/v1/associations/{associationId}/programmes/{programmeId}/calibration',
  summary: 'Read how alike and how severe the assessors of a programme are',
  description:
    'For the calibration lead whom the programme names. Over what assessors scored before their panels met, in closed ' +
    'cycles, taken together in the order of closing until they span five owner groups: a cycle that spans fewer waits ' +
    'for the next. Without the applicants of which the caller is a member. No figure decides anything.',
  params: z.strictObject({ associationId: AssociationId, programmeId: ProgrammeId }),
  reply: { 200: CalibrationReport },
  present: ({
    programmeId,
    ...calibration
  }: Calibration & { readonly programmeId: ProgrammeId }) => ({
    programmeId,
    ...calibration,
  }),
  problems: ['forbidden'],
})
