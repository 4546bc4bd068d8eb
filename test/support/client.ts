// The service as any client sees it: an address, a key, a line such as `POST /me/…`, JSON. Nothing of ours is between.
import { newId } from './house.ts'

export type Sent = {
  readonly body?: unknown
  readonly ifMatch?: string
  /** Sends `If-None-Match: *`: it must not be there yet. */
  readonly isNew?: true
  readonly accept?: string
  readonly lang?: string
}

export type Told = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly bytes: Uint8Array
  /** The parsed JSON; null where there is none. Tests look into it as they like. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member
  readonly body: any
}

/** One caller: `line` is a method and a path below /v1. */
export type Caller = (line: string, sent?: Sent) => Promise<Told>

const bodyTypes: Readonly<Record<string, string>> = { PATCH: 'application/merge-patch+json' }

/** How often a request that a crowded machine did not finish is repeated, as its answer says: with the same key. */
const repeats = 3

/** Callers of the service at the address, each by a key. */
export const callersOf =
  (baseUrl: string) =>
  (key: string): Caller =>
  async (line, sent = {}) => {
    const once = callOnce(baseUrl, key, newId())
    let told = await once(line, sent)
    for (let left = repeats; told.status === 503 && left > 0; left--) told = await once(line, sent)
    return told
  }

const callOnce =
  (baseUrl: string, key: string, idempotencyKey: string) =>
  async (line: string, { body, ifMatch, isNew, accept, lang }: Sent): Promise<Told> => {
    const [method = 'GET', path = ''] = line.split(' ')
    const answer = await fetch(`${baseUrl}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
        ...(body === undefined ? {} : { 'content-type': bodyTypes[method] ?? 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(isNew === undefined ? {} : { 'if-none-match': '*' }),
        ...(accept === undefined ? {} : { accept }),
        ...(lang === undefined ? {} : { 'accept-language': lang }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const isJson = /json(;|$)/.test(answer.headers.get('content-type') ?? '')
    const { status, headers } = answer
    return { status, headers, text, bytes, body: isJson ? JSON.parse(text) : null }
  }

/** What was answered, where it was done; throws with the refusal otherwise. */
export const done = async (answer: Promise<Told>): Promise<Told> => {
  const told = await answer
  if (told.status < 200 || told.status > 299) throw new Error(`${told.status}: ${told.text}`)
  return told
}
