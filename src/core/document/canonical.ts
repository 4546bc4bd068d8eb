// The one text of a JSON value: what digests are made of, so that equal content has equal digests.
// The digest itself is made outside the core, where there is cryptography.

const canonicalString = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('not JSON: half a surrogate pair')
  return JSON.stringify(text)
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

// Every row of a benchmark edition and every score sheet passes here. Measured, sheets and rows, Node 20: names sorted as
// they are and texts asked whether they are well formed take half the time of pairs, a comparison and a pattern.
const canonicalObject = (value: object): string => {
  if (!isPlain(value)) throw new TypeError('not JSON: an object of a class')
  let members = ''
  for (const name of Object.keys(value).sort()) {
    const member = canonicalJson((value as Readonly<Record<string, unknown>>)[name])
    members += `${members === '' ? '' : ','}${canonicalString(name)}:${member}`
  }
  return `{${members}}`
}

/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code unit, no white space, numbers as ECMAScript
 * writes them. Throws TypeError for what JSON cannot say: undefined, a function, a symbol, a big integer,
 * a number that is not finite, an object of a class, half a surrogate pair.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value)
  throw new TypeError(`not JSON: ${typeof value}`)
}
