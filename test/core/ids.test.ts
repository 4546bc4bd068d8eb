import t from 'tap'
import * as ids from '../../src/core/ids.ts'

const uuid7 = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'

t.test('ids are UUIDv7 in lower case, and nothing else', async (t) => {
  const shapes = Object.entries(ids).filter(([name]) => /Id$/.test(name))
  t.ok(shapes.length >= 10)
  for (const [name, shape] of shapes) {
    t.ok(shape.safeParse(uuid7).success, name)
    for (const wrong of [
      uuid7.toUpperCase(),
      '01920f3e-7a10-4c3e-8b1a-3f0d5c7e9a42',
      `${uuid7} `,
      '',
    ])
      t.notOk(shape.safeParse(wrong).success, `${name}: ${wrong}`)
  }
})

t.test('codes, keys and versions keep to their spelling', async (t) => {
  const cases = [
    [ids.NodeCode, ['4.1.2', '7.1', 'OP.1', '4.4.3.x1'], ['', '.1', '4/1', '四', 'x'.repeat(41)]],
    [ids.QuestionnaireKey, ['gbt-19580-2012'], ['GBT', 'a', 'a--b', '-ab', 'ab-']],
    [
      ids.ContentVersion,
      ['1.0.0', '10.20.30'],
      ['1.0', '01.0.0', '1.0.0-rc.1', 'latest', 'v1.0.0'],
    ],
    [
      ids.Instant,
      ['2026-03-01T08:30:00.000Z'],
      ['2026-03-01', '2026-03-01T08:30:00+08:00', '0000-01-01T00:00:00Z'],
    ],
  ] as const
  for (const [shape, right, wrong] of cases) {
    for (const each of right) t.ok(shape.safeParse(each).success, each)
    for (const each of wrong) t.notOk(shape.safeParse(each).success, each)
  }
})
