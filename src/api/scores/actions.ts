// Scores a preview: finds the papers it names, decides, stores nothing.
import type { Owner } from '../../core/context.ts'
import type { WeightingId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { type PreviewChoice, previewWeighting } from '../../core/scoring/preview.ts'
import { score } from '../../core/scoring/score.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import type { Answers } from '../../core/submission/answer.ts'
import type { WeightingChoice } from '../../core/submission/submission.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { demandReading } from '../../core/weighting/profile.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as weightings from '../weightings/store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export type PreviewInput = {
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly weighting?:
    | WeightingChoice
    | { readonly items: Readonly<Record<string, number>> }
    | undefined
  readonly answers: Answers
  readonly allowIncomplete: boolean
}

export const preview = async (
  { db, documents, scoring }: Needs,
  context: Context,
  { questionnaire, weighting, answers, allowIncomplete }: PreviewInput,
): Promise<ScoreSheet> => {
  const { key, version } = questionnaire
  const document = documents.find(key, version)
  if (document === null) throw unknownQuestionnaire(key, version)
  const choice = await choose({ db }, context, weighting)
  const basis = scoring.basisOf(document, previewWeighting(choice, document.questionnaire), answers)
  return score({ ...basis, answers, allowIncomplete, notApplicable: withoutProgramme })
}

const unknownQuestionnaire = (key: string, version: string) =>
  new Problem('document-invalid', {
    errors: [
      {
        pointer: '/questionnaire',
        code: 'questionnaire-unknown',
        detail: `There is no questionnaire ${key} ${version}.`,
      },
    ],
  })

const ownerOf = (reference: WeightingChoice): Owner =>
  'organizationId' in reference
    ? { kind: 'organization', id: reference.organizationId }
    : { kind: 'association', id: reference.associationId }

/** Reads a named weighting in its owner's house, where the caller must have a standing. */
const choose = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  weighting: PreviewInput['weighting'],
): Promise<PreviewChoice> => {
  if (weighting === undefined) return { kind: 'reference' }
  if ('items' in weighting) return { kind: 'points', items: weighting.items }
  const owner = ownerOf(weighting)
  const profile = await readAtOnce(
    db,
    { ...context, tenant: owner },
    (tx) => weightings.find(tx, { owner, id: weighting.id as WeightingId }),
    (found, { standing }) => {
      demandReading(standing, owner)
      return found
    },
  )
  return { kind: 'stored', version: weighting.version, profile }
}
