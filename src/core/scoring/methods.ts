// The scoring methods by name. A new one is a file in methods/ and a line here.
import type { MethodName } from '../document/scoring-v1.ts'
import type { Method } from './method.ts'
import { categoryPass1 } from './methods/category-pass-1.ts'
import { maturityLevel1 } from './methods/maturity-level-1.ts'
import { pdcaClassical1 } from './methods/pdca-classical-1.ts'
import { pdcaFineTuned1 } from './methods/pdca-fine-tuned-1.ts'
import { percentPoints1 } from './methods/percent-points-1.ts'
import { radar1 } from './methods/radar-1.ts'
import { statements1 } from './methods/statements-1.ts'

export const methods: Readonly<Record<MethodName, Method>> = {
  'percent-points@1': percentPoints1,
  'radar@1': radar1,
  'pdca-classical@1': pdcaClassical1,
  'pdca-fine-tuned@1': pdcaFineTuned1,
  'maturity-level@1': maturityLevel1,
  'category-pass@1': categoryPass1,
  'statements@1': statements1,
}
