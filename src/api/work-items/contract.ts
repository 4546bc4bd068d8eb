// What is promised about work that waits: for an assessor, for programme managers, for an organization; and how far a
// cycle is. Nothing of it is stored, and nothing is done here: each item names what the other operations are about.
import { z } from 'zod'
import { assignmentStates } from '../../core/assignment/life.ts'
import {
  AssignmentId,
  AssociationId,
  CycleId,
  Instant,
  OrganizationId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { CycleName } from '../../core/programme/cycle.ts'
import * as cycles from '../../core/programme/life.ts'
import { SubmissionTitle } from '../../core/submission/submission.ts'
import { boundedText, inWords } from '../../core/text.ts'
import {
  type AssessorWork,
  assessorTasks,
  assessorTaskTexts,
} from '../../core/work-item/assessor.ts'
import { type CycleProgress as CoreProgress, enteredStates } from '../../core/work-item/cycle.ts'
import {
  type OrganizationWork as OwnWork,
  organizationTasks,
  organizationTaskTexts,
} from '../../core/work-item/organization.ts'
import { type PanelWork, panelTasks, panelTaskTexts } from '../../core/work-item/panel.ts'
import { listOf, operation, PageQuery } from '../../http/operation.ts'
import { Role } from '../assignments/contract.ts'
import { applicantMembers, presentApplicant } from '../entries/contract.ts'

const shared = { tag: 'work-items', method: 'GET' } as const
const count = z.int().min(0).max(1_000_000)

const reportVersion = z.int().min(1).max(9999).optional().meta({
  description: 'The version of the feedback report that waits.',
})

const AssessorWorkItem = z
  .strictObject({
    task: z.enum(assessorTasks).meta({ description: inWords(assessorTaskTexts) }),
    assignmentId: AssignmentId,
    role: Role,
    since: Instant.meta({ description: 'Since when the assignment allows it.' }),
    associationId: AssociationId,
    programmeId: ProgrammeId,
    cycleId: CycleId,
    cycleName: CycleName,
    ...applicantMembers,
    organizationId: OrganizationId.optional(),
    submissionId: SubmissionId.optional(),
    reportVersion,
  })
  .meta({
    id: 'AssessorWorkItem',
    description:
      'The next thing to do about one submission. Which submission it is comes with a cleared declaration.',
  })

const PanelWorkItem = z
  .strictObject({
    tasks: z
      .array(z.enum(panelTasks))
      .min(1)
      .max(panelTasks.length)
      .meta({ description: inWords(panelTaskTexts) }),
    organizationId: OrganizationId,
    submissionId: SubmissionId,
    name: boundedText(1, 200),
    enteredAt: Instant,
    standing: count.meta({ description: 'Assignments that are proposed or active.' }),
    conflicted: count,
    reportVersion,
  })
  .meta({
    id: 'PanelWorkItem',
    description: 'What the panel of one submission, or its report, still needs.',
  })

const countsOf = <State extends string>(states: readonly State[]) =>
  z.strictObject(
    Object.fromEntries(states.map((state) => [state, count])) as Record<State, typeof count>,
  )

const CycleProgress = z
  .strictObject({
    cycleId: CycleId,
    state: z.enum(cycles.cycleStates).meta({ description: inWords(cycles.cycleStateTexts) }),
    opensAt: Instant,
    closesAt: Instant,
    openedAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    cancelledAt: Instant.nullable(),
    next: z
      .enum(cycles.cycleEvents)
      .nullable()
      .meta({
        description: inWords(cycles.cycleEventTexts, 'The step that waits; null: none.'),
      }),
    submissions: countsOf(enteredStates),
    assignments: countsOf(assignmentStates),
    panels: z.strictObject({ complete: count, incomplete: count }).meta({
      description:
        'Of submissions that have not ended; complete with an active lead and the size of a panel.',
    }),
  })
  .meta({ id: 'CycleProgress', description: 'How far a cycle is: states, dates and counts.' })

const OrganizationWorkItem = z
  .strictObject({
    task: z.enum(organizationTasks).meta({ description: inWords(organizationTaskTexts) }),
    submissionId: SubmissionId,
    title: SubmissionTitle,
    since: Instant.meta({ description: 'Since when it is as it is, or its panel was shown.' }),
    dueAt: Instant.nullable().meta({
      description:
        'When the first of the cycles closes, or until when the panel may be challenged.',
    }),
    cycles: z
      .array(
        z.strictObject({
          associationId: AssociationId,
          programmeId: ProgrammeId,
          cycleId: CycleId,
          closesAt: Instant,
        }),
      )
      .max(1000)
      .meta({ description: 'Open cycles that take it, the first to close first.' }),
  })
  .meta({
    id: 'OrganizationWorkItem',
    description: 'A submission that waits for its organization.',
  })

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

export const listMyWorkItems = operation({
  ...shared,
  id: 'listMyWorkItems',
  tenant: null,
  url: '/v1/me/work-items',
  summary: 'List what waits for you as an assessor',
  description:
    'Of your assignments, the last one first; what waits for nothing is not in it. Order and times are those of your own ' +
    'assignments alone.',
  scope: 'assignments:read',
  query: PageQuery,
  reply: { 200: listOf('AssessorWorkItemList', AssessorWorkItem) },
  present: ({ items, nextCursor }: Page<AssessorWork>) => ({
    items: items.map(({ task, assignment, since, entry, about, reportVersion, cycleName }) => ({
      task,
      assignmentId: assignment.id,
      role: assignment.role,
      since: toInstant(since),
      associationId: entry.associationId,
      programmeId: entry.programmeId,
      cycleId: entry.cycleId,
      cycleName,
      ...presentApplicant(entry),
      ...about,
      ...(reportVersion === null ? {} : { reportVersion }),
    })),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})

const cyclePath = '/v1/associations/{associationId}/programmes/{programmeId}/cycles/{cycleId}'
const CyclePath = z.strictObject({
  associationId: AssociationId,
  programmeId: ProgrammeId,
  cycleId: CycleId,
})
const ofCycle = {
  ...shared,
  tenant: 'association',
  scope: 'assignments:read',
  params: CyclePath,
} as const

export const listCycleWorkItems = operation({
  ...ofCycle,
  id: 'listCycleWorkItems',
  url: `${cyclePath}/work-items`,
  summary: 'List what waits for the managers of a cycle',
  description:
    'While the cycle is assessed: submissions whose panel has no lead, too few members or an undecided conflict, is to be ' +
    'shown to the applicant or was challenged by it, that somebody left whose review is to be kept or repeated, or that has agreed and waits for the last word of somebody ' +
    'outside it; then final ones whose feedback report is to be drafted, approved, or released by another than approved ' +
    'it; in the order of entry. None of an organization in which the caller is a member.',
  query: PageQuery,
  reply: { 200: listOf('PanelWorkItemList', PanelWorkItem) },
  present: ({ items, nextCursor }: Page<PanelWork>) => ({
    items: items.map(({ tasks, entry, seats, stage: { report } }) => ({
      tasks,
      organizationId: entry.organizationId,
      submissionId: entry.submissionId,
      name: entry.name,
      enteredAt: toInstant(entry.enteredAt),
      standing: seats.standing,
      conflicted: seats.conflicted,
      ...(entry.state === 'final' && report !== null ? { reportVersion: report.version } : {}),
    })),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})

export const getCycleProgress = operation({
  ...ofCycle,
  id: 'getCycleProgress',
  url: `${cyclePath}/progress`,
  summary: 'See how far a cycle is',
  description:
    'States, dates and counts; nothing about any review, and nothing of the panels of an organization in which the ' +
    'caller is a member.',
  reply: { 200: CycleProgress },
  present: ({ cycle, next, submissions, assignments, panels }: CoreProgress) => ({
    cycleId: cycle.id,
    state: cycle.state,
    opensAt: toInstant(cycle.opensAt),
    closesAt: toInstant(cycle.closesAt),
    openedAt: toInstant(cycle.openedAt),
    startedAt: toInstant(cycle.startedAt),
    closedAt: toInstant(cycle.closedAt),
    cancelledAt: toInstant(cycle.cancelledAt),
    next,
    submissions,
    assignments,
    panels,
  }),
})

export const listOrganizationWorkItems = operation({
  ...shared,
  id: 'listOrganizationWorkItems',
  tenant: 'organization',
  url: '/v1/organizations/{organizationId}/work-items',
  summary: 'List what waits for an organization',
  description:
    'Drafts to submit, and submitted ones that an open cycle of its association or of one above it would take; for its admins ' +
    'panels that it was shown and may challenge; newest first. A page may hold fewer than asked for; go on while there is a cursor.',
  scope: 'submissions:read',
  params: z.strictObject({ organizationId: OrganizationId }),
  query: PageQuery,
  reply: { 200: listOf('OrganizationWorkItemList', OrganizationWorkItem) },
  present: ({ items, nextCursor }: Page<OwnWork>) => ({
    items: items.map(({ task, submission, since, dueAt, cycles }) => ({
      task,
      submissionId: submission.id,
      title: submission.title,
      since: toInstant(since),
      dueAt: toInstant(dueAt),
      cycles: cycles.map(({ closesAt, ...cycle }) => ({ ...cycle, closesAt: toInstant(closesAt) })),
    })),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})
