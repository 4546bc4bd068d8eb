import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import type { AssociationId, WeightingId } from '../../../src/core/ids.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import {
  CycleWeighting,
  cycleWeightingFindings,
  type NamedWeighting,
  officialWeightings,
  weightingCounted,
  weightingNamed,
} from '../../../src/core/programme/weighting.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { association, id, items, make, manager, questionnaire } from '../../support/weightings.ts'

const { weighting: draft } = make({ owner: association, standing: manager })
const profile = { ...draft, state: 'published' } as const
const named: CycleWeighting = { questionnaire: questionnaire.key, id, version: profile.version }

const found = (
  weightings: readonly CycleWeighting[],
  leadsTo: readonly NamedWeighting[] = [{ profile, limits: [] }],
  questionnaires: readonly (Questionnaire | null)[] = [questionnaire],
) =>
  cycleWeightingFindings(weightings, [questionnaire.key, 'efqm-2025'], {
    questionnaires,
    named: leadsTo,
  }).map(({ pointer, code }) => `${pointer} ${code}`)

t.test('a published weighting that fits has no findings', async (t) => {
  t.same(CycleWeighting.parse(named), named)
  t.same(found([named]), [])
  t.same(found([named], [{ profile, limits: [] }], [null, questionnaire]), [], 'said elsewhere')
  t.same(found([]), [])
})

t.test('drafts, other versions and what is not there are named alike', async (t) => {
  const unknown = ['/settings/weightings/0 weighting-unknown']
  t.same(found([named], []), unknown)
  t.same(found([named], [{ profile: null, limits: [] }]), unknown)
  t.same(found([named], [{ profile: draft, limits: [] }]), unknown)
  t.same(found([{ ...named, version: '9.0.0' }]), unknown)
})

t.test('one for each questionnaire that is assessed', async (t) => {
  const leadsTo = [
    { profile, limits: [] },
    { profile, limits: [] },
  ]
  t.same(found([{ ...named, questionnaire: 'caf-2020' as never }]), [
    '/settings/weightings/0/questionnaire questionnaire-not-assessed',
  ])
  t.same(found([named, named], leadsTo), ['/settings/weightings/1/questionnaire name-repeated'])
})

t.test('what does not fit a version, or breaks a limit, is said once', async (t) => {
  const other = { ...profile, items: { ...items, '9.9': 1 } }
  t.same(found([named], [{ profile: other, limits: [] }], [questionnaire, questionnaire]), [
    '/settings/weightings/0 node-unknown',
  ])
  const limits = [{ ranges: { '1': { min: 99 } } }]
  t.same(found([named], [{ profile, limits }]), ['/settings/weightings/0 limit-range'])
})

t.test('the row that a cycle means, and the sheets that follow', async (t) => {
  const associationId = association.id as AssociationId
  const settings = { ...usualSettings, questionnaires: [], weightings: [named] }
  const cycle = { associationId, settings }
  t.same(weightingNamed(cycle, questionnaire.key), { owner: association, id: id as WeightingId })
  t.equal(weightingNamed(cycle, 'efqm-2025'), null)
  const reference = referenceWeighting(questionnaire)
  const own = { kind: 'programme', id, version: profile.version, mode: 'points', items }
  t.same(officialWeightings(questionnaire, null), [reference])
  t.same(officialWeightings(questionnaire, profile), [reference, own])
  t.same(weightingCounted(questionnaire, null), reference)
  t.same(weightingCounted(questionnaire, profile), own)
})
