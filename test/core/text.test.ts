import t from 'tap'
import { z } from 'zod'
import { boundedText, codePoints, inWords } from '../../src/core/text.ts'

const rare = '\u{20000}' // one character, two code units

t.test('length is counted in code points', async (t) => {
  t.equal(codePoints(''), 0)
  t.equal(codePoints(`a${rare}卓`), 3)
  t.ok(boundedText(1, 3).safeParse(rare.repeat(3)).success, 'six code units, three characters')
  t.notOk(boundedText(1, 3).safeParse(rare.repeat(4)).success)
  t.notOk(boundedText(1, 3).safeParse('abcd').success)
  t.ok(boundedText(1, 3).safeParse('abc').success)
})

t.test('an empty text is a matter of the minimum', async (t) => {
  t.ok(boundedText(0, 3).safeParse('').success)
  t.notOk(boundedText(1, 3).safeParse('').success)
})

t.test('the described limits are those that hold', async (t) => {
  t.match(z.toJSONSchema(boundedText(1, 3)), { type: 'string', minLength: 1, maxLength: 3 })
})

t.test('values in words are a list, after what is said of all', async (t) => {
  t.equal(inWords({ a: 'one.', b: 'two.' }), '- `a`: one.\n- `b`: two.')
  t.equal(inWords({ a: 'one.' }, 'Which.'), 'Which.\n\n- `a`: one.')
})
