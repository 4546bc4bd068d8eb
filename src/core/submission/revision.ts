// Revisions of a submission and its answers, and the entity tags made of them (API-08, decision 0006).
// Clients and this service compare tags as they are; nobody takes them apart.
import { canonicalJson } from '../document/canonical.ts'
import type { Answer, Answers } from './answer.ts'
import type { Submission } from './submission.ts'

/**
 * What a migration left to do at an answer: `carried` needs no more than a look, `carried_needs_review` is about another
 * subject, or converted. It ends with the next change by a person, saying the same again included.
 */
export const reviewStates = ['carried', 'carried_needs_review'] as const
export type ReviewState = (typeof reviewStates)[number]

/**
 * An answer with the count of its changes, from 1. A deleted answer stays as a tombstone (`answer` null)
 * with a higher revision, so that the same revision never comes back with another content.
 */
export type VersionedAnswer = {
  readonly code: string
  readonly answer: Answer | null
  readonly revision: number
  readonly reviewState?: ReviewState | null
}

/** The revision of all answers together: it grows by one with every change of any of them, deletion too. */
export const answersRevisionOf = (versions: Iterable<{ readonly revision: number }>): number => {
  let total = 0
  for (const { revision } of versions) total += revision
  return total
}

/** The answers that say something, by code: what is counted and scored. */
export const answersOf = (versions: readonly VersionedAnswer[]): Answers =>
  Object.fromEntries(
    versions.flatMap(({ code, answer }) => (answer === null ? [] : [[code, answer] as const])),
  )

export type AnswerOutcome = 'created' | 'updated' | 'deleted' | 'unchanged'

/** What became of one answer; `version` is null where there never was one. */
export type AnswerResult = {
  readonly code: string
  readonly outcome: AnswerOutcome
  readonly version: VersionedAnswer | null
}

/** What a migration left to do at the answer; null: nothing, or somebody has looked. */
export const waitingOf = (version: VersionedAnswer | null): ReviewState | null =>
  version === null || version.answer === null ? null : (version.reviewState ?? null)

const outcomeOf = (before: Answer | null, after: Answer | null): AnswerOutcome => {
  if (canonicalJson(before) === canonicalJson(after)) return 'unchanged'
  if (before === null) return 'created'
  return after === null ? 'deleted' : 'updated'
}

/**
 * One revision more where the content differs; null as `after` deletes. Saying the same changes nothing, but
 * of a carried answer: there it says that somebody has looked.
 */
export const revise = (
  code: string,
  before: VersionedAnswer | null,
  after: Answer | null,
): AnswerResult => {
  const same = outcomeOf(before?.answer ?? null, after)
  const outcome = same === 'unchanged' && waitingOf(before) !== null ? 'updated' : same
  if (outcome === 'unchanged') return { code, outcome, version: before }
  const revision = (before?.revision ?? 0) + 1
  return { code, outcome, version: { code, answer: after, revision } }
}

/** What is to be saved: the versions that came about. */
export const changedVersions = (results: readonly AnswerResult[]): readonly VersionedAnswer[] =>
  results.flatMap(({ outcome, version }) =>
    outcome === 'unchanged' || version === null ? [] : [version],
  )

/** Null: there is no answer, or no more. The code inside refuses the tag of a neighbouring answer. */
export const etagOfAnswer = (version: VersionedAnswer | null): string | null =>
  version === null || version.answer === null ? null : `"a${version.revision}-${version.code}"`

export const etagOfAnswers = (answersRevision: number): string => `"c${answersRevision}"`

/** Changes with the submission and with every answer, so that submitting notices each edit. */
export const etagOfSubmission = (
  { revision }: Pick<Submission, 'revision'>,
  answersRevision: number,
): string => `"s${revision}-${answersRevision}"`

/**
 * The codes that changed since the collection had one of the given tags, or null if it never had, or if the
 * history does not reach from the first change to `answersRevision`. `newestFirst` are the codes of all
 * changes so far, one entry a revision. The history is walked back until a tag fits: a stale 412 can name
 * what to merge without a tag being read (API-10).
 */
export const changedSince = (
  tags: readonly string[],
  newestFirst: readonly string[],
  answersRevision: number,
): readonly string[] | null => {
  const steps = newestFirst.length
  if (steps !== answersRevision) return null
  for (let back = 0; back <= steps; back += 1)
    if (tags.includes(etagOfAnswers(steps - back)))
      return [...new Set(newestFirst.slice(0, back))].sort()
  return null
}
