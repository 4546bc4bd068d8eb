// An assessment for the tests of slices: a submitted submission in a running cycle, and a panel that may work on it.
// How an entry and its assignments come to be is panels.ts; reviews and what follows are here.
import type { usualSettings } from '../../src/core/programme/settings.ts'
import type { CycleWeighting } from '../../src/core/programme/weighting.ts'
import { type Assessed, activeAssignment, assessing, registered } from './panels.ts'
import type { Actor, Call } from './stage.ts'
import { made, type Play, type Samples, weighting } from './things.ts'

/** Asks somebody who is not in the register yet, and who declares no interest. */
export const seat = async (
  play: Play,
  known: Assessed,
  { assessor, role }: { readonly assessor: Actor; readonly role: 'lead' | 'member' },
): Promise<void> => {
  await activeAssignment(play, known, { assessor: await registered(play, assessor), role })
}

/** A published weighting of the root, as a cycle names it; other than the reference at most items. */
export const weightingOf = async (samples: Samples, play: Play): Promise<CycleWeighting> => {
  const as = 'associationAdmin'
  const draft = await weighting('Association', as)(samples)(play)
  const id = 'publishAssociationWeighting'
  const { body } = made(await play.call(id, { ...draft, as }), id)
  return { questionnaire: body.questionnaire.key, id: body.id, version: body.version }
}

/** A submission in a cycle of the root that is being assessed; nobody has a seat yet. */
export const assessed =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<Assessed> =>
    (await assessing(samples, settings)(play)).params as Assessed

/** The same with the lead and an assessor of the house in their seats. */
export const seated =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<Assessed> => {
    const known = await assessed(samples, settings)(play)
    const { leadAssessor, assessor } = play.house.cast
    await seat(play, known, { assessor: leadAssessor, role: 'lead' })
    await seat(play, known, { assessor, role: 'member' })
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

/** A panel whose consensus is open, with a finding of its own. */
export const noted =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play) => {
    const { submissionId } = await opened(samples, settings)(play)
    const id = 'addConsensusFinding'
    const call = { ...samples(id), params: { submissionId }, as: 'leadAssessor' } as const
    const { body } = made(await play.call(id, call), id)
    return { submissionId, findingId: body.id as string, etag: body.etag as string }
  }

/** An open consensus with every suggestion taken over; answers the tag of the consensus. */
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

/** What a manager outside the panel approved: the consensus and its submission are final. */
export const finalized =
  (samples: Samples, settings: Partial<typeof usualSettings> = {}) =>
  async (play: Play): Promise<{ readonly submissionId: string }> => {
    const params = await agreed(samples, settings)(play)
    const id = 'finalizeConsensus'
    made(await play.call(id, { params, as: 'programmeManager' }), id)
    return params
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

/** The assessor of the house steps back. */
export const left = async ({ call }: Pick<Play, 'call'>, submissionId: string): Promise<void> => {
  const as = 'assessor'
  const { body } = made(await call('listOwnAssignments', { as }), 'listOwnAssignments')
  const own = body.items.find((each: object) => Object.values(each).includes(submissionId))
  const params = { assignmentId: own.id as string }
  const id = 'recuseFromAssignment'
  made(await call(id, { params, as, body: { reason: 'A new job.' } }), id)
}

/** A panel of two that the applicant is shown; `etag` as it reads it. */
export const shown = (samples: Samples) => async (play: Play) => {
  const { submissionId } = await seated(samples, { panelShown: 'before_scoring' })(play)
  const params = { submissionId }
  const show = { ...samples('showPanel'), params, as: 'programmeManager' } as const
  made(await play.call('showPanel', show), 'showPanel')
  const { body } = made(await play.call('getShownPanel', { params }), 'getShownPanel')
  return { params, etag: body.etag as string }
}

/** The same, challenged. */
export const challenged = (samples: Samples) => async (play: Play) => {
  const { params, etag } = await shown(samples)(play)
  const call = { ...samples('challengePanel'), params, ifMatch: etag }
  made(await play.call('challengePanel', call), 'challengePanel')
  return { params }
}

/** What waits for an assessor about one submission, by the list of work. */
export const tasksOf = async (
  { call }: Pick<Play, 'call'>,
  submissionId: string,
  as: NonNullable<Call['as']>,
): Promise<readonly string[]> => {
  const { body } = made(await call('listMyWorkItems', { as }), 'listMyWorkItems')
  const items = body.items as readonly { readonly task: string; readonly submissionId?: string }[]
  return items.filter((item) => item.submissionId === submissionId).map(({ task }) => task)
}

/** The same for a manager. */
export const tasksOfManager = async (
  { call, sql }: Pick<Play, 'call' | 'sql'>,
  submissionId: string,
  as: NonNullable<Call['as']> = 'programmeManager',
): Promise<readonly string[]> => {
  const [entry] =
    await sql`select programme_id as "programmeId", cycle_id as "cycleId" from cycle_entries
    where submission_id = ${submissionId}`
  const id = 'listCycleWorkItems'
  const { body } = made(await call(id, { params: { ...entry }, as }), id)
  const items = body.items as readonly {
    readonly tasks: readonly string[]
    readonly submissionId: string
  }[]
  return items.find((item) => item.submissionId === submissionId)?.tasks ?? []
}
