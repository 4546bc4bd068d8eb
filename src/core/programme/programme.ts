// What a programme of an association is, and the decisions about its own record.
// Its cycles, with their rules and dates, are in cycle.ts.
import { demand, forbidden } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, PersonId, ProgrammeId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { boundedText } from '../text.ts'

export const ProgrammeName = boundedText(1, 200)
export const ProgrammeDescription = boundedText(0, 4000)

/** `calibrationLeadId`: who reads how severe its assessors are; null: nobody does. */
export type Programme = {
  readonly id: ProgrammeId
  readonly associationId: AssociationId
  readonly name: string
  readonly description: string
  readonly calibrationLeadId: PersonId | null
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
    calibrationLeadId: null,
    revision: 1,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
  }
  return { programme, events: [happened('programme.created', programme, {})] }
}

export type ProgrammeChange = {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly calibrationLeadId?: PersonId | null | undefined
}

/**
 * A merge patch: what it does not name stays. A change that says what is there already gives back the same
 * object and no event. `leadManages`: whether whoever is named as calibration lead is a programme manager of the
 * association. Refuses with `forbidden` (also to name oneself), `not-found`, or `document-invalid` for a calibration lead
 * who manages no programme.
 */
export const updateProgramme = (given: {
  readonly programme: Programme
  readonly change: ProgrammeChange
  readonly leadManages: boolean
  readonly standing: Standing
  readonly now: Date
}): ProgrammeDecided => {
  const { programme, change, standing, now } = given
  demand(standing, 'programmes:write')
  const { name = programme.name, description = programme.description } = change
  const { calibrationLeadId = programme.calibrationLeadId } = change
  const named = calibrationLeadId === programme.calibrationLeadId ? null : calibrationLeadId
  if (named !== null) demandLead(named, given)
  if (
    name === programme.name &&
    description === programme.description &&
    calibrationLeadId === programme.calibrationLeadId
  )
    return { programme, events: [] }
  const revision = programme.revision + 1
  const updated = { ...programme, name, description, calibrationLeadId, revision, updatedAt: now }
  const ids = named === null ? {} : { calibrationLeadId: named }
  return { programme: updated, events: [happened('programme.updated', updated, ids)] }
}

/** Nobody opens to themselves what is about other people (IAM-11). */
const demandLead = (
  named: PersonId,
  {
    standing,
    leadManages,
  }: Pick<Parameters<typeof updateProgramme>[0], 'standing' | 'leadManages'>,
): void => {
  if (named === standing.personId) throw forbidden('programmes:write')
  if (leadManages) return
  const detail = 'A calibration lead is a programme manager of the association.'
  throw new Problem('document-invalid', {
    errors: [{ pointer: '/calibrationLeadId', code: 'role-missing', detail }],
  })
}

const happened = (
  type: Happening['type'],
  { id, revision }: Programme,
  ids: Happening['ids'],
): Happening => ({
  type,
  subject: id,
  ids,
  versions: { programme: String(revision) },
})
