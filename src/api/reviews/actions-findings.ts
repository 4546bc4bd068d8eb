// Writes on the findings of a consensus, and looks for what is odd about them. Decided in core/consensus/notes.ts.
// The findings of reviews are actions-notes.ts.
import { demand } from '../../core/access.ts'
import * as core from '../../core/consensus/notes.ts'
import { everyCode, reportedCodes } from '../../core/document/nodes.ts'
import type { FindingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { checkFindings, type FindingWarning } from '../../core/review/checks.ts'
import { type FindingInput, factorsOf } from '../../core/review/finding.ts'
import { etagOfFinding, type StoredFinding } from '../../core/review/stored.ts'
import type { Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { type Sitting, saveStep, stepping } from './actions-consensus.ts'
import { onPanel, reading } from './actions-loading.ts'
import { readTable } from './actions-reading.ts'
import type * as store from './store.ts'
import * as findings from './store-consensus-findings.ts'
import * as ofReviews from './store-findings.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type FindingIds = store.Ids & { readonly findingId: FindingId }

/** What a step on a finding decides on; the consensus is held. */
type Desk = core.Noting & {
  readonly sitting: Sitting
  readonly nameable: core.Nameable
  readonly findings: readonly StoredFinding[]
}

const atDesk = <Value>(
  needs: Needs,
  context: Context,
  ids: store.Ids,
  step: (unit: Unit, desk: Desk) => Promise<Value>,
) =>
  stepping(needs, onPanel(context, ids), ids, async (unit, sitting) => {
    const { tx, standing, now } = unit
    const { consensus, panel, reviews, questionnaire } = sitting
    const noting = { panel, by: standing.personId, now }
    core.demandNoting(consensus, noting)
    demand(standing, 'consensus:write')
    const [here, noted] = await Promise.all([findings.list(tx, ids), ofReviews.allOf(tx, ids)])
    const locked = reviews.filter(({ state }) => state === 'locked')
    const nameable = {
      nodes: reportedCodes(questionnaire),
      factors: factorsOf(questionnaire),
      findings: locked.flatMap(({ id }) => noted.get(id) ?? []).map(({ id }) => id),
    }
    return step(unit, { ...noting, sitting, nameable, findings: here })
  })

/** Where the findings of the consensus stand. */
const placeOf = ({ organizationId }: store.Ids, { sitting }: Desk) => ({
  organizationId,
  consensusId: sitting.consensus.id,
})

export const add = (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
  input: FindingInput,
) => {
  const id = needs.newId() as FindingId
  return atDesk(needs, context, ids, async (unit, desk): Promise<StoredFinding> => {
    const used = desk.findings.length
    const noted = core.addFinding(desk.sitting.consensus, { ...desk, id, input, used })
    await saveStep(unit, ids, desk.sitting, noted.consensus)
    await findings.insert(unit.tx, placeOf(ids, desk), noted.finding)
    return noted.finding
  })
}

export const change = (needs: Needs, context: Context, ids: FindingIds, input: FindingInput) =>
  atDesk(needs, context, ids, async (unit, desk): Promise<StoredFinding> => {
    const before = found(desk.findings.find(({ id }) => id === ids.findingId))
    const given = { ...desk, finding: before, input }
    const noted = core.changeFinding(desk.sitting.consensus, given)
    const same = noted.finding === before
    unit.expect(etagOfFinding(before), { same })
    if (same) return before
    await saveStep(unit, ids, desk.sitting, noted.consensus)
    await findings.save(unit.tx, placeOf(ids, desk), noted.finding)
    return noted.finding
  })

/** What is not there needs no tag: there is nothing to lose. */
export const remove = (needs: Needs, context: Context, ids: FindingIds) =>
  atDesk(needs, context, ids, async (unit, desk): Promise<null> => {
    const before = desk.findings.find(({ id }) => id === ids.findingId)
    if (before === undefined) return null
    unit.expect(etagOfFinding(before))
    const consensus = core.removeFinding(desk.sitting.consensus, desk)
    await saveStep(unit, ids, desk.sitting, consensus)
    await findings.remove(unit.tx, placeOf(ids, desk), ids.findingId)
    return null
  })

/** For all who see the consensus; the tags are the lead's, who may write. */
export const list = (needs: Needs, context: Context, ids: store.Ids) =>
  reading(needs, context, ids, {
    load: (tx) => findings.list(tx, ids),
    shape: (noted, { known, looking }) => {
      found(known.consensus)
      found(looking.parts.includes('consensus') ? looking : null)
      return { items: noted, view: looking.viewer === 'lead' ? 'own' : 'whole' } as const
    },
  })

/** Warnings, for all who see the consensus: the scores beside the findings are its own. */
export const check = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
): Promise<readonly FindingWarning[]> => {
  const { items } = await list(needs, context, ids)
  return readTable(needs, context, ids, ({ table, entries }) =>
    checkFindings({
      findings: items,
      nodes: everyCode(table.questionnaire).map(({ code }) => code),
      percentBp: Object.fromEntries(entries.map(({ code, score }) => [code, score.percentBp])),
    }),
  )
}
