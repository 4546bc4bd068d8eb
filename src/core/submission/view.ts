// What a reader sees of a submission: by relation, not by wish (api.md sections 6 and 7).
// Whether the reader may read at all is in ../access; answers and scores have actions of their own.
import { can } from '../access.ts'
import type { Standing } from '../context.ts'
import { Problem } from '../problem.ts'

/**
 * `owner`: a member of the organization. `grant`: lent by it. `panel`: whoever assesses it; `blind` as long as the
 * own review is not locked or the consensus not open: without what the organization says of itself in figures.
 * `status`: its association, without grant.
 */
export const views = ['owner', 'grant', 'panel', 'blind', 'status'] as const
export type View = (typeof views)[number]

/** Where the submission is in its life. The entity tag too: accepting needs it, and it says no content. */
const status = [
  'id',
  'organizationId',
  'questionnaire',
  'state',
  'etag',
  'createdAt',
  'updatedAt',
  'submittedAt',
  'acceptedAt',
  'finalAt',
  'withdrawnAt',
] as const
/** What is assessed: nothing of how the organization weighs it, nor of what it was made from. */
const assessed = [...status, 'title', 'completeness'] as const
const content = [...status, 'title', 'weighting', 'completeness', 'migratedFrom'] as const
const inside = [...content, 'createdBy'] as const

export type SubmissionMember = (typeof inside)[number]

/** View → the members it has. What is not listed is absent, not null. */
export const membersOf: Readonly<Record<View, readonly SubmissionMember[]>> = {
  owner: inside,
  grant: content,
  panel: assessed,
  blind: assessed,
  status,
}

/** The view of this caller, in every state of the submission; `not-found` to whom it is invisible. */
export const viewOf = (standing: Standing): View => {
  if (standing.organizationRole !== null) return 'owner'
  if (can(standing, 'answers:read')) {
    if (standing.panel === undefined) return 'grant'
    return can(standing, 'scores:read') ? 'panel' : 'blind'
  }
  if (can(standing, 'submissions:read')) return 'status'
  throw new Problem('not-found', {})
}

/**
 * The members of the value that the view shows, in the order of the view. Lists run through here row by row:
 * picking by name costs a fifth of filtering the entries.
 */
export const seenAs = <Value extends Readonly<Partial<Record<SubmissionMember, unknown>>>>(
  view: View,
  value: Value,
): Partial<Value> => {
  const seen: Partial<Record<SubmissionMember, unknown>> = {}
  for (const name of membersOf[view]) if (name in value) seen[name] = value[name]
  return seen as Partial<Value>
}
