// The publish gate: what keeps a draft from being published, and what somebody must first accept, all at
// once (scoring.md section 8). Who may publish, and that two people do, is decided elsewhere.
import type { ProblemError } from '../problem.ts'
import type { ChangeClass } from './compare/classes.ts'
import { type Change, type Comparison, compareQuestionnaires } from './compare/compare.ts'
import { after, reaches, stepBetween, stepFor, type VersionStep } from './compare/step.ts'
import { questionnaireFindings } from './invariants.ts'
import { everyArea, scoredNodes } from './nodes.ts'
import { effectiveProvenance, type Questionnaire } from './questionnaire-v1.ts'

/** Warnings that somebody may accept by code, one by one. */
export const warningCodes = [
  'unconfirmed-points',
  'locale-missing',
  'area-without-question',
  'recognition-gap',
  'meaning-changed',
  'no-mapping',
  'weights-changed',
] as const
export type WarningCode = (typeof warningCodes)[number]
export type Warning = ProblemError & { readonly code: WarningCode }

/**
 * `last`: the published version before this one; null: the first. `mapped`: whether a mapping from it comes
 * with the draft. `today`: the day of publishing, `2026-03-01`, for the validity of recognition tables.
 */
export type GateInput = {
  readonly draft: Questionnaire
  readonly last: Questionnaire | null
  readonly mapped: boolean
  readonly today: string
}

/**
 * `errors` forbid publishing; each warning must be accepted by its code. `comparison` and `needed` (the least
 * step of the version number) are null for a first version; `needed` also where nothing changed.
 */
export type GateResult = {
  readonly errors: readonly ProblemError[]
  readonly warnings: readonly Warning[]
  readonly comparison: Comparison | null
  readonly needed: VersionStep | null
}

export const gate = (input: GateInput): GateResult => {
  const { draft, last } = input
  const comparison =
    last === null || last.key !== draft.key ? null : compareQuestionnaires(last, draft)
  const needed = comparison === null || comparison.class === null ? null : stepFor(comparison.class)
  return {
    errors: [
      ...questionnaireFindings(draft),
      ...(last === null ? [] : versionErrors(draft, last, comparison)),
    ],
    warnings: [
      ...unconfirmedPoints(draft),
      ...missingLocales(draft, last),
      ...areasWithoutQuestion(draft),
      ...recognitionGaps(input),
      ...(comparison === null ? [] : changeWarnings(comparison, input.mapped)),
    ],
    comparison,
    needed,
  }
}

/** The warnings that `accepted` does not name. */
export const unaccepted = (
  warnings: readonly Warning[],
  accepted: readonly string[],
): readonly Warning[] => warnings.filter(({ code }) => !accepted.includes(code))

const versionErrors = (
  draft: Questionnaire,
  last: Questionnaire,
  comparison: Comparison | null,
): readonly ProblemError[] => {
  if (comparison === null) {
    const detail = `The last version has the key "${last.key}"; another key is another questionnaire.`
    return [{ pointer: '/key', code: 'key-changed', detail }]
  }
  if (comparison.class === null) {
    const detail = `Version ${last.version} says the same; there is nothing to publish.`
    return [{ pointer: '', code: 'nothing-to-publish', detail }]
  }
  return [
    ...editionErrors(draft, last),
    ...stepErrors(draft, last, comparison.changes, comparison.class),
    ...undeclared(comparison.changes),
    ...unreserved(draft, comparison.changes),
  ]
}

const editionErrors = (draft: Questionnaire, last: Questionnaire): readonly ProblemError[] =>
  draft.edition.key === last.edition.key
    ? []
    : [
        {
          pointer: '/edition/key',
          code: 'edition-changed',
          detail: `Versions of one questionnaire belong to one edition, "${last.edition.key}"; a new edition has a key of its own.`,
        },
      ]

const stepErrors = (
  draft: Questionnaire,
  last: Questionnaire,
  changes: readonly Change[],
  heaviest: ChangeClass,
): readonly ProblemError[] => {
  const step = stepBetween(last.version, draft.version)
  const needed = stepFor(heaviest)
  if (step !== null && reaches(step, needed)) return []
  const where = changes
    .filter((change) => change.class === heaviest)
    .slice(0, 1)
    .map(({ pointer }) => `; at ${pointer} a ${heaviest} change`)
    .join('')
  return [
    {
      pointer: '/version',
      code: 'version-step',
      detail: `After ${last.version} these changes need at least ${after(last.version, needed)}, a ${needed} step, not ${draft.version}${where}.`,
    },
  ]
}

/** Every changed text says whether its meaning changed: carried answers are reviewed by it. */
const undeclared = (changes: readonly Change[]): readonly ProblemError[] =>
  changes
    .filter(({ text, meaningChanged }) => text && meaningChanged === null)
    .map(({ pointer, code, member }) => ({
      pointer,
      code: 'meaning-undeclared',
      detail: `The ${member} of "${code}" changed; say by "meaningChanged" whether it now means something else.`,
    }))

/** A code that was given up never comes back for another subject. */
const unreserved = (draft: Questionnaire, changes: readonly Change[]): readonly ProblemError[] =>
  changes
    .filter(
      ({ change, type, code }) =>
        change === 'removed' && coded.has(type) && code !== null && !draft.reserved.includes(code),
    )
    .map(({ code }) => ({
      pointer: '/reserved',
      code: 'code-not-reserved',
      detail: `"${code}" was removed; put it into "reserved", so that it never names another subject.`,
    }))

const coded: ReadonlySet<string> = new Set([
  'category',
  'node',
  'area',
  'question',
  'statement',
  'profile-item',
])

const unconfirmedPoints = (draft: Questionnaire): readonly Warning[] => {
  const categories = new Map(draft.categories.map(({ code, provenance }) => [code, provenance]))
  const items = new Map(
    draft.categories.flatMap(({ items = [] }) => items.map((item) => [item.code, item.provenance])),
  )
  const unsure = scoredNodes(draft).filter(
    ({ code, category }) =>
      effectiveProvenance(draft.provenance, categories.get(category), items.get(code)).status ===
      'unconfirmed',
  )
  if (unsure.length === 0) return []
  const named = unsure.slice(0, 5).map(({ code }) => code)
  const more = unsure.length > named.length ? ', …' : ''
  return [
    {
      pointer: '/categories',
      code: 'unconfirmed-points',
      detail: `The points of ${unsure.length} nodes are unconfirmed: ${named.join(', ')}${more}.`,
    },
  ]
}

const missingLocales = (draft: Questionnaire, last: Questionnaire | null): readonly Warning[] =>
  (last?.locales ?? [])
    .filter((locale) => !draft.locales.includes(locale))
    .map((locale) => ({
      pointer: '/locales',
      code: 'locale-missing' as const,
      detail: `Version ${last?.version} was also in ${locale}; this one is not.`,
    }))

const areasWithoutQuestion = (draft: Questionnaire): readonly Warning[] =>
  everyArea(draft)
    .filter(({ area }) => area.questions.length === 0)
    .map(({ area, pointer }) => ({
      pointer: `${pointer}/questions`,
      code: 'area-without-question' as const,
      detail: `Area "${area.code}" asks nothing.`,
    }))

/** A table that has run out, with no other of the same scope in force, recognises nobody any more. */
const recognitionGaps = ({ draft, today }: GateInput): readonly Warning[] => {
  const inForce = ({ validTo }: Questionnaire['recognition'][number]) =>
    validTo === null || validTo >= today
  return draft.recognition.flatMap((table, index): readonly Warning[] => {
    const followed = draft.recognition.some((each) => each.scope === table.scope && inForce(each))
    if (inForce(table) || followed) return []
    return [
      {
        pointer: `/recognition/${index}/validTo`,
        code: 'recognition-gap',
        detail: `The table "${table.code}" ended on ${table.validTo}, and none follows it.`,
      },
    ]
  })
}

const changeWarnings = (
  { changes, class: heaviest }: Comparison,
  mapped: boolean,
): readonly Warning[] => [
  ...changes
    .filter(({ meaningChanged }) => meaningChanged === true)
    .map(({ pointer, code }) => ({
      pointer,
      code: 'meaning-changed' as const,
      detail: `The text of "${code}" now means something else: answers carried over will be reviewed.`,
    })),
  ...changes
    .filter(({ member }) => member === 'points')
    .map(({ pointer, code, before, after: now }) => ({
      pointer,
      code: 'weights-changed' as const,
      detail: `"${code}" was worth ${before} points and is now worth ${now}.`,
    })),
  ...(heaviest === 'breaking' && !mapped
    ? [
        {
          pointer: '',
          code: 'no-mapping' as const,
          detail: 'No mapping says what becomes of answers to the version before.',
        },
      ]
    : []),
]
