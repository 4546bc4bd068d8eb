// Planning many submissions reads on only as far as it has planned, however many there are.
import { Readable } from 'node:stream'
import t from 'tap'
import { identityMapping } from '../../src/core/migration/identity.ts'
import { type Move, planMigration } from '../../src/core/migration/plan.ts'
import { type GivenAnswers, plannedLines } from '../../src/tools/excellence/plan-lines.ts'
import { small } from '../fixtures/questionnaires.ts'

const mapping = identityMapping(small(), small())
const planFor = (answers: GivenAnswers) =>
  planMigration({ source: small(), answers, hops: [{ mapping, target: small() }] })

/** So many lines of answers, made when they are asked for; `made` tells how many were. */
const sourceOf = (count: number) => {
  const told = { made: 0 }
  const source = Readable.from(
    (function* lines() {
      for (; told.made < count; told.made += 1) yield `{"1.1":{"percent":45}}\n`
    })(),
  )
  return { source, told }
}

/** What the streams on the way hold at most; far less than the lines there are. */
const ahead = 64
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** The most lines that were made and not yet planned, while somebody slow takes the plans. */
const furthest = async (count: number, take: typeof plannedLines) => {
  const { source, told } = sourceOf(count)
  let [taken, most] = [0, 0]
  for await (const line of take(source, planFor)) {
    await turn()
    taken += 1
    most = Math.max(most, told.made - taken)
    if (taken === count) t.match(JSON.parse(line), { line: count, counts: { carried: 1 } })
  }
  return { taken, most }
}

t.test('a source is read a few lines ahead, not further for more of them', async (t) => {
  for (const count of [500, 3000]) {
    const { taken, most } = await furthest(count, plannedLines)
    t.equal(taken, count)
    t.ok(most < ahead, `${most} of ${count} lines ahead`)
  }
})

t.test('lines may be cut anywhere, end by CR LF, and the last without an end', async (t) => {
  const text = '{"1.1":{"percent":45}}\r\n{"1.2":{"percent":50}}\n{"2.1":{"percent":55}}'
  for (const size of [1, 7, 24, 1000]) {
    const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    const found: string[] = []
    for await (const line of plannedLines(Readable.from(chunks), planFor)) found.push(line)
    t.same(
      found.map((line) => JSON.parse(line).moves.find(({ after }: Move) => after)?.code),
      ['1.1', '1.2', '2.1'],
      `in chunks of ${size}`,
    )
  }
})

t.test('control: whoever collects first is found out', async (t) => {
  const { most } = await furthest(500, async function* collected(source, plan) {
    const all: string[] = []
    for await (const line of plannedLines(source, plan)) all.push(line)
    yield* all
  })
  t.ok(most > ahead, `${most} lines ahead`)
})
