// The weightings of a cycle: under which published weighting of its association the official score of a questionnaire counts.
// What a weighting is worth is in ../scoring/weighting.ts; which sheets a final consensus has, in ../consensus/official.ts.
import { z } from 'zod'
import type { OfficialKind } from '../consensus/official.ts'
import type { Owner } from '../context.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type AssociationId, ContentVersion, QuestionnaireKey, WeightingId } from '../ids.ts'
import type { ProblemError } from '../problem.ts'
import { referenceWeighting, type Weighting } from '../scoring/weighting.ts'
import { type WeightingLimits, weightingFindings } from '../scoring/weighting-findings.ts'
import { breaches } from '../weighting/limits.ts'
import { asWeighting, type WeightingProfile } from '../weighting/profile.ts'

export const CycleWeighting = z
  .strictObject({
    questionnaire: QuestionnaireKey.meta({ description: 'Whose official scores it weighs.' }),
    id: WeightingId,
    version: ContentVersion,
  })
  .meta({
    id: 'CycleWeighting',
    description: 'A published weighting of the association of a cycle.',
  })
export type CycleWeighting = Readonly<z.infer<typeof CycleWeighting>>

/**
 * What a name of the settings leads to. `profile` null: the association of the cycle has no such weighting. `limits`:
 * those that it and all above it set to weightings of the questionnaire.
 */
export type NamedWeighting = {
  readonly profile: WeightingProfile | null
  readonly limits: readonly WeightingLimits[]
}

/** Which row the cycle means for a questionnaire; null: its official score is the one under the reference. */
export const weightingNamed = (
  {
    associationId,
    settings,
  }: {
    readonly associationId: AssociationId
    readonly settings: { readonly weightings: readonly CycleWeighting[] }
  },
  key: string,
): { readonly owner: Owner; readonly id: WeightingId } | null => {
  const named = settings.weightings.find(({ questionnaire }) => questionnaire === key)
  return named === undefined
    ? null
    : { owner: { kind: 'association', id: associationId }, id: named.id }
}

export type OfficialWeighting = Weighting & { readonly kind: OfficialKind }

/**
 * The weightings of the official sheets, of which the last one counts: the reference always, and what the cycle names
 * for the questionnaire (`profile`; null: nothing).
 */
export const officialWeightings = (
  questionnaire: Questionnaire,
  profile: WeightingProfile | null,
): readonly OfficialWeighting[] => [
  { ...referenceWeighting(questionnaire), kind: 'reference' },
  ...(profile === null
    ? []
    : [{ ...asWeighting(profile, 'programme'), kind: 'programme' } as const]),
]

/** The one of them that counts. */
export const weightingCounted = (
  questionnaire: Questionnaire,
  profile: WeightingProfile | null,
): Weighting =>
  profile === null ? referenceWeighting(questionnaire) : asWeighting(profile, 'programme')

/**
 * Everything wrong with the weightings of a cycle, with pointers below `/settings/weightings`. `named`: what they lead
 * to, in their order; `questionnaires`: the versions of the cycle, null for one that does not exist, which is said
 * elsewhere.
 */
export const cycleWeightingFindings = (
  weightings: readonly CycleWeighting[],
  keys: readonly string[],
  {
    questionnaires,
    named,
  }: {
    readonly questionnaires: readonly (Questionnaire | null)[]
    readonly named: readonly NamedWeighting[]
  },
): readonly ProblemError[] =>
  weightings.flatMap((weighting, place) => {
    const pointer = pointerOf(['settings', 'weightings', place])
    const { questionnaire: key } = weighting
    if (!keys.includes(key)) {
      const detail = `"${key}" is not assessed in this cycle.`
      return [{ pointer: `${pointer}/questionnaire`, code: 'questionnaire-not-assessed', detail }]
    }
    if (weightings.findIndex(({ questionnaire }) => questionnaire === key) < place) {
      const detail = `There is a weighting of "${key}" before it; one can count.`
      return [{ pointer: `${pointer}/questionnaire`, code: 'name-repeated', detail }]
    }
    const { profile = null, limits = [] } = named[place] ?? {}
    if (profile?.state !== 'published' || profile.version !== weighting.version) {
      const detail =
        'The association has published no weighting of this id and version; bring one from above as a document.'
      return [{ pointer, code: 'weighting-unknown', detail }]
    }
    // Of several versions the first that it does not fit speaks for all.
    const misfit = questionnaires
      .flatMap((each) => (each?.key === key ? [misfits(profile, each, limits)] : []))
      .find((findings) => findings.length > 0)
    return (misfit ?? []).map(({ code, detail }) => ({ pointer, code, detail }))
  })

const misfits = (
  profile: WeightingProfile,
  questionnaire: Questionnaire,
  limits: readonly WeightingLimits[],
): readonly ProblemError[] => {
  const unfit = weightingFindings(profile, questionnaire)
  return unfit.length > 0 ? unfit : breaches(profile, questionnaire, limits)
}
