// Copies a weighting that a house sees, and lists those that associations share with an organization.
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId, WeightingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { type CopySource, copyWeighting, type WeightingCopy } from '../../core/weighting/copy.ts'
import { demandNew, demandReading, type WeightingProfile } from '../../core/weighting/profile.ts'
import { inUnit, type Reader, readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import { type Made, type Needs, questionnaireFor } from './actions.ts'
import * as store from './store.ts'

const ownerOf = (from: CopySource): Owner | null => {
  if ('organizationId' in from) return { kind: 'organization', id: from.organizationId }
  return 'associationId' in from ? { kind: 'association', id: from.associationId } : null
}

/** A unit reaches its own house and one association beside an organization; others lead nowhere. */
const besideFor = (owner: Owner, source: Owner | null): { readonly beside?: Owner } =>
  owner.kind === 'organization' && source?.kind === 'association' ? { beside: source } : {}

export const copy = (needs: Needs, context: Context, owner: Owner, input: WeightingCopy): Made => {
  const id = needs.newId() as WeightingId
  const source = ownerOf(input.from)
  const here = { ...context, ...besideFor(owner, source) }
  return inUnit(needs.db, here, async ({ tx, standing, now, emit }) => {
    const [profile, line] = await Promise.all([
      findSource(tx, source, input.from),
      associations.lineOf(tx, owner),
    ])
    const reference =
      'questionnaire' in input.from ? input.from.questionnaire : profile?.questionnaire
    const questionnaire =
      reference === undefined ? null : await questionnaireFor(needs, tx, owner, reference)
    const copied = { profile, line }
    const decided = copyWeighting({ owner, id, input, copied, questionnaire, standing, now })
    emit(decided.events)
    return demandNew(await store.insert(tx, decided.weighting), '/version')
  })
}

const findSource = (
  reader: Reader,
  owner: Owner | null,
  from: CopySource,
): Promise<WeightingProfile | null> | null =>
  owner === null || !('id' in from) ? null : store.find(reader, { owner, id: from.id })

export type Shared = {
  readonly organizationId: OrganizationId
  readonly associationId: AssociationId | undefined
  readonly questionnaireKey: string | undefined
  readonly page: store.Page
}

/** Which association is meant is known before the unit that reaches it opens; the line hardly ever changes. */
export const listShared = async (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  { organizationId, associationId, questionnaireKey, page }: Shared,
): Promise<store.Paged<WeightingProfile>> => {
  const house = { kind: 'organization', id: organizationId } as const
  const line = await readAtOnce(
    db,
    context,
    (tx) => associations.lineOf(tx, house),
    (known, { standing }) => {
      demandReading(standing, house)
      return known
    },
  )
  const id = found(line.find((each) => associationId === undefined || each === associationId))
  const owner = { kind: 'association', id } as const
  const filter = { questionnaireKey, state: 'published' as const }
  return readAtOnce(
    db,
    { ...context, beside: owner },
    (tx) => store.list(tx, owner, { page, filter }),
    (weightings, { standing }) => {
      demandReading(standing, house)
      return weightings
    },
  )
}
