// Invariants of a document scored by percent-points@1: its parameters, and bands that cover every step.
// How the parameters are applied is in scoring/methods/percent-points-1.ts.
import { fromNumber, hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { everyArea, scoredNodes } from '../nodes.ts'
import type { BandSet, Kind, Questionnaire } from '../questionnaire-v1.ts'

const parameters = '/scoring/parameters'
const hundredPercent = 10000n

/** The total exists and is positive; every step has the grain and is positive; 100 percent is a multiple of the step. */
export const stepFindings = ({ scoring }: Questionnaire): readonly ProblemError[] => {
  const { step, categoryStep, pointsStep } = scoring.parameters
  const findings: ProblemError[] = []
  if (scoring.total === null || scoring.total <= 0) {
    findings.push({
      pointer: '/scoring/total',
      code: 'total-missing',
      detail: 'percent-points@1 adds points up; the document must state a total above zero.',
    })
  }
  for (const [name, value] of Object.entries({ step, categoryStep, pointsStep })) {
    if (value !== undefined && (value <= 0 || fromNumber(value) === null)) {
      findings.push({
        pointer: `${parameters}/${name}`,
        code: 'step-grain',
        detail: `The step ${value} is not positive, or finer than the grain 0.01.`,
      })
    }
  }
  for (const [name, value] of Object.entries({ step, categoryStep })) {
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

const kindsUsed = (questionnaire: Questionnaire): readonly Kind[] => [
  ...new Set(scoredNodes(questionnaire).map(({ kind }) => kind)),
]

const bandSetOf = ({ bandSets, scoring }: Questionnaire, kind: Kind): BandSet | undefined =>
  bandSets.find(({ code }) => code === scoring.parameters.bandSets[kind])

/** Every kind used has bands, and every band set named exists. */
export const kindFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { bandSets, scoring } = questionnaire
  const named = Object.entries(scoring.parameters.bandSets)
  return [
    ...kindsUsed(questionnaire)
      .filter((kind) => scoring.parameters.bandSets[kind] === undefined)
      .map((kind) => ({
        pointer: `${parameters}/bandSets`,
        code: 'kind-without-bands',
        detail: `Kind ${kind} has no bands.`,
      })),
    ...named
      .filter(([, name]) => !bandSets.some(({ code }) => code === name))
      .map(([kind, name]) => ({
        pointer: `${parameters}/bandSets/${kind}`,
        code: 'band-set-missing',
        detail: `There is no band set "${name}".`,
      })),
  ]
}

const weightsOfKind = (questionnaire: Questionnaire, kind: Kind): readonly ProblemError[] => {
  const factors = bandSetOf(questionnaire, kind)?.factors ?? []
  const weights = questionnaire.scoring.parameters.factorWeights?.[kind] ?? {}
  const pointer = `${parameters}/factorWeights/${kind}`
  const missing = factors.filter((factor) => weights[factor] === undefined)
  const unknown = Object.keys(weights).filter((factor) => !factors.includes(factor))
  const findings: ProblemError[] = [
    ...missing.map((factor) => ({
      pointer,
      code: 'factor-weight-missing',
      detail: `The factor "${factor}" has no weight; a missing weight is not zero.`,
    })),
    ...unknown.map((factor) => ({
      pointer: `${pointer}/${factor}`,
      code: 'factor-missing',
      detail: `"${factor}" is no factor of kind ${kind}.`,
    })),
  ]
  const nothing = Object.values(weights).every((weight) => weight === 0)
  return findings.length === 0 && nothing
    ? [
        {
          pointer,
          code: 'factor-weights-zero',
          detail: `All factors of kind ${kind} weigh nothing.`,
        },
      ]
    : findings
}

/** Factor weights stand exactly where factors are weighted, one for every factor, not all zero. */
export const weightFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { factors, factorWeights } = questionnaire.scoring.parameters
  if (factors === 'weighted') {
    return kindsUsed(questionnaire).flatMap((kind) => weightsOfKind(questionnaire, kind))
  }
  return factorWeights === undefined
    ? []
    : [
        {
          pointer: `${parameters}/factorWeights`,
          code: 'factor-weights-unused',
          detail: `Factor weights have no use where factors are "${factors}".`,
        },
      ]
}

const percentText = (bp: bigint): string => `${Number(bp) / 100}`

const bandsOfSet = (set: BandSet, pointer: string, step: bigint): readonly ProblemError[] => {
  let next = 0n
  let last = -1n
  for (const [index, { from, to }] of set.bands.entries()) {
    const here = `${pointer}/bands/${index}`
    const [low, high] = [hundredthsOf(from), hundredthsOf(to)]
    if (low === null || high === null || low > high || high > hundredPercent) {
      const detail = `The band from ${from} to ${to} is no range of percents with two decimals.`
      return [{ pointer: here, code: 'band-range', detail }]
    }
    if (low <= last) {
      const detail = `Bands overlap: ${percentText(low)} percent is already in the band before.`
      return [{ pointer: here, code: 'bands-overlap', detail }]
    }
    if (low > next) {
      const detail = `Bands leave out ${percentText(next)} percent, an allowed step.`
      return [{ pointer: here, code: 'bands-gap', detail }]
    }
    next = (high / step + 1n) * step
    last = high
  }
  return next <= hundredPercent
    ? [
        {
          pointer: `${pointer}/bands`,
          code: 'bands-gap',
          detail: `Bands leave out ${percentText(next)} percent, an allowed step.`,
        },
      ]
    : []
}

/** Bands cover every allowed step from 0 to 100 once; the first step that fails is named. */
export const bandFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const step = hundredthsOf(questionnaire.scoring.parameters.step)
  if (step === null || step <= 0n) return []
  return questionnaire.bandSets.flatMap((set, index) => bandsOfSet(set, `/bandSets/${index}`, step))
}

/** Questions probe factors of their kind; profile questions probe none. */
export const probeFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  everyArea(questionnaire).flatMap(({ area, pointer, kind }) => {
    const factors = kind === null ? [] : (bandSetOf(questionnaire, kind)?.factors ?? [])
    return area.questions.flatMap(({ probes }, index) =>
      probes.flatMap((probe, position) =>
        factors.includes(probe)
          ? []
          : [
              {
                pointer: `${pointer}/questions/${index}/probes/${position}`,
                code: 'factor-missing',
                detail: `"${probe}" is no factor that can be probed here.`,
              },
            ],
      ),
    )
  })
