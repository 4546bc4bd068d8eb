import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import { FindingInput, isSameFinding } from '../../../src/core/review/finding.ts'
import { numbered } from '../../support/assessment.ts'

const finding = {
  nodeCode: '4.1.2',
  kind: 'strength',
  text: 'Leaders meet all teams twice a year.',
  language: 'en',
  importance: 'normal',
  factor: 'deployment',
  evidence: 'Answer 4.1.2, evidence 1',
  keyFactors: ['Four sites'],
  sources: [numbered(1)],
}

t.test('a finding is taken as it was written', async (t) => {
  t.same(FindingInput.parse(finding), finding)
  t.ok(FindingInput.safeParse({ ...finding, factor: null, evidence: '', sources: [] }).success)
})

t.test('its limits are those of the design', async (t) => {
  const takes = (other: Partial<typeof finding>) =>
    FindingInput.safeParse({ ...finding, ...other }).success
  t.ok(takes({ text: '好'.repeat(2000) }))
  t.notOk(takes({ text: '好'.repeat(2001) }))
  t.notOk(takes({ text: '' }))
  t.notOk(takes({ kind: 'weakness' }))
  t.notOk(takes({ importance: 'triple' }))
  t.notOk(FindingInput.safeParse({ ...finding, author: 'x' }).success)
})

t.test('a finding says the same only where nothing differs', async (t) => {
  const input = FindingInput.parse(finding)
  const noted = { ...input, id: numbered<FindingId>(2) }
  t.ok(isSameFinding(noted, { ...input, keyFactors: ['Four sites'] }))
  t.notOk(isSameFinding(noted, { ...input, keyFactors: [] }))
  t.notOk(isSameFinding(noted, { ...input, factor: null }))
})
