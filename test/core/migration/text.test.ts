import t from 'tap'
import { textOf, withoutText } from '../../../src/core/migration/text.ts'

t.test('comments are joined, evidence is put together', async (t) => {
  t.same(
    textOf([
      { comment: 'One.', evidence: [{ title: 'a' }] },
      null,
      { percent: 45, comment: '' },
      { comment: 'Two.', evidence: [{ title: 'b' }] },
    ]),
    { comment: 'One.\n\nTwo.', evidence: [{ title: 'a' }, { title: 'b' }] },
  )
  t.same(textOf([null, { percent: 45 }]), {})
})

t.test('what is too long for one answer stays with its source', async (t) => {
  const long = '长'.repeat(1500)
  t.same(textOf([{ comment: long }, { comment: long }]), { comment: long })
  const many = Array.from({ length: 30 }, (_, index) => ({ title: `t${index}` }))
  t.equal(textOf([{ evidence: many }, { evidence: many }]).evidence?.length, 50)
})

t.test('the value is what is no text', async (t) => {
  const value = { percent: 45, factors: { approach: 50 } }
  t.same(withoutText({ ...value, comment: 'c', narrative: { a: 'n' }, evidence: [] }), value)
})
