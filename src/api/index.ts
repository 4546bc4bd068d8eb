// The slices, in the one order that counts: of registration, of the OpenAPI document and of permitted imports
// (a slice's actions may use the stores of slices above it, never below).
import type { Deps } from '../deps.ts'
import type { Bind } from '../http/bind.ts'
import { serve as questionnaires } from './questionnaires/routes.ts'
import { serve as weightings } from './weightings/routes.ts'

/** Binds the operations of one resource. Each slice names with Pick what it needs of Deps. */
export type Slice = (deps: Deps) => (bind: Bind) => void

export const slices: readonly Slice[] = [questionnaires, weightings]
