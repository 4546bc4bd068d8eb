// JSON pointers (RFC 6901) into documents: how every finding says where it is.

/** The pointer of a path of member names and indices: `/bandSets/0/factorNames/a~1b`. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
