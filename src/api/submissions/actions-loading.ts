// What writes and scores of submissions load before they decide, and the one way in which they refuse an old tag.
// Decisions are core/submission; the writes themselves are in actions.ts, actions-answers.ts, actions-submit.ts.
import { type Action, demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { OrganizationId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { DocumentName } from '../../core/questionnaire/version.ts'
import type { Context } from '../../core/request.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { completenessOf } from '../../core/submission/completeness.ts'
import { answersOf, answersRevisionOf, etagOfSubmission } from '../../core/submission/revision.ts'
import {
  type KnownSubmission,
  type StoredAnswer,
  shownSubmission,
} from '../../core/submission/shown.ts'
import type { Submission, WeightingChoice } from '../../core/submission/submission.ts'
import { type View, viewOf } from '../../core/submission/view.ts'
import { type LookedUp, ownerOfChoice } from '../../core/submission/weighting-choice.ts'
import { type Reader, readAtOnce, type Unit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as weightings from '../weightings/store.ts'
import { limitsOf } from '../weightings/store-limits.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'
import * as entries from './store-entries.ts'

/** A submission as it is shown, and to whom. */
export type Seen = KnownSubmission & { readonly view: View }

/** A submission with all its answers, tombstones included. */
export type Whole = {
  readonly submission: Submission
  readonly versions: readonly StoredAnswer[]
  readonly document: QuestionnaireDocument
}

/** A submission with its answers, to be scored. */
export type Answered = {
  readonly submission: Submission
  readonly document: QuestionnaireDocument
  readonly given: Answers
}

export const loadAnswered = async (
  needs: Pick<Deps, 'documents'>,
  reader: Reader,
  ids: store.Ids,
): Promise<Answered> => {
  const [stored, versions] = await Promise.all([store.find(reader, ids), answers.all(reader, ids)])
  const submission = found(stored)
  const document = await documentOf(needs, reader, submission)
  return { submission, document, given: answersOf(versions) }
}

/** The questionnaire that a stored submission stands on; published versions never go away. */
export const documentOf = (
  { documents }: Pick<Deps, 'documents'>,
  reader: Reader,
  submission: Submission,
): Promise<QuestionnaireDocument> => documents.within(reader, nameOf(submission))

/** The name of the text that a submission answers, whoever may see that version now. */
export const nameOf = ({ questionnaire, questionnaireDigest }: Submission): DocumentName => ({
  ...questionnaire,
  digest: questionnaireDigest,
})

/** Locks a submission for a change of it or of many of its answers. Refuses whoever may not do that. */
export const lockWhole = async (
  needs: Pick<Deps, 'documents'>,
  { tx, standing }: Pick<Unit, 'tx' | 'standing'>,
  ids: store.Ids,
  action: Action,
): Promise<Whole> => {
  const [locked, versions] = await Promise.all([store.lock(tx, ids), answers.all(tx, ids)])
  const submission = found(locked)
  viewOf(standing) // to whom it is invisible it is not there
  demand(standing, action)
  return { submission, versions, document: await documentOf(needs, tx, submission) }
}

/** The submission as the caller sees it, with its progress. */
export const seenBy = (
  { standing }: Pick<Unit, 'standing'>,
  { submission, versions, document }: Whole,
): Seen => ({
  submission,
  answersRevision: answersRevisionOf(versions),
  completeness: completenessOf(document.questionnaire, answersOf(versions)),
  view: viewOf(standing),
})

/** Demands the tag of the whole submission, which changes with every answer. `same`: as in unit.expect. */
export const expectWhole = (unit: Unit, whole: Whole, same = false): void => {
  const seen = seenBy(unit, whole)
  const etag = etagOfSubmission(seen.submission, seen.answersRevision)
  unit.expect(etag, { same, current: shownSubmission(seen, seen.view) })
}

/** What a choice leads to, in a unit that reaches its owner. */
export const lookUp = async (
  reader: Reader,
  organizationId: OrganizationId,
  choice: WeightingChoice | null | undefined,
): Promise<LookedUp | null> => {
  if (choice == null) return null
  const house = { kind: 'organization', id: organizationId } as const
  const [profile, line] = await Promise.all([
    weightings.find(reader, { owner: ownerOfChoice(choice), id: choice.id }),
    associations.lineOf(reader, house),
  ])
  const key = profile?.questionnaire.key
  const limits = key === undefined ? [] : await limitsOf(reader, line, key)
  return { profile, line, limits }
}

/** The association whose row a choice means, which the unit must reach beside the organization. */
export const besideFor = (
  choice: WeightingChoice | null | undefined,
): { readonly beside?: Owner } => {
  const owner = choice == null ? null : ownerOfChoice(choice)
  return owner?.kind === 'association' ? { beside: owner } : {}
}

/**
 * The choice of a stored submission, read ahead of the unit that needs its owner beside. Whoever changes the
 * choice in between moves the submission's tag, which the unit demands.
 */
export const choiceOf = (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  ids: store.Ids,
  action: Action,
): Promise<WeightingChoice | null> =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => store.find(tx, ids),
    (submission, { standing }) => {
      demand(standing, action)
      return found(submission).weighting
    },
  )

/** The association into whose cycle a stored submission was entered, read ahead of the unit that needs it beside. */
export const besideEntry = (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  ids: store.Ids,
): Promise<{ readonly beside?: Owner }> =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => entries.find(tx, ids),
    (entry) =>
      entry === null ? {} : { beside: { kind: 'association', id: entry.associationId } as const },
  )
