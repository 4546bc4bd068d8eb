// The names of a questionnaire in one language, by code, for pictures, reports and sheets.
import type { Questionnaire } from './questionnaire-v1.ts'
import { textFor } from './text.ts'

/** Of categories, items and leaves; a name that the language lacks in the questionnaire's own. */
export const namesIn = (
  { categories, defaultLocale }: Questionnaire,
  language: string,
): ReadonlyMap<string, string> =>
  new Map(
    categories
      .flatMap((category) => [category, ...(category.items ?? [])])
      .map(({ code, name }) => [code, textFor(name, language, defaultLocale).text]),
  )

/** Codes of the categories. */
export const categoriesIn = ({ categories }: Questionnaire): ReadonlySet<string> =>
  new Set(categories.map(({ code }) => code))
