// How units of the panel begin, and how what is asked of an assessment is seen by whoever asks.
// Decisions are core/review; what a consensus loads beside is its own slice.
import { demand } from '../../core/access.ts'
import type { Standing } from '../../core/context.ts'
import type { Happening } from '../../core/document/event-v1.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { found } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Context } from '../../core/request.ts'
import { exclude } from '../../core/review/review.ts'
import { type Assessment, type Looking, lookAt } from '../../core/review/seen.ts'
import type { StoredReview } from '../../core/review/stored.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { type Reader, readAtOnce, readUnit, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db'>

/** A unit for the panel of the submission. */
export const onPanel = (context: Context, { submissionId }: store.Ids): UnitContext => ({
  ...context,
  side: 'review',
  panelOf: submissionId,
  subject: submissionId,
})

/** The same, reaching the association of the programme too, whose events and rules it needs. */
export const withProgramme = async (
  { db }: Needs,
  context: Context,
  ids: store.Ids,
): Promise<UnitContext & { readonly beside: NonNullable<UnitContext['beside']> }> => {
  const here = onPanel(context, ids)
  const id = await readAtOnce(
    db,
    here,
    async () => null,
    (_, { standing }) => found(standing.panel).associationId,
  )
  return { ...here, beside: { kind: 'association', id } }
}

/** The cycle under whose rules the panel works, in a unit that reaches its association. */
export const cycleOf = async ({ tx, standing }: Pick<Unit, 'tx' | 'standing'>): Promise<Cycle> =>
  found(await programmes.findCycle(tx, found(standing.panel)))

/** Tells the association of the programme what a panel did, and of whose assessment: not everybody in it may know. */
export const tell = (
  { emit, standing }: Pick<Unit, 'emit' | 'standing'>,
  { organizationId }: Pick<store.Ids, 'organizationId'>,
  events: readonly Happening[],
): void => {
  const { associationId, cycleId } = found(standing.panel)
  const told = events.map((event) => ({ ...event, ids: { ...event.ids, cycleId, organizationId } }))
  emit(told, { kind: 'association', id: associationId })
}

/** Reviews leave the panel; the association of the programme is told of each. */
export const excludeAll = async (
  unit: Pick<Unit, 'tx' | 'now' | 'emit' | 'standing'>,
  ids: store.Ids,
  reviews: readonly StoredReview[],
): Promise<void> => {
  for (const each of reviews) {
    const { review, events } = exclude(each)
    tell(unit, ids, events)
    await store.save(unit.tx, ids, { ...review, updatedAt: unit.now })
  }
}

/** What the panel judges: the questionnaire with its document, and what the applicant marked as not applicable. */
export type Subject = {
  readonly document: QuestionnaireDocument
  readonly questionnaire: Questionnaire
  readonly answers: Answers
}

export const subjectOf = async (
  { documents }: Pick<Deps, 'documents'>,
  reader: Reader,
  ids: store.Ids,
): Promise<Subject> => {
  const [stored, versions] = await Promise.all([
    submissions.find(reader, ids),
    answers.all(reader, ids),
  ])
  const { questionnaire, questionnaireDigest } = found(stored)
  const name = { ...questionnaire, digest: questionnaireDigest }
  const document = await documents.within(reader, name)
  return { document, questionnaire: document.questionnaire, answers: answersOf(versions) }
}

export const assessmentOf = async (reader: Reader, ids: store.Ids): Promise<Known> => {
  const [reviews, consensus] = await Promise.all([
    store.list(reader, ids),
    store.consensusOf(reader, ids),
  ])
  return { reviews, consensus, closedAt: null }
}

export type Known = Omit<Assessment, 'reviews'> & { readonly reviews: readonly StoredReview[] }

/** How the caller sees it; scope and role are asked after what a conflict says. */
export const lookingAt = (
  known: Assessment,
  asking: { readonly standing: Standing; readonly now: Date },
): Looking => {
  const looking = lookAt(known, asking)
  demand(asking.standing, 'reviews:read')
  return looking
}

/**
 * Reads of an assessment, all in one flight. `shape` says what the caller sees of it. Once it is final, the
 * cycle tells whether the panel may still look back, which takes a second look.
 */
export const reading = async <Loaded, Value>(
  { db }: Needs,
  context: Context,
  ids: store.Ids,
  { load, shape }: Read<Loaded, Value>,
): Promise<Value> => {
  const { value, known } = await readAtOnce(
    db,
    onPanel(context, ids),
    (tx) => Promise.all([assessmentOf(tx, ids), load(tx)]),
    ([known, loaded], asking) => {
      const looking = lookingAt(known, asking)
      return { value: shape(loaded, { known, looking, standing: asking.standing }), known }
    },
  )
  await lookBack({ db }, context, ids, known)
  return value
}

/** Once it is final, the cycle tells whether the panel may still look back; `not-found` where not. */
export const lookBack = async (
  { db }: Needs,
  context: Context,
  ids: store.Ids,
  known: Known,
): Promise<void> => {
  if (known.consensus?.state === 'final')
    await readUnit(db, await withProgramme({ db }, context, ids), async ({ tx, standing, now }) => {
      const { closedAt } = found(await programmes.findCycle(tx, found(standing.panel)))
      lookAt({ ...known, closedAt }, { standing, now })
    })
}

export type Read<Loaded, Value> = {
  readonly load: (tx: Reader) => Promise<Loaded>
  readonly shape: (loaded: Loaded, seen: Seeing) => Value
}
export type Seeing = {
  readonly known: Known
  readonly looking: Looking
  readonly standing: Standing
}
