// What is promised about the site visits of a panel, the present one and those before it. Their notes are the panel's
// alone, and are never released.
import { z } from 'zod'
import { etagOfConsensus, type StoredConsensus } from '../../core/consensus/stored.ts'
import { Instant, NodeCode, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { answerValues, ScoreValue } from '../../core/submission/answer-values.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { visitStates, visitStateTexts } from '../../core/visit/life.ts'
import { Etag, operation } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import { consensusPath } from './contract-consensus.ts'

const path = `${consensusPath}/visit`
const Text = boundedText(1, 2000)
const percent = z.number().min(0).max(100)
const most = 200

const issue = {
  code: NodeCode,
  kind: z.enum(['verify', 'clarify']).meta({
    description: inWords({
      verify: 'whether it is as the submission says.',
      clarify: 'what the submission leaves open.',
    }),
  }),
  question: Text,
  source: boundedText(0, 500).meta({ description: 'What in the submission raises it.' }),
}

const VisitOutcomeInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('confirmed'), evidence: Text }),
    z.strictObject({ kind: z.literal('not_reached'), evidence: Text }),
    z.strictObject({ kind: z.literal('changed'), evidence: Text, ...answerValues }),
  ])
  .meta({ id: 'VisitOutcomeInput', description: 'What became of an issue.' })

const VisitIssue = z
  .strictObject({
    ...issue,
    outcome: z
      .strictObject({
        kind: z.enum(['confirmed', 'not_reached', 'changed']).meta({
          description: inWords({
            confirmed: 'it is as was thought; the score stays.',
            not_reached: 'it was not looked into; the score stays.',
            changed: 'the score of the item becomes this value with the report.',
          }),
        }),
        evidence: Text,
        percent: percent.optional(),
        value: ScoreValue.optional(),
      })
      .nullable(),
  })
  .meta({ id: 'VisitIssue', description: 'What the panel looks into, and what it found.' })

const SiteVisit = z
  .strictObject({
    state: z.enum(visitStates).meta({ description: inWords(visitStateTexts) }),
    etag: Etag.meta({ description: 'Of the consensus: it changes with every step.' }),
    issues: z.array(VisitIssue).max(most),
    renewed: z
      .array(
        z.strictObject({
          personId: PersonId,
          at: Instant.nullable().meta({ description: 'Null: before instants were kept.' }),
        }),
      )
      .max(100)
      .meta({ description: 'Who has declared anew, and when.' }),
    changes: z
      .array(
        z.strictObject({
          code: NodeCode,
          fromPercent: percent,
          toPercent: percent,
          from: ScoreValue,
          to: ScoreValue,
          question: Text,
          note: Text,
        }),
      )
      .max(most)
      .meta({ description: 'What its report changed.' }),
  })
  .meta({
    id: 'SiteVisit',
    description:
      'A visit that the panel planned. `stopped`: the panel went back to its scores before it was reported.',
  })

const SiteVisits = z
  .strictObject({ items: z.array(SiteVisit).max(1000) })
  .meta({ id: 'SiteVisits', description: 'In the order in which they were planned.' })

type Visited = { readonly consensus: StoredConsensus }

const present = ({ consensus }: Visited) => {
  const visit = consensus.visits.at(-1)
  if (visit === undefined) throw new TypeError('A visit is shown that was never planned.')
  return presentVisit(visit, consensus)
}

const presentVisit = (visit: StoredConsensus['visits'][number], consensus: StoredConsensus) => ({
  state: visit.state,
  etag: etagOfConsensus(consensus),
  issues: visit.issues.map(({ outcome, ...same }) => ({
    ...same,
    outcome: outcome === null ? null : presentOutcome(outcome),
  })),
  renewed: visit.renewed.map(({ personId, at }) => ({ personId, at: toInstant(at) })),
  changes: visit.changes.map(({ fromBp, toBp, ...same }) => ({
    ...same,
    fromPercent: fromBp / 100,
    toPercent: toBp / 100,
  })),
})

const presentOutcome = (
  outcome: NonNullable<StoredConsensus['visits'][number]['issues'][number]['outcome']>,
) => ({
  kind: outcome.kind,
  evidence: outcome.evidence,
  ...(outcome.kind === 'changed' ? { percent: outcome.percentBp / 100, value: outcome.value } : {}),
})

const shared = {
  tag: 'consensus',
  tenant: 'organization',
  params: SubmissionPath,
  reply: { 200: SiteVisit },
  present,
} as const
const leading = { ...shared, scope: 'consensus:write', method: 'POST' } as const

export const planSiteVisit = operation({
  ...leading,
  id: 'planSiteVisit',
  url: path,
  summary: 'Plan a site visit',
  description:
    'For the lead of a panel that has agreed, where the cycle has visits. Every issue is about an item, with its ' +
    'question.',
  body: z
    .strictObject({ issues: z.array(z.strictObject(issue)).min(1).max(most) })
    .meta({ id: 'NewSiteVisit', description: 'What the panel looks into.' }),
  reply: { 201: SiteVisit },
  location: (_, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/consensus/visit`,
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  sample: {
    body: {
      issues: [
        {
          code: '4.1.2',
          kind: 'verify',
          question: 'Is the review held at all sites?',
          source: 'Narrative of 4.1.2 a',
        },
      ],
    },
  },
})

export const getSiteVisit = operation({
  ...shared,
  scope: 'reviews:read',
  id: 'getSiteVisit',
  method: 'GET',
  url: path,
  summary: 'Read the site visit of a panel',
  description:
    'The last one, planned, going on or over: its issues with what was found, and who declared anew. For the panel alone; ' +
    '404 where none was planned. Its tag is that of the consensus. `listSiteVisits` has those before it.',
  problems: ['conflict-of-interest'],
})

export const listSiteVisits = operation({
  ...shared,
  scope: 'reviews:read',
  id: 'listSiteVisits',
  method: 'GET',
  url: `${consensusPath}/visits`,
  summary: 'List the site visits of a panel',
  description:
    'All of them, also those that were stopped; the last one is what `getSiteVisit` answers. For the panel alone.',
  reply: { 200: SiteVisits },
  present: ({ consensus }: Visited) => ({
    items: consensus.visits.map((visit) => presentVisit(visit, consensus)),
  }),
  problems: ['conflict-of-interest'],
})

export const declareForSiteVisit = operation({
  ...shared,
  scope: 'consensus:agree',
  method: 'POST',
  id: 'declareForSiteVisit',
  url: `${path}/declarations`,
  summary: 'Declare anew that nothing speaks against the own part in the visit',
  description:
    'Every member does before it begins. What is known of the caller and the applicant by now is looked at once more: the ' +
    'register, own interests, memberships, rights that were lent. Whoever cannot declare, or is refused since something ' +
    'of it blocks, steps back with `recuseFromAssignment`, and is not waited for; a manager decides about the review.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition'],
})

export const beginSiteVisit = operation({
  ...leading,
  id: 'beginSiteVisit',
  url: `${path}/begin`,
  summary: 'Begin a site visit',
  description:
    'Refused while somebody of the panel has not declared anew, with a pointer for each; whoever steps back is not ' +
    'waited for.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'incomplete'],
})

export const putVisitOutcome = operation({
  ...leading,
  id: 'putVisitOutcome',
  method: 'PUT',
  url: `${path}/issues/{place}/outcome`,
  summary: 'Say what became of an issue',
  description: 'The place counts from 0. If-Match takes the tag of the visit.',
  params: SubmissionPath.extend({
    place: z
      .string()
      .regex(/^(0|[1-9]\d{0,2})$/)
      .transform(Number)
      .meta({ type: 'integer', minimum: 0, maximum: 999 }),
  }),
  body: VisitOutcomeInput,
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  revision: 'match',
  sample: { params: { place: '0' }, body: { kind: 'confirmed', evidence: 'Seen at three sites.' } },
})

export const reportSiteVisit = operation({
  ...leading,
  id: 'reportSiteVisit',
  url: `${path}/report`,
  summary: 'Report a site visit',
  description:
    'Every issue has an outcome by then. Scores that changed are entered; if one lies the discussion threshold or more ' +
    'from what the panel agreed on last, over however many visits, the panel agrees anew. Refused where more would not apply ' +
    'than the cycle permits, with a pointer to each item of which a part does not.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'incomplete'],
})
