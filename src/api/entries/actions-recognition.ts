// Which levels an entered submission reaches by its own answers: loads what core/programme/recognition.ts decides by.
// The consensus is on the panel's side, out of reach here: what it reaches is told by the feedback report.
import { can, demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import {
  type EntryRecognition,
  recognizedIn,
  withoutLentTexts,
} from '../../core/programme/recognition.ts'
import { weightingCounted, weightingNamed } from '../../core/programme/weighting.ts'
import type { Context } from '../../core/request.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import * as entries from '../submissions/store-entries.ts'
import * as weightings from '../weightings/store.ts'
import { entryOf, type Ids } from './actions.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export const recognize = async (
  needs: Needs,
  context: Context,
  ids: Ids,
  asked: { readonly on?: string | undefined },
): Promise<EntryRecognition> => {
  const { associationId } = found(await entryOf(needs, context, ids, 'scores:read'))
  const beside = { kind: 'association', id: associationId } as const
  const here = { ...context, beside, subject: ids.submissionId }
  const { submission, cycle, profile, given, document, isShared, now } = await readUnit(
    needs.db,
    here,
    async ({ tx, standing, now, shows }) => {
      demand(standing, 'scores:read')
      const [stored, entry, versions] = await Promise.all([
        submissions.find(tx, ids),
        entries.find(tx, ids),
        answers.all(tx, ids),
      ])
      const submission = found(stored)
      const { questionnaire: name, questionnaireDigest: digest } = submission
      const document = await needs.documents.within(tx, { ...name, digest })
      const cycle = found(await programmes.findCycle(tx, found(entry)))
      const named = weightingNamed(cycle, name.key)
      const profile = named === null ? null : found(await weightings.find(tx, named))
      shows(ids.submissionId)
      const isShared = can(standing, 'shared-questionnaires:read')
      return { submission, cycle, profile, given: answersOf(versions), document, isShared, now }
    },
  )
  const { key, version } = submission.questionnaire
  const isSeen = isShared || (await needs.documents.catalogue()).find(key, version) !== null
  const weighting = weightingCounted(document.questionnaire, profile)
  const basis = needs.scoring.basisOf(document, weighting, given)
  const notApplicable = cycle.settings.notApplicable ?? undefined
  const scored = { ...basis, answers: given, notApplicable }
  const on = asked.on ?? now.toISOString().slice(0, 10)
  const levels = recognizedIn(cycle.settings.recognition, scored, on)
  return {
    submissionId: submission.id,
    cycleId: cycle.id,
    questionnaire: submission.questionnaire,
    on,
    weighting: { kind: weighting.kind, id: weighting.id, version: weighting.version },
    levels: isSeen ? levels : withoutLentTexts(levels),
  }
}
