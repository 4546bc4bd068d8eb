import t from 'tap'
import { limitsText } from '../../../src/core/benchmark/limits-text.ts'

t.test('the limits are told in both languages, with the same numbers', async (t) => {
  for (const text of Object.values(limitsText)) {
    t.match(text, /k-1/)
    t.match(text, /50/)
    t.notMatch(text, /undefined/)
  }
  t.match(limitsText.en, /not a mathematical guarantee such as differential privacy/)
  t.match(limitsText['zh-CN'], /差分隐私/)
})
