import t from 'tap'
import { mergePatch } from '../../src/core/merge-patch.ts'

t.test('the examples of RFC 7396, appendix A', async (t) => {
  const examples: readonly (readonly [unknown, unknown, unknown])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ]
  for (const [target, patch, result] of examples) {
    const before = structuredClone(target)
    t.strictSame(mergePatch(target, patch), result, JSON.stringify([target, patch]))
    t.strictSame(target, before, 'the target is as it was')
  }
})

t.test('names of the prototype are members like others', async (t) => {
  const patch: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"a": 1}}')
  const merged = mergePatch({ x: 1 }, patch)
  t.equal(JSON.stringify(merged), '{"x":1,"__proto__":{"polluted":true},"constructor":{"a":1}}')
  t.equal(Reflect.get({}, 'polluted'), undefined)
})
