// The generator of every method, by its name.
import type fc from 'fast-check'
import type { Case } from '../document.ts'
import { categoryPass } from './category-pass-1.ts'
import { maturityLevel } from './maturity-level-1.ts'
import { pdcaClassical, pdcaFineTuned } from './pdca-1.ts'
import { percentPoints } from './percent-points-1.ts'
import { radar } from './radar-1.ts'
import { statements } from './statements-1.ts'

export const casesOf: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  'percent-points@1': percentPoints,
  'radar@1': radar,
  'pdca-classical@1': pdcaClassical,
  'pdca-fine-tuned@1': pdcaFineTuned,
  'maturity-level@1': maturityLevel,
  'category-pass@1': categoryPass,
  'statements@1': statements,
}
