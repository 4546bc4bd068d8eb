// What scenes of assessing are about: open cycles, entries, assessors and their assignments, all by calling the service.
// Which operation needs which of them is in scenes.ts.
import type { Operation } from '../../src/http/operation.ts'
import type { Call } from './stage.ts'
import { made, type Play, programme, type Samples, submitted } from './things.ts'

/** A cycle that is open now and long after, of a programme of its own. */
export const openedCycle = (samples: Samples) => async (play: Play) => {
  const { params } = await programme(samples)(play)
  const as = 'programmeManager'
  const { body: plan } = samples('createCycle') as { readonly body: object }
  const times = { opensAt: '2020-01-01T00:00:00.000Z', closesAt: '2099-01-01T00:00:00.000Z' }
  const planned = await play.call('createCycle', { params, as, body: { ...plan, ...times } })
  const { body } = made(planned, 'createCycle')
  const cycle = { ...params, cycleId: body.id as string }
  const opened = await play.call('openCycle', { params: cycle, ifMatch: body.etag, as })
  return { params: cycle, ifMatch: made(opened, 'openCycle').body.etag as string }
}

/** A submitted submission, and a cycle that takes it. */
export const enterable = (samples: Samples) => async (play: Play) => {
  const { params, ifMatch } = await submitted(samples)(play)
  const cycle = await openedCycle(samples)(play)
  const { associationId } = play.house
  const body = { associationId, cycleId: cycle.params.cycleId }
  return { params: { ...params, ...cycle.params }, body, ifMatch, cycleEtag: cycle.ifMatch }
}

/** The same, entered. `ifMatch` is the cycle's. */
export const entered = (samples: Samples) => async (play: Play) => {
  const { params, body, cycleEtag } = await enterable(samples)(play)
  made(await play.call('enterCycle', { params, body }), 'enterCycle')
  return { params, ifMatch: cycleEtag }
}

/** The same, in a cycle in which assessing has begun. */
export const assessing = (samples: Samples) => async (play: Play) => {
  const { params, ifMatch } = await entered(samples)(play)
  const started = await play.call('startCycle', { params, ifMatch, as: 'programmeManager' })
  return { params, ifMatch: made(started, 'startCycle').body.etag as string }
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
