// Panels that are shown to their applicants: what a manager outside the panel shows and decides, on the side of panels, and
// what the applicant reads and has against them, on its own. Decided in core/challenge.
import { demand } from '../../core/access.ts'
import { knownConflicts } from '../../core/assignment/proposing.ts'
import * as core from '../../core/challenge/challenge.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import {
  inUnit,
  type Reader,
  readAtOnce,
  readUnit,
  type Unit,
  type UnitContext,
} from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as submissions from '../submissions/store.ts'
import { takeReviews } from './actions.ts'
import * as store from './store.ts'
import { knownOf } from './store-known.ts'
import * as shown from './store-shown.ts'

type Needs = Pick<Deps, 'db'>

/** With the names of its people, which are not its own. */
export type Named = {
  readonly panel: core.ShownPanel
  readonly names: ReadonlyMap<PersonId, string>
}

const associationOf = (id: AssociationId): Owner => ({ kind: 'association', id })

const withNames = async (reader: Reader, panel: core.ShownPanel): Promise<Named> => ({
  panel,
  names: await shown.namesOf(reader, panel),
})

const onPanel = (context: Context, { submissionId }: shown.ShownIds): UnitContext => ({
  ...context,
  side: 'review',
  panelOf: submissionId,
  subject: submissionId,
})

/** The same, reaching the association of the programme too. */
const withProgramme = async ({ db }: Needs, context: Context, ids: shown.ShownIds) => {
  const here = onPanel(context, ids)
  const id = await readAtOnce(
    db,
    here,
    async () => null,
    (_, { standing }) => found(standing.panel).associationId,
  )
  return { ...here, beside: associationOf(id) }
}

const tellBoth = (
  { emit }: Pick<Unit, 'emit'>,
  { panel, events, told }: core.ChallengeDecided,
): void => {
  emit(told, { kind: 'organization', id: panel.organizationId })
  emit(events, associationOf(panel.associationId))
}

export const show = async (
  { db }: Needs,
  context: Context,
  ids: shown.ShownIds,
  { days }: { readonly days: number },
): Promise<Answer<Named>> =>
  inUnit(db, await withProgramme({ db }, context, ids), async (unit) => {
    const { tx, standing, now } = unit
    // Held like by whoever begins a review or raises a challenge, so that one of them comes first.
    found(await submissions.lock(tx, ids))
    const panel = core.demandOutside(standing, 'panels:show')
    const [before, assignments, cycle] = await Promise.all([
      shown.lock(tx, ids),
      store.lockOfSubmission(tx, ids),
      programmes.findCycle(tx, panel),
    ])
    const { settings } = found(cycle)
    const { organizationId, submissionId } = ids
    const about = { organizationId, submissionId }
    const decided = core.showPanel({
      ids: about,
      before,
      assignments,
      settings,
      days,
      standing,
      now,
    })
    tellBoth(unit, decided)
    await (before === null ? shown.insert : shown.save)(tx, decided.panel)
    return withNames(tx, decided.panel)
  })

export const get = async ({ db }: Needs, context: Context, ids: shown.ShownIds): Promise<Named> =>
  readUnit(db, onPanel(context, ids), async ({ tx, standing, shows }) => {
    core.demandOutside(standing, 'panels:read')
    const named = await withNames(tx, found(await shown.find(tx, ids)))
    shows(ids.submissionId)
    return named
  })

export const decide = async (
  { db }: Needs,
  context: Context,
  ids: shown.ShownIds,
  { decisions }: { readonly decisions: readonly core.SeatInput[] },
): Promise<Answer<Named>> =>
  inUnit(db, await withProgramme({ db }, context, ids), async (unit) => {
    const { tx, standing, now, emit } = unit
    found(await submissions.lock(tx, ids))
    const { associationId, ...inCycle } = core.demandOutside(standing, 'panels:decide')
    const panel = found(await shown.lock(tx, ids))
    const cycle = found(await programmes.findCycle(tx, { associationId, ...inCycle }))
    const by = { ...ids, personId: standing.personId }
    const known = knownConflicts(
      found(await knownOf(tx, { associationId, cycle }, by, now)),
      cycle,
      now,
    )
    const assignments = await store.lockOfSubmission(tx, ids)
    const decided = core.decideChallenge({ panel, assignments, known, decisions, standing, now })
    tellBoth(unit, decided)
    for (const { assignment, events } of decided.removed) {
      emit(events, associationOf(associationId))
      await takeReviews(unit, { ...assignment, associationId })
      await store.save(tx, { ...assignment, associationId })
    }
    await shown.save(tx, decided.panel)
    return withNames(tx, decided.panel)
  })

/** As its applicant reads it. */
export const getOwn = ({ db }: Needs, context: Context, ids: shown.ShownIds): Promise<Named> =>
  readUnit(db, { ...context, subject: ids.submissionId }, async ({ tx, standing }) => {
    demand(standing, 'shown-panels:read')
    return withNames(tx, found(await shown.find(tx, ids)))
  })

/** What the applicant says of it, whichever of both. */
const answer = async (
  { db }: Needs,
  context: Context,
  ids: shown.ShownIds,
  decide: (given: Pick<Unit, 'standing' | 'now'> & Pick<Named, 'panel'>) => core.ChallengeDecided,
): Promise<Answer<Named>> => {
  const { associationId } = (await getOwn({ db }, context, ids)).panel
  const beside = associationOf(associationId)
  return inUnit(db, { ...context, beside, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, now, expect } = unit
    found(await submissions.lock(tx, ids))
    demand(standing, 'shown-panels:challenge')
    const panel = found(await shown.lock(tx, ids))
    expect(core.etagOfShownPanel(panel))
    const decided = decide({ panel, standing, now })
    tellBoth(unit, decided)
    await shown.save(tx, decided.panel)
    return withNames(tx, decided.panel)
  })
}

export const accept = (needs: Needs, context: Context, ids: shown.ShownIds) =>
  answer(needs, context, ids, core.acceptPanel)

export const challenge = (
  needs: Needs,
  context: Context,
  ids: shown.ShownIds,
  input: { readonly seats: readonly number[]; readonly reason: string },
) => answer(needs, context, ids, (given) => core.raiseChallenge({ ...input, ...given }))
