// Any shape a format may grow into becomes a form, or is refused as soon as the program starts.
import t from 'tap'
import { z } from 'zod'
import { LocalizedText } from '../../../src/core/document/text.ts'
import { formOf } from '../../../src/exchange/questionnaire/form.ts'

t.test('shapes become cells, languages, sheets and alternatives', async (t) => {
  const word = z.string().regex(/^[a-z]+$/)
  const cases: readonly (readonly [z.ZodType, object])[] = [
    [
      z.string().optional().meta({ description: 'Why' }),
      { kind: 'scalar', type: 'text', optional: true, help: 'Why' },
    ],
    [z.iso.date().nullable(), { kind: 'scalar', type: 'date', nullable: true, optional: false }],
    [z.number(), { kind: 'scalar', type: 'number' }],
    [z.boolean(), { kind: 'scalar', type: 'boolean', choices: ['TRUE', 'FALSE'] }],
    [z.enum(['a', 'b']), { kind: 'scalar', type: 'text', choices: ['a', 'b'] }],
    [z.literal([0.1, 1]), { kind: 'scalar', type: 'number', choices: ['0.1', '1'] }],
    [z.literal(false), { kind: 'scalar', type: 'boolean', choices: ['FALSE'] }],
    [z.literal('x'), { kind: 'scalar', type: 'text', choices: ['x'] }],
    [z.array(word), { kind: 'words' }],
    [z.array(z.string()), { kind: 'lines' }],
    [z.tuple([z.literal('a')]), { kind: 'words' }],
    [LocalizedText, { kind: 'localized' }],
    [z.record(word, LocalizedText), { kind: 'texts', sheet: 'member' }],
    [z.record(word, z.int()), { kind: 'named', value: { type: 'number' } }],
    [z.strictObject({ a: z.number() }), { kind: 'group', members: [['a', { kind: 'scalar' }]] }],
    [z.array(z.strictObject({ a: word })), { kind: 'rows', sheet: 'member', nested: false }],
    [
      z.array(z.strictObject({ a: word }).meta({ id: 'ExchangeFormSample' })).optional(),
      { kind: 'rows', sheet: 'ExchangeFormSample', optional: true },
    ],
    [z.array(z.array(z.strictObject({ a: word }))), { kind: 'rows', nested: true }],
    [
      z.discriminatedUnion('method', [
        z.strictObject({ method: z.literal('a'), step: z.number() }),
        z.strictObject({ method: z.literal('b') }),
      ]),
      { kind: 'choice', by: 'method' },
    ],
  ]
  for (const [shape, form] of cases) t.match(formOf(shape, 'member'), form)
})

t.test('what no spreadsheet can show is a mistake of ours', async (t) => {
  for (const shape of [
    z.date(),
    z.union([z.string(), z.number()]),
    z.array(z.number()),
    z.array(z.array(z.array(z.strictObject({})))),
    z.record(z.string(), z.strictObject({})),
    z.discriminatedUnion('on', [
      z.strictObject({ on: z.literal(true) }),
      z.strictObject({ on: z.undefined() }),
    ]),
  ])
    t.throws(() => formOf(shape, 'member'), TypeError)
})
