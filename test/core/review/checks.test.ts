import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import { checkFindings } from '../../../src/core/review/checks.ts'
import type { Finding } from '../../../src/core/review/finding.ts'
import { numbered } from '../../support/assessment.ts'

const plain: Finding = {
  id: numbered(1),
  nodeCode: '1.1',
  kind: 'strength',
  text: 'Leaders meet all teams twice a year.',
  language: 'en',
  importance: 'normal',
  factor: null,
  evidence: 'Answer 1.1',
  keyFactors: [],
  sources: [],
}
const nodes = ['1', '1.1', '1.2']

const idOf = (place: number) => numbered<FindingId>(place + 1)

const told = (
  findings: readonly Partial<Finding>[],
  percentBp: Readonly<Record<string, number>> = {},
) =>
  checkFindings({
    findings: findings.map((finding, place) => ({ ...plain, ...finding, id: idOf(place) })),
    nodes,
    percentBp,
  }).map(({ findingId, nodeCode, pointer, code }) => {
    const place = findings.findIndex((_, each) => idOf(each) === findingId)
    return `${findingId === null ? nodeCode : `/${place}`}${pointer} ${code}`
  })

t.test('a plain finding brings no warning', async (t) => {
  t.same(told([plain]), [])
  t.same(
    told([{ text: 'Teams meet. All sites take part in it!' }]),
    [],
    'two sentences are a thought',
  )
  t.same(told([]), [])
})

t.test('each warning, where it is', async (t) => {
  t.same(told([plain, { text: 'One. Two. Three.' }]), ['/1/text several-thoughts'])
  t.same(told([{ text: '一。二。三！', language: 'zh-CN' }]), ['/0/text several-thoughts'])
  t.same(told([{ text: 'Leaders Should meet teams.' }]), ['/0/text judging-word'])
  t.same(told([{ text: '领导者应该与团队会面。', language: 'zh-CN' }]), ['/0/text judging-word'])
  t.same(told([{ evidence: '' }]), ['/0/evidence evidence-missing'])
  t.same(told([{ nodeCode: '9.9' }]), ['/0/nodeCode node-unknown'])
})

t.test('a word counts as a word, and in its own language', async (t) => {
  t.same(told([{ text: 'Goodwill and badges are recorded.' }]), [])
  t.same(told([{ text: 'Should', language: 'zh' }]), [])
  t.same(told([{ text: 'Sie should das tun.', language: 'de' }]), [], 'no list, no warning')
})

t.test('one evidence is not a strength and an opportunity at once', async (t) => {
  const contrary = { kind: 'opportunity' } as const
  t.same(told([plain, contrary]), [
    '/0/evidence strength-and-opportunity',
    '/1/evidence strength-and-opportunity',
  ])
  t.same(told([plain, plain]), [])
  t.same(told([plain, { ...contrary, nodeCode: '1.2' }]), [])
  t.same(told([plain, { ...contrary, evidence: 'Answer 1.1, table 2' }]), [])
  t.same(told([{ evidence: '' }, { ...contrary, evidence: '' }]), [
    '/0/evidence evidence-missing',
    '/1/evidence evidence-missing',
  ])
})

t.test('findings that point the other way than the score', async (t) => {
  const weak = { kind: 'opportunity' } as const
  t.same(told([weak], { '1.1': 7000 }), ['1.1 balance'])
  t.same(told([weak], { '1.1': 6500 }), [])
  t.same(told([plain], { '1.1': 2500 }), ['1.1 balance'])
  t.same(told([plain], { '1.1': 3000 }), [])
  t.same(told([plain, { ...weak, evidence: 'x' }], { '1.1': 9000 }), [], 'even is no direction')
})

t.test('more than six on one node', async (t) => {
  t.same(told(Array.from({ length: 6 }, () => plain)), [])
  t.same(told(Array.from({ length: 7 }, () => plain)), ['1.1 many-findings'])
})
