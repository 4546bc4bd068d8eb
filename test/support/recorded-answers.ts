// Makes an example of a recorded answer: what differs from run to run becomes the same for ever, long lists become
// short ones, and nothing stays that was a secret. That it still is an answer is for the shape to say.
import { createHash } from 'node:crypto'
import type { Operation } from '../../src/http/operation.ts'
import type { Json } from '../../src/http/zod-describe.ts'

/** The day on which all examples happen. */
const exampleDay = '2026-03-02'
const dayMs = 86_400_000

type Rewriting = {
  /** Texts that stand in the sample stay as they are: the answer repeats them. */
  readonly sample: string
  readonly recordedAt: Date
}

/** A recorded answer with names, moments, digests and secrets that are the same in every recording. */
export const settled = (answer: Json, { sample, recordedAt }: Rewriting): Json => {
  const named = new Map<string, string>()
  const called = (text: string, make: (at: number) => string): string => {
    const name = named.get(text) ?? make(named.size + 1)
    named.set(text, name)
    return name
  }
  const today = recordedAt.toISOString().slice(0, 10)
  const instants = [...new Set(JSON.stringify(answer).match(instant) ?? [])]
    .filter((at) => at.startsWith(today))
    .toSorted()
  const days = Math.round((Date.parse(exampleDay) - dayOf(recordedAt.toISOString())) / dayMs)
  const moved = (day: string) => new Date(dayOf(day) + days * dayMs).toISOString().slice(0, 10)
  const isNear = (day: string) => Math.abs(dayOf(day) - recordedAt.getTime()) < 500 * dayMs
  const settledText = (text: string): string => {
    if (sample.includes(text)) return text
    return text
      .replaceAll(uuid, (id) => called(id, uuidOf))
      .replaceAll(secret, secretText)
      .replaceAll(instant, (at) =>
        isNear(at) ? `${moved(at)}T09:${two(Math.max(instants.indexOf(at), 0))}:00.000Z` : at,
      )
      .replaceAll(day, (on) => (isNear(on) ? moved(on) : on))
      .replaceAll(digest, (hex) => called(hex, (at) => sha256(at).toString('hex')))
      .replaceAll(contentTag, (tag) =>
        called(tag, (at) => `"${sha256(at).toString('base64url').slice(0, 27)}"`),
      )
      .replaceAll(madeUp, '$1-0001')
  }
  return mapTexts(answer, (text, member) => (member === 'last4' ? '0000' : settledText(text)))
}

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g
const day = /(?<![\d-])\d{4}-\d\d-\d\d(?![\dT-])/g
const digest = /\b[0-9a-f]{64}\b/g
const contentTag = /"[A-Za-z0-9_-]{27}"/g
/** Of what tests call things to tell them apart. */
const madeUp = /\b([a-z]+)-[0-9a-f]{12}\b/g
const secret = /exk_(live|test)_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}/g
const secretText = `exk_live_${'0'.repeat(22)}_${'0'.repeat(43)}_${'0'.repeat(6)}`

const two = (at: number) => String(at % 60).padStart(2, '0')
const dayOf = (text: string): number => Date.parse(text.slice(0, 10))
const uuidOf = (at: number) => `01920f3e-7a10-7c3e-8b1a-${at.toString(16).padStart(12, '0')}`
const sha256 = (at: number) => createHash('sha256').update(`example ${at}`).digest()

type Change = (text: string, member: string) => string

const mapTexts = (value: Json, change: Change, member = ''): Json => {
  if (typeof value === 'string') return change(value, member)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change, member))
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [change(key, ''), mapTexts(inside, change, key)]),
  )
}

/** How many elements of a list, or of what is keyed by code, an example shows. */
const shown = 2
const isCode = (key: string) => /^(?:\d|\/)/.test(key)

/** The same with every list cut short where `fits` still accepts the whole. */
export const shortened = (answer: Json, fits: (answer: Json) => boolean): Json => {
  let whole = answer
  const cut = (value: Json, put: (value: Json) => Json): Json => {
    const attempt = (shorter: Json): boolean => {
      const tried = put(shorter)
      if (!fits(tried)) return false
      whole = tried
      return true
    }
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) {
      const first = value.slice(0, shown) as Json[]
      const kept = value.length > shown && attempt(first) ? first : ([...value] as Json[])
      for (const at of kept.keys())
        kept[at] = cut(kept[at] as Json, (inside) => put(kept.with(at, inside)))
      return kept
    }
    const entries = Object.entries(value as Readonly<Record<string, Json>>)
    const few = Object.fromEntries(entries.slice(0, shown))
    const kept: Record<string, Json> =
      entries.length > shown && entries.every(([key]) => isCode(key)) && attempt(few)
        ? few
        : Object.fromEntries(entries)
    for (const key of Object.keys(kept))
      kept[key] = cut(kept[key] as Json, (inside) => put({ ...kept, [key]: inside }))
    return kept
  }
  cut(answer, (value) => value)
  return whole
}

/** Whether an answer is one of the operation with this status, text where it is a file. */
export const fitsReply =
  ({ reply }: Operation, status: number) =>
  (answer: Json): boolean =>
    reply[status]?.safeParse(answer).success ?? false
