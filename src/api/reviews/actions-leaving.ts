// What a manager decides about who left a panel after the opening. Decided in core/consensus/leaving.ts.
import { demand } from '../../core/access.ts'
import { type DecideDeparture, decideDeparture } from '../../core/consensus/leaving.ts'
import type { PersonId } from '../../core/ids.ts'
import type { Context } from '../../core/request.ts'
import { demandOutside } from '../../core/review/seen.ts'
import { stopping } from '../../core/visit/progress.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { type Sitting, saveStep, sit } from './actions-consensus.ts'
import { assessmentOf, excludeAll, lookingAt, tell, withProgramme } from './actions-loading.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

export const decide = async (
  needs: Needs,
  context: Context,
  ids: store.Ids & { readonly personId: PersonId },
  input: Pick<DecideDeparture, 'decision' | 'reason'>,
) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Sitting> => {
    const { tx, standing, now } = unit
    await store.lockAll(tx, ids)
    const looking = lookingAt(await assessmentOf(tx, ids), { standing, now })
    demandOutside(looking, 'departures:decide')
    demand(standing, 'departures:decide')
    const sitting = await sit(needs, unit, ids)
    const { consensus, assignments } = sitting
    const { personId } = ids
    const given = { ...input, personId, by: standing.personId, now }
    const decided = decideDeparture(sitting, assignments, given)
    tell(unit, ids, decided.events)
    const stopped = stopping({ ...consensus, ...decided.consensus })
    tell(unit, ids, stopped.events)
    await excludeAll(unit, ids, decided.left)
    await saveStep(unit, ids, sitting, stopped.consensus)
    return sit(needs, unit, ids) // the figures no longer count what left
  })
}
