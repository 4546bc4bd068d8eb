// What is promised about entering submissions into cycles: what is open, entered, left, and listed by both sides.
// How a cycle is made is in the contract of programmes; who assesses an entry, in that of assignments.
import { z } from 'zod'
import {
  AssociationId,
  CycleId,
  Instant,
  OrganizationId,
  OwnerGroupId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { sectorSchemes } from '../../core/organization/profile.ts'
import { type Cycle, CycleName } from '../../core/programme/cycle.ts'
import type {
  Applicant,
  Entry as CoreEntry,
  CycleEntry as Known,
} from '../../core/programme/entry.ts'
import { CycleNotApplicable } from '../../core/programme/not-applicable.ts'
import { ProgrammeName } from '../../core/programme/programme.ts'
import { CycleWeighting } from '../../core/programme/weighting.ts'
import { submissionStates, submissionStateTexts } from '../../core/submission/lifecycle.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { listOf, operation, PageQuery, pageQuery } from '../../http/operation.ts'

const Entry = z
  .strictObject({
    organizationId: OrganizationId,
    submissionId: SubmissionId,
    associationId: AssociationId,
    programmeId: ProgrammeId,
    cycleId: CycleId,
    enteredAt: Instant,
  })
  .meta({ id: 'Entry', description: 'A submission that was entered into a cycle.' })

const present = ({ enteredBy: _, enteredAt, ...entry }: CoreEntry) => ({
  ...entry,
  enteredAt: toInstant(enteredAt),
})

const OpenCycle = z
  .strictObject({
    id: CycleId,
    associationId: AssociationId,
    programmeId: ProgrammeId,
    programmeName: ProgrammeName,
    name: CycleName,
    questionnaires: z.array(QuestionnaireReference).max(10),
    weightings: z.array(CycleWeighting).max(10).meta({
      description: 'Of its association, under which official scores count; else the reference.',
    }),
    notApplicable: CycleNotApplicable.nullable().meta({
      description: 'What is made of nodes that do not apply; null: none may.',
    }),
    opensAt: Instant,
    closesAt: Instant,
  })
  .meta({ id: 'OpenCycle', description: 'A cycle that takes submissions now.' })

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }
type Open = { readonly cycle: Cycle; readonly programmeName: string }

const presentOpen = ({ items, nextCursor }: Page<Open>) => ({
  items: items.map(({ cycle, programmeName }) => ({
    id: cycle.id,
    associationId: cycle.associationId,
    programmeId: cycle.programmeId,
    programmeName,
    name: cycle.name,
    questionnaires: cycle.settings.questionnaires,
    weightings: [...cycle.settings.weightings],
    notApplicable: cycle.settings.notApplicable,
    opensAt: toInstant(cycle.opensAt),
    closesAt: toInstant(cycle.closesAt),
  })),
  nextCursor,
})

/** What is known of an applicant before any of its content. */
export const applicantMembers = {
  name: boundedText(1, 200),
  ownerGroup: z
    .strictObject({
      associationId: AssociationId,
      id: OwnerGroupId,
      name: boundedText(1, 200).nullable(),
    })
    .nullable()
    .meta({ description: 'Its name is null where another association keeps the group.' }),
  sector: z
    .strictObject({
      scheme: z.enum(sectorSchemes),
      division: z.string().max(2),
      section: z.string().max(1),
    })
    .nullable(),
  region: z.string().max(6).nullable(),
}

export const presentApplicant = ({ name, ownerGroup, sector, region }: Applicant) => ({
  name,
  ownerGroup,
  sector: sector as z.input<(typeof applicantMembers)['sector']>,
  region,
})

const CycleEntry = z
  .strictObject({
    organizationId: OrganizationId,
    submissionId: SubmissionId,
    ...applicantMembers,
    questionnaire: QuestionnaireReference,
    state: z.enum(submissionStates).meta({ description: inWords(submissionStateTexts) }),
    stateAt: Instant.meta({ description: 'Since when the submission is in this state.' }),
    enteredAt: Instant,
  })
  .meta({
    id: 'CycleEntry',
    description: 'An entry as the association sees it: the organization as it was then.',
  })

const presentKnown = (entry: Known) => ({
  organizationId: entry.organizationId,
  submissionId: entry.submissionId,
  ...presentApplicant(entry),
  questionnaire: entry.questionnaire,
  state: entry.state,
  stateAt: toInstant(entry.stateAt),
  enteredAt: toInstant(entry.enteredAt),
})

const shared = { tag: 'entries', tenant: 'organization' } as const
const house = '/v1/organizations/{organizationId}'
const OrganizationPath = z.strictObject({ organizationId: OrganizationId })
const SubmissionPath = OrganizationPath.extend({ submissionId: SubmissionId })

export const listOpenCycles = operation({
  ...shared,
  id: 'listOpenCycles',
  method: 'GET',
  url: `${house}/open-cycles`,
  summary: 'List the cycles that an organization may enter now',
  description:
    'Those of the association that it belongs to and of those above it, or of the one that is named; the first to ' +
    'close comes first.',
  scope: 'submissions:read',
  params: OrganizationPath,
  query: z.strictObject({ ...pageQuery, associationId: AssociationId.optional() }),
  reply: { 200: listOf('OpenCycleList', OpenCycle) },
  present: presentOpen,
  sample: { query: { limit: '20' } },
})

export const enterCycle = operation({
  ...shared,
  id: 'enterCycle',
  method: 'POST',
  url: `${house}/submissions/{submissionId}/entry`,
  summary: 'Enter a submission into a cycle',
  description:
    'A submitted one, into an open cycle of the association or of one above it, whose questionnaires it answers; one ' +
    'of each organization, and each in one cycle. Answers that do not apply enter only where the cycle takes them, and ' +
    'no more of them than it says (`document-invalid`, one pointer for each answer). The clock is that of the database. From then on a review decides, ' +
    'and nobody accepts it without one. For admins of the organization, and by its grant.',
  scope: 'submissions:submit',
  params: SubmissionPath,
  body: z
    .strictObject({ associationId: AssociationId, cycleId: CycleId })
    .meta({ id: 'NewEntry', description: 'Which cycle to enter.' }),
  reply: { 201: Entry },
  present,
  location: ({ submissionId }, { organizationId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/entry`,
  problems: [
    'forbidden',
    'illegal-transition',
    'already-exists',
    'window-closed',
    'document-invalid',
  ],
  sample: {
    body: {
      associationId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
      cycleId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
    },
  },
})

export const getEntry = operation({
  ...shared,
  id: 'getEntry',
  method: 'GET',
  url: `${house}/submissions/{submissionId}/entry`,
  summary: 'Read into which cycle a submission was entered',
  description:
    'Programme and cycle of one submission, and since when; 404 where it was not entered, or left again.',
  scope: 'submissions:read',
  params: SubmissionPath,
  reply: { 200: Entry },
  present,
})

export const leaveCycle = operation({
  ...shared,
  id: 'leaveCycle',
  method: 'DELETE',
  url: `${house}/submissions/{submissionId}/entry`,
  summary: 'Take an entry back',
  description:
    'Possible until assessing begins; a submission that was not entered is left as it is. Whoever wants to end the ' +
    'submission withdraws it. For admins of the organization, and by its grant.',
  scope: 'submissions:submit',
  params: SubmissionPath,
  reply: { 204: null },
  problems: ['forbidden', 'immutable'],
})

export const listEntries = operation({
  ...shared,
  id: 'listEntries',
  method: 'GET',
  url: `${house}/entries`,
  summary: 'List what an organization entered',
  description:
    'Newest first, with the cycle of each: for members of the organization and by its grant. It tells nothing of the panel; ' +
    'what comes of it is in the state of the submission.',
  scope: 'submissions:read',
  params: OrganizationPath,
  query: PageQuery,
  reply: { 200: listOf('EntryList', Entry) },
  present: ({ items, nextCursor }: Page<CoreEntry>) => ({ items: items.map(present), nextCursor }),
  sample: { query: { limit: '20' } },
})

export const listCycleEntries = operation({
  tag: 'entries',
  tenant: 'association',
  id: 'listCycleEntries',
  method: 'GET',
  url: '/v1/associations/{associationId}/programmes/{programmeId}/cycles/{cycleId}/entries',
  summary: 'List what was entered into a cycle',
  description: 'In the order of entry, each with the state of its submission and no content of it.',
  scope: 'assignments:read',
  params: z.strictObject({
    associationId: AssociationId,
    programmeId: ProgrammeId,
    cycleId: CycleId,
  }),
  query: PageQuery,
  reply: { 200: listOf('CycleEntryList', CycleEntry) },
  present: ({ items, nextCursor }: Page<Known>) => ({
    items: items.map(presentKnown),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})
