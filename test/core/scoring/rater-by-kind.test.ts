import t from 'tap'
import { scoredNodes } from '../../../src/core/document/nodes.ts'
import type { Kind } from '../../../src/core/document/parameters-v1.ts'
import { raterByKind } from '../../../src/core/scoring/rater-by-kind.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { raterAt } from '../../support/sheets.ts'

t.test('a kind is set up once, however many nodes it has', async (t) => {
  const made: Kind[] = []
  const raters = raterByKind((_, kind) => {
    made.push(kind)
    return { ...raterAt(small(), '1.1') }
  })
  const raterOf = raters(small())
  const found = scoredNodes(small()).map((node) => raterOf(node))
  t.same(made, ['process', 'result'])
  t.equal(found[0], found[1])
  t.not(found[0], found[3])
})
