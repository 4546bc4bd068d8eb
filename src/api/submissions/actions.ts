// Writes on submissions themselves: made, renamed, withdrawn, accepted. Decided in core/submission.
// Answers are changed in actions-answers.ts; submitting is actions-submit.ts.
import { demand } from '../../core/access.ts'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { Answer, Context } from '../../core/request.ts'
import { accept as decideAccept } from '../../core/submission/accept.ts'
import {
  createSubmission,
  type NewSubmission,
  type SubmissionDecided,
} from '../../core/submission/create.ts'
import {
  changesNothing,
  type UpdateSubmission,
  updateSubmission,
} from '../../core/submission/update.ts'
import { offeredOf } from '../../core/submission/weighting-choice.ts'
import { withdraw as decideWithdraw } from '../../core/submission/withdraw.ts'
import { inUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as questionnaires from '../questionnaires/store.ts'
import {
  besideEntry,
  besideFor,
  documentOf,
  expectWhole,
  lockWhole,
  lookUp,
  type Seen,
  seenBy,
  type Whole,
} from './actions-loading.ts'
import * as store from './store.ts'
import * as cycles from './store-cycles.ts'
import * as entries from './store-entries.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

export const create = (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  { organizationId }: { readonly organizationId: OrganizationId },
  input: NewSubmission,
): Promise<Answer<Seen>> => {
  const id = needs.newId() as SubmissionId
  const { key, version } = input.questionnaire
  return inUnit(needs.db, { ...context, ...besideFor(input.weighting) }, async (unit) => {
    const { tx, standing, now, emit } = unit
    demand(standing, 'submissions:write')
    const house = { kind: 'organization', id: organizationId } as const
    const [known, lookedUp] = await Promise.all([
      questionnaires.share(tx, house, { key, version }),
      lookUp(tx, organizationId, input.weighting),
    ])
    const document = known && (await needs.documents.within(tx, known))
    const decided = createSubmission({
      id,
      organizationId,
      input,
      questionnaire: known &&
        document && {
          state: known.state,
          digest: known.digest,
          edition: document.questionnaire.edition.key,
        },
      weighting: document && offeredOf(lookedUp, document.questionnaire),
      standing,
      now,
    })
    emit(decided.events)
    await store.insert(tx, decided.submission)
    const { submission } = decided
    return seenBy(unit, {
      submission,
      versions: [],
      document: await documentOf(needs, tx, submission),
    })
  })
}

export const update = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  change: UpdateSubmission['change'],
): Promise<Answer<Seen>> => {
  const beside = besideFor(change.weighting)
  return inUnit(needs.db, { ...context, ...beside, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, now } = unit
    const [whole, lookedUp] = await Promise.all([
      lockWhole(needs, unit, ids, 'submissions:write'),
      lookUp(tx, ids.organizationId, change.weighting),
    ])
    const { submission, document } = whole
    expectWhole(unit, whole, changesNothing(submission, change))
    const decided = updateSubmission({
      submission,
      change,
      edition: document.questionnaire.edition.key,
      weighting: offeredOf(lookedUp, document.questionnaire),
      standing,
      now,
    })
    return decided.submission === submission ? seenBy(unit, whole) : save(unit, whole, decided)
  })
}

/**
 * The association of a cycle that it entered sees that it was withdrawn, so the unit reaches it. Whoever enters or
 * leaves in between moves the submission's tag, which the unit demands.
 */
export const withdraw = async (needs: Needs, context: Context, ids: store.Ids) => {
  const beside = await besideEntry(needs, context, ids)
  const here = { ...context, ...beside, subject: ids.submissionId }
  return inUnit(needs.db, here, async (unit) => {
    const whole = await lockWhole(needs, unit, ids, 'submissions:withdraw')
    expectWhole(unit, whole)
    const { standing, now } = unit
    return save(unit, whole, decideWithdraw({ submission: whole.submission, standing, now }))
  })
}

/** A cycle runs a review of whatever was entered into it, unless it was cancelled. Its association sees that too. */
export const accept = async (needs: Needs, context: Context, ids: store.Ids) => {
  const beside = await besideEntry(needs, context, ids)
  const here = { ...context, ...beside, subject: ids.submissionId }
  return inUnit(needs.db, here, async (unit) => {
    const whole = await lockWhole(needs, unit, ids, 'submissions:accept')
    expectWhole(unit, whole)
    const { submission } = whole
    const { tx, standing, now } = unit
    const entry = await entries.find(tx, ids)
    const reviewIsRun = entry !== null && !(await cycles.isCancelled(tx, entry))
    return save(unit, whole, decideAccept({ submission, reviewIsRun, standing, now }))
  })
}

const save = async (
  unit: Unit,
  whole: Whole,
  { submission, events }: SubmissionDecided,
): Promise<Seen> => {
  unit.emit(events)
  await store.save(unit.tx, submission)
  return seenBy(unit, { ...whole, submission })
}
