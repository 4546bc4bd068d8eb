// The oracle below is the printed table of the design, transcribed by hand and read by its own rules: it shares
// neither the data nor the code of visible.ts.
import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import {
  type Part,
  parts,
  type Relation,
  type Stage,
  sees,
  stageOf,
  stages,
  viewerOf,
  viewers,
  visibleParts,
} from '../../../src/core/consensus/visible.ts'
import { reviewStates } from '../../../src/core/review/life.ts'

// viewer: before | consensus open to agreed | final, unreleased | released. O own review, P reviews of the
// panel, S states, dates, count; I item figures; K coefficients; C consensus; R report.
const printed = `
waiting    O   O      O       O
assessor   O   OPIC   OPICR   OPICR
lead       OS  OPICSK OPICSKR OPICSKR
manager    S   SIK    SIKCR   SIKCR
applicant  -   -      -       R
nobody     -   -      -       -
`
const letters: Readonly<Record<Part, string>> = {
  own_review: 'O',
  panel_reviews: 'P',
  progress: 'S',
  items: 'I',
  coefficients: 'K',
  consensus: 'C',
  report: 'R',
}
const oracle = new Map(
  printed
    .trim()
    .split('\n')
    .map((line) => {
      const [viewer = '', ...row] = line.split(/\s+/)
      return [viewer, row] as const
    }),
)

t.test('every viewer at every stage sees exactly what is printed', async (t) => {
  t.same([...oracle.keys()], [...viewers])
  for (const viewer of viewers)
    for (const [place, stage] of stages.entries())
      for (const part of parts)
        t.equal(
          visibleParts[viewer][stage].includes(part),
          oracle.get(viewer)?.[place]?.includes(letters[part]),
          `${viewer} ${stage} ${part}`,
        )
})

t.test('nobody who has not locked sees anything of others, at any stage', async (t) => {
  for (const stage of stages) t.same(visibleParts.waiting[stage], ['own_review'])
})

t.test('the applicant never sees reviews, figures or coefficients', async (t) => {
  for (const stage of stages)
    for (const part of parts.filter((each) => each !== 'report'))
      t.notOk(visibleParts.applicant[stage].includes(part), `${stage} ${part}`)
})

t.test('the stage follows the consensus, and the release only a final one', async (t) => {
  t.equal(stageOf(null, false), 'before')
  for (const state of consensusStates) {
    const told: Stage = state === 'final' ? 'final' : 'consensus'
    t.equal(stageOf(state, false), told, state)
    t.equal(
      stageOf(state, true),
      state === 'final' ? 'released' : 'consensus',
      `${state}, released`,
    )
  }
})

const relation = (other: Partial<Relation>): Relation => ({
  assignment: null,
  managesProgramme: false,
  ofApplicant: false,
  closedAt: null,
  now: new Date('2026-11-28T12:00:00Z'),
  ...other,
})

t.test('who somebody is, by assignment and review in every state', async (t) => {
  for (const role of ['lead', 'member'] as const)
    for (const state of assignmentStates)
      for (const review of [null, ...reviewStates]) {
        const works = state === 'active' || state === 'completed'
        const locked = role === 'lead' ? 'lead' : 'assessor'
        const told = !works ? 'nobody' : review === 'locked' ? locked : 'waiting'
        const assignment = { role, state, review }
        t.equal(viewerOf(relation({ assignment })), told, `${role} ${state} ${review}`)
        t.equal(
          viewerOf(relation({ assignment, managesProgramme: true })),
          told,
          'a manager of the panel is of the panel, and one who left it sees nothing',
        )
        t.equal(viewerOf(relation({ assignment, ofApplicant: true })), 'applicant', 'blinded')
      }
  t.equal(viewerOf(relation({ managesProgramme: true })), 'manager')
  t.equal(viewerOf(relation({ managesProgramme: true, ofApplicant: true })), 'applicant')
  t.equal(viewerOf(relation({})), 'nobody')
})

t.test('a panel looks back for ninety days, a manager without end', async (t) => {
  const assignment = { role: 'lead', state: 'completed', review: 'locked' } as const
  const daysAgo = (days: number) => new Date(Date.UTC(2026, 10, 28 - days, 12))
  const after = (days: number) => viewerOf(relation({ assignment, closedAt: daysAgo(days) }))
  t.equal(after(0), 'lead')
  t.equal(after(90), 'lead')
  t.equal(after(91), 'nobody')
  t.equal(viewerOf(relation({ managesProgramme: true, closedAt: daysAgo(400) })), 'manager')
})

t.test('seeing is both: who, and when', async (t) => {
  const assignment = { role: 'member', state: 'active', review: 'locked' } as const
  t.notOk(sees(relation({ assignment }), 'before', 'panel_reviews'))
  t.ok(sees(relation({ assignment }), 'consensus', 'panel_reviews'))
  t.notOk(sees(relation({ assignment }), 'consensus', 'coefficients'))
})
