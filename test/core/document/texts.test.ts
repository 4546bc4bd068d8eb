import t from 'tap'
import { mapTexts } from '../../../src/core/document/texts.ts'
import { small } from '../../fixtures/questionnaires.ts'

t.test('every text is visited once with its place, and nothing else', async (t) => {
  const pointers: string[] = []
  const mapped = mapTexts(small(), (text, pointer) => {
    pointers.push(pointer)
    return text.en
  })
  t.equal(new Set(pointers).size, pointers.length)
  const left = JSON.stringify(mapped).includes('（中文）')
  t.notOk(left, 'no text is left in its other language')
  for (const pointer of [
    '/title',
    '/rights/notice',
    '/levels/area',
    '/bandSets/1/factorNames/levels',
    '/bandSets/0/bands/5/descriptors/approach',
    '/categories/2/leaf/areas/0/questions/0/text',
    '/recognition/0/bands/1/label',
  ]) {
    t.ok(pointers.includes(pointer), pointer)
  }
  t.match(mapped, {
    edition: { label: '2025' },
    rights: { text: 'own_wording', owner: 'Nobody' },
    scoring: { parameters: { bandSets: { process: 'process-six' } }, total: 100 },
    recognition: [{ validTo: null }],
  })
})
