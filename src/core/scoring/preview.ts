// Decides which weighting a preview is scored under: the reference, a stored one, or numbers made up for it.
// A preview stores nothing; who may see a stored weighting is settled before.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { asWeighting, type WeightingProfile } from '../weighting/profile.ts'
import { referenceWeighting, type Weighting } from './weighting.ts'
import { weightingFindings } from './weighting-findings.ts'

/** `reference`; the stored profile that was named, null if there is none to be seen; or own numbers. */
export type PreviewChoice =
  | { readonly kind: 'reference' }
  | { readonly kind: 'stored'; readonly version: string; readonly profile: WeightingProfile | null }
  | {
      readonly kind: 'numbers'
      readonly mode: Weighting['mode']
      readonly items: Readonly<Record<string, number>>
    }

const refusal = (errors: readonly ProblemError[]) => new Problem('document-invalid', { errors })

/** Refuses with `document-invalid`, pointers below `/weighting`, what makes no weighting of the questionnaire. */
export const previewWeighting = (
  choice: PreviewChoice,
  questionnaire: Questionnaire,
): Weighting => {
  if (choice.kind === 'reference') return referenceWeighting(questionnaire)
  if (choice.kind === 'stored') return storedWeighting(choice, questionnaire)
  const { mode, items } = choice
  const findings = weightingFindings({ mode, items }, questionnaire)
  if (findings.length > 0)
    throw refusal(findings.map((each) => ({ ...each, pointer: `/weighting${each.pointer}` })))
  return { kind: 'custom', id: null, version: null, mode, items }
}

const storedWeighting = (
  { profile, version }: Extract<PreviewChoice, { kind: 'stored' }>,
  { edition }: Questionnaire,
): Weighting => {
  const pointer = '/weighting'
  if (profile?.state !== 'published' || profile.version !== version)
    throw refusal([
      {
        pointer,
        code: 'weighting-unknown',
        detail: 'There is no published weighting of this owner, id and version.',
      },
    ])
  if (profile.edition !== edition.key)
    throw refusal([
      {
        pointer,
        code: 'weighting-of-other-edition',
        detail: `The weighting belongs to ${profile.edition}, the questionnaire to ${edition.key}.`,
      },
    ])
  return asWeighting(profile, 'own')
}
