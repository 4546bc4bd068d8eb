// Submissions, standings and a real questionnaire for the tests of src/core/submission.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope, Standing } from '../../src/core/context.ts'
import type { PercentPointsParameters } from '../../src/core/document/parameters-v1.ts'
import { type Questionnaire, QuestionnaireV1 } from '../../src/core/document/questionnaire-v1.ts'
import { parametersOf } from '../../src/core/document/scoring-v1.ts'
import { GrantId, OrganizationId, PersonId, SubmissionId } from '../../src/core/ids.ts'
import { isProblem } from '../../src/core/problem.ts'
import type { Answer, Answers } from '../../src/core/submission/answer.ts'
import type { SubmissionState } from '../../src/core/submission/lifecycle.ts'
import type { Submission } from '../../src/core/submission/submission.ts'
import { root } from './sources.ts'

/** A valid id that ends in the given number. */
const numbered = (n: number) => `01920f3e-7a10-7c3e-8b1a-3f0d5c7e${String(n).padStart(4, '0')}`

export const me = PersonId.parse(numbered(1))
export const organizationId = OrganizationId.parse(numbered(2))
export const otherOrganizationId = OrganizationId.parse(numbered(3))
export const submissionId = SubmissionId.parse(numbered(4))
export const weightingId = numbered(5)
export const associationId = numbered(6)

const nobody: Standing = {
  personId: me,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
}

/** Who may act: one standing a role, and one that has only a grant. */
export const standings = {
  nobody,
  admin: { ...nobody, organizationRole: 'organization_admin' },
  contributor: { ...nobody, organizationRole: 'organization_contributor' },
  viewer: { ...nobody, organizationRole: 'organization_viewer' },
  manager: { ...nobody, associationRole: 'programme_manager' },
  association: { ...nobody, associationRole: 'association_admin' },
} as const satisfies Record<string, Standing>

export const withGrant = (standing: Standing, ...scopes: Scope[]): Standing => ({
  ...standing,
  grants: [{ id: GrantId.parse(numbered(7)), scopes }],
})

/** GB/T 19580-2012 as shipped: 23 items in 7 categories, 1000 points, process items may be N/A. */
export const gbt: Questionnaire = QuestionnaireV1.parse(
  JSON.parse(readFileSync(join(root, 'schemas/models/gbt-19580-2012/1.0.0.json'), 'utf8')),
)

/** The same questionnaire with other parameters of its method. */
export const gbtWith = (parameters: Partial<PercentPointsParameters>): Questionnaire => ({
  ...gbt,
  scoring: {
    ...gbt.scoring,
    method: 'percent-points@1',
    parameters: { ...parametersOf(gbt, 'percent-points@1'), ...parameters },
  },
})

/** The same questionnaire where rated factors make the percent, all of them alike. */
export const gbtByFactors: Questionnaire = gbtWith({
  factors: 'weighted',
  factorWeights: {
    process: { approach: 1, deployment: 1, learning: 1, integration: 1 },
    result: { levels: 1, trends: 1, comparisons: 1, integration: 1 },
  },
})

export const itemsOf = (questionnaire: Questionnaire) =>
  questionnaire.categories.flatMap(({ items = [] }) => items)

/** Every item answered, with some answers replaced; null leaves one out. */
export const answersTo = (
  questionnaire: Questionnaire,
  other: Readonly<Record<string, Answer | null>> = {},
): Answers =>
  Object.fromEntries(
    itemsOf(questionnaire).flatMap(({ code }) => {
      const answer = Object.hasOwn(other, code) ? other[code] : { percent: 45 }
      return answer ? [[code, answer] as const] : []
    }),
  )

export const notApplicable = { reasonCode: 'no_such_activity', justification: 'We have none.' }

export const created = new Date('2026-03-01T08:00:00Z')
export const submittedAt = new Date('2026-03-20T08:00:00Z')
export const now = new Date('2026-04-01T08:00:00Z')

/** A submission in the given state, with the instants that belong to it. */
export const submissionIn = (state: SubmissionState): Submission => ({
  id: submissionId,
  organizationId,
  questionnaire: { key: gbt.key, version: gbt.version },
  questionnaireDigest: 'd'.repeat(64),
  title: 'Self-assessment 2026',
  weighting: null,
  state,
  revision: 3,
  migratedFrom: null,
  carriedShareBp: 0,
  createdBy: me,
  createdAt: created,
  updatedAt: created,
  submittedAt: ['submitted', 'in_review', 'final'].includes(state) ? submittedAt : null,
  acceptedAt: null,
  finalAt: state === 'final' ? submittedAt : null,
  withdrawnAt: state === 'withdrawn' ? submittedAt : null,
})

/** The Problem that a decision throws, as code and parameters; what it returns is a failure. */
export const refusalOf = (decide: () => unknown) => {
  try {
    decide()
  } catch (error) {
    if (isProblem(error)) return { code: error.code, ...error.parameters }
    throw error
  }
  return 'allowed'
}
