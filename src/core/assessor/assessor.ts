// An entry in an association's register of assessors, and the decisions about it.
// What an assessor declares for one assignment is in ../assignment, and so is what all that is known comes to.
import { z } from 'zod'
import { demand, forbidden } from '../access.ts'
import { interestKinds, interestsInWords } from '../conflict/kinds.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import { AssociationId, OrganizationId, OwnerGroupId, type PersonId } from '../ids.ts'
import { boundedText } from '../text.ts'

export const KnownInterest = z
  .strictObject({
    kind: z.enum(interestKinds).meta({ description: interestsInWords }),
    organizationId: OrganizationId.meta({
      description: 'Kept as it is said: whether there is such an organization is not told.',
    }),
    ownerGroup: z
      .strictObject({ associationId: AssociationId, id: OwnerGroupId })
      .nullable()
      .meta({ description: 'Who owns the organization; null: not known.' }),
    endedOn: z.iso.date().nullable().meta({
      description: 'Its last day, which may be still to come; null: it goes on.',
    }),
    note: boundedText(0, 500),
  })
  .meta({ id: 'KnownInterest', description: 'A tie between a person and an organization.' })

/** What is put: whether the person may be asked, and every interest that is known. */
export const AssessorInput = z
  .strictObject({ available: z.boolean(), interests: z.array(KnownInterest).max(100) })
  .meta({ id: 'AssessorInput', description: 'An entry in the register of assessors.' })
export type AssessorInput = z.infer<typeof AssessorInput>

export type Assessor = AssessorInput & {
  readonly associationId: AssociationId
  readonly personId: PersonId
  readonly revision: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly updatedBy: PersonId
}

/** The moment of entry tells apart an entry that was removed from one that came after it. Null: no entry. */
export const etagOfAssessor = (
  assessor: Pick<Assessor, 'revision' | 'createdAt'> | null,
): string | null =>
  assessor === null ? null : `"a${assessor.revision}-${assessor.createdAt.getTime().toString(36)}"`

type Entry = {
  readonly associationId: AssociationId
  readonly personId: PersonId
  readonly assessor: Assessor | null
  readonly standing: Standing
}

/** `unchanged`: what was asked for is there already. */
export type AssessorDecided = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly assessor: Assessor
  readonly events: readonly Happening[]
}

/**
 * Makes or replaces an entry. Refuses with `not-found`, and with `forbidden` for the own one: nobody writes
 * which interests of their own are known.
 */
export const putAssessor = (
  given: Entry & { readonly input: AssessorInput; readonly now: Date },
): AssessorDecided => {
  const { associationId, personId, assessor, standing, input, now } = given
  demandWriting(given)
  const updatedBy = standing.personId
  if (assessor === null) {
    const life = { revision: 1, createdAt: now, updatedAt: now, updatedBy }
    const made = { ...input, associationId, personId, ...life }
    return { outcome: 'created', assessor: made, events: [happened('registered', made)] }
  }
  if (canonicalJson(stated(assessor)) === canonicalJson(input))
    return { outcome: 'unchanged', assessor, events: [] }
  const revision = assessor.revision + 1
  const updated = { ...assessor, ...input, revision, updatedAt: now, updatedBy }
  return { outcome: 'updated', assessor: updated, events: [happened('updated', updated)] }
}

/** Ends an entry; the events to record, none where there is none. Refuses like `putAssessor`. */
export const removeAssessor = (given: Entry): readonly Happening[] => {
  demandWriting(given)
  return given.assessor === null ? [] : [happened('removed', given.assessor)]
}

const stated = ({ available, interests }: Assessor): AssessorInput => ({ available, interests })

const demandWriting = ({ standing, personId }: Entry): void => {
  demand(standing, 'assessors:write')
  if (personId === standing.personId) throw forbidden('assessors:write')
}

const happened = (
  what: 'registered' | 'updated' | 'removed',
  { associationId, personId, revision }: Assessor,
): Happening => ({
  type: `assessor.${what}`,
  subject: personId,
  ids: { associationId },
  versions: { assessor: String(revision) },
})
