// Opens a consensus, loads it for every step, and enters its scores. Decided in core/consensus.
// How the panel agrees is actions-agreeing.ts, a site visit actions-visit.ts.
import { demand } from '../../core/access.ts'
import type { Assignment } from '../../core/assignment/assignment.ts'
import { open as decideOpen, demandUnopened, type Panel } from '../../core/consensus/consensus.ts'
import * as core from '../../core/consensus/entries.ts'
import type { UnderRule } from '../../core/consensus/official.ts'
import { figuresOfPanel, type PanelTable, panelOf } from '../../core/consensus/panel.ts'
import {
  changedEntries,
  entriesByCode,
  etagOfEntry,
  type StoredConsensus,
  type StoredConsensusScore,
} from '../../core/consensus/stored.ts'
import type { ConsensusId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Answer, Context } from '../../core/request.ts'
import { lookAt, seenConsensus } from '../../core/review/seen.ts'
import { type StoredReview, scoresByCode } from '../../core/review/stored.ts'
import { gaugesOf } from '../../core/review/value.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import type { ScoreValue } from '../../core/submission/answer-values.ts'
import { inUnit, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as seats from '../assignments/store-panel.ts'
import * as submissions from '../submissions/store.ts'
import {
  cycleOf,
  excludeAll,
  onPanel,
  type Subject,
  subjectOf,
  tell,
  withProgramme,
} from './actions-loading.ts'
import * as store from './store.ts'
import * as consensuses from './store-consensus.ts'
import * as scores from './store-scores.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

/** What every step of a consensus decides on; its row and the assignments are held. */
export type Sitting = Subject & {
  readonly consensus: StoredConsensus
  readonly entries: readonly StoredConsensusScore[]
  readonly assignments: readonly Assignment[]
  readonly reviews: readonly StoredReview[]
  readonly panel: Panel
  readonly figures: core.Figures
}

export const withScores = (
  reviews: readonly StoredReview[],
  given: Awaited<ReturnType<typeof scores.allOf>>,
): readonly StoredReview[] =>
  reviews.map((review) => ({ ...review, scores: scoresByCode(given.get(review.id) ?? []) }))

/** The consensus for a step by somebody who sees it. Whether the caller may take it is decided in core. */
export const sit = async (
  needs: Pick<Needs, 'documents'>,
  { tx, standing, now }: Pick<Unit, 'tx' | 'standing' | 'now'>,
  ids: store.Ids,
): Promise<Sitting> => {
  const opened = await consensuses.lock(tx, ids)
  const [entries, assignments, unscored, given, subject] = await Promise.all([
    consensuses.entries(tx, ids),
    seats.hold(tx, ids),
    store.list(tx, ids),
    scores.allOf(tx, ids),
    subjectOf(needs, tx, ids),
  ])
  const reviews = withScores(unscored, given)
  const looking = lookAt({ reviews, consensus: opened, closedAt: null }, { standing, now })
  const consensus = { ...seenConsensus(looking, opened), scores: entriesByCode(entries) }
  const table: PanelTable = { consensus, reviews, ...subject }
  const panel = panelOf(table, assignments)
  const figures = figuresOfPanel(table)
  return { ...subject, consensus, entries, assignments, reviews, panel, figures }
}

/** Saves a step, and the scores that came about with it; answers how the panel sees it from now on. */
export const saveStep = async (
  { tx, now }: Pick<Unit, 'tx' | 'now'>,
  ids: store.Ids,
  before: Sitting,
  consensus: StoredConsensus,
): Promise<Sitting> => {
  const { reopened } = before.consensus
  const changed = changedEntries({ entries: before.entries, reopened }, consensus, now)
  const { organizationId } = ids
  await Promise.all([
    consensuses.save(tx, ids, consensus, before.consensus.revision),
    consensuses.saveEntries(tx, { organizationId, consensusId: consensus.id }, changed),
  ])
  const codes = changed.map(({ code }) => code)
  const kept = before.entries.filter(({ code }) => !codes.includes(code))
  return { ...before, consensus, entries: [...kept, ...changed] }
}

export const open = async (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
): Promise<Answer<Sitting>> => {
  const id = needs.newId() as ConsensusId
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit) => {
    const { tx, standing, now } = unit
    demand(standing, 'consensus:write')
    demandUnopened(await consensuses.find(tx, ids)) // ahead of the queue of others who open it
    // Held, so that no review begins, ends or comes back meanwhile, and nobody else opens one.
    await submissions.lock(tx, ids)
    const [assignments, reviews, cycle] = await Promise.all([
      seats.hold(tx, ids),
      store.lockAll(tx, ids),
      cycleOf(unit),
    ])
    const { siteVisit, ...rules } = cycle.settings
    const { quorum, thresholdBp, stepBp, suggestion } = rules
    const by = standing.personId
    const { submissionId } = ids
    const decided = decideOpen({
      id,
      submissionId,
      assignments,
      reviews,
      rules: { quorum, thresholdBp, stepBp, suggestion, naPermitted: rules.notApplicable !== null },
      siteVisit,
      by,
      now,
    })
    tell(unit, ids, decided.events)
    await consensuses.insert(tx, ids, { ...decided.consensus, visits: [] })
    const late = reviews.filter((review) => decided.late.some((each) => each.id === review.id))
    await excludeAll(unit, ids, late)
    return sit(needs, unit, ids)
  })
}

/** These scores under the rule of the cycle for what does not apply. */
export const underRule = (
  { scoring }: Pick<Deps, 'scoring'>,
  { document, questionnaire, answers }: Subject,
  { scores, settings }: Pick<StoredConsensus, 'scores'> & Pick<Cycle, 'settings'>,
): UnderRule => {
  const { plan } = scoring.basisOf(document, referenceWeighting(questionnaire), answers)
  return { scores, answers, questionnaire, plan, rule: settings.notApplicable }
}

/** A unit of the panel in which somebody takes a step. */
export const stepping = <Value>(
  needs: Needs,
  here: UnitContext,
  ids: store.Ids,
  step: (unit: Unit, sitting: Sitting) => Promise<Value>,
) => inUnit(needs.db, here, async (unit) => step(unit, await sit(needs, unit, ids)))

export type EntryIds = store.Ids & { readonly code: string }
export type Entered = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly entry: StoredConsensusScore
}

export const enter = (
  needs: Needs,
  context: Context,
  ids: EntryIds,
  { note, ...value }: ScoreValue & { readonly note: string | null },
) =>
  stepping(needs, onPanel(context, ids), ids, async (unit, sitting): Promise<Entered> => {
    const { standing, expect } = unit
    const { code } = ids
    const { consensus, entries, figures, panel, questionnaire } = sitting
    const by = standing.personId
    const gauges = gaugesOf(questionnaire, consensus.rules)
    const decided = core.enter(consensus, { code, value, note, figures, gauges, panel, by })
    demand(standing, 'consensus:write')
    const before = entries.find((entry) => entry.code === code) ?? null
    const { reopened } = consensus
    const same = changedEntries({ entries, reopened }, decided, unit.now).length === 0
    expect(etagOfEntry(before), { same })
    if (same) return { outcome: 'unchanged', entry: found(before) }
    const saved = await saveStep(unit, ids, sitting, { ...consensus, ...decided })
    const entry = found(saved.entries.find((each) => each.code === code))
    return { outcome: before === null ? 'created' : 'updated', entry }
  })

export const acceptSuggestions = (needs: Needs, context: Context, ids: store.Ids) =>
  stepping(needs, onPanel(context, ids), ids, async (unit, sitting): Promise<Sitting> => {
    const { consensus, figures, panel } = sitting
    const by = unit.standing.personId
    const decided = core.acceptSuggestions(consensus, { figures, panel, by })
    demand(unit.standing, 'consensus:write')
    if (decided === consensus) return sitting
    return saveStep(unit, ids, sitting, { ...consensus, ...decided })
  })
