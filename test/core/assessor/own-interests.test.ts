import t from 'tap'
import {
  etagOfOwnInterests,
  OwnInterestsInput,
  putOwnInterests,
} from '../../../src/core/assessor/own-interests.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId } from '../../../src/core/ids.ts'
import { noon } from '../../support/assessment.ts'
import {
  associationId,
  me,
  organizationId,
  refusalOf,
  standings,
} from '../../support/submissions.ts'

const standing = { ...standings.nobody, isAssessor: true }
const input = OwnInterestsInput.parse({
  interests: [{ kind: 'other', organizationId, ownerGroup: null, endedOn: null, note: 'A talk' }],
})
const given = {
  associationId: associationId as AssociationId,
  own: null,
  input,
  standing,
  now: noon(1),
}

t.test('an assessor states interests, changes them, and says nothing twice', async (t) => {
  const { outcome, own, events } = putOwnInterests(given)
  t.equal(outcome, 'created')
  t.same(own, { ...input, associationId, personId: me, revision: 1, updatedAt: noon(1) })
  t.match(events, [{ type: 'assessor.interests-stated', subject: me }])
  for (const event of events) Happening.parse(event)
  t.match(putOwnInterests({ ...given, own, now: noon(2) }), {
    outcome: 'unchanged',
    own,
    events: [],
  })
  const none = putOwnInterests({ ...given, own, input: { interests: [] }, now: noon(2) })
  t.match(none, { outcome: 'updated', own: { interests: [], revision: 2, updatedAt: noon(2) } })
  t.not(etagOfOwnInterests(none.own), etagOfOwnInterests(own))
  t.equal(etagOfOwnInterests(null), null)
})

t.test('nobody else has any to state', async (t) => {
  for (const other of [standings.nobody, standings.manager, standings.association])
    t.match(
      refusalOf(() => putOwnInterests({ ...given, standing: other as typeof standing })),
      {
        code: 'not-found',
      },
    )
})
