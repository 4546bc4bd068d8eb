import t from 'tap'
import { preferredType } from '../../src/http/accept.ts'

const [json, svg] = ['application/json', 'image/svg+xml']

t.test('the form that is wanted most is chosen, the first of those wanted alike', async (t) => {
  const headers: readonly (readonly [string | undefined, string | null])[] = [
    [undefined, json],
    ['*/*', json],
    ['application/json', json],
    ['image/svg+xml', svg],
    ['IMAGE/SVG+XML', svg],
    ['image/*', svg],
    ['image/svg+xml, application/json', json],
    ['image/svg+xml, application/json;q=0.9', svg],
    ['image/svg+xml;q=0.2, */*;q=0.5', json],
    ['text/html, image/*;q=0.8, */*;q=0.1', svg],
    ['application/json;q=0, */*', svg],
    ['image/svg+xml;charset=utf-8;q=0.5, */*;q=0.1', svg],
    ['image/svg+xml;q=x', svg],
    ['image/svg+xml ; q=1.000 , */* ; q=0.001', svg],
    ['text/html', null],
    ['*/*;q=0', null],
    ['', null],
  ]
  for (const [accept, type] of headers)
    t.equal(preferredType(accept, [json, svg]), type, String(accept))
  t.equal(preferredType(undefined, []), null)
})
