// Each document format says the same twice, as a zod shape and as a JSON Schema; the examples hold both to it.
// The shipped questionnaires are documents like any other, and whole.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import t from 'tap'
import type { z } from 'zod'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { questionnaireFindings } from '../../src/core/document/invariants.ts'
import { MappingV1 } from '../../src/core/document/mapping-v1.ts'
import { everyArea, scoredNodes } from '../../src/core/document/nodes.ts'
import { pointerOf } from '../../src/core/document/pointer.ts'
import { type Questionnaire, QuestionnaireV1 } from '../../src/core/document/questionnaire-v1.ts'
import { readQuestionnaire } from '../../src/core/document/read.ts'
import { WeightingV1 } from '../../src/core/document/weighting-v1.ts'
import { estimateFindings, migrationFindings } from '../../src/core/migration/findings.ts'
import { isProblem } from '../../src/core/problem.ts'
import { planOf } from '../../src/core/scoring/plan.ts'
import { type ScoreInput, score } from '../../src/core/scoring/score.ts'
import {
  referenceWeighting,
  type Weighting,
  weightingMaterial,
} from '../../src/core/scoring/weighting.ts'
import { weightingFindings } from '../../src/core/scoring/weighting-findings.ts'
import { Answer } from '../../src/core/submission/answer.ts'
import { sha256 } from '../../src/db/digest.ts'
import { formats, schemaOf } from '../../src/tools/generate/schemas.ts'
import { type InvalidExample, invalidExamples, jsonIn, validExamples } from '../support/examples.ts'
import { root } from '../support/sources.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
addFormats.default(ajv)
const validators = new Map(formats.map((format) => [format.name, ajv.compile(schemaOf(format))]))

const validatorOf = (name: string): ValidateFunction => {
  const validator = validators.get(name)
  if (validator === undefined) throw new Error(`there is no format ${name}`)
  return validator
}

/** Where AJV finds a mistake, in our words: a missing or superfluous member is named by its own pointer. */
const pointerOfError = ({ instancePath, params, propertyName }: ErrorObject): string => {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>
  const member = missingProperty ?? additionalProperty ?? propertyName ?? params.propertyName
  return member === undefined ? instancePath : `${instancePath}${pointerOf([member])}`
}

const zodPointers = (shape: z.ZodType, document: unknown): readonly string[] =>
  (shape.safeParse(document).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => pointerOf([...issue.path, key]))
      : [pointerOf(issue.path)],
  )

const ajvPointers = (name: string, document: unknown): readonly string[] => {
  const validate = validatorOf(name)
  return validate(document) ? [] : (validate.errors ?? []).map(pointerOfError)
}

for (const format of formats) {
  t.test(`${format.name}: zod and AJV take every valid example`, async (t) => {
    const examples = validExamples(format.name)
    t.ok(examples.length > 0, `schemas/${format.name}/valid needs an example.`)
    for (const { file, document } of examples) {
      t.same(zodPointers(format.shape, document), [], `${file}: zod`)
      t.same(ajvPointers(format.name, document), [], `${file}: AJV`)
    }
  })

  t.test(
    `${format.name}: zod and AJV refuse every invalid example at the same place`,
    async (t) => {
      const examples = invalidExamples(format.name)
      t.ok(examples.length > 0, `schemas/${format.name}/invalid needs examples.`)
      for (const { file, refusedBy, pointer, document } of examples) {
        const found = [zodPointers(format.shape, document), ajvPointers(format.name, document)]
        for (const [at, checker] of ['zod', 'AJV'].entries())
          if (refusedBy === 'schema')
            t.ok(found[at]?.includes(pointer), `${file}: ${checker} names ${pointer}`, { found })
          else t.same(found[at], [], `${file}: the shape is right for ${checker}`)
      }
    },
  )
}

/** Where `readQuestionnaire` sends a reader; empty: it takes the document. */
const refusedAt = (document: unknown): readonly (string | undefined)[] => {
  try {
    readQuestionnaire(document)
    return []
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    return error.parameters.errors.map(({ pointer }) => pointer)
  }
}

t.test('questionnaire: reading takes the valid and names the place in the invalid', async (t) => {
  for (const { file, document } of validExamples('questionnaire'))
    t.same(refusedAt(document), [], file)
  for (const { file, pointer, document } of invalidExamples('questionnaire'))
    t.ok(refusedAt(document).includes(pointer), `${file}: ${pointer}`, {
      found: refusedAt(document),
    })
})

const [small] = validExamples('questionnaire').filter(({ file }) => file.includes('two-categories'))
const questionnaire = readQuestionnaire(small?.document)

/** Where a weighting does not fit the small questionnaire; empty: it fits. */
const misfitAt = (document: unknown): readonly (string | undefined)[] =>
  weightingFindings(WeightingV1.parse(document), questionnaire).map(({ pointer }) => pointer)

const byInvariants = (format: string): readonly InvalidExample[] =>
  invalidExamples(format).filter(({ refusedBy }) => refusedBy === 'invariants')

t.test(
  'weighting: the valid fit the small questionnaire, the others are told where not',
  async (t) => {
    for (const { file, document } of validExamples('weighting'))
      t.same(misfitAt(document), [], file)
    for (const { file, pointer, document } of byInvariants('weighting'))
      t.ok(misfitAt(document).includes(pointer), `${file}: ${pointer}`, {
        found: misfitAt(document),
      })
  },
)

t.test('an example breaks one rule only, so that it proves that rule', async (t) => {
  for (const { file, document } of byInvariants('questionnaire'))
    t.equal(new Set(refusedAt(document)).size, 1, file, { found: refusedAt(document) })
  for (const { file, document } of byInvariants('weighting'))
    t.equal(new Set(misfitAt(document)).size, 1, file, { found: misfitAt(document) })
})

type SheetCase = Omit<ScoreInput, 'plan' | 'digests'> & {
  readonly by?: Weighting
  readonly of?: Questionnaire
}

const exampleOf = (name: string): Questionnaire =>
  readQuestionnaire(jsonIn(`schemas/questionnaire/valid/${name}.json`))

t.test('the example score sheets are what the engine makes today', async (t) => {
  const own = WeightingV1.parse(jsonIn('schemas/weighting/valid/points.json'))
  const answerOf = (name: string) => Answer.parse(jsonIn(`schemas/answer/valid/${name}.json`))
  const cases: Readonly<Record<string, SheetCase>> = {
    reference: {
      answers: { '1.1': { percent: 45 }, '1.2': { percent: 65 }, '2.1': { percent: 70 } },
    },
    'own-with-not-applicable': {
      by: { ...own, kind: 'own', id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a45' },
      answers: {
        '1.1': { percent: 35 },
        '1.2': {
          notApplicable: { reasonCode: 'no_such_activity', justification: 'We buy no materials.' },
        },
        '2.1': { percent: 85 },
      },
      notApplicable: { policy: 'exclude', maxShareBp: 4000 },
    },
    radar: {
      of: exampleOf('radar'),
      answers: { '1.1': answerOf('attributes') },
      allowIncomplete: true,
    },
    'pdca-classical': {
      of: exampleOf('pdca-classical'),
      answers: {
        '1.1': answerOf('phases'),
        '1.2': { score: 45 },
        '1.3': { score: 62 },
        '6.1': answerOf('result-score'),
        '6.2': { score: 30 },
      },
    },
    'pdca-fine-tuned': {
      of: exampleOf('pdca-fine-tuned'),
      answers: { '1.1': answerOf('fine-tuned'), '6.1': { trends: 35, targets: 58 } },
      allowIncomplete: true,
    },
    maturity: {
      of: exampleOf('maturity'),
      answers: { '5.2': answerOf('levels') },
      notApplicable: { policy: 'zero', maxShareBp: 1000 },
      allowIncomplete: true,
    },
    'category-pass': {
      of: exampleOf('category-pass'),
      answers: { A: { points: 74 }, 'B.1': answerOf('points'), C: { points: 68.5 } },
      allowIncomplete: true,
    },
    statements: {
      of: exampleOf('statements'),
      answers: {
        '1': {
          statements: {
            '1.s1': 40,
            '1.s2': 60,
            '1.s3': 20,
            '1.s4': 80,
            '1.s5': 60,
            '1.s6': 60,
          },
        },
        '2.1': { statements: { '2.1.s1': 60, '2.1.s2': 'not_applicable' } },
        '2.2': { statements: { '2.2.s1': 40 } },
      },
      notApplicable: { policy: 'zero', maxShareBp: 1000 },
    },
  }
  const digestOf = (value: unknown) => sha256(canonicalJson(value))
  for (const [
    name,
    { of = questionnaire, by = referenceWeighting(of), ...input },
  ] of Object.entries(cases)) {
    const digests = {
      questionnaire: digestOf(of),
      weighting: digestOf(weightingMaterial(by)),
      answers: digestOf(input.answers),
    }
    const sheet = score({ ...input, plan: planOf(of, by), digests })
    const file = `schemas/score-sheet/valid/${name}.json`
    t.same(sheet, jsonIn(file), name)
  }
})

/** What ships, by key: scored nodes and total (scoring.md section 1). */
const shipped: Readonly<Record<string, { readonly nodes: number; readonly total: number | null }>> =
  {
    'gbt-19580-2012': { nodes: 23, total: 1000 },
    'gbt-19580-2004': { nodes: 22, total: 1000 },
    'baldrige-2023-2024': { nodes: 17, total: 1000 },
    'baldrige-2021-2022': { nodes: 17, total: 1000 },
    'efqm-2013-parts': { nodes: 32, total: 1000 },
    'efqm-2013-criteria': { nodes: 9, total: 1000 },
    'efqm-2003-parts': { nodes: 32, total: 1000 },
    'efqm-2003-criteria': { nodes: 9, total: 1000 },
    'fundibeq-2019': { nodes: 9, total: 1000 },
    'gbt-19580-2012-quick': { nodes: 23, total: 1000 },
    'baldrige-2023-2024-quick': { nodes: 17, total: 1000 },
    'efqm-2025': { nodes: 32, total: 1000 },
    'efqm-2025-quick': { nodes: 7, total: 100 },
    'efqm-2020': { nodes: 29, total: 1000 },
    'efqm-2020-quick': { nodes: 7, total: 100 },
    'efqm-2013': { nodes: 32, total: 1000 },
    'caf-2020-classical': { nodes: 28, total: null },
    'caf-2020-fine-tuned': { nodes: 28, total: null },
    'iso-9004-2018': { nodes: 31, total: null },
    'iso-9004-2018-quick': { nodes: 31, total: null },
    'deming-prize-2018': { nodes: 9, total: null },
  }

const models = readdirSync(join(root, 'schemas/models')).flatMap((key) =>
  readdirSync(join(root, 'schemas/models', key)).map((file) => ({
    key,
    version: file.replace(/\.json$/, ''),
    file: `schemas/models/${key}/${file}`,
  })),
)

/** Recognition tables that claim more than is known of them. */
const overclaimed = ({ recognition, provenance: whole }: Questionnaire): readonly string[] =>
  recognition
    .filter(({ official, provenance }) => official && (provenance ?? whole).status !== 'confirmed')
    .map(({ code }) => code)

t.test('control: an official table with unconfirmed bounds is told', async (t) => {
  const file = 'schemas/models/baldrige-2023-2024/1.0.0.json'
  const document = QuestionnaireV1.parse(jsonIn(file))
  const recognition = document.recognition.map((table) => ({ ...table, official: true }))
  t.same(overclaimed({ ...document, recognition }), ['process-bands', 'result-bands'])
})

for (const { key, version, file } of models) {
  t.test(`${key} ${version} is a whole questionnaire`, async (t) => {
    const document = jsonIn(file)
    t.same(ajvPointers('questionnaire', document), [], 'satisfies the JSON Schema')
    t.same(refusedAt(document), [], 'satisfies shape and invariants')
    const questionnaire = QuestionnaireV1.parse(document)
    t.match(questionnaire, { key, version }, 'is named like its file')
    t.same(questionnaireFindings(questionnaire), [])
    t.same(overclaimed(questionnaire), [], 'calls no table official whose bounds are unconfirmed')
    const { total } = questionnaire.scoring
    const points = scoredNodes(questionnaire).reduce((sum, each) => sum + each.points * 100, 0)
    t.same({ nodes: scoredNodes(questionnaire).length, total }, shipped[key], 'has its size')
    if (total !== null) t.equal(points, total * 100, 'and its nodes share the total out')
    t.same([...questionnaire.locales].sort(), ['en', 'zh-CN'], 'speaks both languages')
    for (const { area } of everyArea(questionnaire))
      t.ok(area.questions.length >= 1, `area ${area.code} asks something`)
  })
}

t.test('the shipped models are there', async (t) => {
  t.same([...new Set(models.map(({ key }) => key))].sort(), Object.keys(shipped).sort())
})

for (const name of readdirSync(join(root, 'schemas/mappings'))) {
  t.test(`the mapping ${name} fits both its versions`, async (t) => {
    const file = `schemas/mappings/${name}`
    t.same(ajvPointers('mapping', jsonIn(file)), [], 'satisfies the JSON Schema')
    const mapping = MappingV1.parse(jsonIn(file))
    const { from, to } = mapping
    t.equal(`${from.key}-${from.version}--${to.key}-${to.version}.json`, name)
    const versionOf = ({ key, version }: typeof from) =>
      readQuestionnaire(jsonIn(`schemas/models/${key}/${version}.json`))
    const sides = { source: versionOf(from), target: versionOf(to) }
    t.same(
      mapping.purpose === 'migration'
        ? migrationFindings(mapping, sides)
        : estimateFindings(mapping, sides),
      [],
    )
  })
}
