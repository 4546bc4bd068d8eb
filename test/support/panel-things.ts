// An assessment for the tests of slices: a submitted submission in a running cycle, and a panel that may work on it.
// Assignments are rows here; nothing else is: reviews and what follows are made by calling the service.
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { usualSettings } from '../../src/core/programme/settings.ts'
import { newId } from './house.ts'
import type { Actor, Call } from './stage.ts'
import { made, type Play, type Samples, submitted } from './things.ts'

export type Seat = {
  readonly personId: string
  readonly role: 'lead' | 'member'
  readonly state?: string
}

export type Assessed = {
  readonly submissionId: string
  readonly cycleId: string
  readonly programmeId: string
}

/** Makes the assignment as a clear declaration leaves it. */
export const seat = async (
  { house, sql }: Pick<Play, 'house' | 'sql'>,
  { submissionId, cycleId }: Pick<Assessed, 'submissionId' | 'cycleId'>,
  { personId, role, state = 'active' }: Seat,
): Promise<string> => {
  const id = newId()
  await sql`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role,
    state, conflicts, proposed_by, proposed_at, declared_at, revision) values (${house.organizationId}, ${id},
    ${submissionId}, ${house.associationId}, ${cycleId}, ${personId}, ${role}, ${state}, '[]',
    ${house.cast.programmeManager.personId}, now(), now(), 2)`
  if (state === 'active')
    await sql`update submissions set state = 'in_review' where id = ${submissionId} and state = 'submitted'`
  return id
}

/** A submission in a cycle of the root that is being assessed; nobody has a seat yet. */
export const assessed =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<Assessed> => {
    const { house, sql } = play
    const { params } = await submitted(samples)(play)
    const [programmeId, cycleId] = [newId(), newId()]
    const manager = house.cast.programmeManager.personId
    await sql`insert into programmes (association_id, id, name, description, revision, created_by, created_at,
      updated_at) values (${house.associationId}, ${programmeId}, 'Award', '', 1, ${manager}, now(), now())`
    const questionnaires = [{ key: 'gbt-19580-2012', version: '1.0.0' }]
    await sql`insert into cycles (association_id, id, programme_id, name, state, settings, opens_at, closes_at,
      opened_at, started_at, revision, created_by, created_at, updated_at) values (${house.associationId}, ${cycleId},
      ${programmeId}, '2031', 'assessing', ${canonicalJson({ ...usualSettings, ...settings, questionnaires })},
      now() - interval '2 days', now() - interval '1 day', now(), now(), 3, ${manager}, now(), now())`
    return { submissionId: params.submissionId, cycleId, programmeId }
  }

/** The same with the lead and an assessor of the house in their seats. */
export const seated =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<Assessed> => {
    const known = await assessed(samples, settings)(play)
    const { leadAssessor, assessor } = play.house.cast
    await seat(play, known, { personId: leadAssessor.personId, role: 'lead' })
    await seat(play, known, { personId: assessor.personId, role: 'member' })
    return known
  }

type As = NonNullable<Call['as']>
export const keyOf = (who: Actor): As => who.key

/** A begun review of whoever is named. */
export const begun =
  (samples: Samples, as: As = 'assessor') =>
  async (play: Play) => {
    const { submissionId } = await seated(samples)(play)
    const review = await begin(play, submissionId, as)
    return { params: { submissionId, reviewId: review.id as string }, etag: review.etag as string }
  }

export const begin = async ({ call }: Pick<Play, 'call'>, submissionId: string, as: As) =>
  made(await call('startReview', { params: { submissionId }, as }), 'startReview').body

/** The items of GB/T 19580-2012, which panels of tests judge. */
export const itemsOf = async ({ sql }: Pick<Play, 'sql'>): Promise<readonly string[]> => {
  const [row] = await sql`select document from questionnaire_versions
    where key = 'gbt-19580-2012' and version = '1.0.0'`
  const { categories } = JSON.parse(row?.document) as {
    readonly categories: readonly {
      readonly code: string
      readonly leaf?: object
      readonly items?: readonly { readonly code: string }[]
    }[]
  }
  return categories.flatMap(({ code, leaf, items = [] }) =>
    leaf === undefined ? items.map((item) => item.code) : [code],
  )
}

/** Scores every item, by code or all alike, and answers the tag of the whole review. */
export const score = async (
  play: Pick<Play, 'call' | 'sql'>,
  params: { readonly submissionId: string; readonly reviewId: string },
  {
    as,
    percents = () => 45,
    items,
  }: {
    readonly as: As
    readonly percents?: (code: string, place: number) => number
    readonly items?: readonly string[]
  },
): Promise<string> => {
  const codes = items ?? (await itemsOf(play))
  for (const [place, code] of codes.entries())
    made(
      await play.call('putReviewScore', {
        params: { ...params, code },
        body: { percent: percents(code, place) },
        ifNoneMatch: '*',
        as,
      }),
      'putReviewScore',
    )
  const read = made(await play.call('getReview', { params, as }), 'getReview')
  return read.body.etag as string
}

/** Begins, scores and locks a review. */
export const review = async (
  play: Pick<Play, 'call' | 'sql'>,
  submissionId: string,
  given: { readonly as: As; readonly percents?: (code: string, place: number) => number },
): Promise<string> => {
  const { id: reviewId } = await begin(play, submissionId, given.as)
  const params = { submissionId, reviewId: reviewId as string }
  const ifMatch = await score(play, params, given)
  made(await play.call('lockReview', { params, ifMatch, as: given.as }), 'lockReview')
  return params.reviewId
}

/** A panel of two whose reviews are locked and close; `lead` opens the consensus. */
export const opened =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<{ readonly submissionId: string }> => {
    const { submissionId } = await seated(samples, settings)(play)
    await review(play, submissionId, { as: 'leadAssessor' })
    await review(play, submissionId, { as: 'assessor', percents: () => 50 })
    const id = 'openConsensus'
    made(await play.call(id, { params: { submissionId }, as: 'leadAssessor' }), id)
    return { submissionId }
  }

/** The same with every suggestion taken over; answers the tag of the consensus. */
export const accepted =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<{ readonly submissionId: string; readonly etag: string }> => {
    const { submissionId } = await opened(samples, settings)(play)
    const id = 'acceptSuggestions'
    const as = 'leadAssessor'
    const { body } = made(await play.call(id, { params: { submissionId }, as }), id)
    return { submissionId, etag: body.etag as string }
  }

export const proposed =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<{ readonly submissionId: string; readonly etag: string }> => {
    const { submissionId, etag } = await accepted(samples, settings)(play)
    const id = 'proposeConsensus'
    const call = { params: { submissionId }, as: 'leadAssessor', ifMatch: etag } as const
    return { submissionId, etag: made(await play.call(id, call), id).body.etag as string }
  }

export const agreed =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<{ readonly submissionId: string }> => {
    const { submissionId, etag } = await proposed(samples, settings)(play)
    const id = 'agreeToConsensus'
    let ifMatch = etag
    for (const as of ['leadAssessor', 'assessor'] as const)
      ifMatch = made(await play.call(id, { params: { submissionId }, as, ifMatch }), id).body.etag
    return { submissionId }
  }

/** A planned visit with one issue, for which the whole panel has declared anew. */
export const visiting =
  (samples: Samples) =>
  async (play: Play): Promise<{ readonly submissionId: string }> => {
    const params = await agreed(samples, { siteVisit: 'optional' })(play)
    const as = 'leadAssessor'
    made(await play.call('planSiteVisit', { ...samples('planSiteVisit'), params, as }), 'plan')
    for (const who of [as, 'assessor'] as const)
      made(await play.call('declareForSiteVisit', { params, as: who }), 'declareForSiteVisit')
    return params
  }

export const onSite =
  (samples: Samples) =>
  async (play: Play): Promise<{ readonly submissionId: string; readonly etag: string }> => {
    const params = await visiting(samples)(play)
    const begun = await play.call('beginSiteVisit', { params, as: 'leadAssessor' })
    return { ...params, etag: made(begun, 'beginSiteVisit').body.etag as string }
  }
