// The slices, in the one order that counts: of registration, of the OpenAPI document and of permitted imports
// (a slice's actions may use the stores of slices above it, never below).
import type { Deps } from '../deps.ts'
import type { Bind } from '../http/bind.ts'
import { serve as apiKeys } from './api-keys/routes.ts'
import { serve as assessors } from './assessors/routes.ts'
import { serve as assignments } from './assignments/routes.ts'
import { serve as associations } from './associations/routes.ts'
import { serve as benchmarks } from './benchmarks/routes.ts'
import { serve as calibration } from './calibration/routes.ts'
import { serve as entries } from './entries/routes.ts'
import { serve as events } from './events/routes.ts'
import { serve as feedbackReports } from './feedback-reports/routes.ts'
import { serve as grants } from './grants/routes.ts'
import { serve as members } from './members/routes.ts'
import { serve as meta } from './meta/routes.ts'
import { serve as operations } from './operations/routes.ts'
import { serve as organizations } from './organizations/routes.ts'
import { serve as programmes } from './programmes/routes.ts'
import { serve as questionnaires } from './questionnaires/routes.ts'
import { serve as reviews } from './reviews/routes.ts'
import { serve as scores } from './scores/routes.ts'
import { serve as submissions } from './submissions/routes.ts'
import { serve as weightings } from './weightings/routes.ts'
import { serve as workItems } from './work-items/routes.ts'

/** Binds the operations of one resource. Each slice names with Pick what it needs of Deps. */
export type Slice = (deps: Deps) => (bind: Bind) => void

export const slices: readonly Slice[] = [
  meta,
  associations,
  organizations,
  members,
  grants,
  apiKeys,
  operations,
  questionnaires,
  weightings,
  scores,
  submissions,
  programmes,
  assessors,
  entries,
  assignments,
  reviews,
  calibration,
  workItems,
  benchmarks,
  feedbackReports,
  events,
]
