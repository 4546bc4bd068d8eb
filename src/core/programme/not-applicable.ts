// What a cycle says of nodes that do not apply: whether they are taken, what they earn, how much is too much.
// How they are scored is in ../scoring/not-applicable.ts; what may be submitted at all, in ../submission/submit.ts.
import { z } from 'zod'
import { Problem } from '../problem.ts'
import { readAnswers } from '../scoring/answers.ts'
import { defaultMaxShareBp, notApplicableFindings } from '../scoring/not-applicable.ts'
import type { Plan } from '../scoring/plan.ts'
import { NotApplicablePolicy } from '../scoring/sheet.ts'
import type { Answers } from '../submission/answer.ts'

/** A submission is submitted before it enters, so a cycle is never more generous than submitting is. */
export const CycleNotApplicable = z
  .strictObject({
    policy: NotApplicablePolicy,
    maxShareBp: z.int().min(1).max(defaultMaxShareBp).meta({
      description:
        'How much of the reference points may not apply, in basis points. More than 1000 (10 %) is never submitted.',
    }),
  })
  .meta({
    id: 'CycleNotApplicable',
    description: 'What a cycle makes of nodes that do not apply.',
  })
export type CycleNotApplicable = Readonly<z.infer<typeof CycleNotApplicable>>

/**
 * Refuses what a cycle does not take with `document-invalid`: with a pointer to every answer that does not apply
 * where it takes none (`rule` null), or to all of them where they are too many. The answers are submitted ones.
 */
export const demandTaken = (
  rule: CycleNotApplicable | null,
  { plan, answers }: { readonly plan: Plan; readonly answers: Answers },
): void => {
  const read = readAnswers(plan, answers, rule !== null)
  const errors = rule === null ? [] : notApplicableFindings(read, rule)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}
