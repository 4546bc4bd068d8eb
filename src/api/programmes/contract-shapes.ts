// The shapes of programmes and cycles over HTTP. The operations are in contract.ts.
import { z } from 'zod'
import { AssociationId, CycleId, Instant, PersonId, ProgrammeId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { type Cycle as CoreCycle, CycleName, etagOfCycle } from '../../core/programme/cycle.ts'
import { cycleStates, cycleStateTexts } from '../../core/programme/life.ts'
import {
  type Programme as CoreProgramme,
  etagOfProgramme,
  ProgrammeDescription,
  ProgrammeName,
} from '../../core/programme/programme.ts'
import {
  CycleSettings,
  CycleSettingsPatch,
  NewCycleSettings,
} from '../../core/programme/settings.ts'
import { inWords } from '../../core/text.ts'
import { Etag, listOf } from '../../http/operation.ts'

export const Programme = z
  .strictObject({
    id: ProgrammeId,
    etag: Etag,
    associationId: AssociationId,
    name: ProgrammeName,
    description: ProgrammeDescription,
    calibrationLeadId: PersonId.nullable().meta({
      description: 'Who reads how severe its assessors are; null: nobody does.',
    }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Programme', description: "An association's rules for assessing submissions." })
export type Programme = z.infer<typeof Programme>

export const ProgrammeList = listOf('ProgrammeList', Programme)

export const NewProgramme = z
  .strictObject({ name: ProgrammeName, description: ProgrammeDescription.default('') })
  .meta({ id: 'NewProgramme', description: 'A programme to be made.' })

export const ProgrammePatch = z
  .strictObject({
    name: ProgrammeName,
    description: ProgrammeDescription,
    calibrationLeadId: PersonId.nullable().meta({
      description: 'A programme manager of the association, other than the caller; null: nobody.',
    }),
  })
  .partial()
  .meta({ id: 'ProgrammePatch', description: 'What shall change in a programme.' })

const window = {
  opensAt: Instant.meta({ description: 'From when submissions may enter.' }),
  closesAt: Instant.meta({ description: 'Until when submissions may enter.' }),
}

export const Cycle = z
  .strictObject({
    id: CycleId,
    etag: Etag,
    programmeId: ProgrammeId,
    associationId: AssociationId,
    name: CycleName,
    state: z.enum(cycleStates).meta({ description: inWords(cycleStateTexts) }),
    settings: CycleSettings,
    ...window,
    openedAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    cancelledAt: Instant.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Cycle', description: 'One run of a programme, with its rules and dates.' })
export type Cycle = z.infer<typeof Cycle>

export const CycleList = listOf('CycleList', Cycle)

export const NewCycle = z
  .strictObject({ name: CycleName, ...window, settings: NewCycleSettings })
  .meta({ id: 'NewCycle', description: 'A cycle to be planned.' })

export const CyclePatch = z
  .strictObject({ name: CycleName, ...window, settings: CycleSettingsPatch })
  .partial()
  .meta({ id: 'CyclePatch', description: 'What shall change in a cycle.' })

export const presentProgramme = (programme: CoreProgramme): Programme => ({
  id: programme.id,
  etag: etagOfProgramme(programme),
  associationId: programme.associationId,
  name: programme.name,
  description: programme.description,
  calibrationLeadId: programme.calibrationLeadId,
  createdAt: toInstant(programme.createdAt),
  updatedAt: toInstant(programme.updatedAt),
})

export const presentCycle = (cycle: CoreCycle): Cycle => ({
  id: cycle.id,
  etag: etagOfCycle(cycle),
  programmeId: cycle.programmeId,
  associationId: cycle.associationId,
  name: cycle.name,
  state: cycle.state,
  settings: cycle.settings,
  opensAt: toInstant(cycle.opensAt),
  closesAt: toInstant(cycle.closesAt),
  openedAt: toInstant(cycle.openedAt),
  startedAt: toInstant(cycle.startedAt),
  closedAt: toInstant(cycle.closedAt),
  cancelledAt: toInstant(cycle.cancelledAt),
  createdAt: toInstant(cycle.createdAt),
  updatedAt: toInstant(cycle.updatedAt),
})

type Page<Value> = { readonly items: readonly Value[]; readonly nextCursor: string | null }

export const presentProgrammes = ({ items, nextCursor }: Page<CoreProgramme>) => ({
  items: items.map(presentProgramme),
  nextCursor,
})

export const presentCycles = ({ items, nextCursor }: Page<CoreCycle>) => ({
  items: items.map(presentCycle),
  nextCursor,
})
