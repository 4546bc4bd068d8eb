// What is promised about the differences between two versions: their class, each change, and a sentence for each.
// They are found by core/document/compare.
import { z } from 'zod'
import { changeClasses } from '../../core/document/compare/classes.ts'
import type { Change, Comparison } from '../../core/document/compare/compare.ts'
import { renderChange } from '../../core/document/compare/render.ts'
import { ContentVersion, QuestionnaireKey } from '../../core/ids.ts'
import type { Locale } from '../../core/request.ts'
import { operation } from '../../http/operation.ts'

/** More changes than anybody reads; `changeCount` says how many there are. */
const mostChanges = 1000

const ChangeClass = z.enum(changeClasses).meta({
  id: 'ChangeClass',
  description:
    '`editorial`: other words, a patch. `compatible`: nothing that counts, a minor. `breaking`: a major.',
})

const QuestionnaireChange = z
  .strictObject({
    change: z.enum(['added', 'removed', 'changed']),
    type: z.string().max(40).meta({ description: 'What it is: a node, an area, a band …' }),
    code: z.string().max(200).nullable(),
    member: z.string().max(400).nullable().meta({
      description: 'Null where the whole is added or removed; `above` names a move.',
    }),
    pointer: z.string().max(2000).meta({
      description: 'Into the newer document; for something removed into the older one.',
    }),
    class: ChangeClass,
    meaningChanged: z.boolean().nullable().meta({
      description: 'What the author declares of a changed text; null: nothing, or it is no text.',
    }),
    sentence: z
      .string()
      .max(4000)
      .meta({ description: 'The change in words, in the asked language.' }),
  })
  .meta({ id: 'QuestionnaireChange', description: 'One difference between two versions.' })

export const QuestionnaireComparison = z
  .strictObject({
    class: ChangeClass.nullable().meta({
      description: 'Of the heaviest change; null: the two say the same.',
    }),
    changeCount: z.int().min(0).max(2_147_483_647),
    changes: z
      .array(QuestionnaireChange)
      .max(mostChanges)
      .meta({
        description: `In the order of the newer document, what was removed last. The first ${mostChanges}.`,
      }),
  })
  .meta({ id: 'QuestionnaireComparison', description: 'What changed between two versions.' })

export const presentComparison = (
  { class: heaviest, changes }: Comparison,
  locale: Locale,
): z.infer<typeof QuestionnaireComparison> => ({
  class: heaviest,
  changeCount: changes.length,
  changes: changes.slice(0, mostChanges).map((each) => presentChange(each, locale)),
})

const presentChange = (change: Change, locale: Locale) => ({
  change: change.change,
  type: change.type,
  code: change.code,
  member: change.member?.slice(0, 400) ?? null,
  pointer: change.pointer.slice(0, 2000),
  class: change.class,
  meaningChanged: change.meaningChanged,
  sentence: renderChange(change, locale).slice(0, 4000),
})

export const compareQuestionnaireVersions = operation({
  id: 'compareQuestionnaireVersions',
  method: 'GET',
  url: '/v1/questionnaires/{questionnaireKey}/versions/{version}/comparison',
  summary: 'Compare a questionnaire version with another one',
  description:
    'What changed from the version `with` to this one: each change with its class, its place and a sentence in ' +
    'the asked language. Both must be public. Neither ever changes, so the answer may be kept for a year.',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  params: z.strictObject({ questionnaireKey: QuestionnaireKey, version: ContentVersion }),
  query: z.strictObject({
    with: ContentVersion.meta({ description: 'The version before.', examples: ['1.0.0'] }),
  }),
  reply: { 200: QuestionnaireComparison },
  cache: 'immutable',
  sample: {
    params: { questionnaireKey: 'gbt-19580-2012', version: '1.0.0' },
    query: { with: '1.0.0' },
  },
})
