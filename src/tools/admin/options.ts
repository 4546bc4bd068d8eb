// Options that several commands of the admin line share: ids, names, and whose house it is.
import { z } from 'zod'
import type { Owner } from '../../core/context.ts'
import { AssociationId, OrganizationId, PersonId } from '../../core/ids.ts'
import { boundedText } from '../../core/text.ts'

export const name = (what: string) => boundedText(1, 200).describe(what)
export const association = AssociationId.describe('Id of the association')
export const organization = OrganizationId.describe('Id of the organization')
export const person = PersonId.describe('Id of the person')

/** A whole number; nothing given means not known. */
export const figure = (what: string) =>
  z
    .string()
    .regex(/^\d{1,13}$/, 'expected a whole number')
    .transform(Number)
    .optional()
    .describe(what)

/** An owner is named by exactly one of two options. */
export const ownerOptions = {
  organization: OrganizationId.optional().describe('Id of the organization'),
  association: AssociationId.optional().describe(
    'Id of the association, instead of --organization',
  ),
} as const

type OwnerGiven = {
  readonly organization?: OrganizationId | undefined
  readonly association?: AssociationId | undefined
}

export const oneOwner = (given: OwnerGiven): string | null =>
  (given.organization === undefined) === (given.association === undefined)
    ? 'Name the owner by --organization or by --association, one of them.'
    : null

/** The owner that `oneOwner` has found to be named. */
export const ownerFrom = ({ organization: id, association: above }: OwnerGiven): Owner =>
  id === undefined
    ? { kind: 'association', id: above as AssociationId }
    : { kind: 'organization', id }

/** Every item of a list that comes in pages. */
export const allOf = async <Item>(
  pageAt: (asked: { readonly cursor: string | null }) => Promise<{
    readonly items: readonly Item[]
    readonly nextCursor: string | null
  }>,
): Promise<readonly Item[]> => {
  const { items, nextCursor } = await pageAt({ cursor: null })
  const all = [...items]
  for (let cursor = nextCursor; cursor !== null; ) {
    const page = await pageAt({ cursor })
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}
