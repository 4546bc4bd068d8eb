// Decides a copy: a new draft with the numbers of a weighting that the house sees, or of the reference, some of them
// adjusted. What may be seen of others is settled here; loading it is up to the slice.
import { z } from 'zod'
import { demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { WeightingItems } from '../document/weighting-v1.ts'
import { AssociationId, OrganizationId, WeightingId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { referenceWeighting } from '../scoring/weighting.ts'
import { QuestionnaireReference, type WeightingChoice } from '../submission/submission.ts'
import { boundedText } from '../text.ts'
import { begun, contentOf, known, Named } from './draft.ts'
import { actionOf, type WeightingDecided, type WeightingProfile } from './profile.ts'

export const CopySource = z
  .union([
    z.strictObject({ organizationId: OrganizationId, id: WeightingId }),
    z.strictObject({ associationId: AssociationId, id: WeightingId }),
    z.strictObject({ questionnaire: QuestionnaireReference }),
  ])
  .meta({
    id: 'CopySource',
    description: 'A weighting and whose it is, or a questionnaire whose reference is copied.',
  })
export type CopySource = z.output<typeof CopySource>

export const WeightingCopy = z
  .strictObject({
    from: CopySource,
    ...Named,
    title: boundedText(1, 200),
    items: WeightingItems.optional().meta({
      description: 'Only what shall differ, by code; in points the sum must stay the total.',
    }),
    rationale: boundedText(0, 4000).default(''),
  })
  .meta({ id: 'WeightingCopy', description: 'A weighting to be copied and adjusted, as a draft.' })
export type WeightingCopy = z.output<typeof WeightingCopy>

/** A stored weighting and the associations whose published ones the house sees; null: none that is there. */
export type Copied = {
  readonly profile: WeightingProfile | null
  readonly line: readonly AssociationId[]
}

export type CopyWeighting = {
  readonly owner: Owner
  readonly id: WeightingId
  readonly input: WeightingCopy
  /** What `from` leads to where it names a weighting. */
  readonly copied: Copied
  /** The one that `from` names, or that of the profile; null where there is none. */
  readonly questionnaire: Questionnaire | null
  readonly standing: Standing
  readonly now: Date
}

const sourceUnknown = (): Problem =>
  new Problem('document-invalid', {
    errors: [
      {
        pointer: '/from',
        code: 'weighting-unknown',
        detail: 'There is no weighting of this owner and id that could be copied here.',
      },
    ],
  })

/** Its own, drafts too; of the associations in its line what they have published. */
const seenBy = (owner: Owner, { profile, line }: Copied): WeightingProfile => {
  if (profile === null) throw sourceUnknown()
  const { owner: source, state } = profile
  const isOwn = source.kind === owner.kind && source.id === owner.id
  const isShared =
    source.kind === 'association' && line.includes(source.id) && state === 'published'
  if (!isOwn && !isShared) throw sourceUnknown()
  return profile
}

const choiceOf = ({ owner, id, version }: WeightingProfile): WeightingChoice =>
  owner.kind === 'organization'
    ? { organizationId: owner.id, id, version }
    : { associationId: owner.id, id, version }

/**
 * Makes the copy. Adjusted numbers are nobody's judgement any more: they count as set by hand. Refuses like
 * `createWeighting`; what cannot be seen looks like what is not there.
 */
export const copyWeighting = (given: CopyWeighting): WeightingDecided => {
  const { owner, input, standing } = given
  demand(standing, actionOf(owner, 'write'))
  const { questionnaire, numbers, ...source } = sourceOf(given)
  const content =
    input.items === undefined
      ? numbers
      : contentOf(
          { mode: numbers.mode, items: { ...numbers.items, ...input.items } },
          questionnaire,
        )
  return begun({
    ...given,
    questionnaire,
    input: { ...input, questionnaire: source.reference },
    content,
    copiedFrom: source.copiedFrom,
  })
}

const sourceOf = ({ owner, input: { from }, copied, questionnaire }: CopyWeighting) => {
  if ('questionnaire' in from) {
    const document = known(questionnaire, from.questionnaire)
    const { mode, items } = referenceWeighting(document)
    const elicitation = { kind: 'manual' } as const
    const numbers = { mode, items, elicitation }
    return { questionnaire: document, numbers, reference: from.questionnaire, copiedFrom: null }
  }
  const profile = seenBy(owner, copied)
  const { questionnaire: reference, mode, items, elicitation, state } = profile
  return {
    questionnaire: known(questionnaire, reference),
    numbers: { mode, items, elicitation },
    reference,
    copiedFrom: state === 'published' ? choiceOf(profile) : null,
  }
}
