// Writes on findings and key factors of an own review. Decided in core/review/notes.ts.
import { demand } from '../../core/access.ts'
import { everyCode } from '../../core/document/nodes.ts'
import type { FindingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { checkFindings, type FindingWarning } from '../../core/review/checks.ts'
import { type FindingInput, factorsOf } from '../../core/review/finding.ts'
import * as core from '../../core/review/notes.ts'
import { viewOfReview } from '../../core/review/seen.ts'
import { etagOfFinding, etagOfReview, type StoredFinding } from '../../core/review/stored.ts'
import { inUnit, readUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { lockOwn, type Whole } from './actions.ts'
import { assessmentOf, lookBack, lookingAt, onPanel, subjectOf } from './actions-loading.ts'
import * as store from './store.ts'
import * as findings from './store-findings.ts'
import * as scores from './store-scores.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type FindingIds = store.ReviewIds & { readonly findingId: FindingId }

const own = async (unit: Unit, ids: store.ReviewIds): Promise<Whole> => {
  const whole = await lockOwn(unit, ids, unit.standing.personId)
  demand(unit.standing, 'reviews:write')
  return whole
}

const factorsIn = async (needs: Needs, { tx }: Pick<Unit, 'tx'>, ids: store.Ids) =>
  factorsOf((await subjectOf(needs, tx, ids)).questionnaire)

export const add = (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.ReviewIds,
  input: FindingInput,
) => {
  const id = needs.newId() as FindingId
  return inUnit(needs.db, onPanel(context, ids), async (unit): Promise<StoredFinding> => {
    const { tx, now } = unit
    const whole = await own(unit, ids)
    const used = whole.findings.length
    const factors = await factorsIn(needs, unit, ids)
    const { review, finding } = core.addFinding(whole.review, { id, input, used, factors, now })
    await store.save(tx, ids, review)
    await findings.insert(tx, ids, finding)
    return finding
  })
}

export const change = (needs: Needs, context: Context, ids: FindingIds, input: FindingInput) =>
  inUnit(needs.db, onPanel(context, ids), async (unit): Promise<StoredFinding> => {
    const { tx, now, expect } = unit
    const whole = await own(unit, ids)
    const before = found(whole.findings.find(({ id }) => id === ids.findingId))
    const factors = await factorsIn(needs, unit, ids)
    const given = { finding: before, input, factors, now }
    const { review, finding } = core.changeFinding(whole.review, given)
    const same = finding === before
    expect(etagOfFinding(before), { same })
    if (same) return before
    await store.save(tx, ids, review)
    await findings.save(tx, ids, finding)
    return finding
  })

/** What is not there needs no tag: there is nothing to lose. */
export const remove = ({ db }: Pick<Needs, 'db'>, context: Context, ids: FindingIds) =>
  inUnit(db, onPanel(context, ids), async (unit): Promise<null> => {
    const { tx, now, expect } = unit
    const whole = await own(unit, ids)
    const review = core.removeFinding(whole.review, now)
    const before = whole.findings.find(({ id }) => id === ids.findingId)
    if (before === undefined) return null
    expect(etagOfFinding(before))
    await store.save(tx, ids, review)
    await findings.remove(tx, ids)
    return null
  })

export const putKeyFactors = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: store.ReviewIds,
  keyFactors: readonly string[],
) =>
  inUnit(db, onPanel(context, ids), async (unit): Promise<Whole> => {
    const { tx, now, expect } = unit
    const whole = await own(unit, ids)
    const review = core.putKeyFactors(whole.review, { keyFactors, now })
    const same = review === whole.review
    expect(etagOfReview(whole.review, whole.scores), { same })
    if (same) return whole
    await store.save(tx, ids, review)
    return { ...whole, review }
  })

/** Warnings about what the own review notes, also once it is locked. */
export const check = async (
  { db, documents }: Needs,
  context: Context,
  ids: store.ReviewIds,
): Promise<readonly FindingWarning[]> => {
  const { known, findings: told } = await readUnit(db, onPanel(context, ids), async (unit) => {
    const { tx, standing, now } = unit
    const [known, given, noted] = await Promise.all([
      assessmentOf(tx, ids),
      scores.all(tx, ids),
      findings.list(tx, ids),
    ])
    const looking = lookingAt(known, { standing, now })
    const review = known.reviews.find(({ id }) => id === ids.reviewId)
    found(review !== undefined && viewOfReview(review, known, looking) === 'own' ? review : null)
    const { questionnaire } = await subjectOf({ documents }, tx, ids)
    const percents = given.flatMap(({ code, score: { percentBp } }) =>
      percentBp === null ? [] : [[code, percentBp] as const],
    )
    const nodes = everyCode(questionnaire).map(({ code }) => code)
    const percentBp = Object.fromEntries(percents)
    return { known, findings: checkFindings({ findings: noted, nodes, percentBp }) }
  })
  await lookBack({ db }, context, ids, known)
  return told
}
