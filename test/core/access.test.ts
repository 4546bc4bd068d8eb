// The oracle below is the printed table of the design, transcribed by hand and read by its own rules:
// it shares neither the data nor the code of src/core/access.
import t from 'tap'
import { accessTable } from '../../src/core/access/table.ts'
import {
  type Action,
  can,
  demand,
  forbidden as refusalTo,
  rolesOf,
  type Subject,
} from '../../src/core/access.ts'
import { type AssignmentState, assignmentStates } from '../../src/core/assignment/life.ts'
import type { PanelStanding, Scope, Standing } from '../../src/core/context.ts'
import { AssociationId, CycleId, GrantId, PersonId } from '../../src/core/ids.ts'
import { isProblem } from '../../src/core/problem.ts'
import { forbidden } from '../support/forbidden.ts'

const me = PersonId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42')
const someoneElse = PersonId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43')
const grantId = GrantId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a44')

const nobody: Standing = {
  personId: me,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
}
const grantOf = (...scopes: Scope[]) => [{ id: grantId, scopes }]

const panelAs = (role: 'lead' | 'member', state: AssignmentState): PanelStanding => ({
  associationId: AssociationId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a45'),
  cycleId: CycleId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a46'),
  assignment: { role, state },
})

// Everyone who can stand somewhere today. Where a grant is held, it names the scope or another one.
const callers = {
  OA: { ...nobody, organizationRole: 'organization_admin' },
  OC: { ...nobody, organizationRole: 'organization_contributor' },
  OV: { ...nobody, organizationRole: 'organization_viewer' },
  PM: { ...nobody, associationRole: 'programme_manager' },
  AA: { ...nobody, associationRole: 'association_admin' },
  AS: { ...nobody, panel: panelAs('member', 'active') },
  LA: { ...nobody, panel: panelAs('lead', 'completed') },
} as const satisfies Record<string, Standing>

// action: the letters of OA OC OV | AS LA | PM AA | PA | PO, as printed. Rows marked + are ours: rights
// that the printed table leaves out, no wider than the row that writes.
const printed = `
questionnaires:read            Y Y Y  Y Y  Y   Y    Y  Y
shared-questionnaires:read +   Y Y Y  - -  T   T    G  -
submission-questionnaires:read + Y Y Y A A  T   T    G  -
questionnaire-drafts:read      - - -  - -  -   T    -  -
questionnaire-drafts:write     - - -  - -  -   T    -  -
questionnaires:publish         - - -  - -  -   2    -  -
programmes:read                - - -  - -  T   T    -  -
programmes:write               - - -  - -  T   T    -  -
assessors:read +               - - -  - -  T   T    -  -
assessors:write +              - - -  - -  T   T    -  -
entries:read +                 Y Y Y  - -  -   -    G  -
entries:write                  Y - -  - -  -   -    G  -
assignments:read +             - - -  - -  T   T    -  -
assignments:write              - - -  - -  T   T    -  -
assignments:own +              - - -  O -  -   -    -  -
interests:read +               - - -  O -  -   -    -  -
interests:write                - - -  O -  -   -    -  -
declarations:write             - - -  O O  -   -    -  -
declarations:decide            - - -  - -  T   T    -  -
panels:read +                  - - -  - -  T   T    -  -
panels:show +                  - - -  - -  T   T    -  -
panels:decide +                - - -  - -  T   T    -  -
panels:lead +                  - - -  - -  T   -    -  -
shown-panels:read +            Y - -  - -  -   -    -  -
shown-panels:challenge +       Y - -  - -  -   -    -  -
reviews:read                   - - -  A A  T   -    -  -
reviews:write                  - - -  A A  -   -    -  -
reviews:reopen +               - - -  - -  T   -    -  -
consensus:write                - - -  - A  -   -    -  -
consensus:agree                - - -  A A  -   -    -  -
consensus:finalize             - - -  - -  T   -    -  -
departures:decide              - - -  - -  T   -    -  -
agreement:read                 - - -  - A  T   -    -  -
calibration:read +             - - -  - -  C   -    -  -
official-scores:read +         R R R  A A  T   -    -  -
reports:read                   R R R  A A  T   -    G+R -
reports:write +                - - -  - A  T   -    -  -
reports:approve                - - -  - -  T   -    -  -
reports:release                - - -  - -  2   -    -  -
scores:preview                 Y Y Y  Y Y  Y   Y    Y  Y
benchmarks:read                Y Y Y  L L  Y   Y    Y  -
associations:read +            - - -  - -  T   T    -  -
organizations:read             Y Y Y  A A  T   T    G  Y
organizations:write            Y - -  - -  -   -    -  -
organizations:admin            - - -  - -  -   T    -  Y
members:read +                 Y - -  - -  -   T    -  -
members:write                  Y - -  - -  -   T    -  -
grants:read +                  Y - -  - -  -   -    -  -
grants:write                   Y - -  - -  -   -    -  -
keys:read +                    Y - -  - -  -   T    O  -
keys:write                     Y - -  - -  -   T    O  -
keys:rotate +                  O - -  - -  -   O    O  -
weightings:read                Y Y Y  - -  -   -    G  -
weightings:write               Y Y -  - -  -   -    G  -
weightings:publish             Y - -  - -  -   -    -  -
association-weightings:read +  - - -  - -  T   T    -  -
association-weightings:write   - - -  - -  T   T    -  -
association-weightings:publish - - -  - -  T   T    -  -
association-weightings:succeed - - -  - -  -   2    -  -
submissions:read               Y Y Y  A A  S/G S/G  G  -
answers:read                   Y Y Y  A A  G   G    G  -
submissions:write              Y Y -  - -  -   -    G  -
submissions:submit             Y - -  - -  -   -    G  -
submissions:withdraw           Y - -  - -  -   -    G  -
submissions:accept             - - -  - -  -   T    -  -
scores:read                    Y Y Y  E E  G   G    G  -
consents:write                 Y - -  - -  -   -    -  -
benchmarks:position            Y Y Y  - -  -   -    G  -
benchmarks:compare +           Y Y Y  B B  -   -    G  -
benchmarks:preview             - - -  - -  T   T    -  -
benchmarks:write               - - -  - -  -   T    -  -
benchmarks:publish             - - -  - -  -   2    -  -
events:read                    Y - -  - -  T   T    -  O
operations:read                O O O  O O  O   O    O  O
`
const withoutTenant = ['questionnaires:read', 'scores:preview', 'benchmarks:read']

const oracle = printed
  .trim()
  .split('\n')
  .map((line) => {
    const [action = '', ...row] = line.replace(' +', '  ').split(/\s+/)
    const [OA, OC, OV, AS, LA, PM, AA, PA] = row
    return { action: action as Action, row, letters: { OA, OC, OV, AS, LA, PM, AA, PA } }
  })

const mine: Subject = {
  personId: me,
  firstStep: { personId: someoneElse, at: new Date(0) },
  isReleased: true,
  calibrationLeadId: me,
}
const theirs: Subject = {
  personId: someoneElse,
  firstStep: { personId: me, at: new Date(0) },
  calibrationLeadId: someoneElse,
}

/** What a letter promises, said once more in the test's own words. */
const promised = (letter: string | undefined, grant: boolean, own: boolean): boolean =>
  letter === 'Y' ||
  letter === 'T' ||
  letter === 'S/G' ||
  letter === 'A' ||
  (letter === 'G' && grant) ||
  (letter === 'G+R' && grant && own) ||
  ((letter === 'O' || letter === '2' || letter === 'R' || letter === 'C') && own)

t.test('the oracle names every action, and no other', async (t) => {
  t.same(oracle.map(({ action }) => action).sort(), Object.keys(accessTable).sort())
})

t.test('every cell is the printed one, also those that answer nobody yet', async (t) => {
  for (const { action, row } of oracle) t.same(accessTable[action].cells, row, action)
})

t.test('every role may do exactly what the printed table says', async (t) => {
  for (const { action, letters } of oracle) {
    const scope = accessTable[action].scope
    const named = scope === null ? [] : grantOf(scope)
    const other = grantOf(scope === 'events:read' ? 'scores:read' : 'events:read')
    for (const own of [true, false]) {
      const subject = own ? mine : theirs
      for (const [name, caller] of Object.entries(callers)) {
        const printedLetter = letters[name as keyof typeof callers]
        const letter = withoutTenant.includes(action) ? 'Y' : printedLetter
        const say = (text: string) => `${name} ${action} ${text} ${own ? 'own' : 'foreign'}`
        t.equal(can(caller, action, subject), promised(letter, false, own), say('no grant'))
        t.equal(
          can({ ...caller, grants: other }, action, subject),
          promised(letter, false, own) ||
            (caller.associationRole === null && promised(letters.PA, false, own)),
          say('another grant'),
        )
        t.equal(
          can({ ...caller, grants: named }, action, subject),
          promised(letter, named.length > 0, own) ||
            (caller.associationRole === null && promised(letters.PA, named.length > 0, own)),
          say('the grant'),
        )
      }
      const partner = { ...nobody, grants: other }
      t.equal(can(partner, action, subject), promised(letters.PA, false, own), `PA ${action} other`)
      if (named.length > 0)
        t.equal(
          can({ ...nobody, grants: named }, action, subject),
          promised(letters.PA, true, own),
          `PA ${action} named`,
        )
      t.equal(
        can(nobody, action, subject),
        withoutTenant.includes(action),
        `a stranger may not ${action}`,
      )
    }
  }
})

t.test(
  'the panel sees a self score once the own review is locked and the consensus open',
  async (t) => {
    for (const state of assignmentStates)
      for (const hasLocked of [true, false, undefined])
        for (const isOpened of [true, false, undefined]) {
          const { assignment, ...of } = panelAs('lead', state)
          const seated = { role: 'lead', ...assignment, state } as const
          const panel = {
            ...of,
            ...(isOpened === undefined ? {} : { isOpened }),
            assignment: hasLocked === undefined ? seated : { ...seated, hasLocked },
          }
          const works = state === 'active' || state === 'completed'
          t.equal(
            can({ ...nobody, panel }, 'scores:read'),
            works && hasLocked === true && isOpened === true,
            `${state} ${hasLocked} ${isOpened}`,
          )
        }
  },
)

t.test('a cycle opens self scores to whoever assesses earlier, and nothing else', async (t) => {
  const seen = (assignment: object, isOpened = false) => {
    const { assignment: seat, ...of } = panelAs('member', 'active')
    const panel = { ...of, isOpened, assignment: { role: 'member', ...seat, ...assignment } }
    return can({ ...nobody, panel } as Standing, 'scores:read')
  }
  for (const state of assignmentStates)
    for (const hasLocked of [true, false]) {
      const works = state === 'active' || state === 'completed'
      const at = (selfScores: string) => seen({ state, hasLocked, selfScores })
      t.equal(at('with_declaration'), works, `${state} ${hasLocked}`)
      t.equal(at('with_own_lock'), works && hasLocked, `${state} ${hasLocked}`)
      t.equal(at('with_consensus'), false, 'control: as usual')
    }
  t.ok(seen({ hasLocked: true, selfScores: 'with_consensus' }, true))
  t.notOk(seen({ hasLocked: false, selfScores: 'with_own_lock' }, true))
})

t.test(
  'a panel compares where its cycle lets it, the own review locked and the consensus open',
  async (t) => {
    for (const state of assignmentStates)
      for (const hasLocked of [true, false])
        for (const isOpened of [true, false])
          for (const benchmarks of ['never', 'with_consensus', undefined] as const) {
            const { assignment: seat, ...of } = panelAs('member', state)
            const seated = { role: 'member', ...seat, state, hasLocked } as const
            const assignment = benchmarks === undefined ? seated : { ...seated, benchmarks }
            const works = state === 'active' || state === 'completed'
            const standing = { ...nobody, panel: { ...of, isOpened, assignment } }
            const say = `${state} ${hasLocked} ${isOpened} ${benchmarks}`
            t.equal(
              can(standing, 'benchmarks:compare'),
              works && hasLocked && isOpened && benchmarks === 'with_consensus',
              say,
            )
            t.notOk(can(standing, 'benchmarks:position'), `${say}: gaps and what-ifs never`)
          }
  },
)

t.test('without a subject nothing is own and nobody is second', async (t) => {
  t.notOk(can(callers.OA, 'operations:read'))
  t.notOk(can(callers.AA, 'benchmarks:publish'))
  t.notOk(can(callers.AA, 'benchmarks:publish', { firstStep: null }))
})

t.test('an association role does not add up with a grant to a partner of its own', async (t) => {
  const grants = grantOf('submissions:write')
  t.same(rolesOf({ ...callers.AA, grants }), ['association_admin'])
  t.same(rolesOf({ ...callers.OV, grants }), ['organization_viewer', 'partner_app'])
  t.same(rolesOf({ ...callers.OV, associationRole: 'programme_manager' }), [
    'organization_viewer',
    'programme_manager',
  ])
  t.same(rolesOf(nobody), [])
})

t.test(
  'an assignment counts while it is active or completed, and adds to no other role',
  async (t) => {
    for (const state of assignmentStates) {
      const standing = { ...nobody, panel: panelAs('member', state) }
      const expected = state === 'active' || state === 'completed'
      t.equal(can(standing, 'reviews:write'), expected, state)
    }
    t.same(rolesOf(callers.LA), ['lead_assessor'])
    t.same(rolesOf({ ...nobody, isAssessor: true }), ['assessor'])
    t.same(rolesOf({ ...nobody, panel: { ...panelAs('lead', 'active'), assignment: null } }), [])
    t.same(rolesOf({ ...callers.AS, associationRole: 'programme_manager' }), [
      'programme_manager',
      'assessor',
    ])
  },
)

const refusal = (standing: Standing, action: Action, subject?: Subject) => {
  try {
    demand(standing, action, subject)
    return 'allowed'
  } catch (error) {
    if (!isProblem(error)) throw error
    return { code: error.code, ...error.parameters }
  }
}

t.test('who sees a thing is told that it is forbidden; who does not is told nothing', async (t) => {
  const hidden = { code: 'not-found' }
  const reader = { ...nobody, grants: grantOf('submissions:read') }
  const cases: readonly [string, Standing, Action, unknown][] = [
    ['the admin submits', callers.OA, 'submissions:submit', 'allowed'],
    ['a contributor sees', callers.OC, 'submissions:submit', forbidden('submissions:submit')],
    ['a viewer sees', callers.OV, 'submissions:write', forbidden('submissions:write')],
    ['the organization sees', callers.OA, 'submissions:accept', forbidden('submissions:accept')],
    ['status is seen', callers.AA, 'submissions:write', forbidden('submissions:write')],
    ['status is seen', callers.PM, 'submissions:accept', forbidden('submissions:accept')],
    ['answers are not', callers.AA, 'answers:read', hidden],
    ['scores are not', callers.PM, 'scores:read', hidden],
    ['weightings are not', callers.AA, 'weightings:write', hidden],
    ['a colleague sees the house', callers.OC, 'keys:write', forbidden('keys:write')],
    ['a manager too', callers.PM, 'keys:write', forbidden('keys:write')],
    ['a reading partner sees', reader, 'submissions:write', forbidden('submissions:write')],
    ['but no scores', reader, 'scores:read', hidden],
    ['a stranger sees nothing', nobody, 'submissions:write', hidden],
    ['nor the house', nobody, 'keys:write', hidden],
  ]
  for (const [why, standing, action, expected] of cases)
    t.same(refusal(standing, action), expected, `${why}: ${action}`)
})

t.test('a refusal says who may, whatever the condition', async (t) => {
  const rolesFor = (action: Action) => refusalTo(action).parameters.roles
  t.same(rolesFor('consensus:write'), ['lead_assessor'])
  t.same(rolesFor('panels:decide'), ['programme_manager', 'association_admin'])
  t.same(rolesFor('shown-panels:challenge'), ['organization_admin'])
  t.same(rolesFor('submissions:submit'), ['organization_admin', 'partner_app'])
  t.same(rolesFor('benchmarks:publish'), ['association_admin'], 'two of them')
})

t.test('the second step is refused to the person of the first, by whichever key', async (t) => {
  const at = new Date('2026-03-01T10:00:00Z')
  const publish = (standing: Standing, personId: PersonId) =>
    refusal(standing, 'benchmarks:publish', { firstStep: { personId, at } })
  t.equal(publish(callers.AA, someoneElse), 'allowed')
  t.same(publish(callers.AA, me), {
    code: 'second-person-required',
    requestedAt: '2026-03-01T10:00:00.000Z',
  })
  t.same(refusal(callers.AA, 'benchmarks:publish'), forbidden('benchmarks:publish'))
  t.same(
    publish(callers.PM, me),
    forbidden('benchmarks:publish'),
    'another role is not invited to look for a second person',
  )
})
