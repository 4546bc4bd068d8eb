// Who reads a submission as one of its panel: by the assignment alone.
import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import type { Principal, Standing } from '../../../src/core/context.ts'
import { assessorOf, demandTime, mayAssess } from '../../../src/core/submission/assessing.ts'
import { cycleId } from '../../support/assessment.ts'
import { associationId, refusalOf, standings, withGrant } from '../../support/submissions.ts'

const seated = (state: (typeof assignmentStates)[number]): Standing => ({
  ...standings.nobody,
  panel: { associationId: associationId as never, cycleId, assignment: { role: 'member', state } },
})
const day = 86_400_000
const now = new Date('2026-11-28T12:00:00Z')

t.test('an app of an organization never acts for an assessor, everybody else may', async (t) => {
  const homes = { token: null, association: { kind: 'association', id: associationId } } as const
  for (const [name, home] of Object.entries(homes)) t.ok(mayAssess({ home } as Principal), name)
  t.notOk(mayAssess({ home: { kind: 'organization', id: associationId } } as never))
  t.ok(mayAssess(null), 'without a credential there is nothing to say against it')
})

t.test('nothing else that somebody is reads for the panel', async (t) => {
  const { organizationRole } = standings.admin
  const more = { ...withGrant(seated('active'), 'scores:read'), organizationRole }
  const all: Standing = { ...more, associationRole: 'association_admin' }
  t.same(assessorOf(all), seated('active'))
  t.same(assessorOf(standings.nobody), standings.nobody)
})

t.test('a conflict refuses, whatever else somebody is', async (t) => {
  for (const state of assignmentStates)
    t.same(
      refusalOf(() => assessorOf({ ...seated(state), associationRole: 'programme_manager' })),
      state === 'conflicted' ? { code: 'conflict-of-interest' } : 'allowed',
      state,
    )
})

t.test('a panel looks back for ninety days after its cycle was closed', async (t) => {
  const after = (days: number, standing = seated('completed')) =>
    refusalOf(() => demandTime(standing, { closedAt: new Date(now.getTime() - days * day), now }))
  t.equal(after(90), 'allowed')
  t.same(after(91), { code: 'not-found' })
  t.same(after(0, seated('recused')), { code: 'not-found' })
  t.same(after(0, standings.manager), { code: 'not-found' })
  t.equal(
    refusalOf(() => demandTime(seated('completed'), { closedAt: null, now })),
    'allowed',
  )
})
