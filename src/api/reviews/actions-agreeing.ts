// How a panel comes to an end: rounds, proposal, agreement, objections, and the final word from outside it.
// Decided in core/consensus/agreeing.ts; the official sheet is made by the engine that scored the submission.
import { demand } from '../../core/access.ts'
import { complete } from '../../core/assignment/assignment.ts'
import * as core from '../../core/consensus/agreeing.ts'
import { demandWhole } from '../../core/consensus/leaving.ts'
import {
  demandPermitted,
  demandPermittedUnseen,
  officialAnswers,
} from '../../core/consensus/official.ts'
import { etagOfConsensus, reviewsOfRound } from '../../core/consensus/stored.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { PersonId, ReviewId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { CycleSettings } from '../../core/programme/settings.ts'
import {
  type OfficialWeighting,
  officialWeightings,
  weightingNamed,
} from '../../core/programme/weighting.ts'
import type { Answer, Context } from '../../core/request.ts'
import { demandOutside } from '../../core/review/seen.ts'
import { score } from '../../core/scoring/score.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { finalize as decideFinal } from '../../core/submission/finalize.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Unit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as seats from '../assignments/store-panel.ts'
import * as submissions from '../submissions/store.ts'
import * as weightings from '../weightings/store.ts'
import { type Sitting, saveStep, sit, stepping, underRule } from './actions-consensus.ts'
import { cycleOf, excludeAll, lookingAt, tell, withProgramme } from './actions-loading.ts'
import * as store from './store.ts'
import * as consensuses from './store-consensus.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type Acting = { readonly panel: Sitting['panel']; readonly by: PersonId; readonly now: Date }

const acting = ({ standing, now }: Unit, { panel }: Sitting): Acting => ({
  panel,
  by: standing.personId,
  now,
})

export type NewRound = {
  readonly items: readonly string[]
  readonly reason: string
  readonly dueAt: string
}

/** The members get a draft each, hidden from all others like the first one. */
export const newRound = async (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
  input: NewRound,
): Promise<Answer<Sitting>> =>
  stepping(needs, await withProgramme(needs, context, ids), ids, async (unit, sitting) => {
    const { consensus, figures, panel } = sitting
    const dueAt = new Date(input.dueAt)
    const given = { ...acting(unit, sitting), ...input, dueAt, figures }
    const decided = core.newRound(consensus, given)
    demand(unit.standing, 'consensus:write')
    const newId = () => needs.newId() as ReviewId
    const drafts = reviewsOfRound(decided.consensus, { panel, newId, now: unit.now })
    tell(unit, ids, decided.events)
    await store.insert(unit.tx, ids, drafts)
    return saveStep(unit, ids, sitting, { ...consensus, ...decided.consensus })
  })

/** Whoever has not locked when its time is over is left out of it; the earlier score counts on. */
export const closeRound = async (needs: Needs, context: Context, ids: store.Ids) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const { tx, now } = unit
    await store.lockAll(tx, ids)
    const sitting = await sit(needs, unit, ids)
    const { consensus, reviews, panel } = sitting
    const drafts = reviews.filter(
      ({ state, round }) => state === 'draft' && round === consensus.round,
    )
    const waited = drafts.filter(({ personId }) => panel.members.includes(personId))
    const { dueAt = now } = consensus.rounds.at(-1) ?? {}
    const given = { ...acting(unit, sitting), waiting: waited.length, dueAt }
    const decided = core.closeRound(consensus, given)
    demand(unit.standing, 'consensus:write')
    tell(unit, ids, decided.events)
    await excludeAll(unit, ids, drafts)
    await saveStep(unit, ids, sitting, { ...consensus, ...decided.consensus })
    return sit(needs, unit, ids) // the figures count what the round brought
  })
}

type Decided = ReturnType<typeof core.propose>
type Step = (sitting: Sitting, acting: Acting, unit: Unit) => Decided | Promise<Decided>

/** A step that is told to the programme. `isHeld`: against the tag of the consensus as the caller saw it. */
const telling = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  {
    action,
    isHeld,
    step,
  }: {
    readonly action: 'consensus:write' | 'consensus:agree'
    readonly isHeld: boolean
    readonly step: Step
  },
) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const sitting = await sit(needs, unit, ids)
    const decided = await step(sitting, acting(unit, sitting), unit)
    demand(unit.standing, action)
    if (isHeld) unit.expect(etagOfConsensus(sitting.consensus))
    tell(unit, ids, decided.events)
    return saveStep(unit, ids, sitting, { ...sitting.consensus, ...decided.consensus })
  })
}

export const propose = (needs: Needs & Pick<Deps, 'scoring'>, context: Context, ids: store.Ids) =>
  telling(needs, context, ids, {
    action: 'consensus:write',
    isHeld: true,
    step: async (sitting, by, unit) => {
      const { consensus, figures, assignments } = sitting
      const decided = core.propose(consensus, { ...by, figures })
      const { settings } = await cycleOf(unit)
      demandPermitted(underRule(needs, sitting, { ...consensus, settings }))
      demandWhole(sitting, assignments)
      return decided
    },
  })

export const agree = (needs: Needs, context: Context, ids: store.Ids) =>
  telling(needs, context, ids, {
    action: 'consensus:agree',
    isHeld: true,
    step: ({ consensus }, by) => core.approve(consensus, by),
  })

export const object = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  objection: { readonly code: string; readonly reason: string },
) =>
  telling(needs, context, ids, {
    action: 'consensus:agree',
    isHeld: false,
    step: ({ consensus }, by) => core.object(consensus, { ...by, ...objection }),
  })

export const overrule = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  {
    personId: of,
    code,
    note,
  }: {
    readonly personId: PersonId
    readonly code: string
    readonly note: string
  },
) =>
  telling(needs, context, ids, {
    action: 'consensus:write',
    isHeld: false,
    step: ({ consensus }, by) => core.overrule(consensus, { ...by, of, code, note }),
  })

export const finalize = async (
  needs: Needs & Pick<Deps, 'scoring'>,
  context: Context,
  ids: store.Ids,
) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const { tx, standing, now, emit } = unit
    const submission = found(await submissions.lock(tx, ids))
    const sitting = await sit(needs, unit, ids)
    const { consensus, reviews, assignments, document } = sitting
    const known = { reviews, consensus, closedAt: null }
    const looking = lookingAt(known, { standing, now })
    // One of the panel is told that a second person must, and not that a role is missing.
    if (!sitting.panel.members.includes(standing.personId))
      demandOutside(looking, 'consensus:finalize')
    const decided = core.finalize(consensus, acting(unit, sitting))
    demandWhole(sitting, assignments)
    demand(standing, 'consensus:finalize')
    const cycle = await cycleOf(unit)
    const ruled = underRule(needs, sitting, { ...consensus, settings: cycle.settings })
    demandPermittedUnseen(ruled)
    const named = weightingNamed(cycle, submission.questionnaire.key)
    const profile = named === null ? null : found(await weightings.find(tx, named))
    const { notApplicable } = cycle.settings
    const given = officialAnswers(sitting.answers, ruled)
    const sheets = officialWeightings(document.questionnaire, profile).map((weighting) =>
      officialSheet(needs, { document, weighting, given, notApplicable }),
    )
    const ended = decideFinal(submission, now)
    const completed = assignments
      .filter(({ state }) => state === 'active')
      .map((assignment) => complete(assignment))
    tell(unit, ids, decided.events)
    for (const { events } of completed) tell(unit, ids, events)
    emit(ended.events)
    const final = { ...consensus, ...decided.consensus }
    const { organizationId } = ids
    const place = { organizationId, consensusId: consensus.id }
    for (const made of sheets)
      await consensuses.insertSheet(tx, place, { ...made, answers: given, createdAt: now })
    if (profile !== null) await weightings.noteUse(tx, profile, now)
    await submissions.save(tx, ended.submission)
    await seats.complete(
      tx,
      ids,
      completed.map(({ assignment }) => assignment),
    )
    return saveStep(unit, ids, sitting, final)
  })
}

/** One of the official sheets, as it is stored. */
const officialSheet = (
  { scoring }: Pick<Deps, 'scoring'>,
  {
    document,
    weighting,
    given,
    notApplicable,
  }: {
    readonly document: QuestionnaireDocument
    readonly weighting: OfficialWeighting
    readonly given: Answers
    readonly notApplicable: CycleSettings['notApplicable']
  },
) => {
  const basis = scoring.basisOf(document, weighting, given)
  const sheet = score({ ...basis, answers: given, notApplicable: notApplicable ?? undefined })
  const text = canonicalJson(sheet)
  return { kind: weighting.kind, sheet, text, digest: sha256(text) }
}
