// A questionnaire as an XLSForm for ODK and Kobo: answered on a phone, without a network.
// What is asked is questions.ts; bringing collected answers back is a matter of answer sheets.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'
import type { Cell, Table } from '../grid.ts'
import { writeWorkbook } from '../xlsx/write.ts'
import { questionsOf } from './questions.ts'

/** The bytes of the form: sheets `survey`, `choices` and `settings`. */
export const questionnaireToXlsForm = (questionnaire: Questionnaire): Uint8Array =>
  writeWorkbook(xlsFormTables(questionnaire))

export const xlsFormTables = (questionnaire: Questionnaire): readonly Table[] => {
  const { questions, lists } = questionsOf(questionnaire)
  const texts = languageColumns(questionnaire)
  const survey = [
    'type',
    'name',
    ...texts.titles('label'),
    ...texts.titles('hint'),
    'required',
    'relevant',
    'constraint',
    ...texts.titles('constraint_message'),
    'appearance',
    'code',
  ]
  return [
    {
      name: 'survey',
      columns: survey.map((title) => ({ title, width: title.includes('::') ? 40 : 16 })),
      rows: questions.map(
        ({ type, name, code, label, hint, message, ...more }): readonly Cell[] => [
          type,
          name,
          ...texts.cells(label),
          ...texts.cells(hint),
          more.required === true ? 'yes' : null,
          more.relevant ?? null,
          more.constraint ?? null,
          ...texts.cells(message),
          more.appearance ?? null,
          code,
        ],
      ),
    },
    {
      name: 'choices',
      columns: ['list_name', 'name', ...texts.titles('label')].map((title) => ({ title })),
      rows: [...lists].flatMap(([list, options]) =>
        options.map(({ value, label }) => [list, String(value), ...texts.cells(label)]),
      ),
    },
    {
      name: 'settings',
      columns: ['form_title', 'form_id', 'version', 'default_language'].map((title) => ({ title })),
      rows: [
        [
          questionnaire.title[questionnaire.defaultLocale] ?? questionnaire.key,
          questionnaire.key,
          questionnaire.version,
          languageName(questionnaire.defaultLocale),
        ],
      ],
    },
  ]
}

const languageNames: Readonly<Record<string, string>> = { en: 'English', 'zh-CN': '中文' }
const languageName = (tag: string): string => `${languageNames[tag] ?? tag} (${tag})`

/** `${` would be taken for a reference to another question. */
const plain = (text: string): string => text.replaceAll('${', '$ {')

const languageColumns = ({ locales, defaultLocale }: Questionnaire) => ({
  titles: (name: string) => locales.map((tag) => `${name}::${languageName(tag)}`),
  cells: (text: LocalizedText | undefined): readonly Cell[] =>
    locales.map((tag) => {
      const said = text === undefined ? null : (text[tag] ?? text[defaultLocale] ?? text.en ?? null)
      return said === null ? null : plain(said)
    }),
})
