// Whether the two sides of a pair answer the same: a side that says less would be faster for nothing.
import type { FastifyInstance } from 'fastify'

export type Asked = {
  readonly app: FastifyInstance
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Throws unless both answer 200 with as many bytes and the same JSON, whatever the order of its members. */
export const demandSameAnswer = async (ours: Asked, plain: Asked): Promise<void> => {
  const [one, other] = await Promise.all([answer(ours), answer(plain)])
  if (one.bytes !== other.bytes || one.sorted !== other.sorted)
    throw new Error(
      `${ours.url} and ${plain.url} answer differently:\n${from(one.sorted, other.sorted)}`,
    )
}

/** Both texts from the place on where they part. */
const from = (one: string, other: string): string => {
  const parted = [...one].findIndex((sign, place) => sign !== other[place])
  const start = Math.max(0, (parted < 0 ? one.length : parted) - 40)
  return [one, other].map((text) => text.slice(start, start + 160)).join('\n')
}

const answer = async ({ app, url, headers = {} }: Asked) => {
  const { statusCode, body } = await app.inject({ url, headers })
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${body}`)
  return {
    bytes: Buffer.byteLength(body),
    sorted: JSON.stringify(sorted(JSON.parse(body))),
  }
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inside]) => [name, sorted(inside)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
