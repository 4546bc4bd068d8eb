// A questionnaire goes into a workbook and comes back without any loss: every shipped one, and whatever the
// format allows beside them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/document/canonical.ts'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { mapTexts } from '../../../src/core/document/texts.ts'
import {
  workbookToDocument,
  workbookToQuestionnaire,
} from '../../../src/exchange/questionnaire/read.ts'
import { questionnaireToWorkbook } from '../../../src/exchange/questionnaire/write.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'
import { root } from '../../support/sources.ts'
import { spoil } from '../../support/spoil.ts'

const shipped = readdirSync(join(root, 'schemas/models'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, jsonIn(`schemas/models/${name}`) as Questionnaire] as const)

for (const [name, questionnaire] of [...shipped, ['small', small()] as const])
  t.test(`${name} comes back as it was`, async (t) => {
    const read = workbookToQuestionnaire(questionnaireToWorkbook(questionnaire))
    t.same(read.findings, [])
    t.equal(canonicalJson(read.questionnaire), canonicalJson(questionnaire))
  })

t.test('the same questionnaire makes the same bytes', async (t) => {
  const [a, b] = [questionnaireToWorkbook(small()), questionnaireToWorkbook(small())]
  t.equal(Buffer.compare(a, b), 0)
})

/** Also documents that break an invariant come back: losing something would hide the mistake. */
const comesBack = (document: Questionnaire) =>
  canonicalJson(workbookToDocument(questionnaireToWorkbook(document)).document) ===
  canonicalJson(document)

t.test(
  'texts come back whatever they are: formulas, marks, line breaks, rare characters',
  async (t) => {
    const said = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
      fc.constantFrom(
        '=SUM(A1)',
        "'=x",
        '{}',
        '[]',
        'null',
        'TRUE',
        '007',
        '4.10',
        '#note',
        '_x0041_',
        '\r\n x',
      ),
    )
    // U+0000 is refused where it is read: no document and no database takes it.
    const visible = said.filter((text) => /\S/.test(text) && !text.includes('\0'))
    fc.assert(
      fc.property(fc.array(visible, { minLength: 20, maxLength: 20 }), (texts) => {
        let next = 0
        const take = () => texts[next++ % texts.length] ?? 'x'
        const document = mapTexts(small(), (text) =>
          Object.fromEntries(Object.keys(text).map((tag) => [tag, take()])),
        ) as Questionnaire
        t.ok(comesBack(document))
      }),
      { numRuns: 25 },
    )
  },
)

t.test('what may be left out, empty or null is told apart', async (t) => {
  const changes: readonly Readonly<Record<string, unknown>>[] = [
    {
      '/edition/issued': '2012-03-09',
      '/edition/effective': undefined,
      '/edition/supersedes': 'x',
    },
    { '/provenance': { status: 'confirmed', sources: [] } },
    { '/provenance': { status: 'confirmed', sources: ['a\nb', 'c\\n', '=d'], note: 'n' } },
    { '/categories/0/provenance': { status: 'unconfirmed', confidence: 'low' } },
    { '/categories/0/items': undefined },
    { '/categories/0/items': [] },
    { '/categories/0/items/0/effectiveFrom': '2.0.0' },
    { '/categories/0/items/0/relatedNodes': [] },
    { '/scoring/parameters/bandSets': {} },
    { '/scoring/parameters/factorWeights': {} },
    { '/scoring/parameters/factorWeights': { process: {} } },
    { '/scoring/parameters/factorWeights': { process: { approach: 3, learning: 0 }, result: {} } },
    { '/scoring/parameters/categoryMean': 'plain', '/scoring/parameters/pointsStep': 0.5 },
    { '/bandSets/0/factorNames': {} },
    { '/bandSets/0/bands/0/descriptors': {} },
    { '/bandSets': [] },
    { '/reserved': ['9.9', '9.10'] },
    { '/locales': ['en', 'zh-CN', 'de'], '/title': { en: 'x' }, '/description': { fr: 'y' } },
    { '/title': {} },
    {
      '/recognition': [
        {
          code: 'levels',
          name: { en: 'L' },
          awardingBody: '=body',
          official: false,
          scope: 'total',
          validFrom: null,
          validTo: '2027-01-01',
          bands: [{ code: 'one', from: 0, label: { en: 'One' } }],
        },
      ],
    },
  ]
  for (const change of changes)
    t.ok(comesBack(spoil(small(), change)), `comes back: ${JSON.stringify(change)}`)
})
