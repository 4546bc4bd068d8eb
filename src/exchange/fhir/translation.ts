// Texts in FHIR: one language as the text itself, the others as extensions beside it.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { type LocalizedText, textFor } from '../../core/document/text.ts'

const translationUrl = 'http://hl7.org/fhir/StructureDefinition/translation'

type Extensions = {
  extension: {
    url: string
    extension: { url: string; valueCode?: string; valueString?: string }[]
  }[]
}

/** What FHIR calls text: no control characters but tab and line breaks, something visible. */
const plain = (text: string): string => text.replaceAll(/[^\P{Cc}\t\r\n]/gu, ' ').trim()

export type Spoken = { readonly said: string; readonly others: Extensions | null }

export type Speaker = {
  readonly say: (text: LocalizedText) => Spoken
  readonly text: (text: LocalizedText) => { text: string; _text?: Extensions }
  readonly display: (text: LocalizedText) => { display: string; _display?: Extensions }
}

/** Speaks the default language of the questionnaire, and its other languages beside it. */
export const speaker = ({ locales, defaultLocale }: Questionnaire): Speaker => {
  const say = (text: LocalizedText): Spoken => {
    const spoken = textFor(text, defaultLocale, defaultLocale)
    const extension = locales.flatMap((tag) => {
      const translated = tag === spoken.lang ? undefined : text[tag]
      return translated === undefined
        ? []
        : [
            {
              url: translationUrl,
              extension: [
                { url: 'lang', valueCode: tag },
                { url: 'content', valueString: plain(translated) },
              ],
            },
          ]
    })
    return { said: plain(spoken.text), others: extension.length === 0 ? null : { extension } }
  }
  return {
    say,
    text: (given) => {
      const { said, others } = say(given)
      return { text: said, ...(others === null ? {} : { _text: others }) }
    },
    display: (given) => {
      const { said, others } = say(given)
      return { display: said, ...(others === null ? {} : { _display: others }) }
    },
  }
}
