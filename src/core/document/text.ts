// Texts in several languages: their shape, and which one a reader gets.
// Which languages a document must speak is one of its invariants.
import { z } from 'zod'

/** A language tag as documents write it: `en`, `zh-CN`, `zh-Hans-CN`. */
export const LanguageTag = z
  .string()
  .max(16)
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'A language is written as in en or zh-CN')
  .meta({ id: 'LanguageTag', description: 'BCP 47 language tag.', examples: ['zh-CN'] })

const textOf = (max: number) =>
  z.record(LanguageTag, z.string().min(1).max(max).regex(/\S/, 'A text is not blank'))

export const LocalizedName = textOf(200).meta({
  id: 'LocalizedName',
  description: 'A short text, one string a language.',
})
export const LocalizedText = textOf(4000).meta({
  id: 'LocalizedText',
  description: 'A text, one string a language.',
})
export const LocalizedQuestion = textOf(240).meta({
  id: 'LocalizedQuestion',
  description: 'A question, one string a language.',
})
/** Every changed text declares it (scoring.md section 8): carried answers are reviewed by it. */
export const meaningChanged = z.boolean().optional().meta({
  description: 'Whether a text changed here since the last version now means something else.',
})

export type LocalizedText = Readonly<Record<string, string>>

/** A text in one language: a string, or marked with the language it fell back to. */
export type TextOrFallback = string | { readonly text: string; readonly lang: string }

const languageOf = (tag: string): string => tag.replace(/-.*$/, '')

/** The tag of the text a reader gets: asked locale, its language, default locale, any (section 10). */
export const tagFor = (
  tags: readonly string[],
  asked: string,
  defaultLocale: string,
): string | undefined => {
  const language = languageOf(asked)
  return (
    tags.find((tag) => tag === asked) ??
    tags.find((tag) => tag === language) ??
    tags.find((tag) => languageOf(tag) === language) ??
    tags.find((tag) => tag === defaultLocale) ??
    tags[0]
  )
}

/** The text a reader gets, never blank; a text without any language is a bug: RangeError. */
export const textFor = (
  text: LocalizedText,
  asked: string,
  defaultLocale: string,
): { readonly text: string; readonly lang: string } => {
  const lang = tagFor(Object.keys(text), asked, defaultLocale)
  const found = lang === undefined ? undefined : text[lang]
  if (lang === undefined || found === undefined) throw new RangeError('a text has no language')
  return { text: found, lang }
}
