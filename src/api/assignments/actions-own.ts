// What assessors do with their own assignments: list, declare interests, decline, step back. Decided in core/assignment.
// The path names no tenant, so the assignment says in whose unit it is decided.
import { demand } from '../../core/access.ts'
import * as core from '../../core/assignment/assignment.ts'
import { type DeclaredInterest, declaredTies } from '../../core/assignment/declaring.ts'
import { knownConflicts } from '../../core/assignment/proposing.ts'
import type { AssignmentId, AssociationId, PersonId } from '../../core/ids.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, readAtOnce, readUnit, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as submissions from '../submissions/store.ts'
import { begin, takeReviews } from './actions.ts'
import * as store from './store.ts'
import { knownOf } from './store-known.ts'
import * as lists from './store-lists.ts'

type Needs = Pick<Deps, 'db'>

/** Also for whoever is of the applicant by now, to whom the panel is closed in everything else. */
const leaving = { leaving: true } as const
type Ids = { readonly assignmentId: AssignmentId }
type Asked = Parameters<Deps['pages']['open']>[0]

/** Who assesses what is told on the side of panels alone. */
const onItsSide = (context: Context): UnitContext => ({ ...context, side: 'review' })

const personOf = ({ principal }: Context): PersonId => found(principal).personId

/** In the association for which the caller assesses; what a credential does not act for there is not shown. */
const briefsIn = async (
  { db }: Needs,
  context: Context,
  associationId: AssociationId,
  places: readonly lists.OwnPlace[],
): Promise<readonly lists.Brief[]> => {
  const tenant = { kind: 'association', id: associationId } as const
  try {
    const here = { ...onItsSide(context), tenant, asAssessor: true }
    return await readUnit(db, here, ({ tx, standing, now }) => {
      const { personId } = standing
      demand(standing, 'assignments:own', { personId })
      return lists.briefs(tx, { associationId, personId, now }, places)
    })
  } catch (error) {
    if (isProblem(error, 'not-found')) return []
    throw error
  }
}

export const list = async (
  { db, pages }: Needs & Pick<Deps, 'pages'>,
  context: Context,
  asked: Asked,
) => {
  const personId = personOf(context)
  const page = pages.open(asked, { sort: '-id', filter: { personId } })
  const { items, nextCursor } = await readUnit(db, onItsSide(context), ({ tx }) =>
    lists.placesOf(tx, personId, page),
  )
  const associationIds = [...new Set(items.map(({ associationId }) => associationId))]
  const known = await Promise.all(
    associationIds.map((id) => {
      const here = items.filter(({ associationId }) => associationId === id)
      return briefsIn({ db }, context, id, here)
    }),
  )
  const byId = new Map(known.flat().map((brief) => [brief.id, brief]))
  return { items: items.flatMap(({ assignmentId }) => byId.get(assignmentId) ?? []), nextCursor }
}

const placeOf = async ({ db }: Needs, context: Context, { assignmentId }: Ids) =>
  found(
    await readUnit(db, onItsSide(context), ({ tx }) =>
      lists.placeOf(tx, personOf(context), assignmentId),
    ),
  )

const briefAt = async (needs: Needs, context: Context, place: lists.OwnPlace) => {
  const [brief] = await briefsIn(needs, context, place.associationId, [place])
  return found(brief)
}

/** With the reason why a manager ended it, which is kept with the assignment alone. */
export type Told = lists.Brief & { readonly removedFor: string | null }

export const get = async (needs: Needs, context: Context, ids: Ids): Promise<Told> => {
  const place = await placeOf(needs, context, ids)
  const brief = await briefAt(needs, context, place)
  const here: UnitContext = { ...context, ...unitAt(place), ...leaving }
  const own = await readAtOnce(needs.db, here, (tx) => store.find(tx, place))
  return { ...brief, removedFor: core.removedFor(found(own)) }
}

/** Where an own assignment is, on the side of its panel. */
const unitAt = ({ organizationId, associationId, submissionId, assignmentId }: lists.Place) =>
  ({
    tenant: { kind: 'organization', id: organizationId },
    beside: { kind: 'association', id: associationId },
    side: 'review',
    panelOf: submissionId,
    subject: assignmentId,
  }) as const

type Own = { readonly unit: Unit; readonly place: lists.OwnPlace; readonly by: PersonId }

/**
 * A write on an own assignment, answered with what its assessor may know of it then. `leaving`: also for whoever is of the
 * applicant by now, to whom the panel is closed in everything else.
 */
const onOwn =
  <Input>(
    decide: (own: Own, input: Input) => Promise<core.AssignmentDecided>,
    more: { readonly leaving?: true } = {},
  ) =>
  async ({ db }: Needs, context: Context, ids: Ids, input: Input): Promise<Answer<lists.Brief>> => {
    const place = await placeOf({ db }, context, ids)
    const association = { kind: 'association', id: place.associationId } as const
    const here: UnitContext = { ...context, ...unitAt(place), ...more }
    return inUnit(db, here, async (unit) => {
      const { tx, standing, now, emit } = unit
      const by = standing.personId
      demand(standing, 'declarations:write', { personId: by })
      const { assignment, events } = await decide({ unit, place, by }, input)
      emit(events, association)
      await store.save(tx, { ...assignment, associationId: place.associationId })
      const [brief] = await lists.briefs(
        tx,
        { associationId: place.associationId, personId: by, now },
        [place],
      )
      return found(brief)
    })
  }

export const declare = onOwn(
  async (
    { unit, place, by }: Own,
    { interests }: { readonly interests: readonly DeclaredInterest[] },
  ) => {
    const { tx, now } = unit
    const submission = found(await submissions.lock(tx, place))
    const assignment = found(await store.lock(tx, place))
    const cycle = found(await programmes.shareCycle(tx, assignment))
    const known = found(
      await knownOf(
        tx,
        { associationId: cycle.associationId, cycle },
        { ...place, personId: by },
        now,
      ),
    )
    const declared = declaredTies(interests, known.applicant)
    const everything = { ...known, interests: [...known.interests, ...declared] }
    const conflicts = knownConflicts(everything, cycle, now)
    const decided = core.declare(assignment, { conflicts, by, now })
    await store.keepDeclaration(tx, place, { interests, declaredAt: now })
    if (decided.assignment.state === 'active') await begin(unit, submission)
    return decided
  },
)

type Reasoned = { readonly reason: string }

export const decline = onOwn(async ({ unit, place, by }: Own, { reason }: Reasoned) => {
  const assignment = found(await store.lock(unit.tx, place))
  return core.decline(assignment, { by, now: unit.now, reason })
}, leaving)

export const recuse = onOwn(async ({ unit, place, by }: Own, { reason }: Reasoned) => {
  const { tx, now } = unit
  const assignment = found(await store.lock(tx, place))
  const decided = core.recuse(assignment, { by, now, reason })
  await takeReviews(unit, assignment)
  return decided
}, leaving)
