// The scoring methods by name. A new one is a file in methods/ and a line here.
import type { MethodName } from '../document/questionnaire-v1.ts'
import type { Method } from './method.ts'
import { percentPoints1 } from './methods/percent-points-1.ts'

export const methods: Readonly<Record<MethodName, Method>> = { 'percent-points@1': percentPoints1 }
