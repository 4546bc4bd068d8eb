// Small shapes that many contracts share: query parameters, lists, entity tags.
// The shapes of the domain are in core; each contract states its own bodies.
import { z } from 'zod'

/**
 * A whole number in the query: digits only, no sign, no blanks, within the bounds (inclusive).
 * Parameters are text, so the described form is given by hand.
 */
export const integerParameter = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, 'expected a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, {
      message: `expected a whole number from ${minimum} to ${maximum}`,
    })
    .meta({ type: 'integer', minimum, maximum })

/** `true` or `false` in the query, spelled exactly so. */
export const booleanParameter = () =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .meta({ type: 'boolean' })

export const defaultPageSize = 50
export const largestPageSize = 200

/**
 * Page size and place of a list (API-06): absent or 0 means 50, above 200 means 200, anything but digits
 * is refused. The cursor is opaque here; the store that made it reads it.
 */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/, 'expected a whole number')
    .optional()
    .transform((text) => Math.min(Number(text ?? 0) || defaultPageSize, largestPageSize))
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: 999_999_999,
      default: defaultPageSize,
      description: `How many items at most; 0 means ${defaultPageSize}, above ${largestPageSize} means ${largestPageSize}.`,
    }),
  cursor: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/)
    .optional()
    .meta({ description: 'The `nextCursor` of the page before; absent for the first page.' }),
} as const

/** A list without filters. */
export const PageQuery = z.strictObject(pageQuery)

/** One page: `nextCursor` is null at the end. */
export const listOf = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item).max(largestPageSize),
      nextCursor: z.string().max(1024).nullable(),
    })
    .meta({ id, description: `One page of a list; \`nextCursor\` is null on the last one.` })

/** A body that is a file: its bytes as they came, and their media type in lower case. */
export const FileBody = z.strictObject({
  mediaType: z.string().max(200),
  bytes: z.instanceof(Uint8Array),
})
export type FileBody = z.infer<typeof FileBody>

/** An answer that is a file; how large it may be is up to its source. */
export const FileReply = z
  .string()
  .max(100_000_000)
  .meta({ format: 'binary', description: 'The file.' })

/** What JSON says, as text of another media type: an SVG picture, say. */
export const TextReply = z
  .string()
  .max(10_000_000)
  .meta({ description: 'The same as text in this form.' })

/** The media type of pictures. */
export const svg = 'image/svg+xml'

/** Which picture, where an operation answers in pictures too. */
export const pictureParameter = z
  .enum(['radar', 'bars'])
  .default('radar')
  .meta({
    description:
      'Which picture, where one is accepted: `radar` of the categories, `bars` of all nodes. JSON is the same ' +
      'with either.',
  })

/** A strong entity tag exactly as the header carries it, quotes included: the member `etag` is the header. */
export const Etag = z
  .string()
  .max(130)
  .regex(/^"[\x21\x23-\x7e]{1,128}"$/)
  .meta({ examples: ['"3"'], description: 'Send it back in `If-Match`, quotes included.' })
