// Benchmark editions on a stage: an invented population, the background at work, an edition brought to any state.
// All over HTTP but the population, which the tool writes as it does everywhere.

import * as keys from '../../src/api/api-keys/actions-installation.ts'
import {
  buildBenchmarkEdition,
  createBenchmarkEdition,
  getAssociationBenchmarkEdition,
  publishBenchmarkEdition,
  reviewBenchmarkEdition,
} from '../../src/api/benchmarks/contract-association.ts'
import * as members from '../../src/api/members/actions-installation.ts'
import { getAssociationOperation } from '../../src/api/operations/contract.ts'
import { families as allFamilies } from '../../src/core/benchmark/cohort.ts'
import { type Owner, scopes } from '../../src/core/context.ts'
import type { AssociationId, PersonId } from '../../src/core/ids.ts'
import { synthesizeInto } from '../../src/synthetic/population.ts'
import { startBackground } from '../../src/worker.ts'
import { type Answered, asInstaller, type House, type Stage } from './stage.ts'
import { gbt } from './submissions.ts'

/** Before it the whole population of a test is final. */
export const cutOffAt = new Date('2026-10-01T00:00:00.000Z')

/** By stage: of one seed there is one population in a database. Other tests of the process have seeds of their own. */
const lastSeeds = new WeakMap<Stage['deps'], number>()

/** The first house of a stage gets the population of seed 1, and so on. */
export const populate = (
  { deps }: Stage,
  associationId: AssociationId,
  { seed, organizations = 120 }: { readonly seed?: number; readonly organizations?: number } = {},
) => {
  const next = (lastSeeds.get(deps) ?? 0) + 1
  lastSeeds.set(deps, next)
  return synthesizeInto(deps, {
    associationId,
    questionnaireKey: gbt.key,
    seed: seed ?? next,
    organizations,
    cutOffAt,
  })
}

type Test = { readonly teardown: (work: () => Promise<unknown>) => void }

/** The background of the service, until the test ends or `stop` is called. */
export const background = async (t: Test, { deps, addresses }: Stage) => {
  const { stop } = await startBackground(deps, addresses)
  t.teardown(stop)
  return { stop }
}

/** What a test relies on must have happened. */
export const demand = (status: number, answer: Answered): Answered => {
  if (answer.status === status) return answer
  throw new Error(`${answer.status} instead of ${status}: ${answer.text}`)
}

const as = 'associationAdmin'

/** A second administrator of the house's association: the text of a key. */
export const secondAdmin = async ({ deps }: Stage, { associationId }: House): Promise<string> => {
  const owner: Owner = { kind: 'association', id: associationId }
  const by = asInstaller()
  const { id: personId } = await members.createPerson(deps, by, { displayName: 'Second' })
  await members.appoint(deps, by, { owner, personId, role: 'association_admin' })
  return anotherKey({ deps }, owner, personId)
}

/** One more key of a person. */
export const anotherKey = async (
  { deps }: Pick<Stage, 'deps'>,
  owner: Owner,
  personId: PersonId,
): Promise<string> => {
  const issued = await keys.issue(deps, asInstaller(), {
    owner,
    personId,
    label: 'One more',
    scopes,
    kind: 'app',
    expiresAt: null,
  })
  return issued.secret
}

/** Enough where a test does not look at other cohorts: the whole lattice of China has 819, and takes longer. */
const families = ['all', 'sector']

/** By what cohorts can be cut at all. */
export const everyFamily = { families: [...allFamilies] }

/** A draft; `body` beside title, questionnaire, cut-off and cohorts. */
export const draftEdition = async ({ call }: House, body: object = {}) => {
  const made = await call(createBenchmarkEdition, {
    as,
    body: {
      title: 'Self-assessments',
      questionnaireKey: gbt.key,
      cutOffAt: cutOffAt.toISOString(),
      families,
      ...body,
    },
  })
  const benchmarkEditionId: string = demand(201, made).body.id
  return { benchmarkEditionId, params: { benchmarkEditionId }, etag: String(made.body.etag) }
}

type Named = { readonly params: Readonly<Record<string, string>> }

/** Waits for the operation of a 202 and returns it as it ended. Needs the background. */
export const ended = async ({ call }: House, accepted: Answered, by: string = as) => {
  const params = { operationId: String(demand(202, accepted).body.id) }
  for (;;) {
    const { body } = demand(200, await call(getAssociationOperation, { as: by, params }))
    if (body.done) return body
  }
}

export const build = async (house: House, { params }: Named) =>
  ended(house, await house.call(buildBenchmarkEdition, { as, params }))

export const ownEdition = async ({ call }: House, { params }: Named) =>
  demand(200, await call(getAssociationBenchmarkEdition, { as, params })).body

/** Built by the first administrator, and the operation must have ended well. */
export const builtEdition = async (house: House, body: object = {}) => {
  const edition = await draftEdition(house, body)
  const { error } = await build(house, edition)
  if (error !== null) throw new Error(`The build ended with ${error.code}.`)
  return edition
}

/** Reviewed by the first administrator, published by a second. */
export const publishedEdition = async (stage: Stage, house: House, body: object = {}) => {
  const edition = await builtEdition(house, body)
  const { params } = edition
  const second = await secondAdmin(stage, house)
  const reviewed = demand(200, await house.call(reviewBenchmarkEdition, { as, params }))
  const published = await house.call(publishBenchmarkEdition, {
    as: second,
    params,
    ifMatch: reviewed.body.etag,
  })
  demand(200, published)
  return { ...edition, second }
}
