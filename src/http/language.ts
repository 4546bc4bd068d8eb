// Chooses the language of an answer: RFC 4647 lookup over Accept-Language, or the parameter `lang`.
// What is translated is said by problems.ts and by the documents; codes and scores never vary.
import { type Locale, locales } from '../core/request.ts'
import { weight } from './accept.ts'

/** A basic language range of RFC 4647; the parameter `lang` must be one. */
export const languageRange = /^(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}|\*)$/

const [defaultLocale] = locales
/** More ranges than anybody has; the rest is not read. */
const mostRanges = 32

type Weighted = { readonly range: string; readonly q: number }

/**
 * The best language for a header such as `zh-Hant-TW, en;q=0.5`. Malformed parts are passed over, `*` asks
 * for nothing in particular, weight 0 excludes; every kind of Chinese is answered by zh-CN. Ties: first wins.
 */
export const localeOf = (acceptLanguage: string | undefined): Locale => {
  if (acceptLanguage === undefined) return defaultLocale
  const ranges = acceptLanguage
    .split(',', mostRanges)
    .flatMap(weighted)
    .toSorted((a, b) => b.q - a.q)
  for (const { range, q } of ranges) {
    const locale = q > 0 ? spoken(range) : null
    if (locale !== null) return locale
  }
  return defaultLocale
}

const weighted = (part: string): Weighted[] => {
  const [range = '', parameter, ...more] = part.split(';').map((piece) => piece.trim())
  if (!languageRange.test(range)) return []
  if (parameter === undefined) return [{ range, q: 1 }]
  const [, q] = weight.exec(parameter) ?? []
  return q === undefined || more.length > 0 ? [] : [{ range, q: Number(q) }]
}

/** Lookup shortens the range until a language fits; ours have no variants, so the first subtag decides. */
const spoken = (range: string): Locale | null => {
  const [language = ''] = range.toLowerCase().split('-')
  return locales.find((locale) => locale.split('-')[0] === language) ?? null
}
