// FHIR questionnaires fit the JSON Schema that HL7 publishes for R4, our closed shape, and the invariants of the
// standard that no schema can say.
import { createRequire } from 'node:module'
import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { questionnaireToFhir } from '../../../src/exchange/fhir/questionnaire.ts'
import { type FhirItem, FhirQuestionnaire } from '../../../src/exchange/fhir/shape.ts'
import { byMethod, everyDocument } from '../../support/exchange-documents.ts'
import { spoil } from '../../support/spoil.ts'

const Validator = createRequire(import.meta.url)('@asymmetrik/fhir-json-schema-validator')
const validator = new Validator() as { validate: (resource: unknown) => readonly unknown[] }

const url = 'https://example.org/v1/questionnaires/sample/versions/1.0.0'
const publishedAt = new Date('2026-03-01T08:00:00Z')
const about = { url, publisher: 'Excellence API', publishedAt, isWithdrawn: false }
const fhirOf = (questionnaire: Questionnaire) => questionnaireToFhir(questionnaire, about)

const allItems = (items: readonly FhirItem[]): readonly FhirItem[] =>
  items.flatMap((item) => [item, ...allItems(item.item ?? [])])

for (const [name, questionnaire] of everyDocument)
  t.test(`${name} is a FHIR questionnaire`, async (t) => {
    const resource = fhirOf(questionnaire)
    t.same(validator.validate(resource), [], 'by the schema of HL7')
    t.ok(FhirQuestionnaire.safeParse(resource).success, 'by our own shape')
    const items = allItems(resource.item)
    const ids = items.map(({ linkId }) => linkId)
    t.equal(new Set(ids).size, ids.length, 'que-2: every linkId is unique')
    for (const { linkId, type, item = [], enableWhen = [], ...rest } of items) {
      if (type === 'group') t.ok(item.length > 0, `que-1: ${linkId} groups something`)
      if (type === 'display') {
        t.same(item, [], `que-1: ${linkId} has nothing inside`)
        t.notOk(rest.required || rest.repeats, `que-6: ${linkId} asks nothing`)
      }
      if (rest.answerOption !== undefined) t.equal(type, 'choice', `que-5: ${linkId}`)
      if (rest.maxLength !== undefined) t.match(type, /^(string|text)$/, `que-10: ${linkId}`)
      for (const { question } of enableWhen) t.ok(ids.includes(question), `${linkId}: ${question}`)
    }
  })

t.test('the validator sees faults', async (t) => {
  const resource = fhirOf(byMethod['radar@1'] as never)
  for (const change of [{ '/status': 'perhaps' }, { '/item/0/type': 'odd' }, { '/xUnknown': 1 }])
    t.ok(validator.validate(spoil(resource, change)).length > 0, JSON.stringify(change))
})

t.test('the head says what it is, whose, and in which languages', async (t) => {
  const resource = fhirOf(byMethod['percent-points@1'] as never)
  t.match(resource, {
    resourceType: 'Questionnaire',
    id: 'sample-2025-1.0.0',
    url,
    version: '1.0.0',
    name: 'Sample2025',
    language: 'zh-CN',
    title: 'Sample model（中文）',
    status: 'active',
    date: '2026-03-01T08:00:00.000Z',
    copyright: 'Nobody. Own wording.（中文）',
    _title: {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/translation',
          extension: [
            { url: 'lang', valueCode: 'en' },
            { url: 'content', valueString: 'Sample model' },
          ],
        },
      ],
    },
  })
  const withdrawn = questionnaireToFhir(byMethod['radar@1'] as never, {
    ...about,
    isWithdrawn: true,
  })
  t.equal(withdrawn.status, 'retired')
})

t.test('names are fit for programs, ids for addresses, whatever the key', async (t) => {
  const named = (key: string) =>
    fhirOf(spoil(byMethod['radar@1'] as never, { '/key': key }) as never)
  t.match(named('gbt-19580-2012-quick'), { name: 'Gbt19580_2012Quick' })
  t.match(named('9-to-5'), { name: 'Q9To5' })
  t.equal(named('a'.repeat(80)).id.length, 64)
})

const itemAt = (method: string, linkId: string): FhirItem | undefined =>
  allItems(fhirOf(byMethod[method] as never).item).find((item) => item.linkId === linkId)

t.test('link ids are codes, and types say what is entered', async (t) => {
  t.match(itemAt('percent-points@1', '1.1'), { type: 'group', prefix: '1.1' })
  t.match(itemAt('percent-points@1', '1.1/percent'), {
    type: 'integer',
    enableWhen: [{ question: '1.1/notApplicable', operator: '!=', answerBoolean: true }],
  })
  t.match(itemAt('percent-points@1', '1.1.a'), { type: 'text', item: [{ linkId: '1.1.a.q1' }] })
  t.match(itemAt('category-pass@1', '1.1/points'), { type: 'decimal' })
  t.match(itemAt('pdca-classical@1', '1.1/phases/do'), { type: 'boolean' })
  t.match(itemAt('statements@1', '1.1.s1'), {
    type: 'choice',
    answerOption: [
      { valueCoding: { system: `${url}#three-or-not-applicable`, code: '0' } },
      {},
      {},
      {},
    ],
  })
  t.match(itemAt('maturity-level@1', '1.1.l1.s1'), { type: 'choice' })
  t.equal(itemAt('percent-points@1', '3/notApplicable'), undefined, 'a result always applies')
})
