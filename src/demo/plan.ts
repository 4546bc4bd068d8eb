// What the demo will be, decided before anything of it is made: ids, keys, the cut-off. A start that is killed
// leaves the plan behind, and the next one goes on with it; when all is made the plan goes away.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  ApiKeyId,
  AssociationId,
  Instant,
  OrganizationId,
  OwnerGroupId,
  PersonId,
} from '../core/ids.ts'
import { spellKey } from '../core/key-text.ts'
import { randomness } from '../db/digest.ts'
import { Keys, keyNames, type Quickstart, readPrivate, writePrivately } from './quickstart.ts'

/** The organizations of the demo that have people, and one more beside them. */
export const organizationNames = ['first', 'other', 'school'] as const
export type OrganizationName = (typeof organizationNames)[number]

const Plan = z.strictObject({
  associationId: AssociationId,
  chapterId: AssociationId,
  organizations: z.record(
    z.enum(organizationNames),
    z.strictObject({ id: OrganizationId, ownerGroupId: OwnerGroupId }),
  ),
  people: z.record(z.enum(keyNames), PersonId),
  apiKeys: z.record(z.enum(keyNames), z.strictObject({ id: ApiKeyId, text: z.string() })),
  /** Who answers for the whole population. */
  participantId: PersonId,
  /** Of the population and of the benchmark edition made of it. */
  cutOffAt: Instant,
})
export type Plan = z.infer<typeof Plan>

export const planFile = (dataDir: string): string => join(dataDir, 'demo-plan.json')

/** The plan that an earlier start left behind; null: none. */
export const readPlan = (dataDir: string): Promise<Plan | null> =>
  readPrivate(planFile(dataDir), Plan)

export const removePlan = (dataDir: string): void => rmSync(planFile(dataDir), { force: true })

/** A cut-off lies in the past, whatever the clocks of service and database say of now. */
const cutOffAgeMs = 3_600_000

/** Makes a plan and keeps it. It holds the keys, so only its owner may read it. */
export const makePlan = (
  dataDir: string,
  { newId, now }: { readonly newId: () => string; readonly now: Date },
): Plan => {
  const keyed = <Name extends string, Value>(names: readonly Name[], make: () => Value) =>
    Object.fromEntries(names.map((name) => [name, make()]))
  const plan = Plan.parse({
    associationId: newId(),
    chapterId: newId(),
    organizations: keyed(organizationNames, () => ({ id: newId(), ownerGroupId: newId() })),
    people: keyed(keyNames, newId),
    apiKeys: keyed(keyNames, () => {
      const id = newId()
      return { id, text: spellKey('test', id, randomness(32)) }
    }),
    participantId: newId(),
    cutOffAt: new Date(now.getTime() - cutOffAgeMs).toISOString(),
  })
  writePrivately(planFile(dataDir), plan)
  return plan
}

/** What the plan comes to once everything is made. */
export const quickstartOf = (plan: Plan, baseUrl: string): Quickstart => {
  const { associationId, organizations, apiKeys } = plan
  const keys = Object.fromEntries(keyNames.map((name) => [name, apiKeys[name].text]))
  return {
    baseUrl,
    associationId,
    organizationId: organizations.first.id,
    otherOrganizationId: organizations.other.id,
    keys: Keys.parse(keys),
  }
}
