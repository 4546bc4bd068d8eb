import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import {
  FindingInput,
  factorFindings,
  factorsOf,
  isSameFinding,
} from '../../../src/core/review/finding.ts'
import { numbered } from '../../support/assessment.ts'
import { gbt } from '../../support/submissions.ts'

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

t.test('node, kind, text and language suffice; the rest is nothing special', async (t) => {
  const { nodeCode, kind, text, language } = finding
  const short = { nodeCode, kind, text, language }
  const rest = { importance: 'normal', factor: null, evidence: '', keyFactors: [], sources: [] }
  t.same(FindingInput.parse(short), { ...short, ...rest })
  for (const name of Object.keys(short))
    t.notOk(FindingInput.safeParse({ ...short, [name]: undefined }).success, name)
})

t.test('a finding names a factor by which its node is judged', async (t) => {
  const factors = factorsOf(gbt)
  const told = (nodeCode: string, factor: string | null) =>
    factorFindings({ ...FindingInput.parse(finding), nodeCode, factor }, factors)
  t.same(told('4.1.2', 'deployment'), [])
  t.same(told('4.1.2', null), [])
  t.match(told('4.1.2', 'levels'), [{ pointer: '/factor', code: 'factor-unknown' }])
  t.same(told('4.7.2', 'levels'), [])
  t.match(told('4.7.2', 'deployment'), [
    { detail: '4.7.2 is judged by levels, trends, comparisons, integration, not by deployment.' },
  ])
  t.same([told('4.1', 'levels'), told('4.1', 'deployment')], [[], []], 'a category may hold both')
  t.match(told('4.1', 'luck'), [{ code: 'factor-unknown' }])
  t.equal(factorsOf({ ...gbt, bandSets: [] })('4.1.2'), null)
  const [processes] = gbt.bandSets
  const other = { ...gbt, bandSets: processes === undefined ? [] : [processes] }
  t.same(factorsOf(other)('4.7.2'), processes?.factors, 'a kind without bands has all of them')
})
