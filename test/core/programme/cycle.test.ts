import t from 'tap'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId, CycleId, ProgrammeId } from '../../../src/core/ids.ts'
import {
  type Cycle,
  type CycleChange,
  type CycleDecided,
  cancelCycle,
  createCycle,
  etagOfCycle,
  finishCycle,
  openCycle,
  startCycle,
  updateCycle,
  withChange,
} from '../../../src/core/programme/cycle.ts'
import { type CycleState, cycleStates } from '../../../src/core/programme/life.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { noon, numbered } from '../../support/assessment.ts'
import {
  associationId,
  gbt,
  me,
  refusalOf,
  standings,
  submissionId,
} from '../../support/submissions.ts'

const standing = standings.manager
const now = noon(3)
const questionnaires = [gbt]
const given = {
  id: numbered<CycleId>(170),
  programmeId: numbered<ProgrammeId>(160),
  associationId: associationId as AssociationId,
  input: {
    name: '2026',
    opensAt: noon(2).toISOString(),
    closesAt: noon(20).toISOString(),
    settings: { questionnaires: [{ key: gbt.key, version: gbt.version }], panelSize: 4 },
  },
  questionnaires,
  weightings: [],
  standing,
  now,
}
const planned = createCycle(given).cycle

/** A cycle as it is in that state, with the instants that belong to it. */
const cycleIn = (state: CycleState): Cycle => ({
  ...planned,
  state,
  startedAt: state === 'assessing' || state === 'closed' ? noon(4) : null,
  cancelledAt: state === 'cancelled' ? noon(5) : null,
})

t.test('a planned cycle has the usual settings where none are stated', async (t) => {
  t.match(planned, {
    name: '2026',
    state: 'planned',
    settings: { ...usualSettings, panelSize: 4 },
    opensAt: noon(2),
    closesAt: noon(20),
    openedAt: null,
    startedAt: null,
    closedAt: null,
    cancelledAt: null,
    revision: 1,
    createdBy: me,
  })
  const { events } = createCycle(given)
  for (const event of events) Happening.parse(event)
  t.match(events, [{ type: 'cycle.created', ids: { programmeId: given.programmeId } }])
})

t.test('all that is wrong is named at once', async (t) => {
  const { input } = given
  t.match(
    refusalOf(() =>
      createCycle({
        ...given,
        input: {
          ...input,
          closesAt: input.opensAt,
          settings: { ...input.settings, quorum: 9 },
        },
        questionnaires: [null],
      }),
    ),
    {
      code: 'document-invalid',
      errors: [
        { pointer: '/closesAt', code: 'closes-before-opening' },
        { pointer: '/settings/quorum' },
        { pointer: '/settings/questionnaires/0' },
      ],
    },
  )
})

t.test('every step in every state', async (t) => {
  const steps: readonly (readonly [
    (step: { cycle: Cycle; standing: typeof standing; now: Date }) => CycleDecided,
    string,
    Partial<Record<CycleState, CycleState>>,
    keyof Cycle,
  ])[] = [
    [openCycle, 'open', { planned: 'open' }, 'openedAt'],
    [startCycle, 'start', { open: 'assessing' }, 'startedAt'],
    [
      (given) => finishCycle({ ...given, unended: [] }),
      'finish',
      { assessing: 'closed' },
      'closedAt',
    ],
    [cancelCycle, 'cancel', { planned: 'cancelled', open: 'cancelled' }, 'cancelledAt'],
  ]
  const told: Readonly<Record<string, string>> = {
    open: 'cycle.opened',
    start: 'cycle.started',
    finish: 'cycle.closed',
    cancel: 'cycle.cancelled',
  }
  for (const [step, event, row, instant] of steps)
    for (const state of cycleStates) {
      const decide = () => step({ cycle: cycleIn(state), standing, now })
      const after = row[state]
      if (after === undefined) {
        t.match(refusalOf(decide), { code: 'illegal-transition', state, event })
        continue
      }
      const { cycle, events } = decide()
      t.match(cycle, { state: after, [instant]: now, revision: 2, updatedAt: now })
      t.match(events, [{ type: told[event], versions: { cycle: '2' } }])
    }
})

t.test('a cycle ends when everything in it has, and not before', async (t) => {
  const unended = [submissionId]
  const finish = (state: CycleState) =>
    refusalOf(() => finishCycle({ cycle: cycleIn(state), standing, now, unended }))
  t.same(finish('assessing'), { code: 'in-use', usedBy: unended })
  t.match(finish('open'), { code: 'illegal-transition' }, 'its state comes first')
})

t.test('nobody opens a cycle whose time of entry is over', async (t) => {
  const open = (at: Date) => refusalOf(() => openCycle({ cycle: planned, standing, now: at }))
  t.equal(open(noon(1)), 'allowed')
  t.same(open(noon(20)), {
    code: 'window-closed',
    opensAt: noon(2).toISOString(),
    closesAt: noon(20).toISOString(),
  })
})

const changing = { questionnaires, weightings: [], entered: false, standing, now }

t.test('a change says only what changes, and nothing twice', async (t) => {
  const change = (what: CycleChange, cycle = planned) =>
    updateCycle({ ...changing, cycle, change: what, now: noon(6) })
  const updated = change({ name: 'Spring', settings: { quorum: 3 } })
  t.match(updated.cycle, {
    name: 'Spring',
    settings: { quorum: 3, panelSize: 4 },
    revision: 2,
    updatedAt: noon(6),
  })
  t.match(updated.events, [{ type: 'cycle.updated' }])
  t.not(etagOfCycle(updated.cycle), etagOfCycle(planned))
  const dates = { opensAt: noon(3).toISOString(), closesAt: noon(9).toISOString() }
  t.match(withChange(planned, dates), { opensAt: noon(3), closesAt: noon(9), name: '2026' })
  for (const same of [{}, { name: '2026' }, { settings: { panelSize: 4 } }]) {
    t.equal(change(same).cycle, planned)
    t.same(change(same).events, [])
  }
  t.match(
    refusalOf(() => change({ settings: { quorum: 9 } })),
    { code: 'document-invalid' },
  )
})

t.test(
  'once something entered, its rule of what does not apply stays; the rest may change',
  async (t) => {
    const notApplicable = { policy: 'zero', maxShareBp: 500 } as const
    const change = (settings: CycleChange['settings'], entered = true) =>
      refusalOf(() => updateCycle({ ...changing, cycle: planned, change: { settings }, entered }))
    t.match(change({ notApplicable }), {
      code: 'document-invalid',
      errors: [{ pointer: '/settings/notApplicable', code: 'entered-under-rule' }],
    })
    t.equal(change({ notApplicable: null, quorum: 3 }), 'allowed')
    t.equal(change({ notApplicable }, false), 'allowed')
  },
)

t.test('the rules are frozen when assessing begins, and when the cycle is cancelled', async (t) => {
  for (const state of cycleStates) {
    const answer = refusalOf(() =>
      updateCycle({ ...changing, cycle: cycleIn(state), change: { name: 'x' } }),
    )
    const since = state === 'cancelled' ? noon(5) : noon(4)
    if (state === 'planned' || state === 'open') t.equal(answer, 'allowed')
    else t.same(answer, { code: 'immutable', since: since.toISOString() })
  }
})

t.test('only the own people of the association', async (t) => {
  const stranger = standings.admin
  for (const decide of [
    () => createCycle({ ...given, standing: stranger }),
    () => updateCycle({ ...changing, cycle: planned, change: {}, standing: stranger }),
    () => openCycle({ cycle: planned, standing: stranger, now }),
  ])
    t.same(refusalOf(decide), { code: 'not-found' })
})
