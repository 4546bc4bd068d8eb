// Writes an invented population into the database: which organizations there are, and everything of each in one
// unit. What is invented is core/benchmark/synthetic.ts, its rows are rows.ts; nothing here is random.
// Not by COPY: PostgreSQL refuses COPY FROM where row security holds, and the walls hold here too. Measured, 1,500
// organizations: 7 ms of processor time here and 5 in the server each; more than a third of ours makes the sheets.
import { and, inArray, ne } from 'drizzle-orm'
import * as associations from '../api/associations/store.ts'
import { type SyntheticOrganization, synthesize } from '../core/benchmark/synthetic.ts'
import type { Owner } from '../core/context.ts'
import { parametersOf } from '../core/document/scoring-v1.ts'
import type { AssociationId, PersonId } from '../core/ids.ts'
import { Problem } from '../core/problem.ts'
import { countedNodes, referenceWeighting } from '../core/scoring/weighting.ts'
import type { Answers } from '../core/submission/answer.ts'
import { associationOrganizations, ownerGroups } from '../db/tables/associations.ts'
import { organizationHomes, organizations } from '../db/tables/organizations.ts'
import { people } from '../db/tables/people.ts'
import { submissions } from '../db/tables/submissions.ts'
import { type TaskContext, type Tx, taskUnit } from '../db/unit.ts'
import type { Deps } from '../deps.ts'
import {
  answersOf,
  insertAnswers,
  insertSheet,
  organizationRow,
  submissionRow,
  type Writing,
} from './rows.ts'

export type SynthesizeNeeds = Pick<Deps, 'db' | 'newId' | 'documents' | 'codes' | 'scoring'>

export type Synthesize = {
  readonly associationId: AssociationId
  readonly questionnaireKey: string
  /** 0 to 2^32 - 1: the same seed and cut-off, the same population. */
  readonly seed: number
  readonly organizations: number
  readonly cutOffAt: Date
  /** The invented person who answers it all, made unless there; absent: a new one for this run. */
  readonly participantId?: PersonId
  /** Told how many organizations are there, now and then. */
  readonly onProgress?: (done: number) => void
}

/**
 * Writes the population and returns how many organizations are new; one that is there already is left
 * alone, so that a run which was killed is finished by the next. Refuses with `not-found`, and with
 * `in-use` for an association that is not synthetic (invented and real organizations never mix), or where
 * another association has the population of this seed.
 */
export const synthesizeInto = async (
  needs: SynthesizeNeeds,
  given: Synthesize,
): Promise<number> => {
  const { associationId, onProgress = () => {} } = given
  const world = await worldOf(needs, given)
  const personId = await inhabit(needs, world)
  let done = 0
  let written = 0
  for (const batch of batchesOf(synthesize(world.options), batchSize)) {
    await settle(needs, associationId, batch)
    // Each organization is a unit of its own, as its walls demand; as many at once as there are connections.
    const results = await Promise.all(
      batch.map((organization) => write(needs, world, { organization, personId })),
    )
    done += batch.length
    written += results.filter((isNew) => isNew).length
    onProgress(done)
  }
  return written
}

const batchSize = 16

type Settled = Awaited<ReturnType<typeof worldOf>>

const worldOf = async ({ documents, codes, scoring }: SynthesizeNeeds, given: Synthesize) => {
  const known = (await documents.catalogue()).find(given.questionnaireKey, 'latest')
  if (known === null) throw new Problem('not-found', {})
  const document = await documents.alone(known)
  const { questionnaire } = document
  const nodes = countedNodes(questionnaire)
  return {
    ...given,
    document,
    nodes,
    basisOf: (answers: Answers) =>
      scoring.basisOf(document, referenceWeighting(questionnaire), answers),
    options: {
      seed: given.seed,
      organizations: given.organizations,
      cutOffAt: given.cutOffAt,
      codes,
      items: nodes.map(({ code, naAllowed }) => ({ code, naAllowed })),
      stepBp: Math.round(parametersOf(questionnaire, 'percent-points@1').step * 100),
    },
  }
}

const none = { kind: 'none' } as const
const association = (id: AssociationId): Owner => ({ kind: 'association', id })

const runIn = ({ newId }: SynthesizeNeeds, tenant: TaskContext['tenant']): TaskContext => ({
  tenant,
  operation: 'synthesize',
  requestId: newId(),
  personId: null,
})

/** Looks whether this association may be populated, and makes the one invented person who answers it all. */
const inhabit = (
  needs: SynthesizeNeeds,
  { associationId, participantId }: Settled,
): Promise<PersonId> =>
  taskUnit(needs.db, runIn(needs, none), async ({ tx, now }) => {
    const found = await associations.find(tx, associationId)
    if (found === null) throw new Problem('not-found', {})
    if (!found.synthetic)
      throw new Problem(
        'in-use',
        { usedBy: [associationId] },
        {
          detail: 'The association is a real one: invented organizations never mix with real ones.',
        },
      )
    const id = participantId ?? (needs.newId() as PersonId)
    const person = { id, displayName: 'Synthetic participant', createdAt: now }
    await tx.insert(people).values(person).onConflictDoNothing()
    return id
  })

/** What stands on the association's side: owner groups and the roster. */
const settle = (
  needs: SynthesizeNeeds,
  associationId: AssociationId,
  batch: readonly SyntheticOrganization[],
): Promise<unknown> =>
  taskUnit(needs.db, runIn(needs, association(associationId)), async ({ tx, now }) => {
    await demandUnused(tx, associationId, batch)
    const groups = new Map(
      batch.map(({ ownerGroupId: id, ownerGroupVerified }) => [
        id,
        { associationId, id, verifiedAt: ownerGroupVerified ? now : null, createdAt: now },
      ]),
    )
    // A group is founded by its first organization, which alone may stand for it; later ones find it there.
    const representatives = new Map(
      batch.flatMap(({ id, ownerGroupId, representative }) =>
        representative ? [[ownerGroupId, id] as const] : [],
      ),
    )
    await Promise.all([
      tx
        .insert(ownerGroups)
        .values(
          [...groups.values()].map((group) => ({
            ...group,
            name: `Synthetic owner group ${group.id.slice(0, 13)}`,
            representativeId: representatives.get(group.id) ?? null,
          })),
        )
        .onConflictDoNothing(),
      tx
        .insert(associationOrganizations)
        .values(
          batch.map(({ id, name }) => ({
            associationId,
            organizationId: id,
            name,
            createdAt: now,
          })),
        )
        .onConflictDoNothing(),
    ])
  })

/** The ids follow from the seed: another association may have these very organizations already. */
const demandUnused = async (
  tx: Tx,
  associationId: AssociationId,
  batch: readonly SyntheticOrganization[],
): Promise<void> => {
  const ids = batch.map(({ id }) => id)
  const [elsewhere] = await tx
    .select()
    .from(organizationHomes)
    .where(
      and(
        inArray(organizationHomes.organizationId, ids),
        ne(organizationHomes.associationId, associationId),
      ),
    )
    .limit(1)
  if (elsewhere === undefined) return
  throw new Problem(
    'in-use',
    { usedBy: [elsewhere.associationId] },
    { detail: 'Another association has the population of this seed. Choose another seed.' },
  )
}

/** One organization with everything of it, or nothing; false where it is there already. */
const write = (needs: SynthesizeNeeds, world: Settled, writing: Writing): Promise<boolean> => {
  const { organization } = writing
  const context = runIn(needs, { kind: 'organization', id: organization.id })
  return taskUnit(needs.db, context, async ({ tx, now, emit }) => {
    const inserted = await tx
      .insert(organizations)
      .values(organizationRow(world, organization, now))
      .onConflictDoNothing()
      .returning({ id: organizations.organizationId })
    if (inserted.length === 0) return false
    await tx
      .insert(submissions)
      .values(organization.submissions.map((each) => submissionRow(world, writing, each)))
    const answered = organization.submissions.map((submission) => ({
      submission,
      answers: answersOf(world, submission),
    }))
    await Promise.all([
      insertAnswers(tx, writing, answered),
      ...answered.map((each) => insertSheet(tx, world, writing, each)),
    ])
    emit([
      {
        type: 'organization.created',
        subject: organization.id,
        ids: {},
        versions: { organization: '1' },
      },
    ])
    return true
  })
}

function* batchesOf<Thing>(things: Iterable<Thing>, size: number): Generator<readonly Thing[]> {
  let batch: Thing[] = []
  for (const thing of things) {
    batch.push(thing)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
