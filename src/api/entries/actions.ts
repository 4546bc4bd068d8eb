// Entering cycles and leaving them, and what both sides list. Decided in core/programme/entry.ts.
import { type Action, demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, CycleId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { found, Problem } from '../../core/problem.ts'
import * as core from '../../core/programme/entry.ts'
import type { Answer, Context } from '../../core/request.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { inUnit, readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as programmes from '../programmes/store.ts'
import * as listed from '../programmes/store-entries.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import * as entries from '../submissions/store-entries.ts'

type Needs = Pick<Deps, 'db' | 'pages'>
type Scoring = Pick<Deps, 'db' | 'documents' | 'scoring'>
export type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }
type Asked = Parameters<Deps['pages']['open']>[0]

const associationOf = (id: AssociationId): Owner => ({ kind: 'association', id })
const organizationOf = (id: OrganizationId): Owner => ({ kind: 'organization', id })

export const enter = async (
  { db, documents, scoring }: Scoring,
  context: Context,
  ids: Ids,
  named: { readonly associationId: AssociationId; readonly cycleId: CycleId },
): Promise<Answer<core.Entry>> => {
  await leaveCancelled({ db }, context, ids, named)
  const beside = associationOf(named.associationId)
  return inUnit(db, { ...context, beside, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const submission = found(await submissions.lock(tx, ids))
    const { questionnaire: name, questionnaireDigest: digest } = submission
    const [versions, document, entered, line, cycle] = await Promise.all([
      answers.all(tx, ids),
      documents.within(tx, { ...name, digest }),
      entries.beside(tx, ids),
      associations.lineOf(tx, organizationOf(ids.organizationId)),
      programmes.shareCycle(tx, named), // so that assessing does not begin meanwhile
    ])
    demand(standing, 'entries:write')
    const given = answersOf(versions)
    const { plan } = scoring.basisOf(document, referenceWeighting(document.questionnaire), given)
    const decided = core.enterCycle({
      submission,
      plan,
      answers: given,
      cycle: line.includes(named.associationId) ? cycle : null,
      entered,
      standing,
      now,
    })
    emit(decided.events)
    emit(decided.told, beside)
    await submissions.save(tx, decided.submission)
    return entries.insert(tx, decided.entry)
  })
}

/**
 * A cancelled cycle keeps nobody from entering another: its entry is taken back first, in a unit of its own, since none
 * reaches two associations. The answer under the key of the request is that of the entering. Two are safe: each leaves what an
 * organization may do by itself, `leaveCycle` and then `enterCycle`. Where the second does not come, by a crash or a
 * refusal, the submission is in no cycle, as far as it was before, since the cancelled one would never have assessed it; the
 * same request, sent again, finds nothing to leave and enters.
 */
const leaveCancelled = async (
  needs: Pick<Needs, 'db'>,
  context: Context,
  ids: Ids,
  { cycleId }: { readonly cycleId: CycleId },
): Promise<void> => {
  const known = await entryOf(needs, context, ids, 'entries:write')
  if (known === null || known.cycleId === cycleId) return
  const { associationId } = known
  const beside = associationOf(associationId)
  const cancelled = await readUnit(needs.db, { ...context, beside }, ({ tx }) =>
    programmes.findCancelled(tx, associationId, [known.cycleId]),
  )
  if (cancelled.length === 0) return
  await leaving(needs, { ...context, idempotency: null, answer: null }, ids, known)
}

/** The entry of a submission, read ahead of the unit that needs its association beside. */
export const entryOf = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: Ids,
  action: Action = 'entries:read',
) =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => Promise.all([submissions.find(tx, ids), entries.find(tx, ids)]),
    ([submission, entry], { standing }) => {
      demand(standing, action)
      found(submission)
      return entry
    },
  )

export const get = async (needs: Pick<Needs, 'db'>, context: Context, ids: Ids) =>
  found(await entryOf(needs, context, ids))

export const leave = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: Ids,
): Promise<Answer<null>> => {
  const known = await entryOf({ db }, context, ids)
  return leaving({ db }, context, ids, known)
}

/** `known`: the entry as it was read ahead. */
const leaving = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: Ids,
  known: core.Entry | null,
): Promise<Answer<null>> => {
  const beside = known === null ? {} : { beside: associationOf(known.associationId) }
  return inUnit(db, { ...context, ...beside, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const submission = found(await submissions.lock(tx, ids))
    demand(standing, 'entries:write')
    const entry = await entries.find(tx, ids)
    if (known === null || entry === null) return null // it is in no cycle, as was asked for
    const cycle = found(await programmes.shareCycle(tx, known))
    const decided = core.leaveCycle({ submission, cycle, standing, now })
    emit(decided.events)
    emit(decided.told, associationOf(known.associationId))
    await entries.remove(tx, ids)
    await submissions.save(tx, decided.submission)
    return null
  })
}

export const list = (
  { db, pages }: Needs,
  context: Context,
  { organizationId }: Pick<Ids, 'organizationId'>,
  asked: Asked,
) => {
  const page = pages.open(asked, { sort: '-enteredAt', filter: { organizationId } })
  return readAtOnce(
    db,
    context,
    (tx) => entries.list(tx, organizationId, page),
    (rows, { standing }) => {
      demand(standing, 'entries:read')
      return rows
    },
  )
}

/** Of the organization's whole line, or of the named association in it; one after the other, since no unit reaches two. */
export const listOpen = async (
  { db, pages }: Needs,
  context: Context,
  { organizationId }: Pick<Ids, 'organizationId'>,
  asked: Asked & { readonly associationId?: AssociationId | undefined },
) => {
  const line = await readAtOnce(
    db,
    context,
    (tx) => associations.lineOf(tx, organizationOf(organizationId)),
    (line, { standing }) => {
      demand(standing, 'entries:read')
      return line
    },
  )
  const { associationId: named = null } = asked
  const wanted = line.filter((id) => named === null || id === named)
  if (wanted.length === 0) throw new Problem('not-found', {})
  const page = pages.open(asked, { sort: 'closesAt', filter: { organizationId, named } })
  const open: programmes.OpenCycle[] = []
  for (const associationId of wanted)
    open.push(
      ...(await readUnit(db, { ...context, beside: associationOf(associationId) }, ({ tx, now }) =>
        programmes.findOpenCycles(tx, { associationId, now }, page),
      )),
    )
  return programmes.closeOpenCycles(open, page)
}

export const listOfCycle = (
  { db, pages }: Needs,
  context: Context,
  ids: programmes.CycleIds,
  asked: Asked,
) => {
  const page = pages.open(asked, { sort: 'enteredAt', filter: ids })
  return readAtOnce(
    db,
    context,
    (tx) => Promise.all([programmes.findCycle(tx, ids), listed.list(tx, ids, page)]),
    ([cycle, rows], { standing }) => {
      demand(standing, 'assignments:read')
      found(cycle)
      return rows
    },
  )
}
