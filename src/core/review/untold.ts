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
 * How far a panel is, and what the applicant has against it: to whoever does not manage its programme, to whom all
 * operations say that there is nothing, and to managers who were asked to assess the same submission. Who sits on the
 * panel is no secret.
 */
export const untoldBesideManagers = [
  'review',
  'consensus',
  'visit',
  'challenge',
  'content',
  'operation',
] as const
