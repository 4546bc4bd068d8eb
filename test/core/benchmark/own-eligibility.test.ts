import t from 'tap'
import {
  type OwnFacts,
  ownEligibility,
  toldReasons,
} from '../../../src/core/benchmark/own-eligibility.ts'
import { candidate, comparability } from '../../fixtures/benchmark/candidate.ts'

const { usedBefore: _, ...sound } = candidate(1)
const facts = (other: Partial<OwnFacts> = {}): OwnFacts => ({
  ...sound,
  laterFinalAt: null,
  ...other,
})
const day = (text: string) => new Date(`${text}T00:00:00Z`)
const now = day('2026-06-01')
const reasonsOf = (other: Partial<OwnFacts>, edition = comparability) =>
  ownEligibility(facts(other), edition, now).reasons

t.test(
  'nothing speaks against a sound submission, by an edition or by the usual rules',
  async (t) => {
    t.same(ownEligibility(facts(), comparability, now), {
      cutOffAt: comparability.cutOffAt,
      minAgeDays: 90,
      reasons: [],
    })
    t.same(ownEligibility(facts(), null, now), { cutOffAt: now, minAgeDays: 90, reasons: [] })
  },
)

t.test('every reason that the organization may know is told', async (t) => {
  t.same(reasonsOf({ consent: 'none', unanswered: 1 }), ['consent_missing', 'unanswered'])
  t.same(ownEligibility(facts({ finalAt: day('2026-05-01') }), null, now).reasons, ['too_young'])
  t.same(ownEligibility(facts({ carriedShareBp: 1 }), null, now).reasons, ['carried_share'])
  t.same(reasonsOf({ questionnaireVersion: '2.0.0' }), ['other_version'], 'by the edition')
  t.notOk(toldReasons.includes('used_before' as never))
})

t.test('a later final replaces it, where it was final at the cut-off', async (t) => {
  t.same(reasonsOf({ laterFinalAt: day('2026-03-01') }), ['not_latest'])
  t.same(reasonsOf({ laterFinalAt: comparability.cutOffAt }), ['not_latest'])
  t.same(reasonsOf({ laterFinalAt: day('2026-07-01') }), [])
  t.same(reasonsOf({ state: 'submitted', finalAt: null, laterFinalAt: day('2026-03-01') }), [
    'not_final',
  ])
})
