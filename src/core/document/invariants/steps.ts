// Invariants of steps and of what is rounded to them: positive, on the grain, dividing one hundred percent.
// Which parameters of a method are steps is said beside that method.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'

const parameters = '/scoring/parameters'
const hundredPercent = 10000n

type Finding = ProblemError & { readonly pointer: string }

/** Steps by the name of their parameter; undefined: not stated. */
export type Steps = Readonly<Record<string, number | undefined>>

/** Steps are positive and not finer than 0.01; `ofPercents` divide 100 besides. */
export const stepFindings = (given: {
  readonly ofPercents: Steps
  readonly ofPoints: Steps
}): readonly Finding[] => {
  const findings: Finding[] = []
  for (const [name, value] of Object.entries({ ...given.ofPercents, ...given.ofPoints })) {
    // Whatever is closer to zero than the grain reads as zero hundredths, and nothing can be rounded to that.
    if (value !== undefined && (hundredthsOf(value) ?? 0n) <= 0n) {
      findings.push({
        pointer: `${parameters}/${name}`,
        code: 'step-grain',
        detail: `The step ${value} is not positive, or finer than the grain 0.01.`,
      })
    }
  }
  for (const [name, value] of Object.entries(given.ofPercents)) {
    const steps = value === undefined ? null : hundredthsOf(value)
    if (steps !== null && steps > 0n && hundredPercent % steps !== 0n) {
      findings.push({
        pointer: `${parameters}/${name}`,
        code: 'step-misses-hundred',
        detail: `100 percent is not a multiple of the step ${value}.`,
      })
    }
  }
  return findings
}
