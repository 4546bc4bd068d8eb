import t from 'tap'
import type { Standing } from '../../../src/core/context.ts'
import { AssociationId, CycleId } from '../../../src/core/ids.ts'
import {
  membersOf,
  type SubmissionMember,
  seenAs,
  viewOf,
  views,
} from '../../../src/core/submission/view.ts'
import { refusalOf, standings, withGrant } from '../../support/submissions.ts'

const ofCycle = {
  associationId: AssociationId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a45'),
  cycleId: CycleId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a46'),
}

t.test('members see all, grantees the content, the association status and dates', async (t) => {
  const { admin, contributor, viewer, manager, association, nobody } = standings
  const cases: readonly [string, Standing, string][] = [
    ['admin', admin, 'owner'],
    ['contributor', contributor, 'owner'],
    ['viewer', viewer, 'owner'],
    ['a viewer with a grant besides', withGrant(viewer, 'scores:read'), 'owner'],
    ['manager', manager, 'status'],
    ['association admin', association, 'status'],
    ['manager with another grant', withGrant(manager, 'scores:read'), 'status'],
    ['manager with the grant', withGrant(manager, 'submissions:read'), 'grant'],
    ['association admin with the grant', withGrant(association, 'submissions:read'), 'grant'],
    ['partner with the grant', withGrant(nobody, 'submissions:read'), 'grant'],
  ]
  for (const [who, standing, view] of cases) t.equal(viewOf(standing), view, who)
  const panel = (
    state: 'active' | 'completed' | 'proposed',
    hasLocked = true,
    isOpened = true,
  ) => ({
    ...nobody,
    panel: { ...ofCycle, isOpened, assignment: { role: 'member', state, hasLocked } } as const,
  })
  t.equal(viewOf(panel('active')), 'panel')
  t.equal(viewOf(panel('completed')), 'panel')
  t.equal(viewOf(panel('active', false)), 'blind', 'the own review is not locked')
  t.equal(viewOf(panel('active', true, false)), 'blind', 'the consensus is not open')
  t.same(
    refusalOf(() => viewOf(panel('proposed'))),
    { code: 'not-found' },
  )
  for (const standing of [nobody, withGrant(nobody, 'scores:read')])
    t.same(
      refusalOf(() => viewOf(standing)),
      { code: 'not-found' },
    )
})

t.test('each wider view contains the narrower one', async (t) => {
  t.ok(membersOf.status.every((name) => membersOf.grant.includes(name)))
  t.ok(membersOf.grant.every((name) => membersOf.owner.includes(name)))
})

t.test('what a view hides is absent, not null', async (t) => {
  const whole = Object.fromEntries(membersOf.owner.map((name) => [name, null])) as Record<
    SubmissionMember,
    null
  >
  for (const view of views)
    t.same(Object.keys(seenAs(view, whole)).sort(), [...membersOf[view]].sort(), view)
  for (const view of ['panel', 'blind'] as const)
    for (const name of ['weighting', 'migratedFrom', 'createdBy'])
      t.notOk(name in seenAs(view, whole), `${view} hides ${name}`)
  for (const name of ['title', 'weighting', 'completeness', 'createdBy'])
    t.notOk(name in seenAs('status', whole), `status hides ${name}`)
  t.notOk('createdBy' in seenAs('grant', whole), 'who inside did it stays inside')
})
