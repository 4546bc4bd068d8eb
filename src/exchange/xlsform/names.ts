// Names of an XLSForm: valid as XML, readable, and still to be recognized as the code they stand for.
// A form also carries the code itself, in a column of its own.

/** Gives every thing a name that no other has: anything but a letter or digit is an underscore, a clash gets a number. */
export const namer = (): ((parts: readonly (string | number)[]) => string) => {
  const taken = new Set<string>()
  return (parts) => {
    const plain = parts.map((part) => String(part).replaceAll(/[^A-Za-z0-9_]/g, '_')).join('__')
    let name = plain
    for (let other = 2; taken.has(name.toLowerCase()); other += 1) name = `${plain}__${other}`
    taken.add(name.toLowerCase())
    return name
  }
}
