import t from 'tap'
import { z } from 'zod'
import { OrganizationId } from '../../src/core/ids.ts'
import { describer, mapObjects } from '../../src/http/zod-describe.ts'

const Shared = z.strictObject({ a: z.string().max(5) }).meta({ id: 'Shared' })
const Split = z.strictObject({ n: z.int().default(3) }).meta({ id: 'Split' })
const Holder = z.strictObject({ split: Split }).meta({ id: 'Holder' })
const Above = z.strictObject({ holder: Holder, shared: Shared }).meta({ id: 'Above' })
const OnlyIn = z.strictObject({ split: Split }).meta({ id: 'OnlyIn' })

t.test('one component a name; a second only where request and answer differ', async (t) => {
  const { describe, finish } = describer()
  const document = {
    request: describe(Above, 'input'),
    other: describe(OnlyIn, 'input'),
    answer: describe(Above, 'output'),
  }
  const { document: finished, components } = finish(document)
  t.same(Object.keys(components), [
    'Above',
    'AboveInput',
    'Holder',
    'HolderInput',
    'OnlyIn',
    'Shared',
    'Split',
    'SplitInput',
  ])
  t.same(finished, {
    request: { $ref: '#/components/schemas/AboveInput' },
    other: { $ref: '#/components/schemas/OnlyIn' },
    answer: { $ref: '#/components/schemas/Above' },
  })
  t.match(components, {
    AboveInput: {
      properties: {
        holder: { $ref: '#/components/schemas/HolderInput' },
        shared: { $ref: '#/components/schemas/Shared' },
      },
    },
    OnlyIn: { properties: { split: { $ref: '#/components/schemas/SplitInput' } } },
    Split: { required: ['n'] },
    Shared: { additionalProperties: false },
  })
  t.notOk('required' in (components.SplitInput as object))
})

t.test('recursive shapes refer to themselves by name', async (t) => {
  const Tree: z.ZodType = z
    .strictObject({
      get children() {
        return z.array(Tree).max(3)
      },
    })
    .meta({ id: 'Tree' })
  const { describe, finish } = describer()
  describe(Tree, 'input')
  const { components } = finish(describe(Tree, 'output'))
  t.same(Object.keys(components), ['Tree'])
  t.match(components.Tree, {
    properties: { children: { items: { $ref: '#/components/schemas/Tree' } } },
  })
  t.throws(() => describer().describe(z.json(), 'output'), /needs a name/)
  t.throws(() => describer().describe(z.strictObject({ any: z.json() }), 'input'), /needs a name/)
})

t.test('a split reaches through cycles', async (t) => {
  const Leaf = z.strictObject({ n: z.int().default(0) }).meta({ id: 'Leaf' })
  const Left: z.ZodType = z
    .strictObject({
      get right() {
        return Right.optional()
      },
      leaf: Leaf,
    })
    .meta({ id: 'Left' })
  const Right: z.ZodType = z.strictObject({ left: Left }).meta({ id: 'Right' })
  const { describe, finish } = describer()
  const { components } = finish([describe(Right, 'input'), describe(Right, 'output')])
  t.same(Object.keys(components), ['Leaf', 'LeafInput', 'Left', 'LeftInput', 'Right', 'RightInput'])
})

t.test('one name cannot mean two shapes', async (t) => {
  const { describe } = describer()
  describe(z.strictObject({ one: z.strictObject({}).meta({ id: 'Twice' }) }), 'output')
  t.throws(
    () =>
      describe(
        z.strictObject({ two: z.strictObject({ x: z.int() }).meta({ id: 'Twice' }) }),
        'output',
      ),
    /two shapes are named Twice/,
  )
})

t.test('everything is bounded, and nothing is said twice', async (t) => {
  const { describe } = describer()
  const { properties } = describe(
    z.strictObject({
      id: z.uuid(),
      at: z.iso.datetime(),
      custom: z.string().meta({ format: 'custom' }),
      short: z.email().max(50),
      free: z.string().max(10),
      coded: z.enum(['a']),
      count: z.int().min(0).max(10),
      large: z.int(),
      limit: z.string().regex(/^\d+$/).transform(Number).meta({ type: 'integer', minimum: 1 }),
      flag: z.enum(['true', 'false']).transform(Boolean).meta({ type: 'boolean' }),
      plain: z.boolean(),
      real: z.number(),
    }),
    'input',
  )
  t.match(describe(OrganizationId, 'input').pattern, /-7\[0-9a-f\]/, 'ids are narrower than UUIDs')
  t.same(properties, {
    id: { type: 'string', format: 'uuid', maxLength: 36 },
    at: { type: 'string', format: 'date-time', maxLength: 35 },
    custom: { type: 'string', format: 'custom', maxLength: 2048 },
    short: { type: 'string', format: 'email', maxLength: 50 },
    free: { type: 'string', maxLength: 10, pattern: '^[^\\u0000]*$' },
    coded: { type: 'string', enum: ['a'] },
    count: { type: 'integer', format: 'int32', minimum: 0, maximum: 10 },
    large: {
      type: 'integer',
      format: 'int64',
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    limit: { type: 'integer', format: 'int64', minimum: 1 },
    flag: { type: 'boolean' },
    plain: { type: 'boolean' },
    real: { type: 'number' },
  })
})

t.test('objects are rewritten from the inside out', async (t) => {
  t.same(
    mapObjects([{ a: { b: 1 } }, 'x', null], (node) => ({ ...node, seen: true })),
    [{ a: { b: 1, seen: true }, seen: true }, 'x', null],
  )
})
