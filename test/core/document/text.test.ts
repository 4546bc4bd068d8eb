import t from 'tap'
import { LocalizedText, tagFor, textFor } from '../../../src/core/document/text.ts'

t.test('a reader gets the asked locale, its language, the default, any', async (t) => {
  const tags = ['fr', 'zh-CN', 'en', 'en-GB']
  t.equal(tagFor(tags, 'en-GB', 'zh-CN'), 'en-GB')
  t.equal(tagFor(tags, 'en-US', 'zh-CN'), 'en')
  t.equal(tagFor(tags, 'zh-TW', 'en'), 'zh-CN', 'another form of the same language')
  t.equal(tagFor(tags, 'zh', 'en'), 'zh-CN')
  t.equal(tagFor(tags, 'de', 'zh-CN'), 'zh-CN')
  t.equal(tagFor(tags, 'de', 'es'), 'fr')
  t.equal(tagFor([], 'de', 'es'), undefined)
})

t.test('a text is never blank and says its language', async (t) => {
  t.same(textFor({ en: 'Leadership', 'zh-CN': '领导' }, 'zh-CN', 'en'), {
    text: '领导',
    lang: 'zh-CN',
  })
  t.same(textFor({ en: 'Leadership' }, 'zh-CN', 'zh-CN'), { text: 'Leadership', lang: 'en' })
  t.throws(() => textFor({}, 'en', 'en'), RangeError)
})

t.test('a blank text and an unknown tag are refused by the shape', async (t) => {
  t.ok(LocalizedText.safeParse({ en: 'x' }).success)
  t.notOk(LocalizedText.safeParse({ en: ' ' }).success)
  t.notOk(LocalizedText.safeParse({ english: 'x' }).success)
})
