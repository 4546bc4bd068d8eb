// Talks to the service as any client would: fetch, a key, entity tags, idempotency keys. Tells each request
// before it is sent, so that whoever watches learns the API; what to ask is in steps.ts.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { KeyName } from '../../demo/quickstart.ts'

export type Request<Shape extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** With parameters and query filled in. */
  readonly path: string
  /** Whose key; null: the operation is public. */
  readonly as: KeyName | null
  /** What the demo reads of the answer; other members may be there. */
  readonly shape: Shape
  readonly body?: unknown
  readonly ifMatch?: string
  readonly ifNoneMatch?: '*'
}

export type Client = <Shape extends z.ZodType>(request: Request<Shape>) => Promise<z.infer<Shape>>

/** What a client tells about a request: one line, and the same for `curl`. */
export type Told = { readonly line: string; readonly as: KeyName | null; readonly curl: string }

export type ClientOptions = {
  readonly baseUrl: string
  readonly keys: Readonly<Record<KeyName, string>>
  readonly locale: string
  readonly fetch: typeof globalThis.fetch
  readonly tell: (told: Told) => void
}

/** Why the demo cannot go on, in a sentence for the person at the terminal. */
export class DemoError extends Error {}

export const clientFor =
  ({ baseUrl, keys, locale, fetch, tell }: ClientOptions): Client =>
  async (request) => {
    const { method, path, as } = request
    const headers = headersOf(request, locale)
    const body = request.body === undefined ? null : JSON.stringify(request.body)
    tell({ line: `${method} ${path}`, as, curl: curlOf({ request, baseUrl, headers, body }) })
    const authorization = as === null ? {} : { authorization: `Bearer ${keys[as]}` }
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: { ...headers, ...authorization },
      body,
      signal: AbortSignal.timeout(30_000),
    }).catch((cause) => {
      const text = `Nothing answers at ${baseUrl}. Start the service with \`npm start\`, wait until it is ready, then run \`npm run demo\` again.`
      throw Object.assign(new DemoError(text), { cause })
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw refusal(request, response.status, answer)
    return request.shape.parse(answer)
  }

const headersOf = (request: Request, locale: string): Readonly<Record<string, string>> => ({
  'accept-language': locale,
  ...(request.body === undefined
    ? {}
    : {
        'content-type':
          request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      }),
  // A preview changes nothing, so it needs no key; the service does not mind one.
  ...(request.method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
  ...(request.ifMatch === undefined ? {} : { 'if-match': request.ifMatch }),
  ...(request.ifNoneMatch === undefined ? {} : { 'if-none-match': request.ifNoneMatch }),
})

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The same request for a shell; the key stands there as a variable, never as itself. */
const curlOf = (given: {
  readonly request: Request
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}): string => {
  const { request, baseUrl, headers, body } = given
  const parts = [
    `curl -X ${request.method} ${quoted(new URL(request.path, baseUrl).href)}`,
    ...(request.as === null ? [] : [`-H "Authorization: Bearer $${variableOf(request.as)}"`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data ${quoted(body)}`]),
  ]
  return parts.join(' \\\n       ')
}

/** `organizationAdmin` → `ORGANIZATION_ADMIN_KEY`. */
export const variableOf = (name: KeyName): string =>
  `${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_KEY`

type Refused = { readonly code?: string; readonly detail?: string; readonly title?: string }

const refusal = ({ method, path }: Request, status: number, answer: unknown): DemoError => {
  const { code, detail, title } = (answer ?? {}) as Refused
  const said = `${method} ${path} was refused: ${status} ${code ?? ''}. ${detail ?? title ?? ''}`
  const expired =
    ' The keys of quickstart.json are no longer good, perhaps of an older database: `npm run admin` makes new ones.'
  return new DemoError(said + (status === 401 ? expired : ''))
}
