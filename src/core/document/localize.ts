// A questionnaire for one reader: in one language, with the provenance in force, full or compact.
// Which language the reader asked for is negotiated by HTTP; codes and numbers never vary.
import { z } from 'zod'
import { NodeCode } from '../ids.ts'
import { Slug } from './parameters-v1.ts'
import {
  type Area,
  effectiveProvenance,
  Provenance,
  type Questionnaire,
  questionnaireMembers,
} from './questionnaire-v1.ts'
import { LanguageTag, meaningChanged, tagFor, textFor } from './text.ts'
import { mapTexts } from './texts.ts'

const said = z.string().min(1).max(4000)

export const TextOrFallback = z
  .union([said, z.strictObject({ text: said, lang: LanguageTag })])
  .meta({
    id: 'TextOrFallback',
    description: 'A text in the language used, or marked with the language it fell back to.',
  })

const QuestionView = z
  .strictObject({
    code: NodeCode,
    probes: z.array(Slug).max(10),
    text: TextOrFallback,
    meaningChanged,
  })
  .meta({ id: 'Question', description: 'One open question of an area.' })

export const QuestionnaireView = z
  .strictObject({
    ...questionnaireMembers({
      suffix: '',
      name: TextOrFallback,
      text: TextOrFallback,
      provenance: Provenance,
      questions: z.array(QuestionView).max(20).optional(),
      descriptors: z.record(Slug, TextOrFallback).optional(),
    }),
    view: z.enum(['full', 'compact']).meta({
      description: '`compact` leaves out the questions and the descriptors of the bands.',
    }),
    localeUsed: LanguageTag,
  })
  .meta({ id: 'Questionnaire', description: 'A published questionnaire in one language.' })
export type QuestionnaireView = z.infer<typeof QuestionnaireView>

type View = QuestionnaireView['view']

const areasIn = (areas: readonly Area[], view: View, above: Provenance) =>
  areas.map(({ questions, ...area }) => ({
    ...area,
    provenance: effectiveProvenance(above, area.provenance),
    ...(view === 'full' ? { questions } : {}),
  }))

const categoryIn = (
  category: Questionnaire['categories'][number],
  view: View,
  root: Provenance,
) => {
  const { items, leaf, ...head } = category
  const provenance = effectiveProvenance(root, head.provenance)
  return {
    ...head,
    provenance,
    ...(leaf === undefined
      ? {}
      : { leaf: { ...leaf, areas: areasIn(leaf.areas, view, provenance) } }),
    ...(items === undefined
      ? {}
      : {
          items: items.map((item) => {
            const own = effectiveProvenance(provenance, item.provenance)
            return { ...item, provenance: own, areas: areasIn(item.areas, view, own) }
          }),
        }),
  }
}

const shownIn = (questionnaire: Questionnaire, view: View) => {
  const root = questionnaire.provenance
  return {
    ...questionnaire,
    bandSets: questionnaire.bandSets.map((set) => ({
      ...set,
      bands: set.bands.map(({ descriptors, ...band }) =>
        view === 'full' ? { ...band, descriptors } : band,
      ),
    })),
    profile: questionnaire.profile.map((item) => {
      const own = effectiveProvenance(root, item.provenance)
      return { ...item, provenance: own, areas: areasIn(item.areas, view, own) }
    }),
    recognition: questionnaire.recognition.map((table) => ({
      ...table,
      provenance: effectiveProvenance(root, table.provenance),
    })),
    categories: questionnaire.categories.map((category) => categoryIn(category, view, root)),
  }
}

/**
 * The questionnaire in one language. Each text falls back alone (asked locale, its language, default, any)
 * and is then marked `{ text, lang }`. `localeUsed` is the language of the texts that are plain strings.
 */
export const localize = (
  questionnaire: Questionnaire,
  asked: string,
  view: View = 'full',
): QuestionnaireView => {
  const { locales, defaultLocale } = questionnaire
  const localeUsed = tagFor(locales, asked, defaultLocale) ?? defaultLocale
  const localized = mapTexts(shownIn(questionnaire, view), (text) => {
    const spoken = textFor(text, localeUsed, defaultLocale)
    return spoken.lang === localeUsed ? spoken.text : spoken
  })
  // The strict shape above proves the cast: the test parses what leaves here.
  return { ...(localized as Omit<QuestionnaireView, 'view' | 'localeUsed'>), view, localeUsed }
}
