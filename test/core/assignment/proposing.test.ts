import t from 'tap'
import {
  demandEntered,
  knownConflicts,
  lookForConflicts,
  type ProposeFor,
  proposeFor,
} from '../../../src/core/assignment/proposing.ts'
import type { AssignmentId, AssociationId, ProgrammeId } from '../../../src/core/ids.ts'
import { cycleStates } from '../../../src/core/programme/life.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { cycleId, noon, numbered, people, proposedTo } from '../../support/assessment.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  associationId,
  me,
  organizationId,
  refusalOf,
  standings,
  submissionId,
} from '../../support/submissions.ts'

const association = associationId as AssociationId
const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' }
const applicant = { organizationId, ownerGroup: null }
const known = { applicant, interests: [], actsFor: [], assessedBefore: [] }
const tie = (kind: 'employment' | 'other', endedOn: string | null = null) => ({
  ...applicant,
  kind,
  endedOn,
})
const given: ProposeFor = {
  id: numbered<AssignmentId>(130),
  cycleId,
  organizationId,
  submissionId,
  personId: people.ann,
  role: 'member',
  others: [],
  panel: { isOpened: false, sits: false },
  cycle: {
    id: cycleId,
    programmeId: numbered<ProgrammeId>(160),
    associationId: association,
    name: '2026',
    state: 'assessing',
    settings: { ...usualSettings, questionnaires: [questionnaire] },
    opensAt: noon(1),
    closesAt: noon(2),
    openedAt: noon(1),
    startedAt: noon(2),
    closedAt: null,
    cancelledAt: null,
    revision: 3,
    createdBy: people.manager,
    createdAt: noon(1),
    updatedAt: noon(2),
  },
  entry: {
    associationId: association,
    programmeId: numbered<ProgrammeId>(160),
    cycleId,
    organizationId,
    submissionId,
    name: 'First',
    ownerGroup: null,
    sector: null,
    region: null,
    questionnaire,
    state: 'submitted',
    stateAt: noon(1),
    enteredAt: noon(1),
  },
  assessor: {
    associationId: association,
    personId: people.ann,
    available: true,
    interests: [],
    revision: 1,
    createdAt: noon(1),
    updatedAt: noon(1),
    updatedBy: people.manager,
  },
  known,
  isApplicant: false,
  standing: standings.manager,
  now: noon(3),
}
const ask = (other: Partial<ProposeFor>) => refusalOf(() => proposeFor({ ...given, ...other }))

t.test('a manager asks whom the register knows, while the cycle is assessed', async (t) => {
  const { assignment, events } = proposeFor(given)
  t.match(assignment, { state: 'proposed', personId: people.ann, proposedBy: me, conflicts: [] })
  t.match(events, [{ type: 'assignment.proposed' }])
  t.match(ask({ standing: standings.admin }), { code: 'not-found' })
  t.match(ask({ personId: me }), forbidden('assignments:write'))
  for (const state of cycleStates.filter((each) => each !== 'assessing'))
    t.match(ask({ cycle: { ...given.cycle, state } }), {
      code: 'illegal-transition',
      state,
      event: 'propose',
    })
  for (const state of submissionStates) {
    const refused = ask({ entry: given.entry && { ...given.entry, state } })
    if (state === 'submitted' || state === 'in_review') t.equal(refused, 'allowed')
    else t.match(refused, { code: 'illegal-transition', state, event: 'propose' })
  }
})

t.test('nobody is asked who is not in the register, or not available', async (t) => {
  const unfit = (code: string) => ({
    code: 'document-invalid',
    errors: [{ pointer: '/personId', code }],
  })
  t.match(ask({ assessor: null }), unfit('assessor-unknown'))
  const busy = given.assessor && { ...given.assessor, available: false }
  t.match(ask({ assessor: busy }), unfit('assessor-unavailable'))
})

t.test('a conflict, an unknown applicant and an own one look the same', async (t) => {
  const blocked = { code: 'conflict-of-interest' }
  t.same(ask({ known: { ...known, interests: [tie('employment')] } }), blocked)
  t.same(ask({ known: null }), blocked)
  t.same(ask({ entry: null }), blocked)
  t.same(ask({ isApplicant: true }), blocked)
  t.equal(ask({ known: { ...known, interests: [tie('other')] } }), 'allowed')
})

t.test(
  'what entered nothing, or is an own one, is refused ahead as it would be later',
  async (t) => {
    const { known: _, others: __, ...asked } = given
    const ahead = (other: Partial<ProposeFor>) =>
      refusalOf(() => demandEntered({ ...asked, ...other }))
    const others: readonly Partial<ProposeFor>[] = [
      {},
      { standing: standings.admin },
      { personId: me },
      { cycle: { ...given.cycle, state: 'closed' } },
      { assessor: null },
      { entry: given.entry && { ...given.entry, state: 'final' } },
    ]
    for (const other of others) {
      t.equal(ahead(other), 'allowed', 'a repeated request is answered as the first time')
      for (const more of [{ entry: null }, { isApplicant: true }]) {
        t.not(ahead({ ...other, ...more }), 'allowed')
        t.same(ahead({ ...other, ...more }), ask({ ...other, ...more }))
      }
    }
  },
)

t.test('the windows are those of the cycle, from the day of the decision', async (t) => {
  const years = (employmentYears: number) => {
    const conflictWindows = { ...usualSettings.conflictWindows, employmentYears }
    const settings = { ...given.cycle.settings, conflictWindows }
    const interests = [tie('employment', '2024-05-03')]
    return knownConflicts({ ...known, interests }, { settings }, noon(3))
  }
  t.same(years(2), [{ kind: 'employment', effect: 'block' }])
  t.same(years(1), [])
})

t.test('whoever asks ahead is told what a proposal would meet, and no more', async (t) => {
  const verdict = (other: Partial<Parameters<typeof lookForConflicts>[0]> = {}) =>
    lookForConflicts({
      known,
      cycle: given.cycle,
      isApplicant: false,
      standing: standings.manager,
      now: noon(3),
      ...other,
    })
  const through = (interests: (typeof known)['interests'] | readonly ReturnType<typeof tie>[]) => ({
    known: { ...known, interests },
  })
  t.equal(verdict(), 'clear')
  t.equal(verdict(through([tie('employment')])), 'blocked')
  t.equal(verdict(through([tie('other')])), 'waivable')
  t.equal(verdict({ known: { ...known, actsFor: [applicant] } }), 'blocked', 'acts for it')
  t.equal(verdict({ known: { ...known, assessedBefore: [true, true] } }), 'waivable', 'in a row')
  t.equal(verdict({ isApplicant: true }), 'blocked', 'nobody decides about an own organization')
  const past = through([tie('employment', '2024-05-03')])
  const conflictWindows = { ...usualSettings.conflictWindows, employmentYears: 1 }
  t.equal(verdict({ ...past, cycle: { settings: { conflictWindows } } }), 'clear')
  t.equal(verdict({ ...past, cycle: null }), 'blocked', 'by the usual windows')
  t.same(
    refusalOf(() => verdict({ standing: standings.admin })),
    { code: 'not-found' },
  )
})

t.test('a programme manager names a lead, and whoever sees no panels does not', async (t) => {
  const { personId } = given
  const member = { ...proposedTo(personId), state: 'active' as const }
  const named = (other: Partial<ProposeFor> = {}) =>
    proposeFor({ ...given, role: 'lead', others: [member], ...other })
  t.match(named().assignment, { id: member.id, role: 'lead' })
  t.match(named({ panel: { isOpened: true, sits: true } }).assignment, { role: 'lead' })
  t.match(
    refusalOf(() => named({ panel: { isOpened: true, sits: false } })),
    { code: 'document-invalid', errors: [{ pointer: '/personId', code: 'review-missing' }] },
  )
  const standing = standings.association
  t.same(
    refusalOf(() => named({ standing })),
    forbidden('panels:lead'),
  )
})
