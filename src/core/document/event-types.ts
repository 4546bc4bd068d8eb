// The catalogue of what events tell: every type with one sentence, by the feeds in which it stands. A decision that told
// anything else does not compile. The Chinese sentences are in event-texts-zh-cn.ts, the form of an event in event-v1.ts;
// who must not be told of a panel is in ../review/untold.ts.

/** In feeds of organizations alone. */
const ofOrganizations = {
  'organization.created': 'An organization was created.',
  'organization.updated': 'What is said of the organization itself changed.',
  'organization.verified': 'The association verified the organization.',
  'benchmark-consent.given': 'The organization agreed to enter benchmarks.',
  'benchmark-consent.withdrawn': 'The organization no longer agrees to enter benchmarks.',
  'grant.given': 'A right to read was lent.',
  'grant.revoked': 'A lent right to read was taken back.',
  'submission.created': 'A submission was begun.',
  'submission.updated': 'What is said of a submission beside its answers changed.',
  'answer.changed': 'Answers of a submission were given, changed or taken away.',
  'submission.submitted': 'A submission was submitted and scored.',
  'submission.accepted': 'A submission became final without a review.',
  'submission.withdrawn': 'A submission was withdrawn.',
  'submission.entered': 'A submission entered a cycle.',
  'submission.left': 'A submission left its cycle.',
  'submission.review-started': 'The first assessor was cleared: the submission is in review.',
  'submission.panel-shown': 'The panel was shown, and may be accepted or challenged.',
  'submission.panel-accepted': 'The panel that was shown was accepted.',
  'submission.panel-challenged': 'The panel that was shown was challenged.',
  'submission.challenge-decided': 'What becomes of the challenge was decided.',
  'submission.finalized': 'The submission is final, by the final word on its consensus.',
} as const

/** In feeds of associations alone. */
const ofAssociations = {
  'association.created': 'An association was created.',
  'owner-group.created': 'An owner group was created.',
  'questionnaire.published': 'A version of a questionnaire was published.',
  'questionnaire.withdrawn': 'A version of a questionnaire was withdrawn from new use.',
  'weighting-limits.changed': 'Limits to the weightings of a questionnaire were set or changed.',
  'weighting-limits.removed': 'Limits to the weightings of a questionnaire were taken away.',
  'weighting-effect.asked': 'The effect of a weighting on final submissions was asked for.',
  'weighting-effect.assessed': 'The effect of a weighting on final submissions was counted.',
  'benchmark-edition.built': 'Members and cells of a benchmark edition were computed.',
  'benchmark-edition.previewed': 'A reviewer looked at a cohort of a benchmark edition.',
  'benchmark-edition.published': 'A benchmark edition was published.',
  'benchmark-edition.retired': 'A benchmark edition was retired.',
  'programme.created': 'A programme was created.',
  'programme.updated': 'What is said of a programme changed.',
  'cycle.created': 'A cycle was planned.',
  'cycle.updated': 'What is said of a cycle, or its settings, changed.',
  'cycle.opened': 'A cycle takes entries.',
  'cycle.started': 'Assessing began in a cycle, whose rules are frozen.',
  'cycle.closed': 'A cycle ended.',
  'cycle.cancelled': 'A cycle was cancelled.',
  'cycle.entered': 'A cycle took the submission of an organization.',
  'cycle.left': 'An organization took its submission out of a cycle.',
  'assessor.registered': 'Somebody entered the register of assessors.',
  'assessor.updated': 'An entry in the register of assessors changed.',
  'assessor.removed': 'Somebody was taken out of the register of assessors.',
  'assessor.interests-stated': 'An assessor said which interests there are.',
  'assignment.proposed': 'Somebody was asked to assess a submission.',
  'assignment.activated': 'An assessor was cleared, by the own declaration or a waiver.',
  'assignment.conflicted': 'An assessor declared a conflict.',
  'assignment.declined': 'Somebody who was asked to assess does not want to.',
  'assignment.recused': 'An assessor stepped back.',
  'assignment.removed': 'A manager ended an assignment.',
  'assignment.completed': 'An assignment ended with the final word.',
  'assignment.lead-named': 'A member of the panel leads it from now on.',
  'assignment.ban-breached': 'An assessor consults for an applicant while that is barred.',
  'challenge.opened': 'An applicant was shown its panel, and may accept or challenge it.',
  'challenge.panel-accepted': 'An applicant has nothing against its panel.',
  'challenge.raised': 'An applicant challenged its panel.',
  'challenge.decided': 'A challenge was decided.',
  'challenge.closed': 'The first review began: the panel is no longer challenged.',
  'review.started': 'An assessor began a review.',
  'review.locked': 'A review was locked, whole.',
  'review.reopened': 'A manager gave a locked review back to its assessor.',
  'review.excluded': 'A review left the panel, and counts no more.',
  'consensus.opened': 'The lead opened the consensus over the locked reviews.',
  'consensus.round-begun': 'The lead has chosen items scored once more, blind.',
  'consensus.round-closed': 'A further round ended.',
  'consensus.proposed': 'The lead proposed the scores of the panel.',
  'consensus.objection-raised': 'One of the panel objected to what is proposed.',
  'consensus.objection-withdrawn': 'Whoever objected approves by now.',
  'consensus.objection-overruled': 'The lead goes on in spite of an objection, with a note.',
  'consensus.agreed': 'The panel agreed on what was proposed.',
  'consensus.departure-decided': 'A manager decided about the review of somebody who left.',
  'consensus.successor-joined': 'A successor locked a review, which counts from now on.',
  'consensus.reopened': 'What the panel proposed or agreed on is open once more.',
  'consensus.finalized': 'A manager said the final word on a consensus.',
  'visit.planned': 'The lead planned a site visit.',
  'visit.declaration-renewed': 'One of the panel declared anew before a site visit.',
  'visit.begun': 'A site visit began.',
  'visit.reported': 'The lead reported on a site visit.',
  'visit.stopped': 'A site visit ended without a report.',
  'feedback-report.drafted': 'A version of a feedback report was drafted.',
  'feedback-report.approved': 'A version of a feedback report was approved.',
  'feedback-report.returned': 'An approved feedback report was returned to draft.',
} as const

/** In feeds of both. */
const ofBoth = {
  'feedback-report.released': 'A feedback report was released to the organization.',
  'weighting.created': 'A weighting was drafted.',
  'weighting.updated': 'A draft of a weighting changed.',
  'weighting.published': 'A weighting was published.',
  'member.added': 'Somebody became a member.',
  'member.changed': 'The role of a member changed.',
  'member.removed': 'A membership ended.',
  'api-key.created': 'An API key was made.',
  'api-key.rotated': 'An API key got a new secret.',
  'api-key.revoked': 'An API key was revoked.',
  'content.read': 'Content was shown to somebody outside, or left as a file.',
  'operation.refused': 'Somebody with standing was refused; `problem` says with what.',
} as const

export const eventTypes = { ...ofOrganizations, ...ofAssociations, ...ofBoth } as const

/** A type of event, by its name. */
export type EventName = keyof typeof eventTypes

/** Whose feeds have events of each type, in the order of the catalogue. */
export const eventNamesOf: Readonly<
  Record<'organization' | 'association' | 'both', readonly EventName[]>
> = {
  organization: Object.keys(ofOrganizations) as EventName[],
  association: Object.keys(ofAssociations) as EventName[],
  both: Object.keys(ofBoth) as EventName[],
}
