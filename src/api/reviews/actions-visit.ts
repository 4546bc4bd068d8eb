// Steps of a site visit. Decided in core/visit; the visit is part of the consensus and held with it.
import { demand } from '../../core/access.ts'
import { knownConflicts } from '../../core/assignment/proposing.ts'
import { demandPermitted } from '../../core/consensus/official.ts'
import {
  etagOfConsensus,
  type StoredConsensus,
  type StoredVisit,
} from '../../core/consensus/stored.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { gaugesOf } from '../../core/review/value.ts'
import {
  answerIssue,
  renew as decideRenewal,
  type OutcomeInput,
} from '../../core/visit/progress.ts'
import * as core from '../../core/visit/visit.ts'
import type { Unit, UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { knownOf } from '../assignments/store-known.ts'
import { stepping as inStep, type Sitting, saveStep, underRule } from './actions-consensus.ts'
import { cycleOf, onPanel, tell, withProgramme } from './actions-loading.ts'
import type * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type Visiting<Known extends core.Visit> = core.Visiting<Known>
type Acting = {
  readonly panel: Sitting['panel']
  readonly by: Unit['standing']['personId']
  readonly now: Date
}

const acting = ({ standing, now }: Unit, { panel }: Sitting): Acting => ({
  panel,
  by: standing.personId,
  now,
})

/** The consensus with its present visit as both are now. */
const withVisit = (
  before: StoredConsensus,
  { consensus, visit }: Visiting<StoredVisit>,
): StoredConsensus => ({
  ...before,
  ...consensus,
  visits: [...before.visits.slice(0, -1), visit],
})

export type NewIssue = Omit<core.Issue, 'outcome'>

export const plan = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  issues: readonly NewIssue[],
): Promise<Answer<Sitting>> =>
  inStep(needs, await withProgramme(needs, context, ids), ids, async (unit, sitting) => {
    const { consensus } = sitting
    const decided = core.plan(consensus, { ...acting(unit, sitting), issues })
    demand(unit.standing, 'consensus:write')
    const visit: StoredVisit = { ...decided.visit, renewed: [], changes: [] }
    const visits = [...consensus.visits, visit]
    tell(unit, ids, decided.events)
    return saveStep(unit, ids, sitting, { ...consensus, ...decided.consensus, visits })
  })

/** A step within the present visit. `action`: the lead's, or every member's. */
const stepping = (
  needs: Needs,
  here: UnitContext,
  ids: store.Ids,
  {
    action,
    isHeld,
    step,
  }: {
    readonly action: 'consensus:write' | 'consensus:agree'
    readonly isHeld: boolean
    readonly step: (
      before: Visiting<StoredVisit>,
      acting: Acting,
      held: { readonly sitting: Sitting; readonly unit: Unit },
    ) => core.VisitDecided<StoredVisit> | Promise<core.VisitDecided<StoredVisit>>
  },
): Promise<Answer<Sitting>> =>
  inStep(needs, here, ids, async (unit, sitting) => {
    const { consensus } = sitting
    demand(unit.standing, action) // ahead of whether there is a visit
    const visit = found(consensus.visits.at(-1))
    const decided = await step({ consensus, visit }, acting(unit, sitting), { sitting, unit })
    const same = decided.visit === visit
    if (isHeld) unit.expect(etagOfConsensus(consensus), { same })
    if (same) return sitting
    tell(unit, ids, decided.events)
    return saveStep(unit, ids, sitting, withVisit(consensus, decided))
  })

export const renew = async (needs: Needs, context: Context, ids: store.Ids) =>
  stepping(needs, await withProgramme(needs, context, ids), ids, {
    action: 'consensus:agree',
    isHeld: false,
    step: async (before, acting, { unit }) => {
      const { by: personId, now } = acting
      const cycle = await cycleOf(unit)
      const { associationId } = cycle
      const person = { ...ids, personId }
      const known = found(await knownOf(unit.tx, { associationId, cycle }, person, now))
      return decideRenewal(before, { ...acting, known: knownConflicts(known, cycle, now) })
    },
  })

export const begin = async (needs: Needs, context: Context, ids: store.Ids) =>
  stepping(needs, await withProgramme(needs, context, ids), ids, {
    action: 'consensus:write',
    isHeld: false,
    step: (before, by) => {
      const { renewed } = before.visit
      const decided = core.begin(before, { ...by, renewed })
      return { ...decided, visit: { ...before.visit, ...decided.visit } }
    },
  })

export const answer = (
  needs: Needs,
  context: Context,
  ids: store.Ids & { readonly place: number },
  input: OutcomeInput,
) =>
  stepping(needs, onPanel(context, ids), ids, {
    action: 'consensus:write',
    isHeld: true,
    step: (before, by, { sitting: { consensus, questionnaire } }) =>
      answerIssue(before, {
        ...by,
        place: ids.place,
        input,
        gauges: gaugesOf(questionnaire, consensus.rules),
      }),
  })

export const report = async (
  needs: Needs & Pick<Deps, 'scoring'>,
  context: Context,
  ids: store.Ids,
): Promise<Answer<Sitting>> =>
  inStep(needs, await withProgramme(needs, context, ids), ids, async (unit, sitting) => {
    const { consensus } = sitting
    demand(unit.standing, 'consensus:write')
    const before = found(consensus.visits.at(-1))
    const decided = core.report({ consensus, visit: before }, acting(unit, sitting))
    const { settings } = await cycleOf(unit)
    demandPermitted(underRule(needs, sitting, { ...decided.consensus, settings }))
    tell(unit, ids, decided.events)
    const visit = { ...before, ...decided.visit, changes: decided.changes }
    return saveStep(unit, ids, sitting, withVisit(consensus, { ...decided, visit }))
  })
