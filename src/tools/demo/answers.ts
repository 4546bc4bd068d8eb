// What the demo's organization says: made up, uneven like real self-assessments, in steps of 5 percent.
// How answers are sent is in steps.ts.
import type { Questionnaire } from './shapes.ts'

/** Percents by item of gbt-19580-2012; an item of a later version that is not named gets `usual`. */
const percents: Readonly<Record<string, number>> = {
  '4.1.2': 60,
  '4.1.3': 55,
  '4.1.4': 50,
  '4.2.2': 55,
  '4.2.3': 45,
  '4.3.2': 65,
  '4.3.3': 60,
  '4.4.2': 50,
  '4.4.3': 60,
  '4.4.4': 40,
  '4.4.5': 60,
  '4.4.6': 65,
  '4.4.7': 45,
  '4.5.2': 55,
  '4.5.3': 60,
  '4.6.2': 40,
  '4.6.3': 35,
  '4.7.2': 55,
  '4.7.3': 60,
  '4.7.4': 45,
  '4.7.5': 40,
  '4.7.6': 45,
  '4.7.7': 50,
}
const usual = 50

export const percentFor = (code: string): number => percents[code] ?? usual

/** What customers gain, others lose: points move, their sum stays. */
const moved: Readonly<Record<string, number>> = {
  '4.3.2': 20,
  '4.3.3': 20,
  '4.7.3': 40,
  '4.4.2': -20,
  '4.7.4': -30,
  '4.7.5': -30,
}

/** Points by item: those of the reference, with more for what concerns customers. */
export const customersFirst = ({ categories }: Questionnaire): Readonly<Record<string, number>> =>
  Object.fromEntries(
    categories
      .flatMap(({ items }) => items)
      .map(({ code, points }) => [code, points + (moved[code] ?? 0)]),
  )
