import t from 'tap'
import type { PersonId } from '../../../src/core/ids.ts'
import {
  answerIssue,
  type OutcomeInput,
  renew,
  stopping,
} from '../../../src/core/visit/progress.ts'
import type { Visit } from '../../../src/core/visit/visit.ts'
import { people } from '../../support/assessment.ts'
import { consensusIn, gauges, panel, valued } from '../../support/consensus.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, manager } = people
const issue = {
  code: '1.1',
  kind: 'verify',
  question: 'Is it so?',
  source: '4.1',
  outcome: null,
} as const
const planned: Visit & { readonly renewed: readonly PersonId[] } = {
  state: 'planned',
  issues: [issue, { ...issue, code: '1.2' }],
  renewed: [],
}
const ongoing = { ...planned, state: 'ongoing' } as const
const confirmed: OutcomeInput = { kind: 'confirmed', evidence: 'Seen.' }

t.test('every member declares anew, once, before it begins', async (t) => {
  const once = renew(planned, { panel, by: ann })
  t.same(once.renewed, [ann])
  t.equal(renew(once, { panel, by: ann }), once)
  t.same(renew(once, { panel, by: lead }).renewed, [ann, lead])
  t.match(
    refusalOf(() => renew(planned, { panel, by: manager })),
    { code: 'forbidden' },
  )
  t.match(
    refusalOf(() => renew(ongoing, { panel, by: ann })),
    { code: 'illegal-transition', state: 'ongoing', event: 'declare', allowed: ['report'] },
  )
})

t.test('the lead answers issue by issue while it goes on', async (t) => {
  const asked = { panel, by: lead, place: 1, input: confirmed, gauges }
  t.same(
    answerIssue(ongoing, asked).issues.map(({ outcome }) => outcome),
    [null, confirmed],
  )
  const changed = { kind: 'changed', evidence: 'Less.', percent: 35 } as const
  t.match(answerIssue(ongoing, { ...asked, input: changed }).issues[1], {
    outcome: { kind: 'changed', evidence: 'Less.', ...valued(3500) },
  })
  for (const [other, code] of [
    [{ by: ann }, 'forbidden'],
    [{ by: manager }, 'forbidden'],
    [{ place: 2 }, 'not-found'],
    [{ input: { ...changed, percent: 37 } }, 'document-invalid'],
  ] as const)
    t.match(
      refusalOf(() => answerIssue(ongoing, { ...asked, ...other })),
      { code },
    )
  t.match(
    refusalOf(() => answerIssue(planned, asked)),
    { code: 'illegal-transition', state: 'planned', event: 'answer', allowed: ['begin'] },
  )
})

t.test('a visit ends without a report where the panel goes back to its scores', async (t) => {
  const reported = { ...planned, state: 'reported' } as const
  const visits = [reported, planned, ongoing]
  const during = { ...consensusIn('visiting'), visits }
  t.equal(stopping(during), during)
  t.same(
    stopping({ ...during, state: 'open' }).visits.map(({ state }) => state),
    ['reported', 'stopped', 'stopped'],
  )
})
