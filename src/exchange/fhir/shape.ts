// The part of a FHIR R4 Questionnaire that we write: a closed shape, narrower than the standard.
// What the standard itself demands is checked against its own schema in the tests.
import { z } from 'zod'

const Uri = z.string().min(1).max(2000)
const Said = z.string().min(1).max(20_000)
const LinkId = z.string().min(1).max(200)

/** Another language of a text beside it, and bounds of a number: both are extensions of FHIR itself. */
const Extension = z
  .strictObject({
    url: Uri,
    get extension() {
      return z.array(Extension).max(20).optional()
    },
    valueCode: z.string().max(100).optional(),
    valueString: Said.optional(),
    valueMarkdown: Said.optional(),
    valueInteger: z.int().min(-2_147_483_648).max(2_147_483_647).optional(),
    valueDecimal: z.number().optional(),
  })
  .meta({ id: 'FhirExtension', description: 'An extension defined by FHIR.' })

const Translated = z
  .strictObject({ extension: z.array(Extension).min(1).max(20) })
  .meta({ id: 'FhirElement', description: 'Other languages of the text of the same name.' })

const Coding = z
  .strictObject({
    system: Uri,
    code: z.string().min(1).max(100),
    display: Said,
    _display: Translated.optional(),
  })
  .meta({ id: 'FhirCoding', description: 'One answer to choose.' })

export const FhirItem = z
  .strictObject({
    linkId: LinkId.meta({
      description: 'The code; for an entry of a node, the code and its name.',
    }),
    extension: z.array(Extension).max(5).optional(),
    prefix: z.string().min(1).max(100).optional(),
    text: Said,
    _text: Translated.optional(),
    type: z.enum([
      'group',
      'display',
      'boolean',
      'decimal',
      'integer',
      'string',
      'text',
      'url',
      'choice',
    ]),
    enableWhen: z
      .array(
        z
          .strictObject({
            question: LinkId,
            operator: z.enum(['=', '!=']),
            answerBoolean: z.boolean(),
          })
          .meta({ id: 'FhirEnableWhen', description: 'When the item is asked.' }),
      )
      .max(5)
      .optional(),
    required: z.boolean().optional(),
    repeats: z.boolean().optional(),
    maxLength: z.int().min(1).max(1_000_000).optional(),
    answerOption: z
      .array(
        z
          .strictObject({ valueCoding: Coding })
          .meta({ id: 'FhirAnswerOption', description: 'A permitted answer.' }),
      )
      .max(50)
      .optional(),
    get item() {
      return z.array(FhirItem).max(200).optional()
    },
  })
  .meta({ id: 'FhirQuestionnaireItem', description: 'A group, a question or a text.' })
export type FhirItem = z.infer<typeof FhirItem>

export const FhirQuestionnaire = z
  .strictObject({
    resourceType: z.literal('Questionnaire'),
    id: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9.-]+$/),
    language: z.string().max(16),
    url: Uri,
    version: z.string().max(40),
    name: z
      .string()
      .max(255)
      .regex(/^[A-Z][A-Za-z0-9_]*$/),
    title: Said,
    _title: Translated.optional(),
    status: z.enum(['active', 'retired']),
    subjectType: z.array(z.literal('Organization')).max(1),
    date: z.iso.datetime(),
    publisher: Said,
    description: Said,
    _description: Translated.optional(),
    copyright: Said,
    _copyright: Translated.optional(),
    item: z.array(FhirItem).max(200),
  })
  .meta({ id: 'FhirQuestionnaire', description: 'A questionnaire as a FHIR R4 resource.' })
export type FhirQuestionnaire = z.infer<typeof FhirQuestionnaire>
