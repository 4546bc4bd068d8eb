import t from 'tap'
import { type EventName, eventNamesOf, eventTypes } from '../../../src/core/document/event-types.ts'
import { EventType } from '../../../src/core/document/event-v1.ts'
import {
  isNamed,
  untoldBesideManagers,
  untoldToApplicants,
} from '../../../src/core/review/untold.ts'
import { told } from '../../../src/core/visit/visit.ts'

const names = Object.keys(eventTypes) as EventName[]
const kindOf = (type: string) => type.slice(0, type.indexOf('.'))

t.test('every type has its form and one short sentence, and no other has it', async (t) => {
  for (const [type, text] of Object.entries(eventTypes)) {
    t.ok(EventType.safeParse(type).success, type)
    t.match(text, /^[A-Z][^.]{10,78}\.$/, type)
    t.match(String(EventType.description), `- \`${type}\`: ${text}`, 'the API tells it')
  }
  t.equal(new Set(Object.values(eventTypes)).size, names.length)
})

t.test('each stands in one kind of feed', async (t) => {
  const { organization, association, both } = eventNamesOf
  t.same([...organization, ...association, ...both], names)
  t.equal(new Set(names).size, names.length)
})

t.test(
  'whom of an association something is hidden from is said of kinds that there are',
  async (t) => {
    const kinds = [...eventNamesOf.association, ...eventNamesOf.both].map(kindOf)
    for (const kind of [...untoldToApplicants, ...untoldBesideManagers])
      t.ok(kinds.includes(kind), kind)
    t.equal(names.filter((type) => !isNamed(type)).length, 4, 'each of the unnamed is a type')
    t.ok(names.includes(told({} as never, 'stopped').type), 'control')
  },
)
