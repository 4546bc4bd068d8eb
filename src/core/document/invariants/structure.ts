// Invariants of structure: one name space of codes, leaf or items, areas, texts in every shipped locale.
// Sums and references have files of their own.
import type { ProblemError } from '../../problem.ts'
import { everyArea, everyCode } from '../nodes.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { mapTexts } from '../texts.ts'

/** The code of the sum in score vectors and sheets: no node may be called so. */
const totalCode = 'total'
const mostQuestions = 3

/** Codes are unique at all levels together, and reserved ones never come back. */
export const codeFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const places = new Map(questionnaire.reserved.map((code, index) => [code, `/reserved/${index}`]))
  const reserved = new Set(places.keys())
  return everyCode(questionnaire).flatMap(({ code, pointer }): ProblemError[] => {
    if (code === totalCode) {
      return [{ pointer, code: 'code-reserved', detail: '"total" names the sum, not a node.' }]
    }
    const before = places.get(code)
    if (before === undefined) {
      places.set(code, pointer)
      return []
    }
    return reserved.has(code)
      ? [
          {
            pointer,
            code: 'code-reserved',
            detail: `Code "${code}" at ${pointer} is reserved at ${before}.`,
          },
        ]
      : [
          {
            pointer,
            code: 'code-repeated',
            detail: `Code "${code}" stands at ${before} and again at ${pointer}.`,
          },
        ]
  })
}

/** A category has items or is a leaf, one of the two. */
export const categoryFindings = ({ categories }: Questionnaire): readonly ProblemError[] =>
  categories.flatMap(({ code, items, leaf }, index): ProblemError[] => {
    const pointer = `/categories/${index}`
    if (leaf !== undefined && items !== undefined) {
      return [
        {
          pointer: `${pointer}/items`,
          code: 'leaf-with-items',
          detail: `Category "${code}" is a leaf, scored itself, and has items.`,
        },
      ]
    }
    if (leaf === undefined && (items ?? []).length === 0) {
      return [
        {
          pointer,
          code: 'category-empty',
          detail: `Category "${code}" has neither items nor a leaf.`,
        },
      ]
    }
    return []
  })

/** At most three questions to an area; none at all is a warning of the publish gate, no error. */
export const areaFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  everyArea(questionnaire)
    .filter(({ area }) => area.questions.length > mostQuestions)
    .map(({ area, pointer }) => ({
      pointer: `${pointer}/questions`,
      code: 'too-many-questions',
      detail: `Area "${area.code}" has ${area.questions.length} questions; at most ${mostQuestions}.`,
    }))

/** Every text speaks every shipped locale, and the default is one of them. */
export const textFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { locales, defaultLocale } = questionnaire
  const findings: ProblemError[] = []
  if (!locales.includes(defaultLocale)) {
    findings.push({
      pointer: '/defaultLocale',
      code: 'locale-unknown',
      detail: `The default locale ${defaultLocale} is not among the shipped locales.`,
    })
  }
  mapTexts(questionnaire, (text, pointer) => {
    for (const locale of locales.filter((each) => text[each] === undefined)) {
      findings.push({
        pointer,
        code: 'text-missing',
        detail: `The text at ${pointer} is missing in ${locale}.`,
      })
    }
  })
  return findings
}
