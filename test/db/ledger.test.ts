// Events and jobs of a unit: collected, then written last, in an order that cannot deadlock.
import t from 'tap'
import type { Connection, Statement } from '../../src/db/guard.ts'
import { openLedger } from '../../src/db/ledger.ts'
import { associationOf, newId, organizationOf } from '../support/house.ts'

const organization = organizationOf(newId())
const association = associationOf(newId())
const actor = { personId: null, keyId: null, requestId: newId(), operation: 'x', address: '' }
const ask = { tenant: organization, actor, newId, now: new Date('2026-01-02T03:04:05Z') }

/** Notes what is sent; that it arrives is proved by the tests of events, queue and unit. */
const listening = () => {
  const sent: { text: string; parameters: readonly unknown[] }[] = []
  const connection: Connection = {
    unsafe: (text, parameters = []) => {
      sent.push({ text, parameters })
      return Promise.resolve([]) as unknown as Statement
    },
  }
  return { sent, connection }
}

t.test('nothing is sent before it is written, and nothing at all for nothing', async (t) => {
  const { sent, connection } = listening()
  const ledger = openLedger(ask)
  await ledger.write(connection)
  t.same(sent, [])
})

t.test('jobs go first, then events: those of the organization before the others', async (t) => {
  const { sent, connection } = listening()
  const ledger = openLedger(ask)
  ledger.emit([{ type: 'one.happened', subject: 'x' }], association)
  ledger.emit([
    { type: 'two.happened', subject: 'x' },
    { type: 'three.happened', subject: 'x' },
  ])
  ledger.enqueue({ task: 'do-it', payload: { id: 1 } })
  await ledger.write(connection)
  t.match(
    sent.map(({ parameters }) =>
      parameters.find((value) => /\.happened|do-it/.test(String(value))),
    ),
    ['do-it', 'two.happened', 'three.happened', 'one.happened'],
  )
  t.equal(sent.at(-1)?.parameters[0], association.id)
  t.match(sent.at(-1)?.text, /association_events/)
})

t.test('without a tenant events need an owner by name', async (t) => {
  const { sent, connection } = listening()
  const ledger = openLedger({ ...ask, tenant: { kind: 'none' } })
  t.throws(() => ledger.emit([{ type: 'a.b', subject: 'x' }]), TypeError)
  ledger.emit([{ type: 'a.b', subject: 'x' }], organization)
  await ledger.write(connection)
  t.equal(sent.length, 1)
})

t.test('what a panel does is told to the organization without a name', async (t) => {
  const { sent, connection } = listening()
  const by = { ...actor, personId: newId(), keyId: newId(), operation: 'waive', address: '::1' }
  const written = async (unnamed: boolean) => {
    sent.length = 0
    const ledger = openLedger({ ...ask, actor: by, unnamed })
    ledger.emit([{ type: 'a.b', subject: 'x' }])
    ledger.emit([{ type: 'c.d', subject: 'x' }], association)
    await ledger.write(connection)
    return sent.map(({ parameters }) => JSON.stringify(parameters))
  }
  const [told, known] = await written(true)
  for (const secret of [by.personId, by.keyId, by.operation, by.address]) {
    t.notMatch(told, new RegExp(secret))
    t.match(known, new RegExp(secret), 'the association knows it')
  }
  t.match(told, new RegExp(by.requestId), 'and the request leads there')
  const [open] = await written(false)
  t.match(open, new RegExp(by.personId), 'control: elsewhere it has a name')
})
