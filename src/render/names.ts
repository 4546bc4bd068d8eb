// The names of a questionnaire in one language, by code, for pictures and reports.
import type { Questionnaire } from '../core/document/questionnaire-v1.ts'
import { type LocalizedText, textFor } from '../core/document/text.ts'
import type { Locale } from '../core/request.ts'

/** Of categories, items and leaves. */
export const namesIn = (
  { categories, defaultLocale }: Questionnaire,
  locale: Locale,
): ReadonlyMap<string, string> => {
  const named = ({ code, name }: { readonly code: string; readonly name: LocalizedText }) =>
    [code, textFor(name, locale, defaultLocale).text] as const
  return new Map(
    categories.flatMap((category) => [named(category), ...(category.items ?? []).map(named)]),
  )
}

/** Codes of the categories. */
export const categoriesIn = ({ categories }: Questionnaire): ReadonlySet<string> =>
  new Set(categories.map(({ code }) => code))
