import t from 'tap'
import type { AssignmentState } from '../../../src/core/assignment/life.ts'
import type { Standing } from '../../../src/core/context.ts'
import type { AssociationId } from '../../../src/core/ids.ts'
import type { ReviewState } from '../../../src/core/review/life.ts'
import {
  type Assessment,
  demandOutside,
  lookAt,
  seenConsensus,
  viewOfReview,
} from '../../../src/core/review/seen.ts'
import { cycleId, noon, numbered, people } from '../../support/assessment.ts'
import { forbidden } from '../../support/forbidden.ts'
import { refusalOf } from '../../support/submissions.ts'

const now = noon(5)
const { ann, bob, manager } = people
const associationId = numbered<AssociationId>(7)
const standing = (
  personId: Standing['personId'],
  seat: { readonly role: 'lead' | 'member'; readonly state: AssignmentState } | null,
): Standing => ({
  personId,
  keyId: null,
  organizationRole: null,
  associationRole: personId === manager ? 'programme_manager' : null,
  grants: [],
  panel: { associationId, cycleId, assignment: seat },
})
const member = standing(ann, { role: 'member', state: 'active' })
const lead = standing(ann, { role: 'lead', state: 'active' })
const outside = standing(manager, null)

const by = (personId: Standing['personId'], state: ReviewState, round = 1) => ({
  personId,
  state,
  round,
})
const before: Assessment = {
  reviews: [by(ann, 'locked'), by(bob, 'locked')],
  consensus: null,
  closedAt: null,
}
const opened: Assessment = { ...before, consensus: { state: 'open', round: 1 } }

const seen = (assessment: Assessment, who: Standing) => {
  const looking = lookAt(assessment, { standing: who, now })
  return assessment.reviews.map((review) => viewOfReview(review, assessment, looking))
}

t.test('before the consensus opens the own review is all there is', async (t) => {
  t.same(seen(before, member), ['own', null])
  t.same(seen(before, lead), ['own', 'state'])
  t.same(seen(before, outside), ['progress', 'progress'])
})

t.test('then whoever locked sees what is locked, and nobody a draft of another', async (t) => {
  t.same(seen(opened, member), ['own', 'whole'])
  t.same(seen(opened, outside), ['progress', 'progress'], 'a manager no scores of reviews, ever')
  const late = { ...opened, reviews: [by(ann, 'locked'), by(bob, 'excluded')] }
  t.same(seen(late, member), ['own', null])
  t.same(seen(late, lead), ['own', 'state'])
  const waiting = { ...opened, reviews: [by(ann, 'excluded'), by(bob, 'locked')] }
  t.same(seen(waiting, lead), ['own', null], 'whoever was late learns nothing')
  const none = { ...opened, reviews: [by(bob, 'locked')] }
  t.same(seen(none, member), [null])
})

t.test('a round that is open is hidden again, and shown when it ended', async (t) => {
  const reviews = [by(ann, 'locked'), by(bob, 'locked'), by(bob, 'locked', 2)]
  const scoring = { ...opened, reviews, consensus: { state: 'scoring', round: 2 } } as const
  t.same(seen(scoring, member), ['own', 'whole', null])
  t.same(seen(scoring, lead), ['own', 'whole', 'state'])
  t.same(seen({ ...scoring, consensus: { state: 'open', round: 2 } }, member), [
    'own',
    'whole',
    'whole',
  ])
})

t.test('to others there is nothing, and a conflict is said', async (t) => {
  const absent = { code: 'not-found' }
  const refused = (who: Standing, assessment = opened) =>
    refusalOf(() => lookAt(assessment, { standing: who, now }))
  t.match(refused(standing(bob, null)), absent)
  const { panel: _, ...nowhere } = standing(bob, null)
  t.match(refused(nowhere), absent)
  t.match(refused(standing(ann, { role: 'member', state: 'recused' })), absent)
  t.match(refused(standing(manager, { role: 'member', state: 'proposed' })), absent)
  t.match(refused(standing(ann, { role: 'member', state: 'conflicted' })), {
    code: 'conflict-of-interest',
  })
  const over = { ...opened, closedAt: new Date(now.getTime() - 91 * 86_400_000) }
  t.match(refused(member, over), absent, 'the panel looks back for ninety days')
})

t.test('what a manager decides, nobody of the panel does', async (t) => {
  const looking = (who: Standing) => lookAt(before, { standing: who, now })
  demandOutside(looking(outside), 'reviews:reopen')
  for (const who of [member, lead, standing(manager, { role: 'member', state: 'active' })])
    t.match(
      refusalOf(() => demandOutside(looking(who), 'reviews:reopen')),
      forbidden('reviews:reopen'),
    )
})

t.test('a consensus is there for whoever sees its figures, once it is opened', async (t) => {
  const held = { state: 'open' }
  const look = (assessment: Assessment, who: Standing) => lookAt(assessment, { standing: who, now })
  for (const who of [member, lead, outside]) {
    t.equal(seenConsensus(look(opened, who), held), held)
    t.match(
      refusalOf(() => seenConsensus(look(before, who), null)),
      { code: 'not-found' },
    )
  }
  const late = { ...opened, reviews: [by(ann, 'excluded'), by(bob, 'locked')] }
  t.match(
    refusalOf(() => seenConsensus(look(late, member), held)),
    { code: 'not-found' },
    'not for whoever was late',
  )
})
