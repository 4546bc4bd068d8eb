// Who may call: whether every credential that opened an operation still opens it.

import type { Change } from './change.ts'
import { below, type Json, list, record, same } from './json.ts'

/** The members of a security scheme that a client must follow. */
const essentials = ['type', 'scheme', 'in', 'name', 'openIdConnectUrl', 'flows'] as const

/** Security schemes that work differently now; a removed one shows where an operation used it. */
export const schemeChanges = (base: Json, next: Json): readonly Change[] => {
  const schemes = (document: Json) => record(record(document.components).securitySchemes)
  return Object.entries(schemes(base)).flatMap(([name, scheme]) => {
    const other = schemes(next)[name]
    if (other === undefined) return []
    return essentials
      .filter((member) => !same(record(scheme)[member], record(other)[member]))
      .map((member) => ({
        pointer: below('/components/securitySchemes', name, member),
        what: `${member} of the security scheme ${name} changed`,
        why: 'Clients present their credential in the old way.',
      }))
  })
}

type Alternative = Readonly<Record<string, readonly unknown[]>>

/** The alternatives of an operation; none at all means that nobody is asked, which is one alternative. */
const alternatives = (document: Json, operation: Json): readonly Alternative[] => {
  const given = list(operation.security ?? document.security)
  return given.length === 0
    ? [{}]
    : given.map((each) =>
        Object.fromEntries(
          Object.entries(record(each)).map(([name, scopes]) => [name, list(scopes)]),
        ),
      )
}

/** Whether whoever satisfies `held` satisfies `asked` too: no further scheme, no further scope. */
const covers = (held: Alternative, asked: Alternative): boolean =>
  Object.entries(asked).every(
    ([name, scopes]) =>
      scopes.every((scope) => held[name]?.includes(scope)) && held[name] !== undefined,
  )

const worded = (alternative: Alternative): string =>
  Object.entries(alternative)
    .map(([name, scopes]) => (scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`))
    .join(' and ') || 'no credential'

export const securityChanges = (
  base: { readonly document: Json; readonly operation: Json },
  next: { readonly document: Json; readonly operation: Json },
  pointer: string,
): readonly Change[] => {
  const offered = alternatives(next.document, next.operation)
  const lost = alternatives(base.document, base.operation)
    .filter((held) => !offered.some((asked) => covers(held, asked)))
    .map((held) => ({
      pointer: below(pointer, 'security'),
      what: `${worded(held)} no longer suffices`,
      why: 'Callers who were let in are refused.',
    }))
  return [...lost, ...scopeChanges(base.operation, next.operation, pointer)]
}

/** HTTP schemes list no scopes; ours stands beside them, in `x-scope`. */
const scopeChanges = (base: Json, next: Json, pointer: string): readonly Change[] =>
  next['x-scope'] === undefined || same(base['x-scope'], next['x-scope'])
    ? []
    : [
        {
          pointer: below(pointer, 'x-scope'),
          what: `the scope ${next['x-scope']} is asked now, it was ${base['x-scope'] ?? 'none'}`,
          why: 'Credentials that were given the old scope are refused.',
        },
      ]
