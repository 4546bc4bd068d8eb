import t from 'tap'
import {
  allowedEvents,
  askRetirement,
  type BenchmarkEdition,
  build,
  type Decided,
  type Event,
  events,
  publish,
  reopen,
  retire,
  review,
  type State,
  states,
  transitions,
} from '../../../src/core/benchmark/edition.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { Problem } from '../../../src/core/problem.ts'
import {
  audit,
  descriptor,
  digests,
  editionId,
  editionIn,
  noon,
  person,
} from '../../fixtures/benchmark/edition.ts'

const now = noon(10)

/** Each event, done by somebody who may. */
const perform: Readonly<Record<Event, (edition: BenchmarkEdition) => Decided>> = {
  build: (edition) => build(edition, { ...digests, audit, now }),
  review: (edition) => review(edition, { by: person(2), now }),
  publish: (edition) => publish(edition, { by: person(3), now, digests }),
  reopen,
  retire: (edition) => {
    const asked = askRetirement(edition, { by: person(4), at: now, reason: 'wrong cut-off' })
    return retire(asked, { by: person(5), now })
  },
}

/** Section 7 once more, by hand. */
const expected: Readonly<Record<State, Partial<Record<Event, State>>>> = {
  draft: { build: 'built' },
  built: { build: 'built', review: 'reviewed', reopen: 'draft' },
  reviewed: { publish: 'published', reopen: 'draft' },
  published: { retire: 'retired' },
  retired: {},
}

t.test('every state and event: the table is followed, anything else refused', async (t) => {
  t.same(transitions, expected)
  for (const state of states) {
    const edition = editionIn(state)
    t.equal(edition.state, state)
    const allowed = events.filter((event) => event in expected[state])
    t.same(allowedEvents(edition), allowed)
    for (const event of events) {
      const to = expected[state][event]
      if (to === undefined)
        t.match(
          t.throws(() => perform[event](edition)),
          { code: 'illegal-transition', parameters: { state, event, allowed } },
          `${state} ${event}`,
        )
      else t.equal(perform[event](edition).edition.state, to, `${state} ${event}`)
    }
  }
})

t.test('a new edition is a draft with its descriptor frozen in', async (t) => {
  const draft = editionIn('draft')
  t.same(draft.descriptor, descriptor)
  t.match(draft, { created: { by: person(1) }, built: null, reviewed: null, published: null })
})

t.test('built, published and retired are told, by ids and versions only', async (t) => {
  const told = (decided: Decided) =>
    decided.events.map((event) => {
      Happening.parse(event)
      return event
    })
  const expected = (what: string) => [
    {
      type: `benchmark-edition.${what}`,
      subject: editionId,
      ids: {},
      versions: { questionnaire: ['gbt-19580-2012@1.0.0', 'gbt-19580-2012@1.0.1'] },
    },
  ]
  t.same(told(perform.build(editionIn('draft'))), expected('built'))
  t.same(told(perform.publish(editionIn('reviewed'))), expected('published'))
  t.same(told(perform.retire(editionIn('published'))), expected('retired'))
  t.same(told(perform.review(editionIn('built'))), [])
  t.same(told(perform.reopen(editionIn('built'))), [])
})

t.test('without a passed audit nothing is reviewed, so nothing is published', async (t) => {
  const failed = build(editionIn('draft'), { ...digests, audit: { ...audit, passed: false }, now })
  t.same(allowedEvents(failed.edition), ['build', 'reopen'])
  t.throws(() => perform.review(failed.edition), { code: 'illegal-transition' })
})

t.test('the reviewer cannot publish; the refusal says since when', async (t) => {
  const reviewed = editionIn('reviewed')
  t.match(
    t.throws(() => publish(reviewed, { by: person(2), now, digests })),
    {
      code: 'second-person-required',
      parameters: { requestedAt: '2026-07-03T12:00:00.000Z' },
    },
  )
  t.same(publish(reviewed, { by: person(3), now, digests }).edition.published, {
    by: person(3),
    at: now,
  })
})

t.test('what changed since the build is named, and nothing is published', async (t) => {
  const changed = (members: Partial<typeof digests>) => {
    const problem = t.throws(() =>
      publish(editionIn('reviewed'), { by: person(3), now, digests: { ...digests, ...members } }),
    )
    t.ok(problem instanceof Problem)
    return (problem as unknown as Problem<'plan-outdated'>).parameters.changed
  }
  t.same(changed({ inputsDigest: 'c' }), ['inputsDigest'])
  t.same(changed({ cellsDigest: 'c' }), ['cellsDigest'])
  t.same(changed({ inputsDigest: 'c', cellsDigest: 'c' }), ['inputsDigest', 'cellsDigest'])
})

t.test(
  'reopening forgets build and review, so an old review cannot publish a new build',
  async (t) => {
    const { edition } = reopen(editionIn('reviewed'))
    t.match(edition, { state: 'draft', built: null, reviewed: null })
  },
)

t.test('retiring takes two persons and a reason; until then it stays published', async (t) => {
  const published = editionIn('published')
  const needsAnother = (edition: BenchmarkEdition, at: Date) =>
    t.match(
      t.throws(() => retire(edition, { by: person(4), now })),
      { code: 'second-person-required', parameters: { requestedAt: at.toISOString() } },
    )
  needsAnother(published, now)
  const asked = askRetirement(published, { by: person(4), at: noon(7), reason: 'wrong cut-off' })
  t.match(asked, {
    state: 'published',
    retirement: { by: person(4), at: noon(7), reason: 'wrong cut-off' },
  })
  needsAnother(asked, noon(7))
  const retired = retire(asked, { by: person(5), now }).edition
  t.match(retired, { state: 'retired', retired: { by: person(5) } })
  t.equal(retired.retirement?.reason, 'wrong cut-off', 'the reason of the one who asked stands')
})

t.test('who asked first stays the first, and only of what is published', async (t) => {
  const ask = { by: person(5), at: now, reason: 'another reason' }
  const asked = askRetirement(editionIn('published'), { by: person(4), at: noon(7), reason: 'one' })
  t.equal(askRetirement(asked, ask), asked)
  for (const state of ['draft', 'built', 'reviewed', 'retired'] as const) {
    const edition = editionIn(state)
    t.equal(askRetirement(edition, ask), edition, state)
  }
})
