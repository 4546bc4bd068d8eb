// People, ids and objects of an assessment for the tests of the core.

import type { Assignment } from '../../src/core/assignment/assignment.ts'
import { propose } from '../../src/core/assignment/assignment.ts'
import type { AssignmentId, CycleId, PersonId, ReviewId } from '../../src/core/ids.ts'
import { organizationId, submissionId } from './submissions.ts'

/** A valid id that ends in the given number, for whatever it names. */
export const numbered = <Id extends string>(n: number): Id =>
  `01920f3e-7a10-7c3e-8b1a-3f0d5c7e${String(n).padStart(4, '0')}` as Id

export const people = {
  lead: numbered<PersonId>(101),
  ann: numbered<PersonId>(102),
  bob: numbered<PersonId>(103),
  manager: numbered<PersonId>(104),
  other: numbered<PersonId>(105),
} as const

export const cycleId = numbered<CycleId>(110)
export const reviewId = (n: number): ReviewId => numbered<ReviewId>(120 + n)

export const noon = (day: number) => new Date(Date.UTC(2026, 4, day, 12))

/** A proposed assignment of the person, made by the manager on the first of May. */
export const proposedTo = (
  personId: PersonId,
  other: Partial<Parameters<typeof propose>[0]> = {},
): Assignment =>
  propose({
    id: numbered<AssignmentId>(130),
    cycleId,
    organizationId,
    submissionId,
    personId,
    role: 'member',
    known: [],
    others: [],
    leading: { isPermitted: true, isOpened: false, sits: false },
    by: people.manager,
    now: noon(1),
    ...other,
  }).assignment
