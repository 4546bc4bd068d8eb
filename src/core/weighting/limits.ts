// The limits that an association sets to the weightings of one questionnaire, for itself and all below it: what they
// may say, and what a weighting breaks of them. They count when a weighting is published and when one is chosen.
import { z } from 'zod'
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { fromNumber } from '../exact.ts'
import { type AssociationId, NodeCode, type PersonId, type QuestionnaireKey } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { countedNodes } from '../scoring/weighting.ts'
import {
  type WeightingLimits as Limits,
  limitFindings,
  type WeightingClaim,
} from '../scoring/weighting-findings.ts'
import { unattainable } from './attainable.ts'

const bound = z.number().min(0).max(1_000_000).optional()

export const WeightingLimits = z
  .strictObject({
    ranges: z
      .record(
        NodeCode,
        z
          .strictObject({ min: bound, max: bound })
          .meta({ id: 'WeightingRange', description: 'Maximum points, both bounds inclusive.' }),
      )
      .optional()
      .meta({ description: 'By code of a scored node or a category.' }),
    leastResultsShareBp: z.int().min(0).max(10_000).optional().meta({
      description: 'What result nodes must weigh at least, in basis points of the total.',
    }),
    zeroAllowed: z
      .boolean()
      .optional()
      .meta({ description: 'False: every node must weigh something. Absent: true.' }),
  })
  .meta({ id: 'WeightingLimits', description: 'What weightings of one questionnaire may be.' })
export type WeightingLimits = z.output<typeof WeightingLimits>

/** The limits of one association for one questionnaire, whatever its version. */
export type LimitsRecord = {
  readonly associationId: AssociationId
  readonly questionnaireKey: QuestionnaireKey
  readonly limits: Limits
  readonly revision: number
  readonly updatedBy: PersonId
  readonly updatedAt: Date
}

/** Changes with every change of the limits, and never comes back when they are taken away and set anew. */
export const etagOfLimits = ({ revision, updatedAt }: LimitsRecord): string =>
  `"l${revision}-${updatedAt.getTime().toString(36)}"`

/** What is wrong in limits for this version of the questionnaire, each with its pointer: also that nobody could meet them. */
export const limitsFindings = (
  limits: Limits,
  questionnaire: Questionnaire,
): readonly ProblemError[] => {
  const nodes = countedNodes(questionnaire)
  const each = Object.entries(limits.ranges ?? {}).flatMap(
    ([code, { min, max }]): readonly ProblemError[] => {
      const pointer = `/ranges/${code}`
      const wrong = (reason: string, detail: string) => [{ pointer, code: reason, detail }]
      if (!nodes.some((node) => node.code === code || node.category === code))
        return wrong('node-unknown', `"${code}" is no scored node and no category.`)
      if ([min, max].some((value) => value !== undefined && fromNumber(value) === null))
        return wrong('points-grain', 'Points are not finer than 0.01.')
      if (min !== undefined && max !== undefined && min > max)
        return wrong('range-empty', `Nothing is at least ${min} and at most ${max}.`)
      return []
    },
  )
  return each.length > 0 ? each : unattainable(limits, nodes)
}

export type PutLimits = {
  readonly before: LimitsRecord | null
  readonly associationId: AssociationId
  readonly questionnaireKey: QuestionnaireKey
  readonly limits: Limits
  /** The latest version that the association may use; null: no such questionnaire. */
  readonly questionnaire: Questionnaire | null
  readonly standing: Standing
  readonly now: Date
}

export type LimitsDecided = {
  readonly record: LimitsRecord
  readonly events: readonly Happening[]
}

/** `revision` says how often they changed; limits that are gone say nothing. */
const happened = (
  type: Happening['type'],
  { associationId, questionnaireKey, revision }: LimitsRecord,
): Happening => ({
  type,
  subject: associationId,
  ids: { questionnaire: questionnaireKey },
  versions: { limits: String(revision) },
})

/**
 * Sets the limits; the same again changes nothing. Refuses with `forbidden` or `not-found` (also: no such
 * questionnaire), and with `document-invalid`.
 */
export const putLimits = (given: PutLimits): LimitsDecided => {
  const { before, limits, questionnaire, standing, now } = given
  demand(standing, 'association-weightings:publish')
  if (questionnaire === null) throw new Problem('not-found', {})
  const errors = limitsFindings(limits, questionnaire)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  if (before !== null && canonicalJson(before.limits) === canonicalJson(limits))
    return { record: before, events: [] }
  const record: LimitsRecord = {
    associationId: given.associationId,
    questionnaireKey: given.questionnaireKey,
    limits,
    revision: (before?.revision ?? 0) + 1,
    updatedBy: standing.personId,
    updatedAt: now,
  }
  return { record, events: [happened('weighting-limits.changed', record)] }
}

/** Takes the limits away. Refuses with `forbidden` or `not-found`. */
export const removeLimits = (standing: Standing, record: LimitsRecord): readonly Happening[] => {
  demand(standing, 'association-weightings:publish')
  return [happened('weighting-limits.removed', record)]
}

/** What a sound weighting breaks of all these limits together; each finding once. */
export const breaches = (
  claim: WeightingClaim,
  questionnaire: Questionnaire,
  limits: readonly Limits[],
): readonly ProblemError[] => [
  ...new Map(
    limits
      .flatMap((each) => limitFindings(claim, questionnaire, each))
      .map((finding) => [canonicalJson(finding), finding]),
  ).values(),
]
