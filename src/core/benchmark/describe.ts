// Makes the descriptor of a new benchmark edition out of what was asked for: everything frozen by `create`.
// The life that follows is in edition.ts; the protection that settings amount to is in disclosure.ts.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { compareVersions } from '../document/version.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { CodeLists, SectorScheme } from './codes.ts'
import { type Family, families, latticeOf } from './cohort.ts'
import { policyOf, type Settings } from './disclosure.ts'
import type { Descriptor } from './edition.ts'
import type { Basis } from './eligibility.ts'
import type { QuantileMethod } from './quantile.ts'
import { nodesOf } from './value.ts'

/**
 * What an association asks for. `questionnaireVersions` absent: every version that scores as the newest
 * does. `cutOffAt` absent: now. `families`: by what cohorts are cut; absent: by all there is.
 * `sensitiveNodes`: node codes that need more depth.
 */
export type NewEdition = {
  readonly title: string
  readonly questionnaireKey: string
  readonly questionnaireVersions?: readonly string[] | undefined
  readonly basis: Basis
  readonly cutOffAt?: string | undefined
  readonly sectorScheme: SectorScheme
  readonly families?: readonly Family[] | undefined
  readonly quantile?: QuantileMethod | undefined
  readonly sensitiveNodes: readonly string[]
} & { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

/** A published version of the questionnaire. */
export type KnownVersion = {
  readonly questionnaire: Questionnaire
  readonly scoringDigest: string
}

export type Describe = {
  readonly input: NewEdition
  /** All published versions of the questionnaire that was asked for; empty: there is no such one. */
  readonly versions: readonly KnownVersion[]
  readonly codes: CodeLists
  /** Whether the association is invented: then so are all members, else none. */
  readonly synthetic: boolean
  readonly now: Date
}

/** Refuses with `document-invalid`: every finding by its pointer, those of the settings by themselves. */
export const describe = (given: Describe): Descriptor => {
  const { input, codes, synthetic, now } = given
  const policy = policyOf(settingsOf(input))
  const { chosen, errors: unknown } = chosenVersions(given)
  const [first] = chosen
  const cutOffAt = input.cutOffAt === undefined ? now : new Date(input.cutOffAt)
  const cut = families.filter((family) => input.families?.includes(family) ?? true)
  const errors = [
    ...unknown,
    ...chosen.flatMap((each, place) =>
      each.scoringDigest === first?.scoringDigest ? [] : [scoresOtherwise(place)],
    ),
    ...(first === undefined ? [] : sensitiveFindings(first.questionnaire, input.sensitiveNodes)),
    ...(cutOffAt.getTime() > now.getTime() ? [inTheFuture] : []),
    ...(cut.includes('all') ? [] : [withoutAll]),
  ]
  if (first === undefined || errors.length > 0) throw new Problem('document-invalid', { errors })
  return {
    questionnaireKey: input.questionnaireKey,
    questionnaireVersions: chosen.map(({ questionnaire }) => questionnaire.version),
    scoringDigest: first.scoringDigest,
    basis: input.basis,
    synthetic,
    cutOffAt,
    policy,
    maxCarriedShareBp: 0,
    quantile: input.quantile ?? 'HF7',
    lattice: latticeOf(codes, input.sectorScheme, cut),
    nodes: nodesOf(first.questionnaire, new Set(input.sensitiveNodes)),
  }
}

const settingsOf = ({
  profile,
  ownerRule,
  kMin,
  depth,
  sensitiveDepth,
  gridBp,
  minAgeDays,
}: NewEdition) => ({
  profile: profile ?? null,
  ownerRule: ownerRule ?? null,
  kMin: kMin ?? null,
  depth: depth ?? null,
  sensitiveDepth: sensitiveDepth ?? null,
  gridBp: gridBp ?? null,
  minAgeDays: minAgeDays ?? null,
})

type Chosen = {
  readonly chosen: readonly KnownVersion[]
  readonly errors: readonly ProblemError[]
}

const chosenVersions = ({ input, versions }: Describe): Chosen => {
  const known = [...versions].sort((a, b) =>
    compareVersions(b.questionnaire.version, a.questionnaire.version),
  )
  const { questionnaireVersions: asked } = input
  const [newest] = known
  if (newest === undefined) return { chosen: [], errors: [noQuestionnaire] }
  if (asked === undefined) {
    const alike = known.filter(({ scoringDigest }) => scoringDigest === newest.scoringDigest)
    return { chosen: alike, errors: [] }
  }
  const found = asked.map((version) =>
    known.find(({ questionnaire }) => questionnaire.version === version),
  )
  return {
    chosen: found.filter((each) => each !== undefined),
    errors: found.flatMap((each, place) => (each === undefined ? [noVersion(place)] : [])),
  }
}

const noQuestionnaire = {
  pointer: '/questionnaireKey',
  code: 'questionnaire-unknown',
  detail: 'There is no published questionnaire of this key.',
}

const noVersion = (place: number) => ({
  pointer: `/questionnaireVersions/${place}`,
  code: 'version-unknown',
  detail: 'The questionnaire has no published version of this number.',
})

const scoresOtherwise = (place: number) => ({
  pointer: `/questionnaireVersions/${place}`,
  code: 'scores-otherwise',
  detail: 'This version scores otherwise than the first: scores of the two cannot be compared.',
})

const inTheFuture = {
  pointer: '/cutOffAt',
  code: 'in-the-future',
  detail: 'What is final at the cut-off is known only when it has passed.',
}

const withoutAll = {
  pointer: '/families',
  code: 'without-all',
  detail: 'The cohort of all members is always offered: add `all`.',
}

const sensitiveFindings = (
  questionnaire: Questionnaire,
  sensitive: readonly string[],
): readonly ProblemError[] => {
  const codes = new Set(nodesOf(questionnaire).map(({ code }) => code))
  return sensitive.flatMap((code, place) =>
    codes.has(code)
      ? []
      : [
          {
            pointer: `/sensitiveNodes/${place}`,
            code: 'node-unknown',
            detail: `The questionnaire compares no node ${code}.`,
          },
        ],
  )
}

/** The usual rule is not written: editions from before there was another have the same bytes. */
const usualRule = { ownerRule: 'one-per-group' } as const

/** The descriptor as plain JSON, for `canonicalJson`. */
export const descriptorMaterial = ({ cutOffAt, policy, ...same }: Descriptor) => {
  const { ownerRule, ...others } = policy
  return {
    ...same,
    policy: ownerRule === usualRule.ownerRule ? others : policy,
    cutOffAt: cutOffAt.toISOString(),
  }
}

/** The descriptor again, from what `descriptorMaterial` made of it. */
export const descriptorOf = (material: unknown): Descriptor => {
  const { cutOffAt, policy, ...same } = material as ReturnType<typeof descriptorMaterial>
  return { ...same, policy: { ...usualRule, ...policy }, cutOffAt: new Date(cutOffAt) }
}
