// What a caller is in a tenant: every way to stand there, and every way not to.
import t from 'tap'
import type { AssignmentState } from '../../src/core/assignment/life.ts'
import type { AssociationRole, Owner, Principal, Standing, Tenant } from '../../src/core/context.ts'
import type {
  ApiKeyId,
  AssignmentId,
  AssociationId,
  CycleId,
  GrantId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../src/core/ids.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import { arrive, isNobody, isOffPanel, isOfOrganization } from '../../src/db/standing.ts'
import { associationMembers, ownerGroups } from '../../src/db/tables/associations.ts'
import { grants } from '../../src/db/tables/grants.ts'
import { organizationMembers, organizations } from '../../src/db/tables/organizations.ts'
import {
  associationOf,
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
  thrown,
  tokenOf,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)

// One tree: nation > chapter > organization, and a sibling chapter with an organization of its own.
const nation = await makeAssociation(db)
const chapter = await makeAssociation(db, nation)
const sibling = await makeAssociation(db, nation)
const organization = await makeOrganization(db, chapter)
const other = await makeOrganization(db, sibling)

const arriveIn = (tenant: Tenant, principal: Principal | null, shiftMs = 0) => {
  const reach = reachOf(tenant, null, principal)
  const clock = (at: Date) => new Date(at.getTime() + shiftMs)
  return db.begin({ mode: 'read only', context: contextStatement(reach) }, (connection) =>
    arrive(connection, { tenant, reach, principal, clock }),
  )
}
const standIn = async (tenant: Tenant, principal: Principal): Promise<Standing> =>
  (await arriveIn(tenant, principal)).standing

const inOrganization = organizationOf(organization)
const nothing = { organizationRole: null, associationRole: null, grants: [] }
const refusedFor = (reason: string) => ({ code: 'unauthenticated', parameters: { reason } })

t.test('a member stands in the own organization, with the role of the moment', async (t) => {
  const personId = await makePerson(db)
  const token = tokenOf(personId)
  t.match(await standIn(inOrganization, token), nothing)
  await joinOrganization(db, organization, personId, 'organization_viewer')
  const standing = await standIn(inOrganization, token)
  t.same(standing, {
    personId,
    keyId: null,
    organizationRole: 'organization_viewer',
    associationRole: null,
    grants: [],
  })
  t.notOk(isNobody(standing))
  const elsewhere = await standIn(organizationOf(other), token)
  t.match(elsewhere, nothing)
  t.ok(isNobody(elsewhere))
  t.ok(isNobody(await standIn(associationOf(chapter), token)))
  await within(db, inOrganization, (tx) =>
    tx.update(organizationMembers).set({ role: 'organization_admin' }),
  )
  t.match(await standIn(inOrganization, token), { organizationRole: 'organization_admin' })
})

t.test(
  'a role in an association stands for it and all that is below, never beside or above',
  async (t) => {
    const personId = await makePerson(db)
    await joinAssociation(db, chapter, personId, 'programme_manager')
    const token = tokenOf(personId, [chapter])
    const managing = { associationRole: 'programme_manager', organizationRole: null }
    t.match(await standIn(associationOf(chapter), token), managing)
    t.match(await standIn(inOrganization, token), managing)
    t.match(await standIn(associationOf(nation), token), nothing)
    t.match(await standIn(associationOf(sibling), token), nothing)
    t.match(await standIn(organizationOf(other), token), nothing)
  },
)

t.test('of several roles in the line the strongest counts', async (t) => {
  const personId = await makePerson(db)
  await joinAssociation(db, chapter, personId, 'programme_manager')
  await joinAssociation(db, nation, personId, 'association_admin')
  const token = tokenOf(personId, [chapter, nation])
  t.match(await standIn(inOrganization, token), { associationRole: 'association_admin' })
})

t.test(
  'a role that was taken away is gone at once, whatever the credential still says',
  async (t) => {
    const personId = await makePerson(db)
    await joinAssociation(db, chapter, personId)
    const token = tokenOf(personId, [chapter])
    t.match(await standIn(inOrganization, token), { associationRole: 'association_admin' })
    await within(db, associationOf(chapter), (tx) => tx.delete(associationMembers))
    t.match(await standIn(inOrganization, token), nothing)
  },
)

t.test("an organization's key stands at home, as its maker does, and nowhere else", async (t) => {
  const personId = await makePerson(db)
  await joinOrganization(db, organization, personId, 'organization_contributor')
  await joinOrganization(db, other, personId, 'organization_admin')
  await joinAssociation(db, nation, personId)
  const keyId = await makeKey(db, inOrganization, personId)
  const key = keyOf(personId, keyId, inOrganization, [nation])
  t.match(await standIn(inOrganization, key), {
    keyId,
    organizationRole: 'organization_contributor',
    associationRole: null,
  })
  t.match(await standIn(organizationOf(other), key), nothing)
  t.match(await standIn(associationOf(nation), key), nothing)
  await within(db, inOrganization, (tx) => tx.delete(organizationMembers))
  t.match(await standIn(inOrganization, key), nothing, 'its maker has left')
})

t.test("an association's key stands in its own part of the tree, as its maker does", async (t) => {
  const personId = await makePerson(db)
  await joinAssociation(db, chapter, personId)
  await joinOrganization(db, organization, personId)
  const home = associationOf(chapter)
  const keyId = await makeKey(db, home, personId)
  const key = keyOf(personId, keyId, home)
  const admin = { keyId, associationRole: 'association_admin', organizationRole: null }
  t.match(await standIn(home, key), admin)
  t.match(await standIn(inOrganization, key), admin)
  t.match(await standIn(organizationOf(other), key), nothing)
  t.match(await standIn(associationOf(nation), key), nothing)
})

t.test('a key that was revoked or has expired is refused inside the transaction', async (t) => {
  const personId = await makePerson(db)
  await joinOrganization(db, organization, personId)
  await joinAssociation(db, chapter, personId)
  const at = new Date()
  for (const home of [inOrganization, associationOf(chapter)]) {
    const make = async (options: { expiresAt?: Date; revokedAt?: Date }) =>
      keyOf(personId, await makeKey(db, home, personId, options), home)
    const ask = (key: Principal) => thrown(() => arriveIn(inOrganization, key))
    t.match(await ask(await make({ revokedAt: at })), refusedFor('revoked'))
    t.match(await ask(await make({ expiresAt: new Date(0) })), refusedFor('expired'))
    t.match(await ask(keyOf(personId, newId<ApiKeyId>(), home)), refusedFor('unknown'))
    const fresh = await make({ expiresAt: new Date(at.getTime() + 3_600_000) })
    t.notOk(isNobody((await arriveIn(inOrganization, fresh)).standing))
    const later = await thrown(() => arriveIn(inOrganization, fresh, 7_200_000))
    t.match(later, refusedFor('expired'), 'by the clock of the service')
  }
})

type Grantee = { readonly kind: 'person' | 'key' | 'association'; readonly id: string }

const grant = async (
  grantee: Grantee,
  more: { readonly expiresAt?: Date; readonly revokedAt?: Date } = {},
): Promise<GrantId> => {
  const id = newId<GrantId>()
  await within(db, inOrganization, (tx) =>
    tx.insert(grants).values({
      organizationId: organization,
      id,
      granteeKind: grantee.kind,
      granteeId: grantee.id,
      scopes: ['submissions:read'],
      purpose: 'a test',
      createdBy: newId(),
      createdAt: new Date(),
      revision: 1,
      ...more,
    }),
  )
  return id
}

t.test(
  'a grant opens the organization to a person, a key or an association, each for itself',
  async (t) => {
    const scopes = ['submissions:read']
    const person = await makePerson(db)
    const id = await grant({ kind: 'person', id: person })
    t.match(await standIn(inOrganization, tokenOf(person)), {
      ...nothing,
      grants: [{ id, scopes }],
    })
    t.match(await standIn(organizationOf(other), tokenOf(person)), nothing)

    const away: Owner = organizationOf(other)
    await joinOrganization(db, other, person)
    const keyId = await makeKey(db, away, person)
    const key = keyOf(person, keyId, away)
    t.match(await standIn(inOrganization, key), nothing, "a person's grant is not the key's")
    const ofKey = await grant({ kind: 'key', id: keyId })
    t.match(await standIn(inOrganization, key), { keyId, grants: [{ id: ofKey, scopes }] })

    const guest = await makePerson(db)
    await joinAssociation(db, sibling, guest)
    const ofAssociation = await grant({ kind: 'association', id: sibling })
    t.match(await standIn(inOrganization, tokenOf(guest, [sibling])), {
      ...nothing,
      grants: [{ id: ofAssociation, scopes }],
    })
    const home = associationOf(sibling)
    const theirs = keyOf(guest, await makeKey(db, home, guest), home)
    t.match(await standIn(inOrganization, theirs), { grants: [{ id: ofAssociation }] })
    await within(db, home, (tx) => tx.delete(associationMembers))
    t.match(await standIn(inOrganization, tokenOf(guest, [sibling])), nothing)
    t.match(await standIn(inOrganization, theirs), nothing)
  },
)

t.test('a grant that was revoked or has expired opens nothing', async (t) => {
  const person = await makePerson(db)
  await grant({ kind: 'person', id: person }, { revokedAt: new Date() })
  await grant({ kind: 'person', id: person }, { expiresAt: new Date(0) })
  t.match(await standIn(inOrganization, tokenOf(person)), nothing)
  const expiresAt = new Date(Date.now() + 3_600_000)
  const id = await grant({ kind: 'person', id: person }, { expiresAt })
  t.match(await standIn(inOrganization, tokenOf(person)), { grants: [{ id }] })
})

t.test('an absent organization and a foreign one look the same', async (t) => {
  const token = tokenOf(await makePerson(db), [chapter])
  const absent = organizationOf(newId<OrganizationId>())
  t.same(await standIn(absent, token), await standIn(organizationOf(other), token))
  t.match(await standIn(associationOf(newId<AssociationId>()), token), nothing)
})

t.test('without a tenant nobody stands anywhere, and nobody need be authenticated', async (t) => {
  const personId = newId<PersonId>()
  const { standing, now } = await arriveIn({ kind: 'none' }, tokenOf(personId))
  t.match(standing, { ...nothing, personId })
  t.ok(now instanceof Date)
  const { standing: anonymous } = await arriveIn({ kind: 'none' }, null)
  t.ok(isNobody(anonymous))
  t.match(await thrown(() => arriveIn(inOrganization, null)), refusedFor('missing'))
})

/** A submission of the organization that the nation assesses, with the assignments asked for. */
const assessed = async (
  ...seats: readonly { readonly personId: PersonId; readonly state: AssignmentState }[]
): Promise<SubmissionId> => {
  const submissionId = newId<SubmissionId>()
  const admin = openPlain(t, addresses.superuserUrl)
  await admin.begin(async (sql) => {
    // The submission itself does not matter here.
    await sql`set local session_replication_role = replica`
    let minute = 0
    for (const { personId, state } of seats) {
      minute += 1
      await sql`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id,
        role, state, conflicts, proposed_by, proposed_at, revision) values (${organization},
        ${newId<AssignmentId>()}, ${submissionId}, ${nation}, ${newId<CycleId>()}, ${personId}, 'member', ${state},
        '[]', ${personId}, ${new Date(minute * 60_000)}, 1)`
    }
  })
  return submissionId
}

const standOnPanel = async (
  panelOf: SubmissionId,
  principal: Principal,
  tenant = inOrganization,
) => {
  const reach = { ...reachOf(tenant, null, principal), side: 'review' } as const
  const begin = { mode: 'read only', context: contextStatement(reach) }
  const { standing } = await db.begin(begin, (connection) =>
    arrive(connection, { tenant, reach, principal, clock: (at) => at, panelOf }),
  )
  return standing
}

t.test('an assessor stands on the panel of the submission, by the last assignment', async (t) => {
  const [assessor, somebody] = [await makePerson(db), await makePerson(db)]
  const submissionId = await assessed(
    { personId: assessor, state: 'recused' },
    { personId: assessor, state: 'active' },
  )
  const standing = await standOnPanel(submissionId, tokenOf(assessor))
  t.match(standing, {
    ...nothing,
    panel: { associationId: nation, assignment: { role: 'member', state: 'active' } },
  })
  t.notOk(isNobody(standing))
  t.notOk(isOfOrganization(standing))
  t.match(standing.panel, {
    isOpened: false,
    assignment: { hasLocked: false, selfScores: 'with_consensus', benchmarks: 'never' },
  })
  const outside = await standOnPanel(submissionId, tokenOf(somebody))
  t.match(outside, { panel: { associationId: nation, assignment: null } })
  t.ok(isNobody(outside), 'who knows of an assessment is nobody in it')
  const nowhere = await standOnPanel(newId<SubmissionId>(), tokenOf(assessor))
  t.notOk('panel' in nowhere)
  t.ok(isNobody(nowhere))
  t.notOk('panel' in (await standOnPanel(submissionId, tokenOf(assessor), organizationOf(other))))
  t.notOk('panel' in (await standIn(inOrganization, tokenOf(assessor))), 'only on this side')
})

t.test(
  "a key of the programme's association, or of one below, acts for its assessor, an organization's never",
  async (t) => {
    const personId = await makePerson(db)
    const submissionId = await assessed({ personId, state: 'active' })
    const stranger = await makeAssociation(db)
    for (const [home, acts] of [
      [associationOf(nation), true],
      [associationOf(chapter), true],
      [associationOf(sibling), true],
      [associationOf(stranger), false],
      [organizationOf(other), false],
    ] as const) {
      const key = keyOf(personId, await makeKey(db, home, personId), home)
      const { panel } = await standOnPanel(submissionId, key)
      t.equal(panel?.assignment?.state, acts ? 'active' : undefined, `${home.kind} ${home.id}`)
    }
  },
)

t.test('a key of an association does not hide that its person is of the applicant', async (t) => {
  const home = associationOf(nation)
  const submissionId = await assessed({ personId: await makePerson(db), state: 'active' })
  const keyFor = async (personId: PersonId) =>
    keyOf(personId, await makeKey(db, home, personId), home)
  const maker = await makePerson(db)
  const app = await makeKey(db, associationOf(await makeAssociation(db)), maker)
  const lendTo = (granteeId: string, expiresAt: Date | null, by = organization) =>
    within(db, organizationOf(by), (tx) =>
      tx.insert(grants).values({
        organizationId: by,
        id: newId(),
        granteeKind: granteeId === app ? 'key' : 'person',
        granteeId,
        scopes: ['submissions:read'],
        purpose: 'Advice',
        expiresAt,
        createdBy: newId(),
        createdAt: new Date(),
        revision: 1,
      }),
    )
  const somebody = await makePerson(db)
  t.notOk('isApplicant' in (await standOnPanel(submissionId, await keyFor(somebody))))

  const member = await makePerson(db)
  await joinOrganization(db, organization, member, 'organization_viewer')
  const key = await keyFor(member)
  const standing = await standOnPanel(submissionId, key)
  t.match(standing, { organizationRole: null, isApplicant: true })
  t.ok(isOfOrganization(standing))
  t.notOk('isApplicant' in (await standIn(inOrganization, key)), 'only on the side of the panel')
  const elsewhere = await standOnPanel(submissionId, key, organizationOf(other))
  t.notOk('isApplicant' in elsewhere, 'and only there')

  const [partner, past, manager] = [
    await makePerson(db),
    await makePerson(db),
    await makePerson(db),
  ]
  await joinAssociation(db, nation, manager, 'programme_manager')
  await lendTo(partner, null)
  await lendTo(past, new Date('2020-01-01T00:00:00Z'))
  await lendTo(manager, null)
  for (const [who, expected] of [
    [partner, true],
    [past, false],
    [manager, false],
  ] as const) {
    const lent = await standOnPanel(submissionId, await keyFor(who))
    t.equal(isOfOrganization(lent), expected)
    t.same(lent.grants, [], 'a key is not lent what its person is')
  }

  const tied = async (personId: PersonId) =>
    isOfOrganization(await standOnPanel(submissionId, tokenOf(personId)))
  t.notOk(await tied(maker), 'control')
  await lendTo(app, null)
  t.ok(await tied(maker), 'an app of theirs in any house, whatever they come by')

  const [sisterly, friend] = [await makePerson(db), await makePerson(db)]
  await joinOrganization(db, other, sisterly, 'organization_viewer')
  await lendTo(friend, null, other)
  const ownedBy = (id: string, group: string) =>
    within(db, organizationOf(id as typeof other), (tx) =>
      tx.update(organizations).set({ ownerGroupAssociationId: nation, ownerGroupId: group }),
    )
  const group = newId()
  await within(db, associationOf(nation), (tx) =>
    tx
      .insert(ownerGroups)
      .values({ associationId: nation, id: group, name: 'Owner', createdAt: new Date() }),
  )
  await ownedBy(organization, group)
  for (const who of [sisterly, friend]) t.notOk(await tied(who), 'control: of another owner')
  await ownedBy(other, group)
  for (const who of [sisterly, friend]) t.ok(await tied(who), 'of the same owner')

  // A role in the association of the programme hides what was lent, and no membership.
  for (const [who, expected] of [
    [sisterly, true],
    [friend, false],
  ] as const) {
    await joinAssociation(db, nation, who, 'programme_manager')
    for (const principal of [tokenOf(who, [nation]), await keyFor(who)]) {
      const managing = await standOnPanel(submissionId, principal)
      t.equal(managing.associationRole, 'programme_manager')
      t.equal(isOfOrganization(managing), expected)
    }
  }
})

t.test(
  'a manager stands there by a role in the association of the programme, none below',
  async (t) => {
    const [above, below] = [await makePerson(db), await makePerson(db)]
    await joinAssociation(db, nation, above, 'programme_manager')
    await joinAssociation(db, chapter, below, 'programme_manager')
    const submissionId = await assessed({ personId: await makePerson(db), state: 'proposed' })
    const nationKey = associationOf(nation)
    const chapterKey = associationOf(chapter)
    const role = async (principal: Principal) =>
      (await standOnPanel(submissionId, principal)).associationRole
    t.equal(await role(tokenOf(above, [nation])), 'programme_manager')
    t.equal(await role(tokenOf(below, [chapter])), null)
    t.equal(
      await role(keyOf(above, await makeKey(db, nationKey, above), nationKey)),
      'programme_manager',
    )
    t.equal(await role(keyOf(below, await makeKey(db, chapterKey, below), chapterKey)), null)
    const elsewhere = await standOnPanel(newId<SubmissionId>(), tokenOf(above, [nation]))
    t.equal(elsewhere.associationRole, null, 'of what is not assessed there is nothing to manage')
  },
)

t.test(
  'on the side of an organization are its members and those it lent a right, not its association',
  async (t) => {
    const nobody: Standing = {
      personId: newId<PersonId>(),
      keyId: null,
      organizationRole: null,
      associationRole: null,
      grants: [],
    }
    const grants = [{ id: newId<GrantId>(), scopes: [] }]
    const manager = { ...nobody, associationRole: 'programme_manager' } as const
    const viewer = { ...nobody, organizationRole: 'organization_viewer' } as const
    for (const [who, standing, expected] of [
      ['nobody', nobody, false],
      ['a member', viewer, true],
      ['a partner', { ...nobody, grants }, true],
      ['a key of one who is a member', { ...manager, isApplicant: true }, true],
      ['a manager', manager, false],
      ['a manager with a grant', { ...manager, grants }, false],
      [
        'a manager who is a member',
        { ...manager, ...viewer, associationRole: 'programme_manager' },
        true,
      ],
    ] as const)
      t.equal(isOfOrganization(standing), expected, who)
  },
)

t.test('off the panel is whose seat ended, and who has none and manages nothing', async (t) => {
  const standing = (assignment: AssignmentState | null, associationRole: AssociationRole | null) =>
    ({
      ...nothing,
      associationRole,
      panel: {
        associationId: nation,
        cycleId: newId(),
        assignment: assignment === null ? null : { role: 'member', state: assignment },
      },
    }) as unknown as Standing
  for (const [state, role, expected] of [
    ['proposed', null, false],
    ['conflicted', null, false],
    ['active', null, false],
    ['completed', null, false],
    ['declined', null, true],
    ['recused', null, true],
    ['removed', null, true],
    ['removed', 'programme_manager', true],
    [null, 'programme_manager', false],
    [null, 'association_admin', true],
    [null, null, true],
  ] as const)
    t.equal(isOffPanel(standing(state, role)), expected, `${state}, ${role}`)
  t.notOk(isOffPanel(nothing as unknown as Standing), 'without a panel to ask for nobody is')
})

t.test("the time is the transaction's, as the service sees it", async (t) => {
  const { now } = await arriveIn({ kind: 'none' }, null)
  const { now: later } = await arriveIn({ kind: 'none' }, null, 86_400_000)
  t.ok(later.getTime() - now.getTime() >= 86_400_000)
})

t.test(
  'an assessor stands in the association that asks for it, by register or assignment',
  async (t) => {
    const [entered, asked, somebody] = [
      await makePerson(db),
      await makePerson(db),
      await makePerson(db),
    ]
    const admin = openPlain(t, addresses.superuserUrl)
    await admin`insert into assessors (association_id, person_id, available, interests, revision, created_at,
    updated_at, updated_by) values (${nation}, ${entered}, true, '[]', 1, now(), now(), ${entered})`
    await admin`insert into cycle_assignments (association_id, id, cycle_id, organization_id, submission_id, person_id,
    role, state, proposed_by, proposed_at, revision) values (${nation}, ${newId()}, ${newId()}, ${organization},
    ${newId()}, ${asked}, 'member', 'recused', ${asked}, now(), 1)`
    const standsAs = async (
      principal: Principal,
      tenant: Owner = associationOf(nation),
      asAssessor = true,
      side: { readonly side?: 'review' } = { side: 'review' },
    ) => {
      const reach = { ...reachOf(tenant, null, principal), ...side }
      const begin = { mode: 'read only', context: contextStatement(reach) }
      const { standing } = await db.begin(begin, (connection) =>
        arrive(connection, { tenant, reach, principal, clock: (at) => at, asAssessor }),
      )
      t.equal(isNobody(standing), standing.isAssessor !== true)
      return standing.isAssessor ?? false
    }
    for (const person of [entered, asked]) {
      t.ok(await standsAs(tokenOf(person)))
      t.notOk(await standsAs(tokenOf(person), associationOf(chapter)), 'not below')
      t.notOk(
        await standsAs(tokenOf(person), organizationOf(organization)),
        'only in an association',
      )
      t.notOk(
        await standsAs(tokenOf(person), associationOf(nation), false),
        'only where it is asked for',
      )
    }
    t.notOk(
      await standsAs(tokenOf(asked), associationOf(nation), true, {}),
      'whom it asked is told on the side of panels alone',
    )
    t.notOk(await standsAs(tokenOf(somebody)))
    const stranger = await makeAssociation(db)
    for (const [home, acts] of [
      [associationOf(nation), true],
      [associationOf(chapter), true],
      [associationOf(stranger), false],
      [organizationOf(other), false],
    ] as const)
      t.equal(
        await standsAs(keyOf(entered, await makeKey(db, home, entered), home)),
        acts,
        home.kind,
      )
  },
)
