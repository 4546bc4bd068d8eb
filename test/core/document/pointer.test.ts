import t from 'tap'
import { pointerOf } from '../../../src/core/document/pointer.ts'

t.test('a pointer escapes what RFC 6901 says, and the root is empty', async (t) => {
  t.equal(pointerOf([]), '')
  t.equal(pointerOf(['categories', 0, 'items', 2]), '/categories/0/items/2')
  t.equal(pointerOf(['a/b', 'c~d', '~1']), '/a~1b/c~0d/~01')
})
