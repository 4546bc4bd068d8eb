// Writes on feedback reports: drafted, written, approved, returned, released. Decided in core/report.
// What a version says is gathered in actions-paper.ts; reading is actions-reading.ts.
import { demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { FeedbackReportId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import { noTexts, type ReportTexts } from '../../core/report/paper.ts'
import * as core from '../../core/report/report.ts'
import {
  demandJudge,
  demandWriter,
  etagOfReport,
  firstStepOf,
  handsSheet,
  releasedCopy,
  type StoredReport,
} from '../../core/report/stored.ts'
import type { Context } from '../../core/request.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { handSheets } from '../reviews/store-official.ts'
import * as submissions from '../submissions/store.ts'
import { look, onPanel, type Seen } from './actions-loading.ts'
import { writePaper } from './actions-paper.ts'
import * as store from './store.ts'
import { findOfficials } from './store-sources.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring' | 'codes'>

/** The submission is held, so that one version is begun, and none beside another. */
export const draft = async (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
  { correction }: { readonly correction?: string | undefined },
) => {
  const id = needs.newId() as FeedbackReportId
  const here = await onPanel(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<StoredReport> => {
    const { tx, standing, now } = unit
    await submissions.lock(tx, ids)
    const { looking, consensus, cycle } = await look(unit, ids)
    demandWriter(looking, standing)
    const earlier = await store.list(tx, ids)
    const { report, events } = core.draftReport({
      id,
      ...placeOf(ids, cycle),
      submissionId: ids.submissionId,
      consensus: found(consensus).state,
      earlier,
      correction: correction ?? null,
      by: standing.personId,
      now,
    })
    const texts = earlier[0]?.texts ?? noTexts
    const paper = await writePaper(needs, unit, ids, { ...report, texts, cycle })
    const stored = { ...report, paper, texts, updatedAt: now }
    unit.emit(events, here.beside)
    await store.insert(tx, ids, stored)
    return stored
  })
}

/** Whose report it is, and in which cycle. */
const placeOf = ({ organizationId }: store.Ids, { id: cycleId }: Seen['cycle']) => ({
  organizationId,
  cycleId,
})

type Desk = Seen & {
  readonly unit: Unit
  readonly report: StoredReport
  /** The association of the programme, which hears of every step; the organization of a release alone. */
  readonly beside: Owner
}

/**
 * Runs a step on a version that is held; what `step` answers is kept, unless it changed nothing. `then`: what follows once
 * it is.
 */
const onVersion = async (
  needs: Pick<Deps, 'db'>,
  context: Context,
  ids: store.VersionIds,
  step: (desk: Desk) => Promise<StoredReport>,
  then: (unit: Unit, stored: StoredReport, seen: Seen) => Promise<void> = async () => {},
) => {
  const here = await onPanel(needs, context, ids)
  return inUnit(needs.db, here, async (unit) => {
    const locked = await store.lock(unit.tx, ids)
    const seen = await look(unit, ids)
    const report = found(locked)
    const stored = await step({ ...seen, unit, report, beside: here.beside })
    if (stored === report) return report
    await store.save(unit.tx, ids, stored)
    await then(unit, stored, seen)
    return stored
  })
}

/** Written anew as a whole, with everything else in it as it is known now. */
export const write = (needs: Needs, context: Context, ids: store.VersionIds, texts: ReportTexts) =>
  onVersion(needs, context, ids, async ({ unit, looking, cycle, report }) => {
    demandWriter(looking, unit.standing)
    const rewritten = core.rewriteReport(report)
    const paper = await writePaper(needs, unit, ids, { ...report, texts, cycle })
    const same = paper === report.paper // it says the texts too
    unit.expect(etagOfReport(report), { same })
    if (same) return report
    return { ...report, ...rewritten, paper, texts, updatedAt: unit.now }
  })

export const approve = (needs: Pick<Deps, 'db'>, context: Context, ids: store.VersionIds) =>
  onVersion(needs, context, ids, async ({ unit, looking, cycle, report, beside }) => {
    const { standing, now, expect, emit } = unit
    demandJudge(looking, standing, 'reports:approve')
    expect(etagOfReport(report))
    const step = { by: standing.personId, now, digest: sha256(report.paper) }
    const decided = core.approveReport(report, { ...step, ...placeOf(ids, cycle) })
    emit(decided.events, beside)
    return { ...report, ...decided.report }
  })

export const giveBack = (needs: Pick<Deps, 'db'>, context: Context, ids: store.VersionIds) =>
  onVersion(needs, context, ids, async ({ unit, looking, cycle, report, beside }) => {
    demandJudge(looking, unit.standing, 'reports:approve')
    unit.expect(etagOfReport(report))
    const decided = core.returnReport(report, placeOf(ids, cycle))
    unit.emit(decided.events, beside)
    return { ...report, ...decided.report }
  })

/** The organization gets a copy of its own, and both sides hear of it. */
export const release = (needs: Pick<Deps, 'db'>, context: Context, ids: store.VersionIds) =>
  onVersion(
    needs,
    context,
    ids,
    async ({ unit, looking, cycle, report, beside }) => {
      const { standing, now, expect, emit } = unit
      demandJudge(looking, standing, 'reports:approve')
      expect(etagOfReport(report))
      const step = { by: standing.personId, now, digest: sha256(report.paper) }
      const decided = core.releaseReport(report, { ...step, ...placeOf(ids, cycle) })
      demand(standing, 'reports:release', firstStepOf(report))
      emit(decided.events)
      emit(decided.events, beside)
      return { ...report, ...decided.report }
    },
    async ({ tx, now }, stored, { cycle }) => {
      await store.hand(tx, ids, releasedCopy(stored, { digest: sha256(stored.paper), now }))
      if (!handsSheet(cycle)) return
      const official = await findOfficials(tx, ids)
      await handSheets(
        tx,
        ids,
        official.map((each) => ({ ...each, releasedAt: now })),
      )
    },
  )
