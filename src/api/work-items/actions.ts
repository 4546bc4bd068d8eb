// Lists what waits, for whom it waits. What does is decided in core/work-item; nothing is written.
import { demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId } from '../../core/ids.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Context } from '../../core/request.ts'
import { type AssessorWork, assessorWork } from '../../core/work-item/assessor.ts'
import {
  cycleProgress,
  type PanelStage,
  type PanelWork,
  panelStage,
  panelWork,
  unseenStage,
} from '../../core/work-item/cycle.ts'
import { organizationWork } from '../../core/work-item/organization.ts'
import { type ReadUnit, readAtOnce, readUnit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as assignments from '../assignments/store.ts'
import * as associations from '../associations/store.ts'
import * as programmes from '../programmes/store.ts'
import * as listed from '../programmes/store-entries.ts'
import * as entries from '../submissions/store-entries.ts'
import * as store from './store.ts'
import * as cycles from './store-cycle.ts'
import * as organizations from './store-organization.ts'

type Needs = Pick<Deps, 'db' | 'pages'>
type Asked = Parameters<Deps['pages']['open']>[0]
type Named = AssessorWork & { readonly cycleName: string }

/** Who assesses what is told on the side of panels alone. */
const onItsSide = (context: Context): UnitContext => ({ ...context, side: 'review' })

/** One unit for each assignment, since no unit reaches two organizations; one after the other, to take one slot. */
export const mine = async ({ db, pages }: Needs, context: Context, asked: Asked) => {
  const { personId } = found(context.principal)
  const page = pages.open(asked, { sort: '-assignmentId', filter: { personId } })
  const places = await readUnit(db, onItsSide(context), ({ tx }) =>
    store.placesOf(tx, personId, page),
  )
  const items: Named[] = []
  for (const place of places.items) {
    const work = await workAt({ db }, context, place)
    if (work !== null) items.push(work)
  }
  return { items, nextCursor: places.nextCursor }
}

/** Nothing either where the credential does not act for its person. */
const workAt = (
  needs: Pick<Needs, 'db'>,
  context: Context,
  place: store.Place,
): Promise<Named | null> =>
  onPanel(needs, { context, place }, async ({ tx, standing, now }) => {
    if (standing.panel?.assignment == null) return null
    const assignment = found(await assignments.find(tx, place))
    const [entry, reviews, consensus, report] = await Promise.all([
      listed.find(tx, { ...place, cycleId: assignment.cycleId }, place),
      store.reviewStates(tx, place),
      store.consensusOf(tx, place),
      store.reportOf(tx, place),
    ])
    if (entry === null) return null
    const { name, settings, closedAt } = found(await programmes.findCycle(tx, entry))
    const isOwn = ({ personId }: { readonly personId: string }) => personId === place.personId
    const work = assessorWork({
      assignment,
      entry,
      consensus,
      report,
      closedAt,
      now,
      own: reviews.find(isOwn)?.state ?? null,
      others: reviews.filter((review) => !isOwn(review)).map(({ state }) => state),
      quorum: settings.quorum,
    })
    return work === null ? null : { ...work, cycleName: name }
  })

type OnPanel = {
  readonly context: Context
  readonly place: Pick<store.Place, 'associationId' | 'organizationId' | 'submissionId'>
}

/** Null where the caller is nobody on this side: so is whoever is of the applicant by now. */
const onPanel = async <Value>(
  { db }: Pick<Needs, 'db'>,
  { context, place }: OnPanel,
  work: (unit: ReadUnit) => Promise<Value>,
): Promise<Value | null> => {
  const tenant = organizationOf(place.organizationId)
  const beside = associationOf(place.associationId)
  const here = { ...context, tenant, beside, side: 'review', panelOf: place.submissionId } as const
  try {
    return await readUnit(db, here, work)
  } catch (error) {
    if (isProblem(error, 'not-found')) return null
    throw error
  }
}

/** How far the panels of the page are is read as for `mine`. */
export const ofCycle = async (
  { db, pages }: Needs,
  context: Context,
  ids: programmes.CycleIds,
  asked: Asked,
) => {
  const page = pages.open(asked, { sort: 'enteredAt', filter: ids })
  const readBy = found(context.principal).personId
  const { cycle, seated } = await readAtOnce(
    db,
    onItsSide(context),
    (tx) =>
      Promise.all([programmes.findCycle(tx, ids), cycles.seated(tx, { ...ids, readBy }, page)]),
    ([cycle, seated], { standing }) => {
      demand(standing, 'assignments:read')
      return { cycle: found(cycle), seated }
    },
  )
  const staged: Omit<PanelWork, 'tasks'>[] = []
  for (const one of seated.items)
    staged.push({ ...one, stage: await stageOf({ db }, context, { ...ids, ...one }) })
  return { items: panelWork(cycle, staged), nextCursor: seated.nextCursor }
}

/** Before a review could begin there is nothing to ask for. */
const stageOf = async (
  needs: Pick<Needs, 'db'>,
  context: Context,
  { associationId, entry }: Pick<programmes.CycleIds, 'associationId'> & cycles.Seated,
): Promise<PanelStage> => {
  const place = { ...entry, associationId }
  const stage =
    entry.state === 'submitted'
      ? null
      : await onPanel(needs, { context, place }, async ({ tx, standing }) =>
          panelStage(
            standing,
            ...(await Promise.all([store.consensusOf(tx, place), store.reportOf(tx, place)])),
          ),
        )
  return stage ?? unseenStage
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
  const { submissions, entered, line } = await readAtOnce(
    db,
    context,
    (tx) =>
      Promise.all([
        organizations.unfinished(tx, organizationId, page),
        entries.beside(tx, { organizationId }),
        associations.lineOf(tx, organizationOf(organizationId)),
      ]),
    ([submissions, entered, line], { standing }) => {
      demand(standing, 'entries:read')
      return { submissions, entered, line }
    },
  )
  const open: Cycle[] = []
  for (const associationId of line)
    open.push(...(await openIn({ db, pages }, context, associationId)))
  const items = organizationWork({
    submissions: submissions.items,
    open,
    taken: entered.map(({ cycleId }) => cycleId),
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
