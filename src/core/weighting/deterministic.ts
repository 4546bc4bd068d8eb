// Logarithm and exponential out of additions, multiplications and divisions alone: the same bits on every machine, where
// those of Math may differ in the last one. For drawing weights; nothing scored is made of them.

/** Terms of the series; beyond these nothing changes in a double. */
const terms = 20

/** Natural logarithm of x > 0, by halving to 2/3..4/3 and ln x = 2 artanh((x - 1) / (x + 1)). */
export const ln = (x: number): number => {
  let value = x
  let halvings = 0
  while (value > 4 / 3) {
    value /= 2
    halvings += 1
  }
  while (value < 2 / 3) {
    value *= 2
    halvings -= 1
  }
  const ratio = (value - 1) / (value + 1)
  const square = ratio * ratio
  let power = ratio
  let all = 0
  for (let term = 0; term < terms; term += 1) {
    all += power / (2 * term + 1)
    power *= square
  }
  return 2 * all + halvings * Math.LN2
}

/** e to the x for |x| up to 700, by halving to below 1/2, the series, and squaring back. */
export const exp = (x: number): number => {
  let value = x
  let halvings = 0
  while (Math.abs(value) > 0.5) {
    value /= 2
    halvings += 1
  }
  let term = 1
  let all = 1
  for (let step = 1; step <= terms; step += 1) {
    term *= value / step
    all += term
  }
  for (let step = 0; step < halvings; step += 1) all *= all
  return all
}
