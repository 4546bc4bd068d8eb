import t from 'tap'
import { Declaration, declaredTies, reviewBegun } from '../../../src/core/assignment/declaring.ts'
import { conflictRules, interestKinds } from '../../../src/core/conflict/kinds.ts'
import { noon } from '../../support/assessment.ts'
import { organizationId, refusalOf, submissionIn } from '../../support/submissions.ts'

const applicant = { organizationId, ownerGroup: null }

t.test(
  'a declared tie is one of the applicant; through its owner as far as the kind counts there',
  async (t) => {
    for (const kind of interestKinds) {
      const said = (to: 'applicant' | 'owner_group') =>
        declaredTies([{ kind, to, endedOn: '2024-06-30', note: 'x' }], applicant)
      const tie = { ...applicant, kind, endedOn: '2024-06-30' }
      t.same(said('applicant'), [tie], kind)
      t.same(
        said('owner_group'),
        conflictRules[kind].ownerGroup ? [tie] : [],
        `${kind} of a sister`,
      )
    }
  },
)

t.test('a declaration names kinds that exist, and no ids', async (t) => {
  t.ok(Declaration.safeParse({ interests: [] }).success)
  const one = { kind: 'other', to: 'applicant', endedOn: null, note: '' }
  t.ok(Declaration.safeParse({ interests: [one] }).success)
  for (const wrong of [
    { kind: 'same_person' },
    { to: 'me' },
    { endedOn: '2024' },
    { organizationId },
  ])
    t.notOk(Declaration.safeParse({ interests: [{ ...one, ...wrong }] }).success)
})

t.test('the first active assignment begins the review, the next ones find it begun', async (t) => {
  const before = submissionIn('submitted')
  const { submission, events } = reviewBegun(before, noon(3))
  t.match(submission, { state: 'in_review', revision: before.revision + 1, updatedAt: noon(3) })
  t.match(events, [{ type: 'submission.review-started' }])
  t.same(reviewBegun(submission, noon(4)), { submission, events: [] })
  for (const state of ['draft', 'final', 'withdrawn'] as const)
    t.match(
      refusalOf(() => reviewBegun(submissionIn(state), noon(3))),
      {
        code: 'illegal-transition',
        event: 'start_review',
      },
    )
})
