// What a draft lacks before it can be published, all at once: its shape, its invariants, its number, its mapping,
// who may see it. The gate itself is core/document; who may publish is publish.ts.
import type { Comparison } from '../document/compare/compare.ts'
import type { VersionStep } from '../document/compare/step.ts'
import { gate, type Warning } from '../document/gate.ts'
import type { MigrationMapping } from '../document/mapping-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { readQuestionnaireShape } from '../document/read.ts'
import type { AssociationId } from '../ids.ts'
import { migrationFindings } from '../migration/findings.ts'
import { isProblem, type ProblemError } from '../problem.ts'
import { newestFirst, type PublishedVersion, type Visibility } from './version.ts'

/** What it is to be published with; null: not said yet. */
export type Offer = {
  readonly visibility: Visibility | null
  readonly mapping: MigrationMapping | null
}

/**
 * `known`: every version published under the draft's key, whoever owns it. `last`: the text of the newest of
 * them, if it is this association's. `source`: what the mapping comes from, null where the association sees none.
 */
export type Examine = {
  readonly document: unknown
  readonly associationId: AssociationId
  readonly known: readonly PublishedVersion[]
  readonly last: Questionnaire | null
  readonly source: Questionnaire | null
  readonly offer: Offer
  readonly now: Date
}

/**
 * Pointers lead into the document, `/mapping` and `/visibility` into what comes with it. `questionnaire` is null
 * where the document has not even the shape: then only that is said. `taken`: the key is somebody else's.
 */
export type Examined = {
  readonly questionnaire: Questionnaire | null
  readonly errors: readonly ProblemError[]
  readonly warnings: readonly Warning[]
  readonly comparison: Comparison | null
  readonly needed: VersionStep | null
  readonly last: string | null
  readonly taken: boolean
}

/** A key belongs to whoever published its first version. */
export const isTaken = ({ known, associationId }: Pick<Examine, 'known' | 'associationId'>) =>
  known.some(({ owner }) => owner !== associationId)

/** The version that the next one is compared with: the newest, withdrawn or not; null: there is none yet. */
export const lastOf = (given: Pick<Examine, 'known' | 'associationId'>): PublishedVersion | null =>
  isTaken(given) ? null : (given.known.toSorted(newestFirst)[0] ?? null)

export const examine = (given: Examine): Examined => {
  const { last, offer, now } = given
  const taken = isTaken(given)
  const base = { last: lastOf(given)?.version ?? null, taken }
  const read = readShape(given.document)
  if ('errors' in read) return { ...nothing, ...base, errors: read.errors }
  const { questionnaire } = read
  const { mapping } = offer
  const mapped =
    last !== null && mapping?.from.key === last.key && mapping.from.version === last.version
  const today = now.toISOString().slice(0, 10)
  const { errors, ...gated } = gate({ draft: questionnaire, last, mapped, today })
  return {
    ...base,
    ...gated,
    questionnaire,
    errors: [
      ...(taken ? [keyTaken(questionnaire)] : []),
      ...errors,
      ...mappingErrors(given, questionnaire),
      ...visibilityErrors(offer, questionnaire),
    ],
  }
}

const nothing = { questionnaire: null, warnings: [], comparison: null, needed: null } as const

const readShape = (
  document: unknown,
): { readonly questionnaire: Questionnaire } | { readonly errors: readonly ProblemError[] } => {
  try {
    return { questionnaire: readQuestionnaireShape(document) }
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    return { errors: error.parameters.errors }
  }
}

const keyTaken = ({ key }: Questionnaire): ProblemError => ({
  pointer: '/key',
  code: 'key-taken',
  detail: `"${key}" is the key of somebody else's questionnaire; choose another.`,
})

const mappingErrors = (
  { offer: { mapping }, source }: Examine,
  target: Questionnaire,
): readonly ProblemError[] => {
  if (mapping === null) return []
  if (source === null) {
    const { key, version } = mapping.from
    const detail = `There is no questionnaire ${key} ${version}.`
    return [{ pointer: '/mapping/from', code: 'questionnaire-unknown', detail }]
  }
  return migrationFindings(mapping, { source, target }).map((each) => ({
    ...each,
    pointer: `/mapping${each.pointer}`,
  }))
}

/** The wording of a standard is licensed to the association, not to everybody (scoring.md section 1). */
const visibilityErrors = (
  { visibility }: Offer,
  { rights }: Questionnaire,
): readonly ProblemError[] =>
  visibility === 'public' && rights.text === 'licensed'
    ? [
        {
          pointer: '/visibility',
          code: 'licensed-not-public',
          detail:
            'Its text is licensed, so it is not for everybody: choose association or private.',
        },
      ]
    : []
