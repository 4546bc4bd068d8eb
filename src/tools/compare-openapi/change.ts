// What the comparison passes around: one breaking change, and how two shapes are compared.
// Which changes there are is said in operations.ts, security.ts, requests.ts and responses.ts.
import type { Json } from './json.ts'

/** Where, what, and why a client breaks; three plain texts for whoever made the change. */
export type Change = { readonly pointer: string; readonly what: string; readonly why: string }

/** What we take in must stay as wide as it was; what we give out must keep what it promised. */
export type Direction = 'request' | 'response'

/** A shape as it stands in the document, references and all, and where. */
export type Part = { readonly value: unknown; readonly pointer: string }

/** Compares two shapes of the released and the next document. */
export type Compare = (direction: Direction, base: Part, next: Part) => readonly Change[]

/** One form of a shape: no reference, no union, at most one type (null: any). */
export type Form = { readonly type: string | null; readonly value: Json; readonly pointer: string }

/** Two forms that answer to each other, and the way to compare what is inside them. */
export type Forms = { readonly base: Form; readonly next: Form; readonly compare: Compare }
