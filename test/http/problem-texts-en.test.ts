import t from 'tap'
import { problemTextsEn } from '../../src/http/problem-texts-en.ts'

t.test('every problem has a short title and a sentence that helps, in English', async (t) => {
  for (const [code, { title, help }] of Object.entries(problemTextsEn)) {
    t.ok(title.length > 0 && title.length <= 60, `${code}: a title fits a line`)
    t.notMatch(title, /[.。]$/, `${code}: a title is no sentence`)
    t.match(help, /[.。)）]$/, `${code}: help is a sentence`)
  }
})
