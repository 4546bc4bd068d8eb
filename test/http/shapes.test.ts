import t from 'tap'
import { z } from 'zod'
import {
  booleanParameter,
  Etag,
  FileBody,
  FileReply,
  integerParameter,
  listOf,
  PageQuery,
} from '../../src/http/shapes.ts'

const reads = (shape: z.ZodType, value: unknown) => shape.safeParse(value).success

t.test(
  'a page has 50 items unless asked, never more than 200, and takes no nonsense',
  async (t) => {
    const limit = (given: object) => PageQuery.safeParse(given).data?.limit
    t.equal(limit({}), 50)
    t.equal(limit({ limit: '0' }), 50)
    t.equal(limit({ limit: '1' }), 1)
    t.equal(limit({ limit: '200' }), 200)
    t.equal(limit({ limit: '201' }), 200)
    t.equal(limit({ limit: '999999999' }), 200)
    for (const wrong of ['-1', '1.5', '', ' 1', '1e2', '01', '0x1', 'ten', '9999999999']) {
      t.equal(limit({ limit: wrong }), undefined, JSON.stringify(wrong))
    }
  },
)

t.test('a cursor is opaque but bounded', async (t) => {
  t.ok(reads(PageQuery, { cursor: 'abc_-1.sig' }))
  for (const wrong of ['', 'a b', 'a.', '.a', 'a..b', 'x'.repeat(1025)]) {
    t.notOk(reads(PageQuery, { cursor: wrong }), wrong.slice(0, 10))
  }
})

t.test('numbers and truth in the query are spelled in one way', async (t) => {
  t.equal(integerParameter(1, 30).parse('30'), 30)
  for (const wrong of ['0', '31', '-1', '1.0', '', '٣', '1234567890123456']) {
    t.notOk(reads(integerParameter(1, 30), wrong), wrong)
  }
  t.equal(booleanParameter().parse('true'), true)
  t.equal(booleanParameter().parse('false'), false)
  for (const wrong of ['TRUE', '1', 'yes', '']) t.notOk(reads(booleanParameter(), wrong), wrong)
})

t.test('a list has items and a cursor, nothing else', async (t) => {
  const Page = listOf('Words', z.string())
  t.ok(reads(Page, { items: ['a'], nextCursor: null }))
  t.notOk(reads(Page, { items: ['a'] }))
  t.notOk(reads(Page, { items: [], nextCursor: null, total: 1 }))
  t.notOk(reads(Page, { items: Array(201).fill('a'), nextCursor: null }))
})

t.test('an entity tag is strong and quoted', async (t) => {
  t.ok(reads(Etag, '"3"'))
  for (const wrong of ['3', 'W/"3"', '""', '"a"b"', `"${'x'.repeat(129)}"`]) {
    t.notOk(reads(Etag, wrong), wrong.slice(0, 10))
  }
})

t.test('a file is bytes with a media type', async (t) => {
  t.ok(reads(FileBody, { mediaType: 'text/csv', bytes: Buffer.from('x') }))
  t.notOk(reads(FileBody, { mediaType: 'text/csv', bytes: 'x' }))
  t.ok(reads(FileReply, 'any text'))
})
