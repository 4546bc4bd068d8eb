import t from 'tap'
import {
  AssessorInput,
  etagOfAssessor,
  putAssessor,
  removeAssessor,
} from '../../../src/core/assessor/assessor.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId } from '../../../src/core/ids.ts'
import { noon, people } from '../../support/assessment.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  associationId as association,
  me,
  organizationId,
  refusalOf,
  standings,
} from '../../support/submissions.ts'

const associationId = association as AssociationId
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
  const notTheirs = forbidden('assessors:write')
  const own = { ...entry, personId: me }
  t.same(
    refusalOf(() => putAssessor({ ...own, assessor: null, input, now: noon(1) })),
    notTheirs,
  )
  t.same(
    refusalOf(() => removeAssessor({ ...own, assessor: null })),
    notTheirs,
  )
  const outside = { ...entry, standing: standings.admin }
  t.same(
    refusalOf(() => putAssessor({ ...outside, assessor: null, input, now: noon(1) })),
    {
      code: 'not-found',
    },
  )
})
