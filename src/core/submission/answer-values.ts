// The value members of an answer, of all methods together: shapes and limits on size, and the same for patches.
// Which of them a node takes, and what is in range, is refused as a finding by its method.
import { z } from 'zod'
import { NodeCode } from '../ids.ts'

/** A percent as people enter it. Range and step belong to the document and are refused as a finding. */
const Percent = z.number().meta({ examples: [45] })

/** The name of a factor or attribute. */
const Factor = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)

const Score = z.number().meta({ description: 'Whole, 0 to 100; for pdca methods.' })
const Level = z.number().meta({ description: 'Whole, 0 to 5; for maturity-level@1.' })

const Levels = z
  .array(z.array(z.enum(['met', 'not_met', 'not_applicable'])).max(20))
  .max(5)
  .meta({ description: 'For each level its statements in order; absent: not met.' })

const Points = z.number().meta({ description: 'Up to the maximum; for category-pass@1.' })

const StatementRating = z
  .union([Percent, z.literal('not_applicable')])
  .meta({ id: 'StatementRating', description: 'A percent of the scale, or not applicable.' })

const Reached = z.boolean()
const Phases = z.strictObject({
  plan: Reached.optional(),
  do: Reached.optional(),
  check: Reached.optional(),
  act: Reached.optional(),
  pdca: Reached.optional(),
})

/** As an answer holds them. */
export const answerValues = {
  percent: Percent.optional(),
  factors: z.record(Factor, Percent).optional(),
  attributes: z.record(Factor, Percent).optional(),
  phases: Phases.optional().meta({ description: 'Phases reached; for pdca-classical@1.' }),
  score: Score.optional(),
  trend: Score.optional(),
  targets: Score.optional(),
  plan: Score.optional(),
  do: Score.optional(),
  check: Score.optional(),
  act: Score.optional(),
  trends: Score.optional(),
  level: Level.optional(),
  levels: Levels.optional(),
  points: Points.optional(),
  statements: z.record(NodeCode, StatementRating).optional(),
}

/** A score that an assessor or a panel gives: the value members of an answer alone. */
export const ScoreValue = z.strictObject(answerValues).meta({
  id: 'ScoreValue',
  description: "A score in the members of the questionnaire's scoring method, whole.",
  examples: [
    { percent: 45 },
    {
      attributes: {
        sound: 50,
        implemented: 45,
        'evaluated-understood': 30,
        'learn-improve': 30,
      },
    },
  ],
})
export type ScoreValue = Readonly<z.infer<typeof ScoreValue>>

/** As a patch changes them (RFC 7396): null removes a member, lists are replaced as a whole. */
export const answerValuePatches = {
  percent: Percent.nullish(),
  factors: z.record(Factor, Percent.nullable()).nullish(),
  attributes: z.record(Factor, Percent.nullable()).nullish(),
  phases: z
    .strictObject({
      plan: Reached.nullish(),
      do: Reached.nullish(),
      check: Reached.nullish(),
      act: Reached.nullish(),
      pdca: Reached.nullish(),
    })
    .nullish(),
  score: Score.nullish(),
  trend: Score.nullish(),
  targets: Score.nullish(),
  plan: Score.nullish(),
  do: Score.nullish(),
  check: Score.nullish(),
  act: Score.nullish(),
  trends: Score.nullish(),
  level: Level.nullish(),
  levels: Levels.nullish(),
  points: Points.nullish(),
  statements: z.record(NodeCode, StatementRating.nullable()).nullish(),
}
