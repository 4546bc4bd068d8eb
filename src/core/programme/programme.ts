// What a programme of an association is, and the decisions about its own record.
// Its cycles, with their rules and dates, are in cycle.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, PersonId, ProgrammeId } from '../ids.ts'
import { boundedText } from '../text.ts'

export const ProgrammeName = boundedText(1, 200)
export const ProgrammeDescription = boundedText(0, 4000)

export type Programme = {
  readonly id: ProgrammeId
  readonly associationId: AssociationId
  readonly name: string
  readonly description: string
  readonly revision: number
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type ProgrammeDecided = {
  readonly programme: Programme
  readonly events: readonly Happening[]
}

/** Changes with every change of the programme; no other resource has this form. */
export const etagOfProgramme = ({ id, revision }: Pick<Programme, 'id' | 'revision'>): string =>
  `"p${revision}-${id}"`

/** Refuses with `forbidden` or `not-found`. */
export const createProgramme = (given: {
  readonly id: ProgrammeId
  readonly associationId: AssociationId
  readonly input: { readonly name: string; readonly description: string }
  readonly standing: Standing
  readonly now: Date
}): ProgrammeDecided => {
  const { id, associationId, input, standing, now } = given
  demand(standing, 'programmes:write')
  const programme: Programme = {
    id,
    associationId,
    name: input.name,
    description: input.description,
    revision: 1,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
  }
  return { programme, events: [happened('programme.created', programme)] }
}

/**
 * A merge patch: what it does not name stays. A change that says what is there already gives back the same
 * object and no event. Refuses with `forbidden` or `not-found`.
 */
export const updateProgramme = (given: {
  readonly programme: Programme
  readonly change: { readonly name?: string | undefined; readonly description?: string | undefined }
  readonly standing: Standing
  readonly now: Date
}): ProgrammeDecided => {
  const { programme, change, standing, now } = given
  demand(standing, 'programmes:write')
  const { name = programme.name, description = programme.description } = change
  if (name === programme.name && description === programme.description)
    return { programme, events: [] }
  const revision = programme.revision + 1
  const updated = { ...programme, name, description, revision, updatedAt: now }
  return { programme: updated, events: [happened('programme.updated', updated)] }
}

const happened = (type: Happening['type'], { id, revision }: Programme): Happening => ({
  type,
  subject: id,
  ids: {},
  versions: { programme: String(revision) },
})
