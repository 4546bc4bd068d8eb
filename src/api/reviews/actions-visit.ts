// Steps of a site visit. Decided in core/visit; the visit is part of the consensus and held with it.
import { demand } from '../../core/access.ts'
import { knownConflicts } from '../../core/assignment/proposing.ts'
import {
  etagOfConsensus,
  type StoredConsensus,
  type StoredVisit,
} from '../../core/consensus/stored.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { gaugesOf } from '../../core/review/value.ts'
import {
  answerIssue,
  renew as decideRenewal,
  type OutcomeInput,
} from '../../core/visit/progress.ts'
import * as core from '../../core/visit/visit.ts'
import { inUnit, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { knownOf } from '../assignments/store-known.ts'
import * as programmes from '../programmes/store.ts'
import { type Sitting, saveStep, sit } from './actions-consensus.ts'
import { onPanel, tell, withProgramme } from './actions-loading.ts'
import type * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
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

/** The consensus with its present visit as it is now. */
const withVisit = (consensus: StoredConsensus, visit: StoredVisit): StoredConsensus => ({
  ...consensus,
  visits: [...consensus.visits.slice(0, -1), visit],
  revision: consensus.revision + 1,
})

export type NewIssue = Omit<core.Issue, 'outcome'>

export const plan = (needs: Needs, context: Context, ids: store.Ids, issues: readonly NewIssue[]) =>
  inUnit(needs.db, onPanel(context, ids), async (unit): Promise<Sitting> => {
    const sitting = await sit(needs, unit, ids)
    const { consensus } = sitting
    const decided = core.plan(consensus, { ...acting(unit, sitting), issues })
    demand(unit.standing, 'consensus:write')
    const visit: StoredVisit = { ...decided.visit, renewed: [], changes: [] }
    const visits = [...consensus.visits, visit]
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
      visit: StoredVisit,
      acting: Acting,
      held: { readonly sitting: Sitting; readonly unit: Unit },
    ) => StoredVisit | Promise<StoredVisit>
  },
) =>
  inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const sitting = await sit(needs, unit, ids)
    const { consensus } = sitting
    demand(unit.standing, action) // ahead of whether there is a visit
    const before = found(consensus.visits.at(-1))
    const visit = await step(before, acting(unit, sitting), { sitting, unit })
    if (isHeld) unit.expect(etagOfConsensus(consensus))
    if (visit === before) return sitting
    return saveStep(unit, ids, sitting, withVisit(consensus, visit))
  })

export const renew = async (needs: Needs, context: Context, ids: store.Ids) =>
  stepping(needs, await withProgramme(needs, context, ids), ids, {
    action: 'consensus:agree',
    isHeld: false,
    step: async (visit, acting, { unit: { tx, standing } }) => {
      const { by: personId, now } = acting
      const { associationId, ...inCycle } = found(standing.panel)
      const cycle = found(await programmes.findCycle(tx, { associationId, ...inCycle }))
      const person = { ...ids, personId }
      const known = found(await knownOf(tx, { associationId, cycle }, person, now))
      return decideRenewal(visit, { ...acting, known: knownConflicts(known, cycle, now) })
    },
  })

export const begin = (needs: Needs, context: Context, ids: store.Ids) =>
  stepping(needs, onPanel(context, ids), ids, {
    action: 'consensus:write',
    isHeld: false,
    step: (visit, by) => ({ ...visit, ...core.begin(visit, { ...by, renewed: visit.renewed }) }),
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
    step: (visit, by, { sitting: { consensus, questionnaire } }) =>
      answerIssue(visit, {
        ...by,
        place: ids.place,
        input,
        gauges: gaugesOf(questionnaire, consensus.rules),
      }),
  })

export const report = async (needs: Needs, context: Context, ids: store.Ids) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const sitting = await sit(needs, unit, ids)
    const { consensus } = sitting
    demand(unit.standing, 'consensus:write')
    const before = found(consensus.visits.at(-1))
    const decided = core.report({ consensus, visit: before }, acting(unit, sitting))
    const { submissionId } = ids
    const versions = { consensus: String(decided.consensus.revision) }
    const told = { type: 'visit.reported', subject: consensus.id, ids: { submissionId }, versions }
    tell(unit, ids, [told])
    const visit = { ...before, ...decided.visit, changes: decided.changes }
    const visits = [...consensus.visits.slice(0, -1), visit]
    return saveStep(unit, ids, sitting, { ...consensus, ...decided.consensus, visits })
  })
}
