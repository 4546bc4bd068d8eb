// A house, its people and drafts of weightings for the tests of src/core/weighting.
import type { Standing } from '../../src/core/context.ts'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { AssociationId, OrganizationId, PersonId, WeightingId } from '../../src/core/ids.ts'
import { Problem } from '../../src/core/problem.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import { createWeighting, NewWeighting } from '../../src/core/weighting/draft.ts'
import { small } from '../fixtures/questionnaires.ts'

export const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' as WeightingId
export const personId = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43' as PersonId
export const now = new Date('2026-03-01T08:30:00Z')
export const organization = { kind: 'organization', id: id as never as OrganizationId } as const
export const association = { kind: 'association', id: id as never as AssociationId } as const
export const nobody: Standing = {
  personId,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
}
export const admin: Standing = { ...nobody, organizationRole: 'organization_admin' }
export const contributor: Standing = { ...nobody, organizationRole: 'organization_contributor' }
export const manager: Standing = { ...nobody, associationRole: 'association_admin' }
export const questionnaire: Questionnaire = small()
export const { items } = referenceWeighting(questionnaire)
export const input = (more: object = {}) =>
  NewWeighting.parse({
    questionnaire: { key: questionnaire.key, version: questionnaire.version },
    title: 'Own view',
    items,
    ...more,
  })
export const make = (more: object = {}) =>
  createWeighting({
    owner: organization,
    id,
    input: input(),
    questionnaire,
    standing: admin,
    now,
    ...more,
  })
export const refusal = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** What is wrong, as `pointer code`. */
export const errorsOf = (work: () => unknown): readonly string[] => {
  const problem = refusal(work)
  if (problem.code !== 'document-invalid') throw problem
  const { errors } = (problem as Problem<'document-invalid'>).parameters
  return errors.map(({ pointer, code }) => `${pointer} ${code}`)
}
