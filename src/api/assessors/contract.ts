// What is promised about an association's register of assessors: entries with their interests.
// Assignments, what an assessor declares for one, and what interests come to are not here.
import { z } from 'zod'
import {
  AssessorInput,
  type Assessor as CoreAssessor,
  etagOfAssessor,
} from '../../core/assessor/assessor.ts'
import { AssociationId, Instant, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText } from '../../core/text.ts'
import { Etag, listOf, operation, PageQuery } from '../../http/operation.ts'

export type NamedAssessor = CoreAssessor & { readonly displayName: string }
type Put = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly assessor: NamedAssessor
}
type Page = { readonly items: readonly NamedAssessor[]; readonly nextCursor: string | null }

const Assessor = z
  .strictObject({
    ...AssessorInput.shape,
    personId: PersonId,
    displayName: boundedText(1, 200),
    etag: Etag,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Assessor', description: 'Whom an association may ask to assess.' })

const present = (assessor: NamedAssessor) => ({
  personId: assessor.personId,
  displayName: assessor.displayName,
  available: assessor.available,
  interests: assessor.interests,
  etag: String(etagOfAssessor(assessor)),
  createdAt: toInstant(assessor.createdAt),
  updatedAt: toInstant(assessor.updatedAt),
})

const shared = { tag: 'assessors', tenant: 'association' } as const
const path = '/v1/associations/{associationId}/assessors'
const AssociationPath = z.strictObject({ associationId: AssociationId })
const AssessorPath = AssociationPath.extend({ personId: PersonId })

export const listAssessors = operation({
  ...shared,
  id: 'listAssessors',
  method: 'GET',
  url: path,
  summary: 'List the register of assessors',
  description: 'By person, in the order in which they were made known.',
  scope: 'assessors:read',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: listOf('AssessorList', Assessor) },
  present: ({ items, nextCursor }: Page) => ({ items: items.map(present), nextCursor }),
  sample: { query: { limit: '20' } },
})

export const getAssessor = operation({
  ...shared,
  id: 'getAssessor',
  method: 'GET',
  url: `${path}/{personId}`,
  summary: 'Read an entry in the register of assessors',
  scope: 'assessors:read',
  params: AssessorPath,
  reply: { 200: Assessor },
  present,
})

export const putAssessor = operation({
  ...shared,
  id: 'putAssessor',
  method: 'PUT',
  url: `${path}/{personId}`,
  summary: 'Enter a person in the register of assessors, or replace the entry',
  description:
    'The entry says whether the person may be asked, and every tie to an organization that is known. It is whole: ' +
    'an interest that is left out is gone. Nobody writes their own.',
  scope: 'assessors:write',
  params: AssessorPath,
  body: AssessorInput,
  reply: { 200: Assessor, 201: Assessor },
  status: ({ outcome }: Put) => (outcome === 'created' ? 201 : 200),
  present: ({ assessor }: Put) => present(assessor),
  problems: ['forbidden'],
  revision: 'create-or-match',
  sample: {
    body: {
      available: true,
      interests: [
        {
          kind: 'employment',
          organizationId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
          ownerGroup: null,
          endedOn: '2024-06-30',
          note: 'Head of quality until then.',
        },
      ],
    },
  },
})

export const removeAssessor = operation({
  ...shared,
  id: 'removeAssessor',
  method: 'DELETE',
  url: `${path}/{personId}`,
  summary: 'Take a person out of the register of assessors',
  description:
    'The person is not asked again. Panels stay as they are: an assignment ends by its own operations. What the person ' +
    'said of own interests is kept, and counts should the person be entered again.',
  scope: 'assessors:write',
  params: AssessorPath,
  reply: { 204: null },
  problems: ['forbidden'],
  revision: 'match',
})
