// Which seats somebody is told of, against what standing.ts says of the same caller in the one organization.
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import type { Owner, Principal } from '../../src/core/context.ts'
import type { OrganizationId, PersonId, SubmissionId } from '../../src/core/ids.ts'
import { toldSeats } from '../../src/db/own-seats.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import { arrive, isOfOrganization } from '../../src/db/standing.ts'
import { ownerGroups } from '../../src/db/tables/associations.ts'
import { grants } from '../../src/db/tables/grants.ts'
import { organizations } from '../../src/db/tables/organizations.ts'
import { personSeats } from '../../src/db/tables/seats.ts'
import { readUnit } from '../../src/db/unit.ts'
import {
  associationOf,
  contextOf,
  joinAssociation,
  joinOrganization,
  keyOf,
  makeAssociation,
  makeKey,
  makeOrganization,
  makePerson,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  tokenOf,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)
const admin = openPlain(t, addresses.superuserUrl)

// A chapter of the nation has the programme; the applicant's sister and a friend of it are in another one.
const nation = await makeAssociation(db)
const chapter = await makeAssociation(db, nation)
const below = await makeAssociation(db, chapter)
const stranger = await makeAssociation(db)
const applicant = await makeOrganization(db, chapter)
const sister = await makeOrganization(db, stranger)
const unrelated = await makeOrganization(db, stranger)

const group = newId()
await within(db, associationOf(stranger), (tx) =>
  tx
    .insert(ownerGroups)
    .values({ associationId: stranger, id: group, name: 'Owner', createdAt: new Date() }),
)
const ownedByGroup = (id: OrganizationId) =>
  within(db, organizationOf(id), (tx) =>
    tx.update(organizations).set({ ownerGroupAssociationId: stranger, ownerGroupId: group }),
  )
await ownedByGroup(applicant)
await ownedByGroup(sister)

const lend = (
  by: OrganizationId,
  grantee: { readonly kind: 'person' | 'key' | 'association'; readonly id: string },
  more: { readonly expiresAt?: Date; readonly revokedAt?: Date } = {},
) =>
  within(db, organizationOf(by), (tx) =>
    tx.insert(grants).values({
      organizationId: by,
      id: newId(),
      granteeKind: grantee.kind,
      granteeId: grantee.id,
      scopes: ['submissions:read'],
      purpose: 'Advice',
      createdBy: newId(),
      createdAt: new Date(),
      revision: 1,
      ...more,
    }),
  )

/** A seat of the person on the panel of a submission of the applicant. */
const seatOf = async (personId: PersonId): Promise<SubmissionId> => {
  const submissionId = newId<SubmissionId>()
  const [assignmentId, cycleId] = [newId(), newId()]
  await admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica` // the rest of the assessment does not matter here
    await sql`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id,
      role, state, conflicts, proposed_by, proposed_at, revision) values (${applicant}, ${assignmentId}, ${submissionId},
      ${chapter}, ${cycleId}, ${personId}, 'member', 'active', '[]', ${personId}, now(), 1)`
    await sql`insert into person_seats (person_id, assignment_id, association_id, programme_id, cycle_id,
      organization_id, submission_id, cycle_name, quorum, name, submission_state, role, state, since, admitted, renewed,
      approved, visit_due) values (${personId}, ${assignmentId}, ${chapter}, ${newId()}, ${cycleId}, ${applicant},
      ${submissionId}, '2026', 2, 'First', 'submitted', 'member', 'active', now(), false, false, false, false)`
  })
  return submissionId
}

const onItsSide = (principal: Principal) =>
  ({ ...contextOf(principal, { kind: 'none' }), side: 'review' }) as const
const isTold = (principal: Principal, submissionId: SubmissionId) =>
  readUnit(db, onItsSide(principal), async ({ tx, now }) => {
    const rows = await tx
      .select({ id: personSeats.assignmentId })
      .from(personSeats)
      .where(and(eq(personSeats.submissionId, submissionId), toldSeats(tx, principal, now)))
    return rows.length === 1
  })

/** The same by what the caller is in the organization itself. */
const standsThere = async (principal: Principal, panelOf: SubmissionId): Promise<boolean> => {
  const tenant = organizationOf(applicant)
  const reach = { ...reachOf(tenant, null, principal), side: 'review' } as const
  const begin = { mode: 'read only', context: contextStatement(reach) }
  const { standing } = await db.begin(begin, (connection) =>
    arrive(connection, { tenant, reach, principal, clock: (at) => at, panelOf }),
  )
  return standing.panel?.assignment != null && !isOfOrganization(standing)
}

type Tie = (personId: PersonId) => Promise<unknown>
const asPerson = (id: string) => ({ kind: 'person', id }) as const
const ties: Readonly<Record<string, Tie>> = {
  none: async () => {},
  member: (id) => joinOrganization(db, applicant, id, 'organization_viewer'),
  'member of a sister': (id) => joinOrganization(db, sister, id, 'organization_viewer'),
  'member of another': (id) => joinOrganization(db, unrelated, id, 'organization_viewer'),
  'lent a right': (id) => lend(applicant, asPerson(id)),
  'lent one by a sister': (id) => lend(sister, asPerson(id)),
  'lent one by another': (id) => lend(unrelated, asPerson(id)),
  'lent one until a day that has passed': (id) =>
    lend(applicant, asPerson(id), { expiresAt: new Date(0) }),
  'lent one until later': (id) =>
    lend(applicant, asPerson(id), { expiresAt: new Date(Date.now() + 3_600_000) }),
  'lent one that was revoked': (id) => lend(applicant, asPerson(id), { revokedAt: new Date() }),
  'an app of theirs was': async (id) =>
    lend(applicant, { kind: 'key', id: await makeKey(db, associationOf(stranger), id) }),
}
await lend(applicant, { kind: 'association', id: stranger })
const roles = { nowhere: null, above: nation, there: chapter, below, elsewhere: stranger }

t.test('seats are told to whom standing lets on the panel, and to nobody else', async (t) => {
  const counts = { told: 0, hidden: 0 }
  for (const [tie, make] of Object.entries(ties))
    for (const [place, association] of Object.entries(roles)) {
      const person = await makePerson(db)
      const submissionId = await seatOf(person)
      await make(person)
      if (association !== null) await joinAssociation(db, association, person, 'programme_manager')
      const held = association === null ? [] : [association]
      const key = async (home: Owner) => keyOf(person, await makeKey(db, home, person), home, held)
      const credentials: Readonly<Record<string, Principal>> = {
        token: tokenOf(person, held),
        'key of the programme': await key(associationOf(chapter)),
        'key below': await key(associationOf(below)),
        'key above': await key(associationOf(nation)),
        'key elsewhere': await key(associationOf(stranger)),
        'key of an organization': await key(organizationOf(unrelated)),
      }
      for (const [by, principal] of Object.entries(credentials)) {
        const expected = await standsThere(principal, submissionId)
        t.equal(await isTold(principal, submissionId), expected, `${tie}, a role ${place}, ${by}`)
        counts[expected ? 'told' : 'hidden'] += 1
      }
    }
  t.ok(counts.told > 30 && counts.hidden > 30, `control: ${JSON.stringify(counts)}`)
})

t.test('a unit of one person shows no seat of another, whatever it asks for', async (t) => {
  const [one, other] = [await makePerson(db), await makePerson(db)]
  await seatOf(one)
  const submissionId = await seatOf(other)
  const rowsOf = (personId: PersonId) =>
    readUnit(db, onItsSide(tokenOf(personId)), ({ tx }) =>
      tx.select({ personId: personSeats.personId }).from(personSeats),
    )
  t.same(await rowsOf(one), [{ personId: one }])
  t.ok(await isTold(tokenOf(other), submissionId), 'control')
  t.notOk(await isTold(tokenOf(one), submissionId))
  const outside = await readUnit(db, contextOf(tokenOf(one), { kind: 'none' }), ({ tx }) =>
    tx.select().from(personSeats),
  )
  t.same(outside, [], 'and none of their own where it does not work on that side')
})
