import t from 'tap'
import {
  addFinding,
  changeFinding,
  type Nameable,
  type Noting,
  removeFinding,
} from '../../../src/core/consensus/notes.ts'
import type { StoredConsensus } from '../../../src/core/consensus/stored.ts'
import type { FindingId } from '../../../src/core/ids.ts'
import type { FindingInput } from '../../../src/core/review/finding.ts'
import { mostFindings } from '../../../src/core/review/notes.ts'
import { noon, numbered, people } from '../../support/assessment.ts'
import { consensusIn, panel } from '../../support/consensus.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, other } = people
const now = noon(12)
const inState = (state: Parameters<typeof consensusIn>[0]): StoredConsensus => ({
  ...consensusIn(state),
  visits: [],
})
const open = inState('open')
const source = numbered<FindingId>(8)
const input: FindingInput = {
  nodeCode: '1.1',
  kind: 'strength',
  text: 'Seen.',
  language: 'en',
  importance: 'normal',
  factor: null,
  evidence: '',
  keyFactors: [],
  sources: [source],
}
const id = numbered<FindingId>(9)
const factors = () => ['approach']
const nameable: Nameable = { nodes: ['1', '1.1'], findings: [source], factors }
const noting: Noting = { panel, by: lead, now }
const adding = { ...noting, id, input, used: 0, nameable }

t.test('a finding is noted, replaced whole and taken out; each moves the consensus', async (t) => {
  const approved = { ...open, approvals: [{ by: ann, at: now }] }
  const added = addFinding(approved, adding)
  t.same(added.finding, { ...input, id, revision: 1, createdAt: now, updatedAt: now })
  t.match(added.consensus, { revision: open.revision + 1, approvals: { length: 0 } })
  const changed = changeFinding(added.consensus, {
    ...noting,
    now: noon(13),
    nameable,
    finding: added.finding,
    input: { ...input, text: 'Seen twice.', sources: [] },
  })
  t.match(changed.finding, { id, text: 'Seen twice.', revision: 2, createdAt: now })
  t.same(changed.finding.updatedAt, noon(13))
  t.equal(changed.consensus.revision, open.revision + 2)
  const { finding } = added
  const again = changeFinding(approved, { ...noting, nameable, finding, input: { ...input } })
  t.same([again.consensus, again.finding], [approved, finding], 'and keeps the approvals')
  t.equal(removeFinding(changed.consensus, noting).revision, open.revision + 3)
})

t.test('a finding that no report would list, or from nowhere, is refused by pointer', async (t) => {
  const wrong = { ...input, nodeCode: '1.1.a', sources: [source, id] }
  const { finding } = addFinding(open, adding)
  for (const write of [
    () => addFinding(open, { ...adding, input: wrong }),
    () => changeFinding(open, { ...noting, nameable, finding, input: wrong }),
  ])
    t.match(refusalOf(write), {
      code: 'document-invalid',
      errors: [
        { pointer: '/nodeCode', code: 'node-unknown' },
        { pointer: '/sources/1', code: 'source-unknown' },
      ],
    })
  t.match(
    refusalOf(() => addFinding(open, { ...adding, input: { ...input, factor: 'levels' } })),
    { code: 'document-invalid', errors: [{ pointer: '/factor', code: 'factor-unknown' }] },
  )
  t.match(
    refusalOf(() => addFinding(open, { ...adding, used: mostFindings })),
    { code: 'quota-reached', used: mostFindings, max: mostFindings },
  )
})

t.test('the lead writes, while it is open, and nobody else', async (t) => {
  const { finding } = addFinding(open, adding)
  const writes = (consensus: StoredConsensus, by = lead) => [
    () => addFinding(consensus, { ...adding, by }),
    () => changeFinding(consensus, { ...noting, by, nameable, finding, input }),
    () => removeFinding(consensus, { ...noting, by }),
  ]
  for (const state of ['scoring', 'proposed', 'agreed', 'visiting', 'final'] as const)
    for (const write of writes(inState(state)))
      t.match(refusalOf(write), { code: 'illegal-transition', state })
  for (const write of writes(open, ann)) t.match(refusalOf(write), { code: 'forbidden' })
  for (const write of writes(open, other)) t.match(refusalOf(write), { code: 'forbidden' })
})
