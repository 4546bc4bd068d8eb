// Which events of an association would tell a reader what a panel does that the reader must not know of, by what stands
// before the point of their type. Whose panel it was is in their ids; finding that out is the store's.

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
 * To whoever was asked to assess the same submission: how far the others are, and what the applicant has
 * against them. Who they are is no secret.
 */
export const untoldToAssessors = [
  'review',
  'consensus',
  'visit',
  'challenge',
  'content',
  'operation',
] as const
