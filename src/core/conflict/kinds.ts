// The kinds of conflict of interest as data: how long each counts, whether through the owner group too, and what
// it does.
// Whether an interest is one of an applicant is decided in conflicts.ts.
import { z } from 'zod'

/** What somebody may declare; the two others are found by the system. */
export const interestKinds = [
  'employment',
  'consulting',
  'ownership',
  'supplier_customer',
  'competitor',
  'personal_tie',
  'other',
] as const
export type InterestKind = (typeof interestKinds)[number]

export type ConflictKind = InterestKind | 'same_person' | 'earlier_assessment'

/** How many years an ended interest counts, and over how many cycles in a row nobody assesses the same applicant. */
export const ConflictWindows = z
  .strictObject({
    employmentYears: z.int().min(0).max(20).meta({ description: 'Boards too.' }),
    consultingYears: z.int().min(2).max(20).meta({
      description: 'Training too. Who assessed an applicant does not consult it for two years.',
    }),
    supplierCustomerYears: z.int().min(0).max(20),
    earlierAssessmentCycles: z
      .int()
      .min(1)
      .max(10)
      .meta({
        description:
          'Who assessed the applicant in so many cycles of the programme in a row assesses it once more only if somebody ' +
          'else waives that. Counted are the last ones in which the applicant took part.',
      }),
  })
  .meta({
    id: 'ConflictWindows',
    description:
      'For how many years after its end an interest counts, and after how many assessments in a row another one is a conflict.',
  })
export type ConflictWindows = z.infer<typeof ConflictWindows>

export const defaultWindows: ConflictWindows = {
  employmentYears: 5,
  consultingYears: 5,
  supplierCustomerYears: 5,
  earlierAssessmentCycles: 2,
}

/**
 * `window`: the member of ConflictWindows that says how many years after its end an interest counts;
 * `current`: only while it lasts; `always`: whatever its end. `block` is never waived.
 */
export type ConflictRule = {
  readonly window: Exclude<keyof ConflictWindows, 'earlierAssessmentCycles'> | 'current' | 'always'
  readonly ownerGroup: boolean
  readonly effect: 'block' | 'waivable'
}

/** Kind → rule, in the order in which conflicts are named. */
export const conflictRules = {
  employment: { window: 'employmentYears', ownerGroup: true, effect: 'block' },
  consulting: { window: 'consultingYears', ownerGroup: true, effect: 'block' },
  ownership: { window: 'current', ownerGroup: true, effect: 'block' },
  supplier_customer: { window: 'supplierCustomerYears', ownerGroup: true, effect: 'block' },
  competitor: { window: 'current', ownerGroup: false, effect: 'block' },
  personal_tie: { window: 'always', ownerGroup: false, effect: 'block' },
  same_person: { window: 'current', ownerGroup: true, effect: 'block' },
  earlier_assessment: { window: 'current', ownerGroup: false, effect: 'waivable' },
  other: { window: 'always', ownerGroup: false, effect: 'waivable' },
} as const satisfies Record<ConflictKind, ConflictRule>

export const conflictKinds = Object.keys(conflictRules) as readonly ConflictKind[]

/** What each interest does that somebody may state, for people: one sentence a kind, out of the rules. */
export const interestsInWords = interestKinds
  .map((kind) => {
    const { window, ownerGroup, effect }: ConflictRule = conflictRules[kind]
    const lasting = { always: 'also when it is over', current: 'while it lasts' }
    const time =
      window === 'always' || window === 'current'
        ? lasting[window]
        : `while it lasts and \`${window}\` of the cycle after`
    const whose = ownerGroup
      ? 'to the applicant or another organization of its owner'
      : 'to the applicant itself'
    const what = effect === 'block' ? 'blocks' : 'may be waived by somebody else'
    return `\`${kind}\` ${whose} ${what}, ${time}.`
  })
  .join(' ')

/** What each kind of conflict is. */
export const conflictTexts: Readonly<Record<ConflictKind, string>> = {
  employment: 'works or worked there, boards included.',
  consulting: 'consults or consulted it, training included.',
  ownership: 'owns a share of it.',
  supplier_customer: 'supplies it or buys from it.',
  competitor: 'competes with it.',
  personal_tie: 'is close to somebody there.',
  same_person: 'is a member of it, or acts for it.',
  earlier_assessment: 'assessed it in the cycles before.',
  other: 'something else that was declared.',
}
