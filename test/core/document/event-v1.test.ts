import t from 'tap'
import { EventV1, Happening } from '../../../src/core/document/event-v1.ts'

const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'
const event = {
  format: 'event/v1',
  id,
  owner: { kind: 'organization', id },
  sequence: 1,
  occurredAt: '2025-11-22T13:19:36.536Z',
  type: 'submission.submitted',
  subject: id,
  ids: { weightingId: id },
  versions: { questionnaire: '1.0.0' },
}

t.test('an event says what happened to what, by ids and versions', async (t) => {
  t.same(EventV1.parse(event), event)
  const changed = { ids: { codes: ['4.1.2', '4.1.3'] }, versions: { answers: ['3', '1'] } }
  t.same(EventV1.parse({ ...event, ...changed }), { ...event, ...changed }, 'of several things')
  t.ok(Happening.safeParse({ type: 'a.b', subject: id, ids: {}, versions: {} }).success)
})

t.test('an event has no room for content', async (t) => {
  for (const more of [
    { answers: {} },
    { ids: { weightingId: { text: 'x' } } },
    { versions: { score: 57 } },
    { type: 'Submission' },
    { subject: 'x'.repeat(101) },
    { occurredAt: 'yesterday' },
  ]) {
    t.notOk(EventV1.safeParse({ ...event, ...more }).success, JSON.stringify(more))
  }
})
