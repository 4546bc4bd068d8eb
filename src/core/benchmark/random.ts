// Numbers that look random and are not: the same seed gives the same numbers on every machine.
// For synthetic data, and for checks that hold with any numbers; nothing secret or scored is ever made of them.
import { at } from './at.ts'

/** A stream of numbers. Whole numbers only, so that no engine rounds differently. */
export type Random = {
  /** 0 to 2^32 - 1. */
  readonly next: () => number
  /** 0 to n - 1, for n up to 2^20. */
  readonly below: (n: number) => number
  /** True in so many of 10,000 cases. */
  readonly chance: (bp: number) => boolean
  /** Near the normal distribution, as a whole number; no further than 4.88 deviations out. */
  readonly normal: (mean: number, deviation: number) => number
}

const two32 = 2 ** 32

/**
 * A stream of its own for every combination of keys: a thing can be made again without those before it.
 * The keys are whole numbers from 0 to 2^32 - 1; xoshiro128** is seeded from them by splitmix32.
 */
export const randomOf = (...keys: readonly number[]): Random => {
  const mixed = keys.reduce((hash, key) => mix(hash ^ mix(key)), 0x9e3779b9)
  let [a, b, c, d] = [1, 2, 3, 4].map((step) => mix(mixed + Math.imul(step, 0x9e3779b9))) as Four
  const next = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
    return result
  }
  const below = (n: number): number => {
    const product = next() * n
    return (product - (product % two32)) / two32
  }
  return {
    next,
    below,
    chance: (bp) => below(10000) < bp,
    // The sum of eight bytes: mean 1020, deviation 209.
    normal: (mean, deviation) => {
      const spread = (bytesOf(next()) + bytesOf(next()) - 1020) * deviation
      return mean + (spread - (spread % 209)) / 209
    },
  }
}

type Four = [number, number, number, number]

const mix = (value: number): number => {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

const bytesOf = (word: number): number =>
  (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24)

/** Whole-number weights 10^6 / rank^0.9, rank 1 to 40: Zipf's law, from a table. */
export const zipfWeights = [
  1000000, 535887, 372041, 287175, 234924, 199372, 173545, 153893, 138415, 125893, 115544, 106841,
  99415, 93000, 87401, 82469, 78090, 74175, 70652, 67464, 64566, 61918, 59490, 57255, 55189, 53275,
  51496, 49838, 48288, 46837, 45475, 44194, 42987, 41847, 40770, 39749, 38781, 37861, 36986, 36153,
] as const

/** A chooser among up to 40 things, the first most often, by `zipfWeights`. */
export const zipfChooser = <Thing>(things: readonly Thing[]): ((random: Random) => Thing) => {
  const weights = things.map((_, rank) => at(zipfWeights, rank))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return (random) => {
    // Twenty bits are finer than any weight; below() takes no more.
    let left = (random.below(2 ** 20) * total) / 2 ** 20
    const place = weights.findIndex((weight) => {
      left -= weight
      return left < 0
    })
    return at(things, place)
  }
}
