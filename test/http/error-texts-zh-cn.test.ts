import t from 'tap'
import { errorTextsZhCn } from '../../src/http/error-texts-zh-cn.ts'

t.test('each sentence is Chinese and ends', async (t) => {
  for (const [code, sentence] of Object.entries(errorTextsZhCn)) {
    t.match(code, /^[a-z]+(?:-[a-z]+)+$/)
    t.match(sentence, /^[\u4e00-\u9fff“].*。$/u, code)
  }
})
