import t from 'tap'
import { problemTextsZhCn } from '../../src/http/problem-texts-zh-cn.ts'

t.test('every problem has a short title and a sentence that helps, in Chinese', async (t) => {
  for (const [code, { title, help }] of Object.entries(problemTextsZhCn)) {
    t.ok(title.length > 0 && title.length <= 60, `${code}: a title fits a line`)
    t.notMatch(title, /[.。]$/, `${code}: a title is no sentence`)
    t.match(help, /[.。)）]$/, `${code}: help is a sentence`)
  }
})
