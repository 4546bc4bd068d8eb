import t from 'tap'
import { randomOf, zipfChooser, zipfWeights } from '../../../src/core/benchmark/random.ts'

t.test('the same keys give the same numbers, on every machine and version', async (t) => {
  const first = randomOf(1, 2, 3)
  t.same(
    [first.next(), first.next(), first.below(100), first.normal(4500, 1500)],
    [1847718472, 3095329081, 96, 6897],
  )
  const again = randomOf(1, 2, 3)
  const third = randomOf(1, 2, 3)
  t.same(
    Array.from({ length: 50 }, () => again.next()),
    Array.from({ length: 50 }, () => third.next()),
  )
})

t.test('other keys, or another order of them, give other numbers', async (t) => {
  const starts = [[1], [2], [1, 0], [0, 1], [1, 2, 3], [3, 2, 1], [0], [0, 0], [4294967295]]
  t.equal(new Set(starts.map((keys) => randomOf(...keys).next())).size, starts.length)
})

t.test('numbers are spread evenly enough', async (t) => {
  const random = randomOf(7)
  const counts = Array<number>(10).fill(0)
  for (let count = 0; count < 100_000; count += 1) {
    const place = random.below(10)
    counts[place] = (counts[place] ?? 0) + 1
  }
  for (const count of counts) t.ok(Math.abs(count - 10_000) < 500, `${count} of 10,000`)
  const hits = Array.from({ length: 100_000 }, () => random.chance(1500)).filter(Boolean).length
  t.ok(Math.abs(hits - 15_000) < 600, `${hits} of 15,000`)
  t.same([random.chance(0), random.chance(10000)], [false, true])
})

t.test('the normal distribution has its mean and deviation, in whole numbers', async (t) => {
  const random = randomOf(8)
  const values = Array.from({ length: 100_000 }, () => random.normal(4500, 1500))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  t.ok(Math.abs(mean - 4500) < 20, `mean ${mean}`)
  t.ok(Math.abs(Math.sqrt(variance) - 1500) < 20, `deviation ${Math.sqrt(variance)}`)
  t.ok(values.every(Number.isSafeInteger))
  const within = values.filter((value) => Math.abs(value - 4500) < 1500).length
  t.ok(Math.abs(within - 68_270) < 1500, `${within} within one deviation`)
})

t.test('the weights are those of the law of Zipf', async (t) => {
  t.equal(zipfWeights.length, 40)
  for (const [index, weight] of zipfWeights.entries())
    t.ok(Math.abs(weight - 1e6 / (index + 1) ** 0.9) <= 0.5000001, `rank ${index + 1}`)
})

t.test('the first thing is chosen most often, by its weight', async (t) => {
  const random = randomOf(9)
  const choose = zipfChooser(['a', 'b', 'c'])
  const counts: Record<string, number> = { a: 0, b: 0, c: 0 }
  for (let count = 0; count < 30_000; count += 1) {
    const chosen = choose(random)
    counts[chosen] = (counts[chosen] ?? 0) + 1
  }
  const [a = 0, b = 0, c = 0] = Object.values(counts)
  t.ok(Math.abs(a / b - 1.866) < 0.1 && Math.abs(a / c - 2.688) < 0.15, `${a}, ${b}, ${c}`)
  t.throws(() => zipfChooser(Array(41).fill('x')), RangeError)
})
