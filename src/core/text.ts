// Text as a shape: its length in code points, as JSON Schema counts it and people do.
// NUL and lone surrogates are refused before, with the body.
import { z } from 'zod'

/** How many code points: an emoji or a rare Chinese character counts once, not twice. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** A text of at most `maximum` code points, possibly empty (`minimum` 0) or not (1). */
export const boundedText = (minimum: 0 | 1, maximum: number) =>
  z
    .string()
    .min(minimum)
    // Code units are never fewer than code points: only a text that may be too long is counted.
    .refine((text) => text.length <= maximum || codePoints(text) <= maximum, {
      message: `Too long: expected at most ${maximum} characters`,
    })
    .meta({ maxLength: maximum })

/** What values mean, as a reader of a document sees it: a sentence about all, if there is one, and a list of them. */
export const inWords = (
  texts: Readonly<Record<string, string>>,
  about: string | null = null,
): string =>
  [
    ...(about === null ? [] : [about, '']),
    ...Object.entries(texts).map(([value, text]) => `- \`${value}\`: ${text}`),
  ].join('\n')
