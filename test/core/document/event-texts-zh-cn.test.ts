import t from 'tap'
import { eventTextsZhCn } from '../../../src/core/document/event-texts-zh-cn.ts'
import { eventTypes } from '../../../src/core/document/event-types.ts'

t.test('every type has its sentence in Chinese, in the order of the catalogue', async (t) => {
  t.same(Object.keys(eventTextsZhCn), Object.keys(eventTypes))
  for (const [type, text] of Object.entries(eventTextsZhCn)) t.match(text, /^[^。]{4,40}。$/, type)
  t.equal(new Set(Object.values(eventTextsZhCn)).size, Object.keys(eventTypes).length)
})
