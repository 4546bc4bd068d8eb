// The shapes of weightings over HTTP. The operations are in contract.ts.
import { z } from 'zod'
import { Elicitation, WeightingItems, WeightingMode } from '../../core/document/weighting-v1.ts'
import {
  AssociationId,
  ContentVersion,
  Instant,
  OrganizationId,
  PersonId,
  QuestionnaireKey,
  WeightingId,
} from '../../core/ids.ts'
import { WeightingChoice } from '../../core/submission/submission.ts'
import { boundedText, inWords } from '../../core/text.ts'
import {
  etagOfWeighting,
  type WeightingProfile,
  weightingStateTexts,
} from '../../core/weighting/profile.ts'
import { Etag, listOf } from '../../http/operation.ts'

const owner = z
  .union([
    z.strictObject({ organizationId: OrganizationId }),
    z.strictObject({ associationId: AssociationId }),
  ])
  .meta({ id: 'WeightingOwner', description: 'Whose weighting it is.' })

export const Weighting = z
  .strictObject({
    id: WeightingId,
    etag: Etag,
    owner,
    key: QuestionnaireKey.meta({ description: 'Shared by the versions of one weighting.' }),
    version: ContentVersion,
    title: boundedText(1, 200),
    questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
    edition: QuestionnaireKey,
    total: z.number(),
    mode: WeightingMode,
    items: WeightingItems,
    rationale: boundedText(0, 4000),
    elicitation: Elicitation.meta({
      description: 'How the numbers were found, with the judgements they came from.',
    }),
    copiedFrom: WeightingChoice.nullable().meta({
      description: 'The published version it began with; null: with none.',
    }),
    state: z.enum(['draft', 'published']).meta({ description: inWords(weightingStateTexts) }),
    digest: z.string().length(64).nullable().meta({
      description: 'SHA-256 of the published document, hexadecimal; null while a draft.',
    }),
    createdAt: Instant,
    updatedAt: Instant,
    publication: z.strictObject({ by: PersonId, at: Instant }).nullable().meta({
      id: 'WeightingPublication',
      description: 'Who asked first for a publication that another person must confirm.',
    }),
    publishedAt: Instant.nullable(),
  })
  .meta({ id: 'Weighting', description: 'A weighting profile: points or weights per scored node.' })
export type Weighting = z.infer<typeof Weighting>

export const WeightingList = listOf('WeightingList', Weighting)

export const present = (weighting: WeightingProfile): Weighting => ({
  id: weighting.id,
  etag: etagOfWeighting(weighting),
  owner:
    weighting.owner.kind === 'organization'
      ? { organizationId: weighting.owner.id }
      : { associationId: weighting.owner.id },
  key: weighting.key as Weighting['key'],
  version: weighting.version,
  title: weighting.title,
  questionnaire: weighting.questionnaire,
  edition: weighting.edition,
  total: weighting.total,
  mode: weighting.mode,
  items: { ...weighting.items },
  rationale: weighting.rationale,
  elicitation: weighting.elicitation,
  copiedFrom: weighting.copiedFrom,
  state: weighting.state,
  digest: weighting.digest,
  createdAt: weighting.createdAt.toISOString(),
  updatedAt: weighting.updatedAt.toISOString(),
  publication:
    weighting.publication === null
      ? null
      : { by: weighting.publication.by, at: weighting.publication.at.toISOString() },
  publishedAt: weighting.publishedAt?.toISOString() ?? null,
})

type Page = { readonly items: readonly WeightingProfile[]; readonly nextCursor: string | null }

export const presentList = ({ items, nextCursor }: Page) => ({
  items: items.map(present),
  nextCursor,
})
