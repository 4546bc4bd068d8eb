import t from 'tap'
import { toldOfClosing as told } from '../../../src/core/challenge/events.ts'
import { shownPanelStates } from '../../../src/core/challenge/life.ts'
import { beginScoring, mayScore } from '../../../src/core/challenge/scoring.ts'
import { noon } from '../../support/assessment.ts'
import { shownPanel } from '../../support/challenge.ts'
import { refusalOf } from '../../support/submissions.ts'

const notBegun = {
  code: 'illegal-transition',
  state: 'active',
  event: 'start_review',
  allowed: ['recuse', 'remove'],
}
const shows = { panelShown: 'before_scoring' } as const

t.test('where nothing is shown, nothing is waited for', async (t) => {
  const settings = { panelShown: 'never' } as const
  t.equal(beginScoring({ settings, shown: null, now: noon(1) }), null)
})

t.test(
  'no review begins before the panel was shown, in its time, or while a challenge waits',
  async (t) => {
    // State → whether a review begins before the due instant, and from it on.
    const begins = {
      none: [false, false],
      shown: [false, true],
      accepted: [true, true],
      raised: [false, false],
      decided: [true, true],
      closed: [true, true],
    }
    for (const state of ['none', ...shownPanelStates] as const)
      for (const [place, now] of [noon(9), noon(10)].entries()) {
        const shown = state === 'none' ? null : shownPanel(state)
        const given = { settings: shows, shown, now }
        const begun = begins[state][place] === true
        t.equal(mayScore(given), begun, `${state} at ${now.toISOString()}`)
        if (begun) {
          const after = beginScoring(given)
          if (shown === null || state === 'closed') t.equal(after, null, state)
          else t.same(after, { panel: { ...shown, state: 'closed' }, events: [told(shown)] }, state)
          continue
        }
        t.same(
          refusalOf(() => beginScoring(given)),
          notBegun,
          'the same for each, so that nobody reads from it what the applicant did',
        )
      }
  },
)
