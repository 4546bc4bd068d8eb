// A benchmark edition as everybody may know it: the descriptor of a published one, and whose place is where.
// Its cells are in published-row.ts; the association's own record is in record.ts.
import type { AssociationId, BenchmarkEditionId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { type Activity, type CodeLists, sectorIn } from './codes.ts'
import type { Lattice, Place } from './cohort.ts'
import { descriptorMaterial, descriptorOf } from './describe.ts'
import type { Descriptor } from './edition.ts'
import type { EditionRecord } from './record.ts'

/** What never changes of a built edition: what is frozen, and what it is called. */
export type PublicEdition = Descriptor & {
  readonly id: BenchmarkEditionId
  readonly associationId: AssociationId
  readonly title: string
}

/** What of it changes: nothing before publication leaves, and a retired one answers no cells any more. */
export type PublicState = {
  readonly state: 'built' | 'published' | 'retired'
  readonly publishedAt: Date | null
  readonly retiredAt: Date | null
}

export const publicEdition = ({ edition, title }: EditionRecord): PublicEdition => ({
  ...edition.descriptor,
  id: edition.id,
  associationId: edition.associationId,
  title,
})

/** As plain JSON, for `canonicalJson`, and back. */
export const publicMaterial = ({ id, associationId, title, ...descriptor }: PublicEdition) => ({
  ...descriptorMaterial(descriptor),
  id,
  associationId,
  title,
})

export const publicEditionOf = (material: unknown): PublicEdition => {
  const { id, associationId, title } = material as ReturnType<typeof publicMaterial>
  return { ...descriptorOf(material), id, associationId, title }
}

/** Refuses an edition that is not out yet: equal to absent. */
export const demandShown = ({ state }: Pick<PublicState, 'state'>): void => {
  if (state === 'built') throw new Problem('not-found', {})
}

/** Refuses cells of an edition that is not out (`not-found`) or withdrawn (`gone`). */
export const demandPublished = ({ state, retiredAt }: PublicState): void => {
  demandShown({ state })
  if (retiredAt !== null)
    throw new Problem('gone', { goneAt: retiredAt.toISOString(), successor: null })
}

/** What an organization says of itself, as far as it places it in cohorts; null: not known. */
export type Stated = {
  readonly activity: Activity | null
  readonly region: string | null
  readonly size: string | null
}

/** Where an organization stands in the lattice of an edition, by the sector scheme of that edition. */
export const placeIn = (
  { schemes }: Pick<Lattice, 'schemes'>,
  codes: CodeLists,
  { activity, region, size }: Stated,
): Place => ({
  sector: activity === null ? null : sectorIn(codes, schemes.sector as never, activity),
  region,
  size,
})
