import t from 'tap'
import type { AssociationId, OrganizationId } from '../../../src/core/ids.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { WeightingChoice } from '../../../src/core/submission/submission.ts'
import {
  type LookedUp,
  offeredOf,
  ownerOfChoice,
  sharedWeighting,
  weightingBeside,
  weightingLookedAt,
  weightingOnTheSpot,
} from '../../../src/core/submission/weighting-choice.ts'
import type { WeightingProfile } from '../../../src/core/weighting/profile.ts'
import {
  associationId,
  created,
  gbt,
  me,
  organizationId,
  otherOrganizationId,
  refusalOf,
  submissionIn,
  weightingId,
} from '../../support/submissions.ts'

const version = '1.0.0'
const { items } = referenceWeighting(gbt)
const own = WeightingChoice.parse({ organizationId, id: weightingId, version })
const above = WeightingChoice.parse({ associationId, id: weightingId, version })
const line = [associationId as AssociationId]

const profileOf = (choice: WeightingChoice, other: Partial<WeightingProfile> = {}) =>
  ({
    owner: ownerOfChoice(choice),
    id: choice.id,
    key: 'own-view',
    version,
    title: 'Own view',
    questionnaire: { key: gbt.key, version: gbt.version },
    edition: gbt.edition.key,
    total: 1000,
    mode: 'points',
    items,
    rationale: '',
    elicitation: { kind: 'manual' },
    copiedFrom: null,
    state: 'published',
    digest: 'd'.repeat(64),
    revision: 2,
    createdBy: me,
    createdAt: created,
    updatedAt: created,
    publication: null,
    publishedBy: me,
    publishedAt: created,
    ...other,
  }) satisfies WeightingProfile
const ledTo = (choice: WeightingChoice, other: Partial<LookedUp> = {}): LookedUp => ({
  profile: profileOf(choice),
  line,
  limits: [],
  ...other,
})
const weighed = (weighting: WeightingChoice | null, lookedUp: LookedUp | null) => ({
  submission: { ...submissionIn('draft'), weighting },
  questionnaire: gbt,
  lookedUp,
})

t.test('a choice names its owner', async (t) => {
  t.same(ownerOfChoice(own), { kind: 'organization', id: organizationId as OrganizationId })
  t.same(ownerOfChoice(above), { kind: 'association', id: associationId as AssociationId })
})

t.test('offered is what the organization has, or an association above it', async (t) => {
  const offered = { state: 'published', version, edition: gbt.edition.key, misfits: [] }
  t.same(offeredOf(ledTo(own, { line: [] }), gbt), offered)
  t.same(offeredOf(ledTo(above), gbt), offered)
  t.equal(offeredOf(ledTo(above, { line: [] }), gbt), null, 'of an association elsewhere')
  t.equal(offeredOf(ledTo(own, { profile: null }), gbt), null, 'not found')
  t.equal(offeredOf(null, gbt), null, 'nothing was chosen')
})

t.test('whether its numbers fit this questionnaire is part of the offer', async (t) => {
  const { '4.1.2': lost, ...less } = items
  const offered = offeredOf(ledTo(own, { profile: profileOf(own, { items: less }) }), gbt)
  t.match(offered, { misfits: [{ code: 'weight-missing' }] })
  t.equal(lost, 50)
})

t.test(
  'a submission is scored under its choice, and without one under the reference alone',
  async (t) => {
    t.match(weightingBeside(weighed(own, ledTo(own))), {
      kind: 'own',
      id: weightingId,
      version,
      items,
    })
    t.match(weightingBeside(weighed(above, ledTo(above))), { kind: 'own', id: weightingId })
    t.equal(weightingBeside(weighed(null, null)), null)
  },
)

t.test('a choice that does not stand any more refuses to be submitted', async (t) => {
  const foreign = WeightingChoice.parse({
    organizationId: otherOrganizationId,
    id: weightingId,
    version,
  })
  const cases: readonly [string, WeightingChoice, LookedUp | null][] = [
    ['the organization moved', above, ledTo(above, { line: [] })],
    ['it cannot be found', own, ledTo(own, { profile: null })],
    ['it was not looked up', own, null],
    ['it is not published', own, ledTo(own, { profile: profileOf(own, { state: 'draft' }) })],
    ['it is of another organization', foreign, ledTo(foreign)],
  ]
  for (const [name, choice, lookedUp] of cases)
    t.match(
      refusalOf(() => weightingBeside(weighed(choice, lookedUp))),
      { code: 'document-invalid', errors: [{ pointer: '/weighting' }] },
      name,
    )
})

t.test(
  'a draft is scored on the spot under the reference, or under the choice that stands',
  async (t) => {
    const given = weighed(own, ledTo(own))
    t.match(weightingOnTheSpot('reference', given), { kind: 'reference', id: null })
    t.match(weightingOnTheSpot('own', given), { kind: 'own', id: weightingId })
    t.equal(weightingOnTheSpot('programme', given), null, 'it is in no programme')
    t.equal(weightingOnTheSpot('own', weighed(null, null)), null, 'it names none')
    t.equal(weightingOnTheSpot('own', weighed(above, ledTo(above, { line: [] }))), null)
  },
)

t.test('what was submitted is not scored again', async (t) => {
  const given = { ...weighed(own, ledTo(own)), submission: submissionIn('submitted') }
  for (const kind of ['reference', 'programme', 'own'] as const)
    t.equal(weightingOnTheSpot(kind, given), null, kind)
})

t.test('weights are looked at after submitting too, under what was named then', async (t) => {
  const draft = weighed(own, ledTo(own))
  const done = { ...draft, submission: { ...submissionIn('submitted'), weighting: own } }
  for (const given of [draft, done]) {
    t.equal(weightingLookedAt('reference', given)?.kind, 'reference')
    t.match(weightingLookedAt('own', given), { kind: 'own', id: own.id })
  }
  const without = { ...done, submission: submissionIn('submitted'), lookedUp: null }
  t.equal(weightingLookedAt('own', without), null)
})

t.test('limits of the line count like everything else that does not fit', async (t) => {
  const limits = [{ ranges: { '4.1.2': { max: 1 } } }]
  t.match(offeredOf(ledTo(own, { limits }), gbt), { misfits: [{ code: 'limit-range' }] })
})

t.test('only an association’s weighting is one that others use too', async (t) => {
  t.equal(sharedWeighting(null), null)
  t.equal(sharedWeighting(ledTo(own)), null)
  t.equal(sharedWeighting(ledTo(above, { profile: null })), null)
  t.equal(sharedWeighting(ledTo(above))?.key, 'own-view')
})
