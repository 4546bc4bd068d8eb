// The statements of a scored node in questionnaire/v1: what is rated instead of the node as a whole.
// Which method needs which of them is one of the invariants.
import { z } from 'zod'
import { NodeCode } from '../ids.ts'
import { meaningChanged } from './text.ts'

/**
 * `statements`, rated one by one, and `levelStatements`, five lists that are met or not, filled with one
 * kind of text. `suffix` ends the names of the shapes.
 */
export const statementMembers = <Text extends z.ZodType>(suffix: string, text: Text) => {
  const Statement = z
    .strictObject({
      code: NodeCode,
      text,
      naAllowed: z.boolean(),
      weight: z.int().min(1).max(1000).optional().meta({ description: 'Absent: 1.' }),
      meaningChanged,
    })
    .meta({ id: `Statement${suffix}`, description: 'One observable fact, to be rated.' })
  const LevelStatement = z
    .strictObject({ code: NodeCode, text, meaningChanged })
    .meta({ id: `LevelStatement${suffix}`, description: 'One fact that a level of maturity asks.' })
  return {
    statements: z.array(Statement).min(1).max(20).optional().meta({
      description: 'Rated one by one on the scale; for statements@1.',
    }),
    levelStatements: z.array(z.array(LevelStatement).min(1).max(20)).length(5).optional().meta({
      description: 'What each level asks, the lowest first; for maturity-level@1.',
    }),
  }
}
