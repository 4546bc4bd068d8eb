// A published version as the service keeps it beside its text: whose it is, who sees it, whether it is open.
// The text never changes and is a document; what may be done to a version is in publish.ts and withdraw.ts.
import { z } from 'zod'
import { compareVersions } from '../document/version.ts'
import type { AssociationId, PersonId } from '../ids.ts'

/**
 * `public`: everybody. `association`: the association, its chapters, and the organizations of all of them.
 * `private`: whoever acts in the association itself, and no organization (decision 0013).
 */
export const visibilities = ['public', 'association', 'private'] as const
export const Visibility = z.enum(visibilities).meta({
  id: 'Visibility',
  description:
    'Who may read and use it. `public`: everybody. `association`: the association, the chapters below it and ' +
    'the organizations of all of them. `private`: those who act in the association itself, and nobody else.',
})
export type Visibility = z.infer<typeof Visibility>

export type Act = { readonly by: PersonId; readonly at: Date }

/** Names one text. */
export type DocumentName = {
  readonly key: string
  readonly version: string
  /** SHA-256 of the canonical text, hexadecimal. */
  readonly digest: string
}

export type PublishedVersion = DocumentName & {
  /** Of what decides comparability; equal digests score alike. */
  readonly scoringDigest: string
  readonly state: 'published' | 'withdrawn'
  readonly visibility: Visibility
  /** Null: it came with the release. */
  readonly owner: AssociationId | null
  readonly publishedAt: Date
  /** Asked for by one person; carried out (`withdrawn`) by another. `reason`: null where none was kept. */
  readonly withdrawal: (Act & { readonly reason: string | null }) | null
  readonly withdrawnAt: Date | null
}

type Numbered = { readonly version: string }

export const newestFirst = (a: Numbered, b: Numbered): number =>
  compareVersions(b.version, a.version)

/** What `latest` names: the highest version that takes new submissions; null: there is none. */
export const latestOpen = <Version extends Pick<PublishedVersion, 'version' | 'state'>>(
  versions: readonly Version[],
): Version | null =>
  versions.filter(({ state }) => state === 'published').toSorted(newestFirst)[0] ?? null

/** The versions of one questionnaire, newest first, never none. */
export type Versions = readonly [PublishedVersion, ...PublishedVersion[]]

/** The versions of each questionnaire, in the order in which the questionnaires come. */
export const byQuestionnaire = (versions: readonly PublishedVersion[]): readonly Versions[] => {
  const groups = new Map<string, [PublishedVersion, ...PublishedVersion[]]>()
  for (const each of versions) {
    const group = groups.get(each.key)
    if (group === undefined) groups.set(each.key, [each])
    else group.push(each)
  }
  return [...groups.values()].map((group) => group.sort(newestFirst))
}
