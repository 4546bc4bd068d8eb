// Lists what waits, for whom it waits. What does is decided in core/work-item; nothing is written.
import { demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Context } from '../../core/request.ts'
import { assessorWorks } from '../../core/work-item/assessor.ts'
import { cycleProgress } from '../../core/work-item/cycle.ts'
import { organizationWork } from '../../core/work-item/organization.ts'
import { panelRules, panelWork } from '../../core/work-item/panel.ts'
import { readAtOnce, readUnit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as programmes from '../programmes/store.ts'
import * as listed from '../programmes/store-entries.ts'
import * as entries from '../submissions/store-entries.ts'
import * as store from './store.ts'
import * as cycles from './store-cycle.ts'
import * as organizations from './store-organization.ts'

type Needs = Pick<Deps, 'db' | 'pages'>
type Asked = Parameters<Deps['pages']['open']>[0]

/** Who assesses what is told on the side of panels alone. */
const onItsSide = (context: Context): UnitContext => ({ ...context, side: 'review' })

/** What is kept beside the assignments tells all of them in one unit, of however many organizations. */
export const mine = ({ db, pages }: Needs, context: Context, asked: Asked) => {
  const principal = found(context.principal)
  const { personId } = principal
  const page = pages.open(asked, { sort: '-assignmentId', filter: { personId } })
  return readUnit(db, onItsSide(context), async ({ tx, now }) => {
    const seats = await store.seatsOf(tx, { principal, now }, page)
    return page.close(
      assessorWorks(seats, now),
      ({ assignment }) => [assignment.id],
      (work) => work,
    )
  })
}

export const ofCycle = (
  { db, pages }: Needs,
  context: Context,
  ids: programmes.CycleIds,
  asked: Asked,
) => {
  const page = pages.open(asked, { sort: 'enteredAt', filter: ids })
  return readUnit(db, onItsSide(context), async ({ tx, standing }) => {
    const cycle = await programmes.findCycle(tx, ids)
    demand(standing, 'assignments:read')
    const given = { cycle: found(cycle), readBy: standing.personId }
    const rules = panelRules(given.cycle, standing)
    const { items, nextCursor } = await cycles.seated(tx, { ...given, rules }, page)
    return { items: panelWork({ ...given, standing, situations: items }), nextCursor }
  })
}

export const progress = ({ db }: Pick<Needs, 'db'>, context: Context, ids: programmes.CycleIds) => {
  const seen = { ...ids, readBy: found(context.principal).personId }
  return readAtOnce(
    db,
    onItsSide(context),
    (tx) =>
      Promise.all([
        programmes.findCycle(tx, ids),
        listed.countStates(tx, ids),
        cycles.countAssignments(tx, seen),
        cycles.countPanels(tx, seen),
      ]),
    ([cycle, entries, assignments, panels], { standing, now }) => {
      demand(standing, 'assignments:read')
      return cycleProgress({ cycle: found(cycle), entries, assignments, panels, now })
    },
  )
}

export const ofOrganization = async (
  { db, pages }: Needs,
  context: Context,
  organizationId: OrganizationId,
  asked: Asked,
) => {
  const page = pages.open(asked, { sort: '-createdAt', filter: { organizationId } })
  const { submissions, entered, line, standing, now } = await readAtOnce(
    db,
    context,
    (tx) =>
      Promise.all([
        organizations.unfinished(tx, organizationId, page),
        entries.beside(tx, { organizationId }),
        associations.lineOf(tx, organizationOf(organizationId)),
      ]),
    ([submissions, entered, line], { standing, now }) => {
      demand(standing, 'entries:read')
      return { submissions, entered, line, standing, now }
    },
  )
  const open: Cycle[] = []
  for (const associationId of line)
    open.push(...(await openIn({ db, pages }, context, associationId)))
  const items = organizationWork({
    submissions: submissions.items,
    open,
    taken: entered.map(({ cycleId }) => cycleId),
    standing,
    now,
  })
  return { items, nextCursor: submissions.nextCursor }
}

/** The first to close; a unit for each association, since none reaches two. */
const openIn = async ({ db, pages }: Needs, context: Context, associationId: AssociationId) => {
  const page = pages.open({ limit: 200 }, { sort: 'closesAt' })
  const open = await readUnit(
    db,
    { ...context, beside: associationOf(associationId) },
    ({ tx, now }) => programmes.findOpenCycles(tx, { associationId, now }, page),
  )
  return open.slice(0, page.limit).map(({ cycle }) => cycle)
}

const associationOf = (id: AssociationId): Owner => ({ kind: 'association', id })
const organizationOf = (id: OrganizationId): Owner => ({ kind: 'organization', id })
