// What a method says about a node beyond percent and points: a closed union, told apart by the sheet's method.
// Each outcome is made by its method; that of a category that passes is made in verdict.ts.
import { z } from 'zod'
import { phases } from '../document/parameters-v1.ts'
import { NodeCode } from '../ids.ts'

/** A fraction in lowest terms, as text. */
export const ExactNumber = z
  .string()
  .max(200)
  .regex(/^-?\d+(\/[1-9]\d*)?$/)
  .meta({ id: 'ExactNumber', description: 'A fraction in lowest terms.', examples: ['27/4', '45'] })

const RadarOutcome = z
  .strictObject({ uncapped: z.number(), exactUncapped: ExactNumber })
  .meta({ id: 'RadarOutcome', description: 'radar@1: the percent before the cap.' })

const PdcaOutcome = z
  .strictObject({ phase: z.enum(['none', ...phases]) })
  .meta({ id: 'PdcaOutcome', description: 'pdca-classical@1: the phase reached by a process.' })

const FineTunedOutcome = z
  .strictObject({ sum: z.int(), of: z.int() })
  .meta({ id: 'FineTunedOutcome', description: 'pdca-fine-tuned@1: the sum of the ratings.' })

const level = z.int().min(0).max(5)

const MaturityOutcome = z
  .strictObject({
    level: level.meta({ description: '0: below the base level.' }),
    gapAt: level.nullable().meta({ description: 'The first level that is not met; null: none.' }),
    toMeetNext: z.array(NodeCode).max(20).meta({ description: 'Statements not met there.' }),
    ignoredAbove: z.int().min(0).max(100).meta({ description: 'Statements met from the gap on.' }),
  })
  .meta({ id: 'MaturityOutcome', description: 'maturity-level@1: how far the climb went.' })

const PassOutcome = z
  .strictObject({ margin: z.number(), exactMargin: ExactNumber, passed: z.boolean() })
  .meta({
    id: 'PassOutcome',
    description: 'category-pass@1: points above what the category needs.',
  })

export const Outcome = z
  .union([RadarOutcome, PdcaOutcome, FineTunedOutcome, MaturityOutcome, PassOutcome])
  .meta({ id: 'NodeOutcome', description: 'What the method says beyond percent and points.' })
export type Outcome = Readonly<z.infer<typeof Outcome>>
