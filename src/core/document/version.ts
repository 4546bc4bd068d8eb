// The order of content versions. Which step a change needs is decided by compare.ts, later.

/** Negative, 0 or positive, as version `a` is before, equal to or after `b`; both are ContentVersions. */
export const compareVersions = (a: string, b: string): number => {
  const right = b.split('.').map(Number)
  const differences = a.split('.').map((part, index) => Number(part) - (right[index] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}
