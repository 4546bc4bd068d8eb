import t from 'tap'
import {
  type Assessor,
  AssessorInput,
  etagOfAssessor,
  lookForConflicts,
  putAssessor,
  removeAssessor,
} from '../../../src/core/assessor/assessor.ts'
import type { House } from '../../../src/core/conflict/conflicts.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId, OwnerGroupId } from '../../../src/core/ids.ts'
import { noon, numbered, people } from '../../support/assessment.ts'
import {
  associationId as association,
  me,
  organizationId,
  otherOrganizationId,
  refusalOf,
  standings,
} from '../../support/submissions.ts'

const associationId = association as AssociationId
const ownerGroup = { associationId, id: numbered<OwnerGroupId>(200) }
const interest = {
  kind: 'employment',
  organizationId,
  ownerGroup: null,
  endedOn: '2024-06-30',
  note: '',
} as const
const input = AssessorInput.parse({ available: true, interests: [interest] })
const entry = { associationId, personId: people.ann, standing: standings.manager }
const made = putAssessor({ ...entry, assessor: null, input, now: noon(1) })

t.test('an entry is made once, replaced whole, and the same changes nothing', async (t) => {
  t.same(made.outcome, 'created')
  t.same(made.assessor, {
    ...input,
    associationId,
    personId: people.ann,
    revision: 1,
    createdAt: noon(1),
    updatedAt: noon(1),
    updatedBy: me,
  })
  const again = putAssessor({ ...entry, assessor: made.assessor, input, now: noon(2) })
  t.same([again.outcome, again.events], ['unchanged', []])
  t.equal(again.assessor, made.assessor)
  const less = { available: false, interests: [] }
  const updated = putAssessor({ ...entry, assessor: made.assessor, input: less, now: noon(2) })
  t.match(updated, {
    outcome: 'updated',
    assessor: {
      available: false,
      interests: [],
      revision: 2,
      createdAt: noon(1),
      updatedAt: noon(2),
    },
  })
  t.not(etagOfAssessor(updated.assessor), etagOfAssessor(made.assessor))
  t.equal(etagOfAssessor(null), null)
})

t.test('what happened is told by ids', async (t) => {
  const removed = removeAssessor({ ...entry, assessor: made.assessor })
  for (const event of [...made.events, ...removed]) Happening.parse(event)
  t.match(made.events, [{ type: 'assessor.registered', subject: people.ann }])
  t.match(removed, [{ type: 'assessor.removed', ids: { associationId } }])
  t.same(removeAssessor({ ...entry, assessor: null }), [], 'nothing was there')
})

t.test('nobody writes the own entry, and only the own people any', async (t) => {
  const forbidden = { code: 'forbidden', action: 'assessors:write' }
  const own = { ...entry, personId: me }
  t.same(
    refusalOf(() => putAssessor({ ...own, assessor: null, input, now: noon(1) })),
    forbidden,
  )
  t.same(
    refusalOf(() => removeAssessor({ ...own, assessor: null })),
    forbidden,
  )
  const outside = { ...entry, standing: standings.admin }
  t.same(
    refusalOf(() => putAssessor({ ...outside, assessor: null, input, now: noon(1) })),
    {
      code: 'not-found',
    },
  )
})

t.test('known interests, owner groups and roles come to a verdict', async (t) => {
  const verdict = (assessor: Assessor, applicant: House, isMember = false, now = noon(1)) =>
    lookForConflicts({ assessor, applicant, isMember, standing: standings.manager, now })
  const here = { organizationId, ownerGroup }
  const there = { organizationId: otherOrganizationId, ownerGroup }
  t.equal(verdict(made.assessor, here), 'blocked')
  t.equal(verdict(made.assessor, there), 'clear', 'whose owner the register does not know')
  t.equal(verdict(made.assessor, there, true), 'blocked', 'acts for it')
  t.equal(verdict(made.assessor, here, false, new Date('2029-07-01T00:00:00Z')), 'clear')
  const owned = { ...made.assessor, interests: [{ ...interest, ownerGroup }] }
  t.equal(verdict(owned, there), 'blocked', 'through its owner group')
  const mild = { ...made.assessor, interests: [{ ...interest, kind: 'other' as const }] }
  t.equal(verdict(mild, here), 'waivable')
  t.same(
    refusalOf(() =>
      lookForConflicts({
        assessor: mild,
        applicant: here,
        isMember: false,
        standing: standings.admin,
        now: noon(1),
      }),
    ),
    { code: 'not-found' },
  )
})
