// What a panel tells its association is known by kind, so that none is forgotten where a reader must not know of it.
import t from 'tap'
import { complete } from '../../../src/core/assignment/assignment.ts'
import { told } from '../../../src/core/consensus/consensus.ts'
import { EventType } from '../../../src/core/document/event-v1.ts'
import {
  isNamed,
  untoldBesideManagers,
  untoldToApplicants,
} from '../../../src/core/review/untold.ts'

t.test('every kind is the first word of types of events', async (t) => {
  for (const kind of [...untoldToApplicants, ...untoldBesideManagers])
    t.ok(EventType.safeParse(`${kind}.happened`).success, kind)
})

t.test('who may not know of a panel at all is told of no part of it', async (t) => {
  for (const kind of untoldBesideManagers) t.ok(untoldToApplicants.includes(kind), kind)
  const kindOf = ({ events: [event] }: { readonly events: readonly { readonly type: string }[] }) =>
    event?.type.split('.')[0]
  t.equal(kindOf(told({} as never, 'opened')), 'consensus')
  t.equal(kindOf(complete({ state: 'active' } as never)), 'assignment')
})

t.test('who sits on it is told to all who may know that there is one', async (t) => {
  t.notOk((untoldBesideManagers as readonly string[]).includes('assignment'))
})

t.test(
  'who approves, objects or declares anew is not named; who leads or manages is',
  async (t) => {
    for (const what of ['agreed', 'objection-raised', 'objection-withdrawn'] as const)
      for (const { type } of told({} as never, what).events) t.notOk(isNamed(type), type)
    t.notOk(isNamed('visit.declaration-renewed'))
    for (const what of ['opened', 'proposed', 'objection-overruled', 'finalized'] as const)
      for (const { type } of told({} as never, what).events) t.ok(isNamed(type), type)
  },
)
