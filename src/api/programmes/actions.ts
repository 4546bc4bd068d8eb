// Writes on programmes and cycles. Decided in core/programme.
import { demand } from '../../core/access.ts'
import type { AssociationId, CycleId, ProgrammeId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import * as core from '../../core/programme/cycle.ts'
import {
  createProgramme,
  etagOfProgramme,
  type Programme,
  type ProgrammeChange,
  updateProgramme,
} from '../../core/programme/programme.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as members from '../members/store.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as weightings from '../weightings/store.ts'
import { limitsOf } from '../weightings/store-limits.ts'
import * as store from './store.ts'
import * as entries from './store-entries.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents'>

export const create = (
  { db, newId }: Needs,
  context: Context,
  associationId: AssociationId,
  input: { readonly name: string; readonly description: string },
): Promise<Answer<Programme>> => {
  const id = newId() as ProgrammeId
  return inUnit(db, context, async ({ tx, standing, now, emit }) => {
    const decided = createProgramme({ id, associationId, input, standing, now })
    emit(decided.events)
    return store.insertProgramme(tx, decided.programme)
  })
}

export const update = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: store.ProgrammeIds,
  change: ProgrammeChange,
): Promise<Answer<Programme>> =>
  inUnit(db, { ...context, subject: ids.programmeId }, async (unit) => {
    const { tx, standing, now, expect, emit } = unit
    const programme = found(await store.lockProgramme(tx, ids))
    const leadManages = await managesIn(tx, ids, change)
    const decided = updateProgramme({ programme, change, leadManages, standing, now })
    const same = decided.programme === programme
    expect(etagOfProgramme(programme), { same })
    if (same) return programme
    emit(decided.events)
    return store.saveProgramme(tx, decided.programme)
  })

const managesIn = async (
  tx: Unit['tx'],
  { associationId }: store.ProgrammeIds,
  { calibrationLeadId }: ProgrammeChange,
): Promise<boolean> => {
  if (calibrationLeadId == null) return false
  const owner = { kind: 'association', id: associationId } as const
  return (await members.find(tx, owner, calibrationLeadId))?.role === 'programme_manager'
}

type Papers = Pick<core.CreateCycle, 'questionnaires' | 'weightings'>

/** What the settings of a cycle name, in their order; null: nothing that the association may use. */
const papersOf = async (
  { documents }: Pick<Needs, 'documents'>,
  tx: Unit['tx'],
  associationId: AssociationId,
  settings: core.Cycle['settings'] | core.CreateCycle['input']['settings'],
): Promise<Papers> => {
  const house = { kind: 'association', id: associationId } as const
  const { weightings: weighed = [] } = settings
  const line = weighed.length === 0 ? [] : await associations.lineOf(tx, house)
  const [texts, named] = await Promise.all([
    Promise.all(
      settings.questionnaires.map(async (name) => {
        const known = await questionnaires.find(tx, house, name)
        return known === null ? null : (await documents.within(tx, known)).questionnaire
      }),
    ),
    Promise.all(
      weighed.map(async ({ id, questionnaire }) => ({
        profile: await weightings.find(tx, { owner: house, id }),
        limits: await limitsOf(tx, line, questionnaire),
      })),
    ),
  ])
  return { questionnaires: texts, weightings: named }
}

export const createCycle = (
  needs: Needs,
  context: Context,
  ids: store.ProgrammeIds,
  input: core.CreateCycle['input'],
): Promise<Answer<core.Cycle>> => {
  const id = needs.newId() as CycleId
  return inUnit(needs.db, context, async ({ tx, standing, now, emit }) => {
    found(await store.findProgramme(tx, ids))
    const papers = await papersOf(needs, tx, ids.associationId, input.settings)
    const decided = core.createCycle({ ...ids, id, input, ...papers, standing, now })
    emit(decided.events)
    return store.insertCycle(tx, decided.cycle)
  })
}

export const updateCycle = (
  needs: Needs,
  context: Context,
  ids: store.CycleIds,
  change: core.CycleChange,
): Promise<Answer<core.Cycle>> =>
  inUnit(needs.db, { ...context, subject: ids.cycleId }, async (unit) => {
    const { tx, standing, now, expect, emit } = unit
    const cycle = found(await store.lockCycle(tx, ids))
    demand(standing, 'programmes:write')
    const same = core.changesNothing(cycle, change)
    expect(core.etagOfCycle(cycle), { same })
    if (same) return cycle
    const { settings } = core.withChange(cycle, change)
    const [papers, entered] = await Promise.all([
      papersOf(needs, tx, ids.associationId, settings),
      entries.isEntered(tx, ids),
    ])
    const decided = core.updateCycle({ cycle, change, entered, ...papers, standing, now })
    emit(decided.events)
    return store.saveCycle(tx, decided.cycle)
  })

type Locked = { readonly tx: Unit['tx']; readonly cycle: core.Cycle }

/** `more`: what a step must know beside the cycle. */
const moving =
  <More>(
    decide: (
      given: Parameters<typeof core.openCycle>[0] & More,
    ) => ReturnType<typeof core.openCycle>,
    more: (locked: Locked) => Promise<More>,
  ) =>
  ({ db }: Pick<Needs, 'db'>, context: Context, ids: store.CycleIds): Promise<Answer<core.Cycle>> =>
    inUnit(db, { ...context, subject: ids.cycleId }, async (unit) => {
      const { tx, standing, now, expect, emit } = unit
      const cycle = found(await store.lockCycle(tx, ids))
      demand(standing, 'programmes:write')
      expect(core.etagOfCycle(cycle))
      const decided = decide({ cycle, standing, now, ...(await more({ tx, cycle })) })
      emit(decided.events)
      return store.saveCycle(tx, decided.cycle)
    })

const nothing = async () => ({})

export const open = moving(core.openCycle, nothing)
export const start = moving(core.startCycle, nothing)
export const finish = moving(core.finishCycle, async ({ tx, cycle }) => ({
  unended: await entries.unended(tx, cycle),
}))
export const cancel = moving(core.cancelCycle, nothing)
