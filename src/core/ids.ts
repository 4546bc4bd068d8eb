// The identifiers of the domain: UUIDv7 made by the service, branded so that none is taken for another.
// They are names, never secrets or capabilities (API-05).
import { z } from 'zod'

const uuid = () =>
  z
    .string()
    .regex(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      'An id of this service is expected: a UUID of version 7 in lower case',
    )
    .meta({ format: 'uuid', examples: ['01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'] })

export const AssociationId = uuid().brand('AssociationId')
export type AssociationId = z.infer<typeof AssociationId>
export const OrganizationId = uuid().brand('OrganizationId')
export type OrganizationId = z.infer<typeof OrganizationId>
export const OwnerGroupId = uuid().brand('OwnerGroupId')
export type OwnerGroupId = z.infer<typeof OwnerGroupId>
export const PersonId = uuid().brand('PersonId')
export type PersonId = z.infer<typeof PersonId>
export const ApiKeyId = uuid().brand('ApiKeyId')
export type ApiKeyId = z.infer<typeof ApiKeyId>
export const GrantId = uuid().brand('GrantId')
export type GrantId = z.infer<typeof GrantId>
export const SubmissionId = uuid().brand('SubmissionId')
export type SubmissionId = z.infer<typeof SubmissionId>
export const WeightingId = uuid().brand('WeightingId')
export type WeightingId = z.infer<typeof WeightingId>
export const WeightingEffectId = uuid().brand('WeightingEffectId')
export type WeightingEffectId = z.infer<typeof WeightingEffectId>
export const QuestionnaireDraftId = uuid().brand('QuestionnaireDraftId')
export type QuestionnaireDraftId = z.infer<typeof QuestionnaireDraftId>
export const BenchmarkEditionId = uuid().brand('BenchmarkEditionId')
export type BenchmarkEditionId = z.infer<typeof BenchmarkEditionId>
export const BenchmarkPreviewId = uuid().brand('BenchmarkPreviewId')
export type BenchmarkPreviewId = z.infer<typeof BenchmarkPreviewId>
export const ProgrammeId = uuid().brand('ProgrammeId')
export type ProgrammeId = z.infer<typeof ProgrammeId>
export const CycleId = uuid().brand('CycleId')
export type CycleId = z.infer<typeof CycleId>
export const AssignmentId = uuid().brand('AssignmentId')
export type AssignmentId = z.infer<typeof AssignmentId>
export const ReviewId = uuid().brand('ReviewId')
export type ReviewId = z.infer<typeof ReviewId>
export const ConsensusId = uuid().brand('ConsensusId')
export type ConsensusId = z.infer<typeof ConsensusId>
export const FindingId = uuid().brand('FindingId')
export type FindingId = z.infer<typeof FindingId>
export const FeedbackReportId = uuid().brand('FeedbackReportId')
export type FeedbackReportId = z.infer<typeof FeedbackReportId>
export const OperationId = uuid().brand('OperationId')
export type OperationId = z.infer<typeof OperationId>
export const EventId = uuid().brand('EventId')
export type EventId = z.infer<typeof EventId>

/** The code of a node inside one questionnaire version: data, such as `4.1.2` or `7.1`. */
export const NodeCode = z
  .string()
  .min(1)
  .max(40)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'A code is letters, digits, dots and hyphens, such as 4.1.2',
  )
  .meta({ examples: ['4.1.2'] })
export type NodeCode = z.infer<typeof NodeCode>

/** A questionnaire key such as `gbt-19580-2012`. */
export const QuestionnaireKey = z
  .string()
  .min(3)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A key is small letters and digits with single hyphens')
  .meta({ examples: ['gbt-19580-2012'] })
export type QuestionnaireKey = z.infer<typeof QuestionnaireKey>

/** A content version: semantic, without pre-release. */
export const ContentVersion = z
  .string()
  .max(32)
  .regex(
    /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/,
    'A version is three whole numbers of at most six digits, such as 1.0.0',
  )
  .meta({ examples: ['1.0.0'] })
export type ContentVersion = z.infer<typeof ContentVersion>

/** A moment: RFC 3339 in UTC, ending in `Z`, that the database knows too: its calendar has no year zero. */
export const Instant = z.iso
  .datetime()
  .refine((text) => !text.startsWith('0000'), { message: 'Expected a later year' })
  .meta({ examples: ['2026-03-01T08:30:00.000Z'] })
export type Instant = z.infer<typeof Instant>
