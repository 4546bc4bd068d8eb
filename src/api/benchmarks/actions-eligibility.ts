// Why a submission would not enter a benchmark edition, told to its own organization.
import { demand } from '../../core/access.ts'
import { type OwnEligibility, ownEligibility } from '../../core/benchmark/own-eligibility.ts'
import { demandShown } from '../../core/benchmark/public-edition.ts'
import type { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { findFacts, isVerified } from './store-eligibility.ts'
import { findEdition } from './store-public.ts'

export type EligibilityAsked = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly benchmarkEditionId?: BenchmarkEditionId | undefined
}

export const eligibility = async (
  { db, documents }: Pick<Deps, 'db' | 'documents'>,
  context: Context,
  asked: EligibilityAsked,
): Promise<OwnEligibility> => {
  const { facts, ownerGroup, questionnaire, ...known } = await readAtOnce(
    db,
    { ...context, subject: asked.submissionId },
    (tx) => findFacts(tx, asked),
    (known, { standing, shows }) => {
      demand(standing, 'benchmarks:position')
      shows(asked.submissionId)
      return found(known)
    },
  )
  const scoringDigest = known.scoringDigest ?? (await documents.alone(questionnaire)).scoringDigest
  const keeper =
    ownerGroup === null ? null : ({ kind: 'association', id: ownerGroup.associationId } as const)
  const here = keeper === null ? context : { ...context, beside: keeper }
  return readUnit(db, here, async ({ tx, now }) => {
    const { benchmarkEditionId: id } = asked
    const ownerGroupVerified = ownerGroup !== null && (await isVerified(tx, ownerGroup))
    const shown = id === undefined ? null : found(await findEdition(tx, id))
    if (shown !== null) demandShown(shown)
    const all = { ...facts, scoringDigest, ownerGroupVerified }
    return ownEligibility(all, shown?.edition ?? null, now)
  })
}
