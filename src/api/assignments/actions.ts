// What managers do with assignments: propose, let a conflict pass, end. Decided in core/assignment.
// What assessors do with their own is in actions-own.ts.
import { demand } from '../../core/access.ts'
import * as core from '../../core/assignment/assignment.ts'
import { reviewBegun } from '../../core/assignment/declaring.ts'
import { demandEntered, knownConflicts, proposeFor } from '../../core/assignment/proposing.ts'
import type { Owner } from '../../core/context.ts'
import type { AssignmentId, OrganizationId, PersonId, SubmissionId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { exclude, leavingWith } from '../../core/review/review.ts'
import {
  inUnit,
  type Reader,
  readAtOnce,
  readUnit,
  type Unit,
  type UnitContext,
} from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as assessors from '../assessors/store.ts'
import * as programmes from '../programmes/store.ts'
import * as entries from '../programmes/store-entries.ts'
import * as submissions from '../submissions/store.ts'
import * as store from './store.ts'
import { knownOf } from './store-known.ts'
import * as lists from './store-lists.ts'

type Needs = Pick<Deps, 'db'>
export type CycleAssignmentIds = programmes.CycleIds & { readonly assignmentId: AssignmentId }

const organizationOf = (id: OrganizationId): Owner => ({ kind: 'organization', id })

export type NewAssignment = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly personId: PersonId
  readonly role: core.PanelRole
}

/** With what was declared: what whoever decides about conflicts must know. */
export type Seen = {
  readonly assignment: store.StoredAssignment
  readonly declared: Awaited<ReturnType<typeof store.declarationOf>>
}

/** What the association itself knows of whom it is asked for, in its own unit or in one that reaches further. */
const askedOf = async (
  reader: Reader,
  { associationId, cycleId }: programmes.CycleIds,
  input: NewAssignment,
  by: PersonId,
) => {
  const { organizationId, personId } = input
  const [entry, assessor, isApplicant] = await Promise.all([
    entries.find(reader, { associationId, cycleId }, input),
    assessors.find(reader, { associationId, personId }),
    lists.isOwnHouse(reader, { organizationId, personId: by }),
  ])
  return { personId, entry, assessor, isApplicant }
}

export const propose = async (
  { db, newId }: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: programmes.CycleIds,
  input: NewAssignment,
): Promise<Answer<Seen>> => {
  const id = newId() as AssignmentId
  const { associationId, cycleId } = ids
  const here: UnitContext = { ...context, side: 'review', subject: cycleId }
  // The organization is named by the caller: no unit reaches it, or waits for it, before it is in the cycle.
  await readAtOnce(
    db,
    here,
    (tx) =>
      Promise.all([
        programmes.findCycle(tx, ids),
        askedOf(tx, ids, input, found(context.principal).personId),
      ]),
    ([cycle, asked], { standing }) => {
      demand(standing, 'assignments:write')
      demandEntered({ ...asked, cycle: found(cycle), standing })
    },
  )
  const beside = organizationOf(input.organizationId)
  return inUnit(db, { ...here, beside }, async ({ tx, standing, now, emit }) => {
    demand(standing, 'assignments:write')
    // Proposals for one submission queue up behind it, so that the second of two sees what the first made.
    await submissions.lock(tx, input)
    const cycle = found(await programmes.shareCycle(tx, ids))
    const [asked, known, others, panel] = await Promise.all([
      askedOf(tx, ids, input, standing.personId),
      knownOf(tx, { associationId: cycle.associationId, cycle }, input, now),
      store.lockOfSubmission(tx, input),
      store.panelAt(tx, input),
    ])
    const decided = proposeFor({
      ...input,
      ...asked,
      id,
      cycleId,
      cycle,
      known,
      others,
      panel,
      standing,
      now,
    })
    emit(decided.events)
    const assignment = { ...decided.assignment, associationId }
    if (assignment.id === id)
      return { assignment: await store.insert(tx, assignment, cycle.settings), declared: null }
    const { id: assignmentId, organizationId } = assignment
    return saved(tx, { organizationId, assignmentId }, assignment)
  })
}

/** Where the assignment is, read ahead of the unit that decides about it. */
const placeOf = ({ db }: Needs, context: Context, ids: CycleAssignmentIds) =>
  readAtOnce(
    db,
    { ...context, side: 'review', subject: ids.assignmentId },
    (tx) =>
      Promise.all([
        programmes.findCycle(tx, ids),
        lists.placeIn(tx, ids, context.principal?.personId as PersonId),
      ]),
    ([cycle, place], { standing }) => {
      demand(standing, 'assignments:read')
      found(cycle)
      return found(place)
    },
  )

const besidePlace = (
  context: Context,
  { organizationId, assignmentId }: lists.Place,
): UnitContext => ({
  ...context,
  beside: organizationOf(organizationId),
  side: 'review',
  subject: assignmentId,
})

export const get = async (
  { db }: Needs,
  context: Context,
  ids: CycleAssignmentIds,
): Promise<Seen> => {
  const place = await placeOf({ db }, context, ids)
  return readUnit(db, besidePlace(context, place), async ({ tx }) => {
    const [assignment, declared] = await Promise.all([
      store.find(tx, place),
      store.declarationOf(tx, place),
    ])
    return { assignment: found(assignment), declared }
  })
}

const saved = async (tx: Unit['tx'], place: store.Ids, after: store.StoredAssignment) => ({
  assignment: await store.save(tx, after),
  declared: await store.declarationOf(tx, place),
})

type Reasoned = { readonly reason: string }

export const waive = async (
  { db }: Needs,
  context: Context,
  ids: CycleAssignmentIds,
  { reason }: Reasoned,
): Promise<Answer<Seen>> => {
  const place = await placeOf({ db }, context, ids)
  return inUnit(db, besidePlace(context, place), async (unit) => {
    const { tx, standing, now, emit } = unit
    demand(standing, 'declarations:decide')
    const submission = found(await submissions.lock(tx, place))
    const assignment = found(await store.lock(tx, place))
    const cycle = found(await programmes.shareCycle(tx, ids))
    const known = knownConflicts(
      found(await knownOf(tx, { associationId: cycle.associationId, cycle }, assignment, now)),
      cycle,
      now,
    )
    const decided = core.waive(assignment, { known, by: standing.personId, now, reason })
    emit(decided.events)
    await begin(unit, submission)
    return saved(tx, place, { ...assignment, ...decided.assignment })
  })
}

/** The submission is in review from the first active assignment on; its organization is told. */
export const begin = async (
  { tx, now, emit }: Pick<Unit, 'tx' | 'now' | 'emit'>,
  before: Parameters<typeof reviewBegun>[0],
): Promise<void> => {
  const { submission, events } = reviewBegun(before, now)
  if (submission === before) return
  emit(events, organizationOf(submission.organizationId))
  await submissions.save(tx, submission)
}

/** Whoever leaves a panel takes along what does not count for others yet. */
export const takeReviews = async (
  { tx, now, emit }: Pick<Unit, 'tx' | 'now' | 'emit'>,
  assignment: store.StoredAssignment,
): Promise<void> => {
  const { associationId, cycleId, organizationId, submissionId } = assignment
  const { reviews, isOpened } = await store.lockReviews(tx, assignment)
  const leaving = leavingWith(reviews, { isOpened }).map((review) => exclude(review))
  const ids = { cycleId, organizationId, submissionId }
  const events = leaving.flatMap((each) => each.events.map((event) => ({ ...event, ids })))
  emit(events, { kind: 'association', id: associationId })
  await store.excludeReviews(
    tx,
    assignment,
    leaving.map(({ review }) => review),
    now,
  )
}

export const remove = async (
  { db }: Needs,
  context: Context,
  ids: CycleAssignmentIds,
  { reason }: Reasoned,
): Promise<Answer<Seen>> => {
  const place = await placeOf({ db }, context, ids)
  return inUnit(db, besidePlace(context, place), async (unit) => {
    const { tx, standing, now, emit } = unit
    demand(standing, 'assignments:write')
    const assignment = found(await store.lock(tx, place))
    const decided = core.remove(assignment, { by: standing.personId, now, reason })
    emit(decided.events)
    await takeReviews(unit, assignment)
    return saved(tx, place, { ...assignment, ...decided.assignment })
  })
}

type Filter = {
  readonly submissionId?: SubmissionId | undefined
  readonly state?: core.Assignment['state'] | undefined
}
type Asked = Parameters<Deps['pages']['open']>[0]

export const list = (
  { db, pages }: Needs & Pick<Deps, 'pages'>,
  context: Context,
  ids: programmes.CycleIds,
  { submissionId = undefined, state = undefined, ...asked }: Filter & Asked,
) => {
  const wanted = { submissionId: submissionId ?? null, state: state ?? null }
  const page = pages.open(asked, { sort: 'proposedAt', filter: { ...ids, ...wanted } })
  return readUnit(db, { ...context, side: 'review' }, async ({ tx, standing }) => {
    demand(standing, 'assignments:read')
    found(await programmes.findCycle(tx, ids))
    return lists.list(tx, { ...ids, ...wanted, readBy: standing.personId }, page)
  })
}
