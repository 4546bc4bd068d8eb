// Chooses the form of an answer by the header Accept (RFC 9110, 12.5.1): the most precise range decides about each form.
// Which forms an operation has is in its contract; what else may ask for one, such as a parameter, is said there too.

/** The weight of a range, in its first group: 0 to 1 with at most three decimals (RFC 9110, 12.4.2). */
export const weight = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

type Range = { readonly range: string; readonly q: number }

/**
 * The form that is wanted most, the first of several that are wanted alike; null where none is acceptable. A weight
 * that is none counts as 1, and other parameters of a range are not looked at.
 */
export const preferredType = (
  accept: string | undefined,
  available: readonly string[],
): string | null => {
  if (accept === undefined) return available[0] ?? null
  const ranges = accept.split(',').map(rangeOf)
  const [best] = available
    .map((type) => ({ type, q: qualityOf(type, ranges) }))
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
  return best?.type ?? null
}

const rangeOf = (part: string): Range => {
  const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
  const [, q = '1'] = parameters.flatMap((each) => weight.exec(each) ?? [])
  return { range, q: Number(q) }
}

/** 0: not wanted. */
const qualityOf = (type: string, ranges: readonly Range[]): number =>
  [type, type.replace(/\/.*$/, '/*'), '*/*']
    .map((wanted) => ranges.find(({ range }) => range === wanted))
    .find((known) => known !== undefined)?.q ?? 0
