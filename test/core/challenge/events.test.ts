import t from 'tap'
import { told, toldOfClosing } from '../../../src/core/challenge/events.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { untoldBesideManagers, untoldToApplicants } from '../../../src/core/review/untold.ts'
import { shownPanel } from '../../support/challenge.ts'

t.test('events are ids and versions, and no assessor is told one of the association', async (t) => {
  for (const what of ['shown', 'accepted', 'raised', 'decided'] as const) {
    const { events, told: own } = told(what, shownPanel())
    for (const event of [...events, ...own]) t.ok(Happening.safeParse(event).success, event.type)
    for (const { type } of events)
      for (const untold of [untoldBesideManagers, untoldToApplicants])
        t.ok((untold as readonly string[]).includes(type.split('.')[0] ?? ''), type)
    for (const { ids } of own) t.same(Object.keys(ids), ['cycleId'])
  }
})

t.test('that scoring has begun is told in the same ids, to the association alone', async (t) => {
  const panel = shownPanel()
  const [shown] = told('shown', panel).events
  t.same(toldOfClosing(panel), { ...shown, type: 'challenge.closed' })
})
