// Scores a preview, and weighs judgements: finds the papers they name, decides, stores nothing.
import { demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId, WeightingId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import type { Context } from '../../core/request.ts'
import type { Variation } from '../../core/scoring/presets.ts'
import { type PreviewChoice, previewWeighting } from '../../core/scoring/preview.ts'
import { score } from '../../core/scoring/score.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import type { Answers } from '../../core/submission/answer.ts'
import type { WeightingChoice } from '../../core/submission/submission.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import type { Judgements } from '../../core/weighting/draft.ts'
import { type Elicited, elicit } from '../../core/weighting/elicit.ts'
import { demandReading } from '../../core/weighting/profile.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as weightings from '../weightings/store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export type PreviewInput = {
  readonly within?: HouseReference | undefined
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly weighting?:
    | WeightingChoice
    | { readonly items: Readonly<Record<string, number>> }
    | undefined
  readonly answers: Answers
  readonly parameters?: Variation | undefined
  readonly allowIncomplete: boolean
}

export const preview = async (
  { db, documents, scoring }: Needs,
  context: Context,
  { within, questionnaire, weighting, answers, parameters, allowIncomplete }: PreviewInput,
): Promise<ScoreSheet> => {
  const document = await documentFor({ db, documents }, context, within, questionnaire)
  const choice = await choose({ db }, context, weighting)
  const basis = scoring.basisOf(
    document,
    previewWeighting(choice, document.questionnaire),
    answers,
    parameters,
  )
  return score({ ...basis, answers, allowIncomplete, notApplicable: withoutProgramme })
}

/** The text that a preview is about, where the caller may use it. */
const documentFor = async (
  { db, documents }: Pick<Needs, 'db' | 'documents'>,
  context: Context,
  within: HouseReference | undefined,
  questionnaire: PreviewInput['questionnaire'],
): Promise<QuestionnaireDocument> => {
  const { key, version } = questionnaire
  const known =
    within === undefined
      ? (await documents.catalogue()).find(key, version)
      : await sharedWith(db, context, ownerOf(within), questionnaire)
  if (known === null) throw unknownQuestionnaire(key, version)
  return documents.alone(known)
}

export const previewElicitation = async (
  needs: Pick<Needs, 'db' | 'documents'>,
  context: Context,
  {
    within,
    questionnaire,
    elicitation,
  }: Pick<PreviewInput, 'within' | 'questionnaire'> & { readonly elicitation: Judgements },
): Promise<Elicited> =>
  elicit(elicitation, (await documentFor(needs, context, within, questionnaire)).questionnaire)

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

type HouseReference =
  | { readonly organizationId: OrganizationId }
  | { readonly associationId: AssociationId }

const ownerOf = (reference: HouseReference): Owner =>
  'organizationId' in reference
    ? { kind: 'organization', id: reference.organizationId }
    : { kind: 'association', id: reference.associationId }

/** What this house may use, where the caller must have a standing. */
const sharedWith = (
  db: Needs['db'],
  context: Context,
  house: Owner,
  name: PreviewInput['questionnaire'],
): Promise<PublishedVersion | null> =>
  readAtOnce(
    db,
    { ...context, tenant: house },
    (tx) => questionnaires.find(tx, house, name),
    (known, { standing }) => {
      demand(standing, 'shared-questionnaires:read')
      return known
    },
  )

/** Reads a named weighting in its owner's house, where the caller must have a standing. */
const choose = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  weighting: PreviewInput['weighting'],
): Promise<PreviewChoice> => {
  if (weighting === undefined) return { kind: 'reference' }
  if ('items' in weighting) return { kind: 'numbers', mode: 'points', items: weighting.items }
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
