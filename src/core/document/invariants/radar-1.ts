// Invariants of a document scored by radar@1: every kind has attributes, bands that speak of them, and a cap.
// How elements and caps are applied is in scoring/methods/radar-1.ts.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import {
  type Kind,
  type RadarElement,
  type RadarParameters,
  statedByKind,
} from '../parameters-v1.ts'
import { pointerOf } from '../pointer.ts'
import type { BandSet, Questionnaire } from '../questionnaire-v1.ts'
import { parametersOf } from '../scoring-v1.ts'
import { coverFindings, onStep } from './bands.ts'
import { kindsUsed, setsUsed } from './kinds.ts'
import { stepFindings } from './steps.ts'

const parameters = '/scoring/parameters'

/** The attributes of elements, in order. */
const attributesOf = (elements: readonly RadarElement[]): readonly string[] =>
  elements.flatMap(({ attributes }) => attributes)

const repeatedIn = (kind: string, elements: readonly RadarElement[]): readonly ProblemError[] => {
  const twice = (names: readonly string[]) =>
    names.filter((name, index) => names.indexOf(name) !== index)
  const codes = elements.map(({ code }) => code)
  return [...twice(codes), ...twice(attributesOf(elements))].map((each) => ({
    pointer: `${parameters}/elements/${kind}`,
    code: 'name-repeated',
    detail: `"${each}" stands twice among the elements and attributes of kind ${kind}.`,
  }))
}

const capFindings = (
  { cap, elements }: RadarParameters,
  used: readonly Kind[],
): readonly ProblemError[] => {
  if (cap === null) return []
  const pointer = `${parameters}/cap`
  return [
    ...used
      .filter((kind) => cap[kind] === undefined)
      .map((kind) => ({ pointer, code: 'kind-without-cap', detail: `Kind ${kind} has no cap.` })),
    ...statedByKind(cap)
      .filter(([kind, name]) => !attributesOf(elements[kind] ?? []).includes(name))
      .map(([kind, name]) => ({
        pointer: `${pointer}/${kind}`,
        code: 'attribute-missing',
        detail: `"${name}" is no attribute of kind ${kind}.`,
      })),
  ]
}

const namesOf = (
  { code, elementNames }: BandSet,
  pointer: string,
  elements: readonly RadarElement[],
): readonly ProblemError[] => {
  if (elementNames === undefined) return []
  const codes = elements.map((element) => element.code)
  return [
    ...codes
      .filter((element) => elementNames[element] === undefined)
      .map((element) => ({
        pointer: `${pointer}/elementNames`,
        code: 'element-unnamed',
        detail: `The element "${element}" of the band set "${code}" has no name.`,
      })),
    ...Object.keys(elementNames)
      .filter((name) => !codes.includes(name))
      .map((name) => ({
        pointer: `${pointer}/elementNames${pointerOf([name])}`,
        code: 'element-missing',
        detail: `"${name}" is no element that the band set "${code}" is for.`,
      })),
  ]
}

/** Everything wrong with the parameters and bands of a questionnaire scored by radar@1. */
export const radarFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const stated = parametersOf(questionnaire, 'radar@1')
  const { elements, inputStep, inputRound, elementRound, partRound, pointsStep } = stated
  const percents = { inputStep, inputRound, elementRound, partRound }
  const used = kindsUsed(questionnaire)
  const step = hundredthsOf(inputStep)
  return [
    ...stepFindings({
      ofPercents: { ...percents, categoryStep: stated.categoryStep },
      ofPoints: { pointsStep },
    }),
    ...used
      .filter((kind) => elements[kind] === undefined)
      .map((kind) => ({
        pointer: `${parameters}/elements`,
        code: 'kind-without-attributes',
        detail: `Kind ${kind} has no attributes.`,
      })),
    ...statedByKind(elements).flatMap(([kind, list]) => repeatedIn(kind, list)),
    ...capFindings(stated, used),
    ...setsUsed(questionnaire).flatMap(({ kind, set, pointer }): readonly ProblemError[] => {
      const list = elements[kind] ?? []
      const attributes = attributesOf(list)
      return [
        ...namesOf(set, pointer, list),
        ...(attributes.join() === set.factors.join()
          ? []
          : [
              {
                pointer: `${pointer}/factors`,
                code: 'factors-differ',
                detail: `The factors are ${set.factors.join(', ')}; the attributes of kind ${kind} are ${attributes.join(', ')}.`,
              },
            ]),
        ...(step === null || step <= 0n ? [] : coverFindings(set, pointer, onStep(step))),
      ]
    }),
  ]
}
