// What an organization may know of one of its submissions as a candidate for benchmarks.
// What the builder sees of all of them is store-pool.ts.
import { and, eq, sql } from 'drizzle-orm'
import type { OwnFacts } from '../../core/benchmark/own-eligibility.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, SubmissionId } from '../../core/ids.ts'
import type { DocumentName } from '../../core/questionnaire/version.ts'
import { ownerGroups } from '../../db/tables/associations.ts'
import { organizations } from '../../db/tables/organizations.ts'
import { scoreSheets } from '../../db/tables/score-sheets.ts'
import { submissions } from '../../db/tables/submissions.ts'
import type { Reader } from '../../db/unit.ts'

export type OwnerGroupName = { readonly associationId: AssociationId; readonly id: OwnerGroupId }

/** All but what is written elsewhere: whether its owner group is verified, and how its questionnaire is scored. */
export type Known = {
  readonly facts: Omit<OwnFacts, 'ownerGroupVerified' | 'scoringDigest'>
  /** Null: it has none. */
  readonly ownerGroup: OwnerGroupName | null
  readonly questionnaire: DocumentName
  /** Of its score sheet; null without one, as while it is a draft. */
  readonly scoringDigest: string | null
}

type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

export const findFacts = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<Known | null> => {
  const [row] = await reader
    .select({
      submission: submissions,
      organization: organizations,
      sheet: scoreSheets,
      laterFinalAt: sql<string | null>`(select min(l.final_at) from ${submissions} l
        where l.organization_id = ${submissions.organizationId} and l.state = 'final'
          and l.questionnaire_key = ${submissions.questionnaireKey}
          and (l.final_at > ${submissions.finalAt}
            or (l.final_at = ${submissions.finalAt} and l.id < ${submissions.id})))`,
    })
    .from(submissions)
    .innerJoin(organizations, eq(organizations.organizationId, submissions.organizationId))
    .leftJoin(
      scoreSheets,
      and(
        eq(scoreSheets.organizationId, submissions.organizationId),
        eq(scoreSheets.submissionId, submissions.id),
        eq(scoreSheets.kind, 'reference'),
      ),
    )
    .where(and(eq(submissions.organizationId, organizationId), eq(submissions.id, submissionId)))
  if (row === undefined) return null
  const { submission, organization, sheet, laterFinalAt } = row
  const { ownerGroupAssociationId, ownerGroupId } = organization
  return {
    ownerGroup:
      ownerGroupAssociationId === null || ownerGroupId === null
        ? null
        : {
            associationId: ownerGroupAssociationId as AssociationId,
            id: ownerGroupId as OwnerGroupId,
          },
    questionnaire: {
      key: submission.questionnaireKey,
      version: submission.questionnaireVersion,
      digest: submission.questionnaireDigest,
    },
    scoringDigest: sheet?.scoringDigest ?? null,
    facts: {
      state: submission.state,
      finalAt: submission.finalAt,
      consent: consentOf(organization),
      organizationVerified: organization.verifiedAt !== null,
      test: organization.test,
      synthetic: organization.synthetic,
      questionnaireKey: submission.questionnaireKey,
      questionnaireVersion: submission.questionnaireVersion,
      basis: 'self', // editions are of self scores
      weighting: 'reference',
      variant: sheet?.variant ?? 'official',
      unanswered: sheet === null || sheet.complete ? 0 : 1,
      naForbidden: 0, // scoring refuses it
      naShareBp: sheet?.notApplicableShareBp ?? 0,
      carriedShareBp: submission.carriedShareBp,
      laterFinalAt: laterFinalAt === null ? null : new Date(laterFinalAt),
    },
  }
}

const consentOf = (organization: typeof organizations.$inferSelect): OwnFacts['consent'] => {
  if (organization.benchmarkConsentWithdrawnAt !== null) return 'withdrawn'
  return organization.benchmarkConsentGivenAt === null ? 'none' : 'given'
}

/** In a unit that reaches the association which keeps the group. */
export const isVerified = async (
  reader: Reader,
  { associationId, id }: OwnerGroupName,
): Promise<boolean> => {
  const [row] = await reader
    .select({ verifiedAt: ownerGroups.verifiedAt })
    .from(ownerGroups)
    .where(and(eq(ownerGroups.associationId, associationId), eq(ownerGroups.id, id)))
  return (row?.verifiedAt ?? null) !== null
}
