// schemas/<document>/v1.schema.json: the JSON Schema (2020-12) of each document format, from its zod shape.
// What a schema cannot say (sums, references, unique codes) stays with the invariants in core/document.
import { z } from 'zod'
import { EventV1 } from '../../core/document/event-v1.ts'
import { MappingV1 } from '../../core/document/mapping-v1.ts'
import { QuestionnaireV1 } from '../../core/document/questionnaire-v1.ts'
import { WeightingV1 } from '../../core/document/weighting-v1.ts'
import { ScoreSheet } from '../../core/scoring/sheet.ts'
import { Answer } from '../../core/submission/answer.ts'
import { type Artefact, generatedBy, jsonText } from './artefact.ts'

type Format = {
  readonly name: string
  readonly version: string
  readonly shape: z.ZodType
  readonly source: string
}

/** The document formats, by the name of their folder below schemas/. A new version is a new entry. */
export const formats: readonly Format[] = [
  {
    name: 'questionnaire',
    version: 'v1',
    shape: QuestionnaireV1,
    source: 'src/core/document/questionnaire-v1.ts',
  },
  {
    name: 'weighting',
    version: 'v1',
    shape: WeightingV1,
    source: 'src/core/document/weighting-v1.ts',
  },
  { name: 'mapping', version: 'v1', shape: MappingV1, source: 'src/core/document/mapping-v1.ts' },
  { name: 'event', version: 'v1', shape: EventV1, source: 'src/core/document/event-v1.ts' },
  { name: 'answer', version: 'v1', shape: Answer, source: 'src/core/submission/answer.ts' },
  { name: 'score-sheet', version: 'v1', shape: ScoreSheet, source: 'src/core/scoring/sheet.ts' },
]

/** The schema of a shape as a document takes it in; named shapes stand under `$defs`. */
export const schemaOf = ({
  name,
  version,
  shape,
  source,
}: Format): Readonly<Record<string, unknown>> => {
  const { $schema, id, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'inline',
    cycles: 'ref',
    override: ({ jsonSchema }) => {
      delete jsonSchema.id // a zod name, not a keyword of the draft
    },
  })
  return {
    $schema,
    $id: `urn:excellence-api:schemas:${name}:${version}`,
    $comment: generatedBy(source),
    ...schema,
  }
}

export const schemaFiles = (): readonly Artefact[] =>
  formats.map((format) => ({
    path: `schemas/${format.name}/${format.version}.schema.json`,
    text: jsonText(schemaOf(format)),
  }))
