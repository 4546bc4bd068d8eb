// The shapes of drafts, of what validating says, and of versions as their association sees them.
// The operations are in contract-drafts.ts.
import { z } from 'zod'
import { versionSteps } from '../../core/document/compare/step.ts'
import { warningCodes } from '../../core/document/gate.ts'
import { MigrationMapping } from '../../core/document/mapping-v1.ts'
import {
  AssociationId,
  ContentVersion,
  Instant,
  PersonId,
  QuestionnaireDraftId,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { type Draft, type DraftHead, etagOfDraft } from '../../core/questionnaire/draft.ts'
import type { Examined } from '../../core/questionnaire/examine.ts'
import { draftStateTexts, versionStateTexts } from '../../core/questionnaire/lifecycle.ts'
import { mostFindings } from '../../core/questionnaire/publish.ts'
import { type Act, type PublishedVersion, Visibility } from '../../core/questionnaire/version.ts'
import type { Locale } from '../../core/request.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag, listOf } from '../../http/operation.ts'
import { presentComparison, QuestionnaireComparison } from './contract-comparison.ts'

const VersionName = z
  .strictObject({ key: QuestionnaireKey, version: ContentVersion })
  .meta({ id: 'QuestionnaireVersionName', description: 'One version of one questionnaire.' })

const digest = z.string().length(64).meta({
  description: 'SHA-256 of the canonical document, hexadecimal.',
})
const act = z.strictObject({ by: PersonId, at: Instant })
const presentAct = ({ by, at }: Act) => ({ by, at: toInstant(at) })

const DocumentObject = z.record(z.string().max(200), z.unknown()).meta({
  id: 'DraftDocument',
  description:
    'A document in the format `questionnaire/v1`, or what shall become one: any JSON object is kept.',
})

/** A draft may be invalid, but not without bounds (SEC-04). */
export const documentLimits = { bytes: 4 * 1024 * 1024, members: 50_000 } as const

export const NewQuestionnaireDraft = z
  .union([
    z.strictObject({ from: VersionName.meta({ description: 'A version to copy from.' }) }),
    z.strictObject({ document: DocumentObject }),
  ])
  .meta({
    id: 'NewQuestionnaireDraft',
    description: 'A copy of a published version, or a document that is brought along.',
  })

export const QuestionnaireDraftDocument = z
  .strictObject({ document: DocumentObject })
  .meta({ id: 'QuestionnaireDraftDocument', description: 'The whole document of a draft.' })

const head = {
  id: QuestionnaireDraftId,
  etag: Etag,
  associationId: AssociationId,
  key: QuestionnaireKey.nullable().meta({ description: 'As far as the document names one.' }),
  version: ContentVersion.nullable().meta({ description: 'As far as the document names one.' }),
  base: VersionName.nullable().meta({ description: 'What it was copied from.' }),
  digest,
  state: z.enum(['draft', 'published']).meta({ description: inWords(draftStateTexts) }),
  created: act,
  updated: act,
  proposal: act.extend({ visibility: Visibility, digest }).nullable().meta({
    description:
      'What the first of two persons wants to publish: the document of this digest, so visible.',
  }),
  published: VersionName.extend({ at: Instant }).nullable(),
} as const

export const QuestionnaireDraftHead = z
  .strictObject(head)
  .meta({ id: 'QuestionnaireDraftHead', description: 'A draft without its document.' })
export const QuestionnaireDraftList = listOf('QuestionnaireDraftList', QuestionnaireDraftHead)

export const QuestionnaireDraft = z
  .strictObject({ ...head, document: DocumentObject })
  .meta({ id: 'QuestionnaireDraft', description: 'A questionnaire that is being written.' })

export const presentHead = (draft: DraftHead): z.infer<typeof QuestionnaireDraftHead> => {
  const { proposal, published, named, base } = draft
  return {
    id: draft.id,
    etag: etagOfDraft(draft),
    associationId: draft.associationId,
    key: named.key as QuestionnaireKey | null,
    version: named.version as ContentVersion | null,
    base: base as z.infer<typeof VersionName> | null,
    digest: draft.digest,
    state: draft.state,
    created: presentAct(draft.created),
    updated: presentAct(draft.updated),
    proposal: proposal && {
      ...presentAct(proposal),
      visibility: proposal.plan.visibility,
      digest: proposal.plan.document,
    },
    published: published && {
      key: published.key as QuestionnaireKey,
      version: published.version as ContentVersion,
      at: toInstant(published.at),
    },
  }
}

export const presentDraft = (draft: Draft): z.infer<typeof QuestionnaireDraft> => ({
  ...presentHead(draft),
  document: JSON.parse(draft.text),
})

type Listed = { readonly items: readonly DraftHead[]; readonly nextCursor: string | null }
export const presentDrafts = ({ items, nextCursor }: Listed) => ({
  items: items.map(presentHead),
  nextCursor,
})

const offer = {
  mapping: MigrationMapping.optional().meta({
    description: 'What becomes of answers to the version before, or to another questionnaire.',
  }),
}

export const DraftOffer = z
  .strictObject({
    ...offer,
    visibility: Visibility.optional().meta({ description: 'Absent: not decided yet.' }),
  })
  .meta({ id: 'DraftOffer', description: 'What a draft might be published with.' })

export const DraftPublication = z
  .strictObject({
    ...offer,
    visibility: Visibility,
    acceptWarnings: z
      .array(z.enum(warningCodes))
      .max(warningCodes.length)
      .default([])
      .meta({ description: 'Codes of warnings that are accepted, each for all its places.' }),
  })
  .meta({ id: 'DraftPublication', description: 'How a draft is published.' })

const Finding = z
  .strictObject({
    pointer: z.string().max(2000),
    code: z.string().max(60),
    detail: z.string().max(2000),
  })
  .meta({
    id: 'DraftFinding',
    description:
      'One finding: a JSON pointer into the document (or `/mapping…`, `/visibility`), a stable code, a sentence.',
  })
const findings = z.array(Finding).max(mostFindings)
const count = z.int().min(0).max(2_147_483_647)

export const DraftValidation = z
  .strictObject({
    errors: findings.meta({ description: `Forbid publishing. The first ${mostFindings}.` }),
    errorCount: count,
    warnings: findings.meta({
      description: `Must be accepted by their codes. The first ${mostFindings}.`,
    }),
    warningCount: count,
    neededStep: z.enum(versionSteps).nullable().meta({
      description: 'The least step of the version number; null: a first version, or no change.',
    }),
    lastVersion: ContentVersion.nullable().meta({
      description: 'The newest published version; null: there is none.',
    }),
    comparison: QuestionnaireComparison.nullable().meta({
      description:
        'With the last version; null where there is none, or the draft has not the shape.',
    }),
  })
  .meta({ id: 'DraftValidation', description: 'What a draft lacks before it can be published.' })

export const presentValidation = (
  { errors, warnings, needed, last, comparison }: Examined,
  locale: Locale,
): z.infer<typeof DraftValidation> => ({
  errors: errors.slice(0, mostFindings).map(presentFinding),
  errorCount: errors.length,
  warnings: warnings.slice(0, mostFindings).map(presentFinding),
  warningCount: warnings.length,
  neededStep: needed,
  lastVersion: last as ContentVersion | null,
  comparison: comparison && presentComparison(comparison, locale),
})

type Found = { readonly pointer?: string; readonly code: string; readonly detail: string }

/** Codes of zod have underscores; long pointers and sentences carry what the author wrote. */
const presentFinding = ({ pointer = '', code, detail }: Found) => ({
  pointer: pointer.slice(0, 2000),
  code,
  detail: detail.slice(0, 2000),
})

export const OwnQuestionnaireVersion = z
  .strictObject({
    associationId: AssociationId,
    key: QuestionnaireKey,
    version: ContentVersion,
    state: z.enum(['published', 'withdrawn']).meta({ description: inWords(versionStateTexts) }),
    visibility: Visibility,
    digest,
    publishedAt: Instant,
    withdrawal: act
      .extend({
        reason: z.string().max(500).nullable().meta({ description: 'Null: none was kept.' }),
      })
      .nullable()
      .meta({
        description:
          'Who asked first for the withdrawal, when and why; null: nobody. While `withdrawnAt` is null it waits ' +
          'for a second person.',
      }),
    withdrawnAt: Instant.nullable(),
  })
  .meta({ id: 'OwnQuestionnaireVersion', description: 'A version that the association published.' })
export const OwnQuestionnaireVersionList = listOf(
  'OwnQuestionnaireVersionList',
  OwnQuestionnaireVersion,
)

export const QuestionnaireWithdrawal = z
  .strictObject({ reason: boundedText(1, 500) })
  .meta({ id: 'QuestionnaireWithdrawal', description: 'Why a version takes no new submissions.' })

export const presentOwn = (version: PublishedVersion): z.infer<typeof OwnQuestionnaireVersion> => ({
  associationId: version.owner as AssociationId,
  key: version.key as QuestionnaireKey,
  version: version.version as ContentVersion,
  state: version.state,
  visibility: version.visibility,
  digest: version.digest,
  publishedAt: toInstant(version.publishedAt),
  withdrawal: version.withdrawal && {
    ...presentAct(version.withdrawal),
    reason: version.withdrawal.reason,
  },
  withdrawnAt: toInstant(version.withdrawnAt),
})

type OwnListed = { readonly items: readonly PublishedVersion[]; readonly nextCursor: string | null }
export const presentOwnVersions = ({ items, nextCursor }: OwnListed) => ({
  items: items.map(presentOwn),
  nextCursor,
})
