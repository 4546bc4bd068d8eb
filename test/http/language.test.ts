import t from 'tap'
import { languageRange, localeOf } from '../../src/http/language.ts'

t.test('the best language the service speaks is chosen, whatever the header', async (t) => {
  const headers: readonly (readonly [string | undefined, 'en' | 'zh-CN'])[] = [
    [undefined, 'en'],
    ['', 'en'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['zh-cn', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['fr', 'en'],
    ['fr, zh', 'zh-CN'],
    ['fr, zh;q=0.8, en;q=0.9', 'en'],
    ['en;q=0.8, zh;q=0.9', 'zh-CN'],
    ['en;q=0.5, zh;q=0.5', 'en'],
    ['zh;q=0.5, en;q=0.5', 'zh-CN'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0', 'en'],
    ['en;q=0, zh;q=0.001', 'zh-CN'],
    ['*', 'en'],
    ['*, zh;q=0.5', 'zh-CN'],
    ['zh ; q=0.7 , en ; q=0.3', 'zh-CN'],
    ['zh;q=1.1, en;q=0.1', 'en'],
    ['zh;q=0.1234, en;q=0.1', 'en'],
    ['zh;q=x, en;q=0.1', 'en'],
    ['zh;level=1, en', 'en'],
    ['zh;q=0.9;q=0.1, en;q=0.2', 'en'],
    ['zh_CN', 'en'],
    ['zh-toolongsubtag', 'en'],
    [',,;;q=1,zh', 'zh-CN'],
    ['中文, zh', 'zh-CN'],
    [`${'fr,'.repeat(31)}zh`, 'zh-CN'],
    [`${'fr,'.repeat(32)}zh`, 'en'],
  ]
  t.ok(headers.length >= 25)
  for (const [header, locale] of headers) {
    t.equal(localeOf(header), locale, `${header?.slice(0, 40)} → ${locale}`)
  }
})

t.test('a language range is what RFC 4647 calls basic', async (t) => {
  for (const range of ['en', 'zh-Hans-CN', '*']) t.match(range, languageRange)
  for (const text of ['', 'e n', 'zh_CN', 'a'.repeat(9), 'en-*', '中文']) {
    t.notMatch(text, languageRange, text)
  }
})
