import t from 'tap'
import type { Role } from '../../../src/core/context.ts'
import {
  appointMember,
  etagOfMember,
  type Member,
  putMember,
  removeMember,
} from '../../../src/core/member/member.ts'
import {
  association,
  later,
  me,
  now,
  organization,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const viewer: Member = {
  personId: somebody,
  role: 'organization_viewer',
  createdAt: now,
  revision: 3,
}
const admin: Member = { ...viewer, role: 'organization_admin' }
const base = {
  owner: organization,
  admins: [me, somebody],
  standing: standings.admin,
  personId: somebody,
  now: later,
}
const put = (given: Partial<Parameters<typeof putMember<Role>>[0]>) =>
  putMember<Role>({ ...base, member: null, role: 'organization_viewer', ...given })
const remove = (given: Partial<Parameters<typeof removeMember>[0]>) =>
  removeMember({ ...base, member: viewer, ...given })

t.test('somebody becomes a member, gets another role, keeps the same one', async (t) => {
  t.match(put({}), {
    outcome: 'created',
    member: { personId: somebody, role: 'organization_viewer', createdAt: later, revision: 1 },
    events: [{ type: 'member.added', subject: somebody, ids: { organizationId: organization.id } }],
  })
  t.match(put({ member: viewer, role: 'organization_contributor' }), {
    outcome: 'updated',
    member: { role: 'organization_contributor', createdAt: now, revision: 4 },
    events: [{ type: 'member.changed' }],
  })
  t.same(put({ member: viewer }), { outcome: 'unchanged', member: viewer, events: [] })
})

t.test('a membership ends; where there is none, nothing happens', async (t) => {
  t.match(remove({}), [{ type: 'member.removed', subject: somebody }])
  t.same(remove({ member: null }), [])
})

t.test('the last administrator stays', async (t) => {
  const alone = { admins: [somebody], standing: standings.associationAdmin }
  t.match(
    refusal(() => remove({ member: admin, ...alone })),
    {
      code: 'in-use',
      parameters: { usedBy: [organization.id] },
    },
  )
  t.equal(refusal(() => put({ member: admin, ...alone })).code, 'in-use')
  t.equal(put({ member: admin, role: 'organization_admin', ...alone }).outcome, 'unchanged')
  t.equal(put({ member: admin }).outcome, 'updated', 'another one is left')
  t.equal(remove({ member: admin }).length, 1)
  const head: Member = { ...viewer, role: 'association_admin' }
  t.equal(refusal(() => remove({ owner: association, member: head, ...alone })).code, 'in-use')
  t.equal(remove({ member: viewer, ...alone }).length, 1, 'no administrator, no matter')
})

t.test('members are the business of administrators', async (t) => {
  for (const decide of [put, remove]) {
    t.equal(refusal(() => decide({ standing: standings.contributor })).code, 'forbidden')
    t.equal(refusal(() => decide({ standing: standings.manager })).code, 'forbidden')
    t.equal(refusal(() => decide({ standing: standings.nobody })).code, 'not-found')
    t.doesNotThrow(() => decide({ standing: standings.associationAdmin }))
  }
})

t.test('whoever was removed while waiting has no right any more', async (t) => {
  t.equal(refusal(() => put({ admins: [somebody] })).code, 'not-found')
  t.equal(refusal(() => remove({ admins: [somebody] })).code, 'not-found')
})

t.test('people of the association appoint others, not themselves', async (t) => {
  const standing = standings.associationAdmin
  const given = { standing, personId: me, role: 'organization_admin' } as const
  t.equal(refusal(() => put(given)).code, 'forbidden')
  t.equal(put({ ...given, personId: somebody }).outcome, 'created')
  t.equal(put({ ...given, owner: association, role: 'association_admin' }).outcome, 'created')
  t.equal(remove({ standing, personId: me }).length, 1, 'leaving is free')
})

t.test('the installation appoints whom it wants', async (t) => {
  const given = { owner: association, member: null, personId: me, now } as const
  t.equal(appointMember({ ...given, role: 'association_admin' }).outcome, 'created')
})

t.test('no two states of a member have one tag, whatever role comes back', async (t) => {
  t.equal(etagOfMember(null), null)
  t.match(etagOfMember(viewer), /^"3-[0-9a-z]+"$/)
  const demoted = put({ member: admin, role: 'organization_viewer' }).member
  const restored = put({ member: demoted, role: 'organization_admin' }).member
  const rejoined = put({ role: 'organization_admin' }).member
  const states = [admin, demoted, restored, rejoined]
  t.equal(new Set(states.map(etagOfMember)).size, 4)
  // Control: role and joining alone, without the revision, cannot tell the first from the third.
  t.equal(new Set(states.map(({ role, createdAt }) => `${role} ${+createdAt}`)).size, 3)
})
