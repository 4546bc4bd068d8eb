// Weightings as files: a document becomes a draft, a filled sheet changes one. What they mean is decided by the core and
// src/exchange; a file is read before a unit opens, and for nobody who may not write.
import { can, demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { WeightingV1 } from '../../core/document/weighting-v1.ts'
import type { WeightingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import type { QuestionnaireReference } from '../../core/submission/submission.ts'
import { importWeighting } from '../../core/weighting/draft.ts'
import {
  actionOf,
  demandNew,
  demandReading,
  etagOfWeighting,
  type WeightingProfile,
} from '../../core/weighting/profile.ts'
import { inUnit, readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Report } from '../../exchange/answers/report.ts'
import { sheetFormatOf } from '../../exchange/sheet-types.ts'
import { importWeightingSheet } from '../../exchange/weightings/import.ts'
import { type Made, type Needs, questionnaireFor } from './actions.ts'
import * as store from './store.ts'

export type Imported = {
  readonly questionnaire: QuestionnaireReference
  readonly document: WeightingV1
}

export const importDocument = (
  needs: Needs,
  context: Context,
  owner: Owner,
  { questionnaire: reference, document }: Imported,
): Made => {
  const id = needs.newId() as WeightingId
  return inUnit(needs.db, context, async ({ tx, standing, now, emit }) => {
    const questionnaire = await questionnaireFor(needs, tx, owner, reference)
    const given = { owner, id, document, reference, questionnaire, standing, now }
    const decided = importWeighting(given)
    emit(decided.events)
    return demandNew(await store.insert(tx, decided.weighting), '/document/version')
  })
}

/** `language`: of the names; null: none may be told. */
export type ForSheet = {
  readonly weighting: WeightingProfile
  readonly questionnaire: Questionnaire
  readonly language: string | null
}

/** What a sheet is made of, in one snapshot. */
export const readForSheet = async (
  needs: Pick<Deps, 'db' | 'documents'>,
  context: Context,
  named: store.Named,
): Promise<ForSheet> => {
  const { isShared, ...read } = await readUnit(
    needs.db,
    { ...context, subject: named.id },
    async ({ tx, standing }) => {
      demandReading(standing, named.owner)
      const weighting = found(await store.find(tx, named))
      const document = await questionnaireFor(needs, tx, named.owner, weighting.questionnaire)
      const isShared = can(standing, 'shared-questionnaires:read')
      return { weighting, questionnaire: found(document), isShared }
    },
  )
  const { key, version } = read.weighting.questionnaire
  // A weighting that was lent lends no text of a questionnaire that is not public (decision 0016).
  const isSeen = isShared || (await needs.documents.catalogue()).find(key, version) !== null
  return { ...read, language: isSeen ? context.locale : null }
}

export type BroughtSheet = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly dryRun?: boolean | undefined
}

export type SheetImported = {
  readonly weighting: WeightingProfile
  readonly report: Report
  readonly dryRun: boolean
}

export const importSheet = async (
  needs: Needs & Pick<Deps, 'files'>,
  context: Context,
  named: store.Named,
  { bytes, mediaType, dryRun = false }: BroughtSheet,
): Promise<Answer<SheetImported>> => {
  await demandWriter(needs, context, named)
  const format = sheetFormatOf(mediaType)
  const table = await needs.files.readAnswerSheet(bytes, format)
  return inUnit(needs.db, { ...context, subject: named.id }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    const weighting = found(await store.lock(tx, named))
    expect(etagOfWeighting(weighting))
    const document = await questionnaireFor(needs, tx, named.owner, weighting.questionnaire)
    const questionnaire = found(document)
    const given = { weighting, questionnaire, table, dryRun, standing, now }
    const { report, ...decided } = importWeightingSheet(given)
    emit(decided.events)
    if (decided.weighting !== weighting) await store.save(tx, decided.weighting)
    return { weighting: decided.weighting, report, dryRun }
  })
}

/** No file is read for somebody who may not write, nor for a weighting that is not there. */
const demandWriter = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  named: store.Named,
): Promise<void> =>
  readAtOnce(
    db,
    { ...context, subject: named.id },
    (tx) => store.find(tx, named),
    (weighting, { standing }) => {
      demandReading(standing, named.owner)
      found(weighting)
      demand(standing, actionOf(named.owner, 'write'))
    },
  )
