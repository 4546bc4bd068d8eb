// Finds every text of a document and puts something in its place: the ground of localizing and checking.
// Which members hold texts is said here once; the strict view shape proves that none was forgotten.
import { pointerOf } from './pointer.ts'
import type { LocalizedText } from './text.ts'

const textMembers: ReadonlySet<string> = new Set([
  'name',
  'title',
  'description',
  'intent',
  'evidence',
  'text',
  'label',
  'notice',
])
const mapsOfTexts: ReadonlySet<string> = new Set([
  'levels',
  'factorNames',
  'elementNames',
  'descriptors',
])

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isText = (value: unknown): value is LocalizedText =>
  isObject(value) && Object.values(value).every((each) => typeof each === 'string')

type Visit = (text: LocalizedText, pointer: string) => unknown

/** The document with `visit(text, pointer)` in the place of every text, in document order. */
export const mapTexts = (document: unknown, visit: Visit): unknown => {
  const walk = (value: unknown, pointer: string, allTexts: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((each, index) => walk(each, `${pointer}/${index}`, false))
    }
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const here = `${pointer}${pointerOf([name])}`
        return (allTexts || textMembers.has(name)) && isText(member)
          ? [name, visit(member, here)]
          : [name, walk(member, here, mapsOfTexts.has(name))]
      }),
    )
  }
  return walk(document, '', false)
}
