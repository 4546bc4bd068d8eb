// The life of a benchmark edition: its states, who moves it on, and what each step leaves behind.
// The numbers are made in builder.ts and release.ts; who may call which event at all is in access.ts.
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, BenchmarkEditionId, PersonId } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Audit, Released } from './audit.ts'
import type { Comparability } from './eligibility.ts'
import type { QuantileMethod } from './quantile.ts'

export const states = ['draft', 'built', 'reviewed', 'published', 'retired'] as const
export type State = (typeof states)[number]

/** State → event → state it leads to (benchmarks, section 7). What is not here is refused. */
export const transitions = {
  draft: { build: 'built' },
  built: { build: 'built', review: 'reviewed', reopen: 'draft' },
  reviewed: { publish: 'published', reopen: 'draft' },
  published: { retire: 'retired' },
  retired: {},
} as const satisfies Record<State, Partial<Record<string, State>>>

export const events = ['build', 'review', 'publish', 'reopen', 'retire'] as const
export type Event = (typeof events)[number]

/** Frozen by `create`: all that the numbers depend on beside the members. */
export type Descriptor = Comparability & Released & { readonly quantile: QuantileMethod }

/** SHA-256 in lower-case hex of the members with their vectors, and of the published rows. */
export type Digests = { readonly inputsDigest: string; readonly cellsDigest: string }

type Act = { readonly by: PersonId; readonly at: Date }

export type BenchmarkEdition = {
  readonly id: BenchmarkEditionId
  readonly associationId: AssociationId
  readonly state: State
  readonly descriptor: Descriptor
  readonly created: Act
  readonly built: (Digests & { readonly at: Date; readonly audit: Audit }) | null
  readonly reviewed: Act | null
  readonly published: Act | null
  /** Asked for by one person; carried out (`retired`) by another. */
  readonly retirement: (Act & { readonly reason: string }) | null
  readonly retired: Act | null
}

/** Thin: ids and versions, never a count or a number. */
export type EditionEvent = Happening & { readonly type: `benchmark-edition.${Happened}` }

/** What a decision leaves behind: the edition as it is now, and what happened. */
export type Decided = {
  readonly edition: BenchmarkEdition
  readonly events: readonly EditionEvent[]
}

/** The events allowed now: those of the table, without `review` while the audit has not passed. */
export const allowedEvents = ({ state, built }: BenchmarkEdition): readonly Event[] =>
  events.filter(
    (event) => event in transitions[state] && (event !== 'review' || built?.audit.passed === true),
  )

/** Refuses with `illegal-transition`, naming the state and what it allows. */
export const refuseUnlessAllowed = (edition: BenchmarkEdition, event: Event): void => {
  const allowed = allowedEvents(edition)
  if (!allowed.includes(event))
    throw new Problem('illegal-transition', { state: edition.state, event, allowed })
}

type Happened = 'built' | 'previewed' | 'published' | 'retired'

/** What there is to tell of an edition. */
export const happenedTo = (
  { id, descriptor }: BenchmarkEdition,
  event: Happened,
  ids: EditionEvent['ids'] = {},
): EditionEvent => {
  const { questionnaireKey: key, questionnaireVersions } = descriptor
  const versions = { questionnaire: questionnaireVersions.map((version) => `${key}@${version}`) }
  return { type: `benchmark-edition.${event}`, subject: id, ids, versions }
}

const emitted = (edition: BenchmarkEdition, event: Exclude<Happened, 'previewed'>): Decided => ({
  edition,
  events: [happenedTo(edition, event)],
})

/** A new draft; questionnaire, basis, cut-off, profile and codes are frozen from here on. */
export const create = (given: {
  readonly id: BenchmarkEditionId
  readonly associationId: AssociationId
  readonly descriptor: Descriptor
  readonly by: PersonId
  readonly now: Date
}): Decided => ({
  edition: {
    id: given.id,
    associationId: given.associationId,
    state: 'draft',
    descriptor: given.descriptor,
    created: { by: given.by, at: given.now },
    built: null,
    reviewed: null,
    published: null,
    retirement: null,
    retired: null,
  },
  events: [],
})

/** The job has computed members, cells and audit; a later build replaces an earlier one. */
export const build = (
  edition: BenchmarkEdition,
  made: Digests & { readonly audit: Audit; readonly now: Date },
): Decided => {
  refuseUnlessAllowed(edition, 'build')
  const { now, inputsDigest, cellsDigest, audit } = made
  const built = { at: now, inputsDigest, cellsDigest, audit }
  return emitted({ ...edition, state: 'built', built }, 'built')
}

/** A person has looked at the preview; possible only when the audit has passed. */
export const review = (
  edition: BenchmarkEdition,
  { by, now }: { readonly by: PersonId; readonly now: Date },
): Decided => {
  refuseUnlessAllowed(edition, 'review')
  return { edition: { ...edition, state: 'reviewed', reviewed: { by, at: now } }, events: [] }
}

/**
 * Another person than the reviewer publishes what was reviewed: `second-person-required`, and
 * `plan-outdated` naming the digests when what is stored now is not what was built.
 */
export const publish = (
  edition: BenchmarkEdition,
  { by, now, digests }: { readonly by: PersonId; readonly now: Date; readonly digests: Digests },
): Decided => {
  refuseUnlessAllowed(edition, 'publish')
  refuseSamePerson(edition.reviewed, by)
  const changed = (['inputsDigest', 'cellsDigest'] as const).filter(
    (name) => digests[name] !== edition.built?.[name],
  )
  if (changed.length > 0) throw new Problem('plan-outdated', { changed })
  return emitted({ ...edition, state: 'published', published: { by, at: now } }, 'published')
}

/** Back to the draft; the members are released and may enter another benchmark edition. */
export const reopen = (edition: BenchmarkEdition): Decided => {
  refuseUnlessAllowed(edition, 'reopen')
  return { edition: { ...edition, state: 'draft', built: null, reviewed: null }, events: [] }
}

/**
 * Notes who asks for the retirement, since when and why; the edition stays published. Whoever asked first
 * stays the first, and where nothing is published there is nothing to ask for: both change nothing.
 */
export const askRetirement = (
  edition: BenchmarkEdition,
  asked: Act & { readonly reason: string },
): BenchmarkEdition =>
  edition.state === 'published' && edition.retirement === null
    ? { ...edition, retirement: asked }
    : edition

/**
 * Another person than the one who asked carries the retirement out. For the first who asks and for the
 * same person again: `second-person-required`.
 */
export const retire = (
  edition: BenchmarkEdition,
  { by, now }: { readonly by: PersonId; readonly now: Date },
): Decided => {
  refuseUnlessAllowed(edition, 'retire')
  refuseSamePerson(edition.retirement ?? { by, at: now }, by)
  return emitted({ ...edition, state: 'retired', retired: { by, at: now } }, 'retired')
}

const refuseSamePerson = (first: Act | null, by: PersonId): void => {
  if (first?.by === by)
    throw new Problem('second-person-required', { requestedAt: first.at.toISOString() })
}

/** What each state is. */
export const editionStateTexts: Readonly<Record<State, string>> = {
  draft: 'not built yet, or to be built anew.',
  built: 'it waits for a review.',
  reviewed: 'it waits for another person to publish it.',
  published: 'it serves comparisons.',
  retired: 'it serves no comparison any more.',
}

/** What each step does. */
export const editionEventTexts: Readonly<Record<Event, string>> = {
  build: 'compute its cells.',
  review: 'say that they were looked at.',
  publish: 'let members compare.',
  reopen: 'go back to a draft, which releases its members.',
  retire: 'take it out of use.',
}
