// What scenes of assessing are about: open cycles, entries, assessors and their assignments, all by calling the service.
// Which operation needs which of them is in scenes.ts.
import type { usualSettings } from '../../src/core/programme/settings.ts'
import type { Operation } from '../../src/http/operation.ts'
import type { Call } from './stage.ts'
import { made, type Play, programme, type Samples, submitted } from './things.ts'

type Settings = Partial<typeof usualSettings>

/** A cycle that is open now and long after, of a programme of its own; `settings` differ from those of the sample. */
export const openedCycle =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play) => {
    const { params } = await programme(samples)(play)
    const as = 'programmeManager'
    const { body: plan } = samples('createCycle') as {
      readonly body: { readonly settings: object }
    }
    const body = {
      ...plan,
      settings: { ...plan.settings, ...settings },
      opensAt: '2020-01-01T00:00:00.000Z',
      closesAt: '2099-01-01T00:00:00.000Z',
    }
    const planned = await play.call('createCycle', { params, as, body })
    const { id, etag } = made(planned, 'createCycle').body
    const cycle = { ...params, cycleId: id as string }
    const opened = await play.call('openCycle', { params: cycle, ifMatch: etag, as })
    return { params: cycle, ifMatch: made(opened, 'openCycle').body.etag as string }
  }

/** A submitted submission, and a cycle that takes it. */
export const enterable =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play) => {
    const { params, ifMatch } = await submitted(samples)(play)
    const cycle = await openedCycle(samples, settings)(play)
    const { associationId } = play.house
    const body = { associationId, cycleId: cycle.params.cycleId }
    return { params: { ...params, ...cycle.params }, body, ifMatch, cycleEtag: cycle.ifMatch }
  }

/** The same, entered. `ifMatch` is the cycle's. */
export const entered =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play) => {
    const { params, body, cycleEtag } = await enterable(samples, settings)(play)
    made(await play.call('enterCycle', { params, body }), 'enterCycle')
    return { params, ifMatch: cycleEtag }
  }

/** The same, in a cycle in which assessing has begun. */
export const assessing =
  (samples: Samples, settings: Settings = {}) =>
  async (play: Play) => {
    const { params, ifMatch } = await entered(samples, settings)(play)
    const started = await play.call('startCycle', { params, ifMatch, as: 'programmeManager' })
    return { params, ifMatch: made(started, 'startCycle').body.etag as string }
  }

/** Somebody whom the association may ask, and who may call. */
export type Assessor = { readonly personId: string; readonly key: string }

/** Enters somebody in the register, with the interests that are known. */
export const registered = async (
  play: Play,
  { personId, key }: Assessor,
  interests: readonly object[] = [],
): Promise<Assessor> => {
  const params = { personId }
  const body = { available: true, interests }
  const put = { params, body, ifNoneMatch: '*', as: 'programmeManager' } as const
  made(await play.call('putAssessor', put), 'putAssessor')
  return { personId, key }
}

/** An assessor, the chapter's administrator, who said that there are no interests. */
export const stated = async (play: Play) => {
  const { key: as } = await registered(play, play.house.cast.chapterAdmin)
  const put = { body: { interests: [] }, ifNoneMatch: '*', as } as const
  const { body } = made(await play.call('putOwnInterests', put), 'putOwnInterests')
  return { ifMatch: body.etag as string }
}

/** Where an entry is in its cycle: the parameters that `assessing` answers with. */
export type Assessed = Readonly<Record<'programmeId' | 'cycleId' | 'submissionId', string>>

type Asked = { readonly assessor: Assessor; readonly role?: 'lead' | 'member' }

/** Asks a registered assessor to assess the entry. */
export const proposed = async (play: Play, params: Assessed, { assessor, role }: Asked) => {
  const { organizationId } = play.house
  const { submissionId } = params
  const { personId } = assessor
  const body = { organizationId, submissionId, personId, role: role ?? 'member' }
  const id = 'proposeAssignment'
  const answer = made(await play.call(id, { params, body, as: 'programmeManager' }), id)
  return { ...params, assignmentId: answer.body.id as string }
}

/** The same, with a cleared declaration: the assignment is active and the submission in review. */
export const activeAssignment = async (play: Play, params: Assessed, asked: Asked) => {
  const where = await proposed(play, params, asked)
  const call = { params: where, body: { interests: [] }, as: asked.assessor.key }
  made(await play.call('declareInterests', call), 'declareInterests')
  return where
}

/** An entry that is assessed, and an assessor who was asked; the chapter's administrator, so that scenes can name one. */
export const asked = (samples: Samples) => async (play: Play) => {
  const { params } = await assessing(samples)(play)
  const assessor = await registered(play, play.house.cast.chapterAdmin)
  return { assessor, params: await proposed(play, params as Assessed, { assessor }) }
}

/** The same, active. */
export const active = (samples: Samples) => async (play: Play) => {
  const { assessor, params } = await asked(samples)(play)
  const call = { params, body: { interests: [] }, as: assessor.key }
  made(await play.call('declareInterests', call), 'declareInterests')
  return { assessor, params }
}

/** The same, with a conflict that somebody may waive. */
export const conflicted = (samples: Samples) => async (play: Play) => {
  const { assessor, params } = await asked(samples)(play)
  const call = { ...samples('declareInterests'), params, as: assessor.key }
  made(await play.call('declareInterests', call), 'declareInterests')
  return { assessor, params }
}

/** Makes all that from a test that has operations at hand instead of a scene. */
export const playing = (
  operations: readonly Operation[],
  house: Play['house'],
  sql: Play['sql'],
): { readonly play: Play; readonly samples: Samples } => {
  const named = (id: string): Operation => {
    const operation = operations.find((each) => each.id === id)
    if (operation === undefined) throw new Error(`There is no operation ${id}.`)
    return operation
  }
  const call = (id: string, more?: Call) => house.call(named(id), more)
  const samples: Samples = (id) => {
    const { params, query, body } = named(id).sample ?? {}
    return {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    }
  }
  return { play: { house, sql, call }, samples }
}
