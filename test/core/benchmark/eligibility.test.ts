import t from 'tap'
import {
  bases,
  type Facts,
  isFinal,
  maxNaShareBp,
  type OwnReason,
  ownReasons,
  reasonsAgainst,
} from '../../../src/core/benchmark/eligibility.ts'
import { candidate, comparability } from '../../fixtures/benchmark/candidate.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

/** Reason → what alone brings it about. */
const causes: Readonly<Record<OwnReason, readonly Partial<Facts>[]>> = {
  not_final: [{ state: 'submitted' }, { state: 'withdrawn' }],
  test: [{ test: true }],
  synthetic_mismatch: [{ synthetic: true }],
  other_questionnaire: [{ questionnaireKey: 'gbt-19580-2012-quick' }],
  other_version: [{ questionnaireVersion: '2.0.0' }],
  other_scoring: [{ scoringDigest: 'b'.repeat(64) }],
  other_basis: [{ basis: 'assessed' }],
  not_reference: [{ weighting: 'own' }, { weighting: 'programme' }],
  not_official: [{ variant: 'custom' }, { variant: 'estimate' }],
  too_young: [{ finalAt: day('2026-04-02') }, { finalAt: day('2026-06-30') }],
  consent_missing: [{ consent: 'none' }],
  consent_withdrawn: [{ consent: 'withdrawn' }],
  organization_unverified: [{ organizationVerified: false }],
  owner_group_unverified: [{ ownerGroupVerified: false }],
  unanswered: [{ unanswered: 1 }],
  na_forbidden: [{ naForbidden: 1 }],
  na_share: [{ naShareBp: maxNaShareBp + 1 }],
  carried_share: [{ carriedShareBp: 1001 }],
  used_before: [{ usedBefore: true }],
}

t.test('a sound submission has nothing against it', async (t) => {
  t.same(reasonsAgainst(candidate(1), comparability), [])
  t.same(bases, ['self', 'assessed'])
})

t.test('every reason has its cause, and each cause that reason alone', async (t) => {
  t.same(Object.keys(causes), ownReasons)
  for (const [reason, all] of Object.entries(causes))
    for (const cause of all)
      t.same(
        reasonsAgainst(candidate(1, cause), comparability),
        [reason],
        `${reason}: ${JSON.stringify(cause)}`,
      )
})

t.test('limits are inclusive on the side of the organization', async (t) => {
  const sound = [
    { finalAt: day('2026-04-01') },
    { naShareBp: maxNaShareBp },
    { carriedShareBp: 1000 },
    { questionnaireVersion: '1.0.1' },
  ]
  for (const members of sound)
    t.same(reasonsAgainst(candidate(1, members), comparability), [], JSON.stringify(members))
  const atOnce = { ...comparability, policy: { minAgeDays: 0 } }
  t.same(reasonsAgainst(candidate(1, { finalAt: comparability.cutOffAt }), atOnce), [])
})

t.test('what became final after the cut-off was not final', async (t) => {
  const late = candidate(1, { finalAt: day('2026-07-01') })
  t.notOk(isFinal(late, comparability))
  t.same(reasonsAgainst(late, comparability), ['not_final', 'too_young'])
  t.same(reasonsAgainst(candidate(1, { finalAt: null }), comparability), ['not_final'])
})

t.test('all reasons are told at once, in the order of the list', async (t) => {
  const bad = candidate(1, {
    usedBefore: true,
    consent: 'withdrawn',
    unanswered: 2,
    test: true,
    variant: 'custom',
  })
  t.same(reasonsAgainst(bad, comparability), [
    'test',
    'not_official',
    'consent_withdrawn',
    'unanswered',
    'used_before',
  ])
})

t.test('a synthetic edition takes synthetic submissions only', async (t) => {
  const synthetic = { ...comparability, synthetic: true }
  t.same(reasonsAgainst(candidate(1), synthetic), ['synthetic_mismatch'])
  t.same(reasonsAgainst(candidate(1, { synthetic: true }), synthetic), [])
})
