// What is promised to assessors about their own standing interests. The register is in contract.ts.
import { z } from 'zod'
import {
  etagOfOwnInterests,
  type OwnInterests as Own,
  type OwnInterestsDecided,
  OwnInterestsInput,
} from '../../core/assessor/own-interests.ts'
import { AssociationId, Instant } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { Etag, operation } from '../../http/operation.ts'

const OwnInterests = z
  .strictObject({ ...OwnInterestsInput.shape, etag: Etag, updatedAt: Instant })
  .meta({ id: 'OwnInterests', description: 'What an assessor says of own interests.' })

const present = (own: Own) => ({
  interests: own.interests,
  etag: String(etagOfOwnInterests(own)),
  updatedAt: toInstant(own.updatedAt),
})

const shared = {
  tag: 'assessors',
  tenant: 'association',
  url: '/v1/associations/{associationId}/own-interests',
  params: z.strictObject({ associationId: AssociationId }),
} as const

export const getOwnInterests = operation({
  ...shared,
  id: 'getOwnInterests',
  method: 'GET',
  scope: 'assignments:read',
  summary: 'Read what you said of your own interests',
  description: 'For assessors of the association; 404 where nothing was said yet.',
  reply: { 200: OwnInterests },
  present,
})

export const putOwnInterests = operation({
  ...shared,
  id: 'putOwnInterests',
  method: 'PUT',
  scope: 'declarations:write',
  summary: 'State your own interests',
  description:
    'For whoever is in the register of the association. They count for every assignment beside what the association ' +
    'knows, from the next proposal or declaration on. It is whole: an interest that is left out is gone. Consulting whom ' +
    'you assessed within 24 months before is recorded like any, and told to the association.',
  body: OwnInterestsInput,
  reply: { 200: OwnInterests, 201: OwnInterests },
  status: ({ outcome }: OwnInterestsDecided) => (outcome === 'created' ? 201 : 200),
  present: ({ own }: OwnInterestsDecided) => present(own),
  revision: 'create-or-match',
  sample: {
    body: {
      interests: [
        {
          kind: 'consulting',
          organizationId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
          ownerGroup: null,
          endedOn: '2024-06-30',
          note: 'Trained their managers.',
        },
      ],
    },
  },
})
