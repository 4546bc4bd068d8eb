// Findings in a report: strengths before opportunities, each as the panel wrote it and kept apart from our words.
import type { Questionnaire } from '../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../core/document/text.ts'
import type { ReportedFinding } from '../core/report/contents.ts'
import { labelOf } from './chart.ts'
import { asideOf, type Block, heading, type Line, own, strong, written } from './document.ts'
import type { ReportTexts } from './report-texts.ts'

type Telling = {
  readonly texts: ReportTexts
  readonly names: ReadonlyMap<string, string>
  readonly said: (text: LocalizedText) => string
  readonly questionnaire: Questionnaire
}

/** `level`: of the headings. */
export const findingBlocks = (
  findings: readonly ReportedFinding[],
  telling: Telling,
  level: 2 | 3,
): readonly Block[] => {
  const { strengths, opportunities } = telling.texts
  return (
    [
      ['strength', strengths],
      ['opportunity', opportunities],
    ] as const
  ).flatMap(([kind, title]) => {
    const lines = findings
      .filter((finding) => finding.kind === kind)
      .map((finding) => findingLine(finding, telling))
    return lines.length === 0 ? [] : [heading(level, title), { kind: 'list', lines } as const]
  })
}

/** Where and what a key theme is, before what it says. */
export const themeLine = (finding: ReportedFinding, telling: Telling): Line => {
  const { texts, names } = telling
  const { nodeCode, kind } = finding
  const place = labelOf(nodeCode, names.get(nodeCode))
  return [strong(`${place}${texts.inBrackets(texts[kind])}`), own(texts.colon), ...textOf(finding)]
}

const textOf = ({ text, language }: ReportedFinding): Line => [written(text, language)]

const findingLine = (finding: ReportedFinding, telling: Telling): Line => {
  const { texts } = telling
  const { factor, evidence, keyFactors, importance, language } = finding
  return [
    ...(importance === 'double' ? [strong(texts.keyTheme), own(texts.colon)] : []),
    ...textOf(finding),
    ...asideOf(
      separated(
        [
          factor === null ? [] : [own(texts.factor(factorName(factor, telling)))],
          evidence === '' ? [] : [own(texts.evidence), written(evidence, language)],
          keyFactors.length === 0
            ? []
            : [own(texts.relatesTo), written(keyFactors.join(texts.and), language)],
        ],
        texts,
      ),
    ),
  ]
}

/** One after another; those that say nothing are left out. */
const separated = (parts: readonly Line[], { separator }: ReportTexts): Line =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, place) => (place === 0 ? part : [own(separator), ...part]))

const factorName = (factor: string, { questionnaire, said }: Telling): string => {
  const named = questionnaire.bandSets.map(({ factorNames }) => factorNames[factor])
  const name = named.find((each) => each !== undefined)
  return name === undefined ? factor : said(name)
}
