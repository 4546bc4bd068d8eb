// Admission: slots, a short queue, a deadline, half for one organization at most.
import t from 'tap'
import { openGate } from '../../src/db/gate.ts'
import { thrown } from '../support/house.ts'

/** Work that ends when it is told to. */
const held = () => {
  let end = () => {}
  const work = () =>
    new Promise<void>((resolve) => {
      end = resolve
    })
  return { work, end: () => end() }
}
const options = { slots: 4, queue: 4, waitMs: 5000 }
const overloaded = { code: 'unavailable', parameters: { reason: 'overloaded' } }
const settle = () => new Promise((resolve) => setImmediate(resolve))

t.test('whoever finds a slot runs, and gives it back, also after a failure', async (t) => {
  const gate = openGate(options)
  t.equal(await gate.pass('a', async () => 7), 7)
  const failure = new Error('no')
  t.equal(await thrown(() => gate.pass('a', () => Promise.reject(failure))), failure)
  t.same(gate.state(), { running: 0, waiting: 0, refused: 0 })
})

t.test('one organization has half of the slots, and the others go past it', async (t) => {
  const gate = openGate(options)
  const [one, two, three] = [held(), held(), held()]
  const running = [gate.pass('a', one.work), gate.pass('a', two.work)]
  const third = gate.pass('a', three.work)
  await settle()
  t.match(gate.state(), { running: 2, waiting: 1 })
  t.equal(await gate.pass('b', async () => 'through'), 'through')
  one.end()
  await settle()
  t.match(gate.state(), { running: 2, waiting: 0 }, 'the third follows when one of its own is done')
  two.end()
  three.end()
  await Promise.all([...running, third])
})

t.test('a gate of one slot lets an organization in', async (t) => {
  const gate = openGate({ slots: 1, queue: 1, waitMs: 5000 })
  t.equal(await gate.pass('a', async () => 1), 1)
})

t.test('those who wait are admitted in their order, as slots come free', async (t) => {
  const gate = openGate({ ...options, slots: 2 })
  const [one, two] = [held(), held()]
  const running = [gate.pass(null, one.work), gate.pass(null, two.work)]
  const order: string[] = []
  const waiting = ['b', 'c', 'd'].map((owner) =>
    gate.pass(owner, async () => {
      order.push(owner)
    }),
  )
  await settle()
  t.match(gate.state(), { running: 2, waiting: 3 })
  one.end()
  await Promise.all(waiting)
  two.end()
  await Promise.all(running)
  t.same(order, ['b', 'c', 'd'])
})

t.test('a full queue refuses at once, and one organization fills half of it at most', async (t) => {
  const gate = openGate({ ...options, slots: 1 })
  const one = held()
  const running = gate.pass(null, one.work)
  const waiting = [gate.pass('a', async () => {}), gate.pass('a', async () => {})]
  t.match(await thrown(() => gate.pass('a', async () => {})), overloaded)
  waiting.push(
    gate.pass('b', async () => {}),
    gate.pass('c', async () => {}),
  )
  t.match(await thrown(() => gate.pass('d', async () => {})), overloaded)
  t.match(gate.state(), { waiting: 4, refused: 2 })
  one.end()
  await Promise.all([running, ...waiting])
})

t.test('a wait that is too long is refused, and its place is free again', async (t) => {
  const gate = openGate({ slots: 1, queue: 1, waitMs: 1 })
  const one = held()
  const running = gate.pass(null, one.work)
  t.match(await thrown(() => gate.pass('a', async () => {})), overloaded)
  t.match(gate.state(), { waiting: 0, refused: 1 })
  one.end()
  await running
})

t.test('control: without a gate everything is let in at once', async (t) => {
  const gate = openGate({ slots: Number.POSITIVE_INFINITY, queue: 0, waitMs: 1 })
  const many = Array.from({ length: 50 }, held)
  const running = many.map(({ work }) => gate.pass('a', work))
  await settle()
  t.match(gate.state(), { running: 50, refused: 0 })
  for (const { end } of many) end()
  await Promise.all(running)
})

t.test(
  'a closing gate refuses newcomers and waiters, and resolves when the last has left',
  async (t) => {
    const gate = openGate({ ...options, slots: 1 })
    const one = held()
    const running = gate.pass(null, one.work)
    const waiter = gate.pass('a', async () => {})
    const draining = { code: 'unavailable', parameters: { reason: 'draining' } }
    let closed = false
    const closing = gate.close().then(() => {
      closed = true
    })
    t.match(await thrown(() => waiter), draining)
    t.match(await thrown(() => gate.pass('b', async () => {})), draining)
    t.notOk(closed)
    one.end()
    await Promise.all([running, closing])
    await gate.close()
  },
)
