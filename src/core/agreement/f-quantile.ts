// The 97.5 % quantile of the F distribution, for the limits of an interval: the one place of the core that
// computes with floats throughout. Nothing scored is made of it.

/** Lanczos' coefficients for g = 7 (Godfrey 2001): the logarithm of the gamma function to 15 digits. */
const first = 0.99999999999980993
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln of the gamma function for x > 0, by the value at x + 1. */
const logGamma = (x: number): number => {
  const base = x + 7.5
  const series = lanczos.reduce((sum, each, place) => sum + each / (x + 1 + place), first)
  return (
    Math.log(2 * Math.PI) / 2 + (x + 0.5) * Math.log(base) - base + Math.log(series) - Math.log(x)
  )
}

type Shape = { readonly a: number; readonly b: number }

/**
 * The part of the beta distribution below x, for x below its mean or little above, by Lentz' continued fraction
 * (DLMF 8.17.22). x and y = 1 - x come apart, so that neither loses digits near 1.
 */
const below = (x: number, y: number, { a, b }: Shape): number => {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let value = d
  let factor = 0
  const step = (coefficient: number): number => {
    d = 1 / (1 + coefficient * d)
    c = 1 + coefficient / c
    return c * d
  }
  for (let m = 1; m < 10_000 && Math.abs(factor - 1) > 1e-15; m += 1) {
    const even = step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)))
    factor = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)))
    value *= even * factor
  }
  const log = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y)
  return (Math.exp(log) * value) / a
}

/** The part of the F distribution above f. */
const above = (f: number, d1: number, d2: number): number => {
  const [x, y] = [(d1 * f) / (d1 * f + d2), d2 / (d1 * f + d2)]
  const [a, b] = [d1 / 2, d2 / 2]
  return x > (a + 1) / (a + b + 2) ? below(y, x, { a: b, b: a }) : 1 - below(x, y, { a, b })
}

/**
 * The f that an F distribution with d1 and d2 degrees of freedom (above zero, not only whole) exceeds in 2.5 %
 * of cases, found by halving on its logarithm; between 1e-304 and 1e304.
 */
export const fQuantile975 = (d1: number, d2: number): number => {
  let [low, high] = [-700, 700]
  for (let halvings = 0; halvings < 54; halvings += 1) {
    const middle = (low + high) / 2
    if (above(Math.exp(middle), d1, d2) > 0.025) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}
