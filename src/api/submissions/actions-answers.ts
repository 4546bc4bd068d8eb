// Writes on answers: one replaced as a whole, or many merged at once. Decided in core/submission.
// One answer holds the submission shared, so that people on different items do not wait for one another.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { type Answer as Answered, type Context, holds } from '../../core/request.ts'
import type { Answer, AnswersPatch } from '../../core/submission/answer.ts'
import { type PatchDecided, patchAnswers, patchesNothing } from '../../core/submission/patch.ts'
import { type PutDecided, putAnswer } from '../../core/submission/put.ts'
import {
  type AnswerOutcome,
  answersRevisionOf,
  changedSince,
  changedVersions,
  etagOfAnswer,
  etagOfAnswers,
  revise,
} from '../../core/submission/revision.ts'
import { type StoredAnswer, shownAnswer } from '../../core/submission/shown.ts'
import type { Submission } from '../../core/submission/submission.ts'
import { type View, viewOf } from '../../core/submission/view.ts'
import { inUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { documentOf, lockWhole } from './actions-loading.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

export type Put = {
  readonly outcome: AnswerOutcome
  readonly answer: StoredAnswer
  readonly view: View
}

export const put = (
  needs: Needs,
  context: Context,
  ids: answers.AnswerIds,
  answer: Answer,
): Promise<Answered<Put>> =>
  inUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing } = unit
    const attempt = async (): Promise<Put> => {
      const [shared, current] = await Promise.all([store.share(tx, ids), answers.lock(tx, ids)])
      const submission = found(shared)
      const view = viewOf(standing)
      demand(standing, 'submissions:write')
      const same = revise(ids.code, current, answer).outcome === 'unchanged'
      expectAnswer(unit, current, { same, view })
      const { questionnaire } = await documentOf(needs, tx, submission)
      const { code } = ids
      const decided = putAnswer({ submission, questionnaire, code, current, answer, standing })
      const kept = await keep(unit, ids, decided, current)
      // Somebody else gave the first answer while we did: look again, which now finds theirs.
      return kept === null ? attempt() : { ...kept, view }
    }
    return attempt()
  })

const expectAnswer = (
  { expect }: Unit,
  current: StoredAnswer | null,
  { same, view }: { readonly same: boolean; readonly view: View },
): void => {
  const etag = etagOfAnswer(current)
  const shown = current === null || etag === null ? {} : { current: shownAnswer(current, view) }
  expect(etag, { same, ...shown })
}

const keep = async (
  unit: Unit,
  ids: answers.AnswerIds,
  { result, events }: PutDecided,
  current: StoredAnswer | null,
): Promise<Omit<Put, 'view'> | null> => {
  const change = changeBy(unit)
  const versions = changedVersions([result])
  if (!(await answers.save(unit.tx, ids, versions, change))) return null
  unit.emit(events)
  const [version] = versions
  const answer = found(version === undefined ? current : { ...version, ...change })
  return { outcome: result.outcome, answer }
}

export const changeBy = ({ standing, now }: Unit): answers.Change => ({
  changedBy: standing.personId,
  changedByKey: standing.keyId,
  changedAt: now,
})

export type Patched = Pick<PatchDecided, 'results' | 'answersRevision'> & {
  readonly submission: Submission
}

export const patch = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  body: AnswersPatch,
): Promise<Answered<Patched>> =>
  inUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, emit } = unit
    const { submission, versions, document } = await lockWhole(
      needs,
      unit,
      ids,
      'submissions:write',
    )
    const current = new Map(versions.map((version) => [version.code, version]))
    const same = patchesNothing(current, body)
    await expectAnswers(unit, ids, { same, revision: answersRevisionOf(versions) })
    const { questionnaire } = document
    const decided = patchAnswers({ submission, questionnaire, current, patch: body, standing })
    emit(decided.events)
    if (!(await answers.save(tx, ids, decided.changed, changeBy(unit))))
      throw new Error('The answers were locked and are not there to save.')
    return { ...decided, submission }
  })

/** A stale tag is told what to merge: the codes that changed since the collection had it (API-10). */
export const expectAnswers = async (
  unit: Unit,
  ids: store.Ids,
  { same, revision }: { readonly same: boolean; readonly revision: number },
): Promise<void> => {
  const { precondition } = unit.context
  const etag = etagOfAnswers(revision)
  if (same || holds(precondition, etag)) return unit.expect(etag, { same })
  const { ifMatch } = precondition
  const tags = ifMatch === undefined || ifMatch === '*' ? [] : ifMatch
  const changed = changedSince(tags, await answers.listChanges(unit.tx, ids), revision)
  unit.expect(etag, changed === null ? {} : { changed })
}
