// Which events of an association would tell a reader what a panel does that the reader must not know of, by what stands
// before the point of their type. Whose panel it was is in their ids; finding that out is the store's. What names no
// submission is of no panel.

/** To a member of the organization that is assessed: who was asked, what they did, and what was refused to them. */
export const untoldToApplicants = [
  'assignment',
  'review',
  'consensus',
  'visit',
  'challenge',
  'feedback-report',
  'content',
  'operation',
] as const

/**
 * How far a panel and its report are, and what the applicant has against it: to whoever does not manage its programme, to
 * whom all operations say that there is nothing, and to managers who were asked to assess the same submission. Who sits
 * on the panel is no secret.
 */
export const untoldBesideManagers = [
  'review',
  'consensus',
  'visit',
  'challenge',
  'feedback-report',
  'content',
  'operation',
] as const

/**
 * Events by one of a panel as one among its members. Managers read that it happened and not who it was: who approves,
 * objects and declares anew is shown to them once the consensus is final (../consensus/visible.ts), by the consensus.
 */
const unnamed: readonly string[] = [
  'consensus.objection-raised',
  'consensus.objection-withdrawn',
  'consensus.agreed',
  'visit.declaration-renewed',
]

/** Whether the feed of an association says who did it. */
export const isNamed = (type: string): boolean => !unnamed.includes(type)
