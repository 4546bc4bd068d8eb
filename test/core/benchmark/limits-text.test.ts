import t from 'tap'
import { limitsOf, limitsText } from '../../../src/core/benchmark/limits-text.ts'

t.test('the limits are told in both languages, with the same numbers', async (t) => {
  for (const text of Object.values(limitsText)) {
    t.match(text, /k-1/)
    t.match(text, /50/)
    t.notMatch(text, /undefined/)
  }
  t.match(limitsText.en, /not a mathematical guarantee such as differential privacy/)
  t.match(limitsText['zh-CN'], /差分隐私/)
})

t.test('where an owner may have several members, that is told too', async (t) => {
  t.equal(limitsOf('one-per-group'), limitsText)
  const told = limitsOf('cap25')
  for (const locale of ['en', 'zh-CN'] as const) t.ok(told[locale].startsWith(limitsText[locale]))
  t.match(told.en, /up to a quarter of the members/)
  t.match(told['zh-CN'], /四分之一/)
})
