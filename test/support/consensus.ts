// A panel of three with locked reviews, and a consensus in any state, for the tests of the core.
import type { Assignment } from '../../src/core/assignment/assignment.ts'
import { type Consensus, open, type Panel } from '../../src/core/consensus/consensus.ts'
import type { Figures } from '../../src/core/consensus/entries.ts'
import { type ConsensusRules, figuresOf } from '../../src/core/consensus/figures.ts'
import type { ConsensusState } from '../../src/core/consensus/life.ts'
import { suggestionOf } from '../../src/core/consensus/suggestion.ts'
import type { ConsensusId } from '../../src/core/ids.ts'
import { type Review, start } from '../../src/core/review/review.ts'
import { type Gauges, gaugesOf, type Valued } from '../../src/core/review/value.ts'
import { noon, numbered, people, proposedTo, reviewId } from './assessment.ts'
import { gbt, submissionId } from './submissions.ts'

const { lead, ann, bob } = people

/** A percent, as a review or a panel gives it. */
export const valued = (percentBp: number): Valued => ({
  value: { percent: percentBp / 100 },
  percentBp,
})

export const rules: ConsensusRules = {
  naPermitted: true,
  quorum: 2,
  thresholdBp: 2000,
  stepBp: 500,
  suggestion: 'median',
}
/** Percents on that step, whatever the code. */
export const gauges: Gauges = () => gaugesOf(gbt, rules)('4.1.2')

export const panel: Panel = { lead, members: [lead, ann, bob] }

export const assignments: readonly Assignment[] = [lead, ann, bob].map((person, place) => ({
  ...proposedTo(person, { role: person === lead ? 'lead' : 'member', id: numbered(140 + place) }),
  state: 'active',
}))

/** The locked reviews of the three, in the order of the panel. */
export const reviews: readonly Review[] = panel.members.map((personId, place) => ({
  ...start({ id: reviewId(place), submissionId, personId }),
  state: 'locked',
  digest: String(place).repeat(64),
  lockedAt: noon(5),
  version: 1,
}))

/** Close on 1.1, apart on 1.2, one score on 1.3, none on 1.4. */
export const figures: Figures = new Map(
  Object.entries({
    '1.1': [4000, 4500, 5000],
    '1.2': [2000, 5000, 8000],
    '1.3': [null, 6000, null],
    '1.4': [null, null, null],
  }).map(([code, scores]) => {
    const values = scores.flatMap((bp) => (bp === null ? [] : [valued(bp).value]))
    const suggestion = suggestionOf(values, { gauge: gauges(code), rule: rules.suggestion })
    return [code, figuresOf(scores, { rules, bands: [], suggestion })]
  }),
)

export const opening = {
  id: numbered<ConsensusId>(150),
  submissionId,
  assignments,
  reviews,
  rules,
  siteVisit: 'optional',
  by: lead,
  now: noon(10),
} as const satisfies Parameters<typeof open>[0]

/** A consensus in the given state, with a score and a note for every item. */
export const consensusIn = (state: ConsensusState, other: Partial<Consensus> = {}): Consensus => ({
  ...open(opening).consensus,
  state,
  scores: Object.fromEntries(
    [...figures.keys()].map((code) => [code, { ...valued(4500), note: 'We met.', by: lead }]),
  ),
  ...other,
})
