// Estimates what a submission would be under another model, by a crosswalk that is published. Nothing is stored, so
// nothing of it reaches a score, a benchmark or a migration; the estimate itself is core/migration/estimate.
import { demand } from '../../core/access.ts'
import { EstimateMapping } from '../../core/document/mapping-v1.ts'
import { type Estimate, estimate, percentsIn, towards } from '../../core/migration/estimate.ts'
import { found, Problem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import type { QuestionnaireReference } from '../../core/submission/submission.ts'
import { type Reader, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as questionnaires from '../questionnaires/store.ts'
import { findMapping } from '../questionnaires/store-mappings.ts'
import { sheetOf } from './actions-score.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

/** `digests`: of everything the estimate stands on. */
export type Estimated = {
  readonly from: QuestionnaireReference
  readonly to: QuestionnaireReference
  readonly provenance: EstimateMapping['provenance']
  readonly digests: Readonly<Record<'questionnaire' | 'answers' | 'target' | 'crosswalk', string>>
  readonly nodes: readonly Estimate[]
}

export type Wanted = { readonly to: QuestionnaireReference; readonly allowIncomplete: boolean }

export const estimateScore = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  { to, allowIncomplete }: Wanted,
): Promise<Estimated> =>
  readUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, shows } = unit
    demand(standing, 'scores:read')
    const { questionnaire: from } = found(await store.find(tx, ids))
    shows(ids.submissionId)
    const house = { kind: 'organization', id: ids.organizationId } as const
    const version = await questionnaires.find(tx, house, to)
    if (version === null)
      throw refusal('questionnaire-unknown', `There is no questionnaire ${to.key} ${to.version}.`)
    const crosswalk = await crosswalkBetween(tx, from, to)
    const target = await needs.documents.within(tx, version)
    const sheet = await sheetOf(needs, tx, ids, { kind: 'reference', allowIncomplete })
    return {
      from,
      to,
      provenance: crosswalk.mapping.provenance,
      digests: {
        questionnaire: sheet.digests.questionnaire,
        answers: sheet.digests.answers,
        target: target.digest,
        crosswalk: crosswalk.digest,
      },
      nodes: estimate(towards(crosswalk.mapping, to), target.questionnaire, percentsIn(sheet)),
    }
  })

const refusal = (code: string, detail: string) =>
  new Problem('document-invalid', { errors: [{ pointer: '/to', code, detail }] })

/** The published crosswalk, whichever of the two it leads from. */
const crosswalkBetween = async (
  tx: Reader,
  from: QuestionnaireReference,
  to: QuestionnaireReference,
): Promise<{ readonly mapping: EstimateMapping; readonly digest: string }> => {
  const rows = await Promise.all([
    findMapping(tx, { from, to }),
    findMapping(tx, { from: to, to: from }),
  ])
  const row = rows.find((each) => each?.purpose === 'estimate')
  if (row == null)
    throw refusal(
      'no-mapping',
      `No crosswalk joins ${from.key} ${from.version} and ${to.key} ${to.version}.`,
    )
  return { mapping: EstimateMapping.parse(JSON.parse(row.document)), digest: row.digest }
}
