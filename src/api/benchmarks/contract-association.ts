// What is promised about an association's own benchmark editions, from the draft to the retirement.
// What everybody sees of a published one is in contract.ts.
import { z } from 'zod'
import { allowedEvents } from '../../core/benchmark/edition.ts'
import { type EditionRecord, etagOfEdition } from '../../core/benchmark/record.ts'
import { AssociationId, BenchmarkEditionId, type PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { listOf, operation, PageQuery } from '../../http/operation.ts'
import { Operation, operationAddress, presentOperation } from '../operations/contract.ts'
import {
  AssociationBenchmarkEdition,
  EditionRetiring,
  NewBenchmarkEdition,
} from './contract-own-shapes.ts'

const path = '/v1/associations/{associationId}/benchmark-editions'
const AssociationPath = z.strictObject({ associationId: AssociationId })
const EditionPath = AssociationPath.extend({ benchmarkEditionId: BenchmarkEditionId })

export const present = (record: EditionRecord): AssociationBenchmarkEdition => {
  const { edition, title, funnel, operationId } = record
  const { descriptor, created, built, reviewed, published, retirement, retired } = edition
  return {
    id: edition.id,
    etag: etagOfEdition(record),
    associationId: edition.associationId,
    title,
    state: edition.state,
    allowed: [...allowedEvents(edition)],
    questionnaireKey: descriptor.questionnaireKey,
    questionnaireVersions: [...descriptor.questionnaireVersions],
    scoringDigest: descriptor.scoringDigest,
    basis: descriptor.basis,
    synthetic: descriptor.synthetic,
    cutOffAt: toInstant(descriptor.cutOffAt),
    sectorScheme: descriptor.lattice.schemes.sector,
    sensitiveNodes: descriptor.nodes.filter(({ sensitive }) => sensitive).map(({ code }) => code),
    policy: descriptor.policy,
    operationId,
    created: presentAct(created),
    built:
      built === null || funnel === null
        ? null
        : {
            at: toInstant(built.at),
            inputsDigest: built.inputsDigest,
            cellsDigest: built.cellsDigest,
            audit: { ...built.audit, suppressed: [...built.audit.suppressed] },
            funnel,
          },
    reviewed: reviewed === null ? null : presentAct(reviewed),
    published: published === null ? null : presentAct(published),
    retirement:
      retirement === null ? null : { ...presentAct(retirement), reason: retirement.reason },
    retired: retired === null ? null : presentAct(retired),
  }
}

const presentAct = ({ by, at }: { readonly by: PersonId; readonly at: Date }) => ({
  by,
  at: toInstant(at),
})

type Listed = { readonly items: readonly EditionRecord[]; readonly nextCursor: string | null }

const shared = { tag: 'benchmark-editions', tenant: 'association' } as const

export const createBenchmarkEdition = operation({
  ...shared,
  id: 'createBenchmarkEdition',
  method: 'POST',
  url: path,
  summary: 'Make a benchmark edition of an association, as a draft',
  description:
    'Freezes what the numbers will depend on: questionnaire, basis, cut-off, protection and code lists. Only an ' +
    'administrator of the association may. Settings below their floor are refused; an absent one is the ' +
    'default of the profile, never zero. A retry with the same key gets the same draft.',
  scope: 'benchmarks:write',
  params: AssociationPath,
  body: NewBenchmarkEdition,
  reply: { 201: AssociationBenchmarkEdition },
  problems: ['forbidden', 'document-invalid'],
  present,
  location: ({ id }, { associationId }) =>
    `/v1/associations/${associationId}/benchmark-editions/${id}`,
  sample: {
    body: {
      title: 'Self-assessments of 2025',
      questionnaireKey: 'gbt-19580-2012',
      cutOffAt: '2025-12-31T16:00:00.000Z',
      profile: 'standard',
      ownerRule: 'one-per-group',
    },
  },
})

export const listAssociationBenchmarkEditions = operation({
  ...shared,
  id: 'listAssociationBenchmarkEditions',
  method: 'GET',
  url: path,
  summary: 'List the benchmark editions of an association',
  description: 'Its own, in every state, the newest first.',
  scope: 'benchmarks:preview',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: listOf('AssociationBenchmarkEditionList', AssociationBenchmarkEdition) },
  present: ({ items, nextCursor }: Listed) => ({ items: items.map(present), nextCursor }),
  sample: { query: { limit: '20' } },
})

export const getAssociationBenchmarkEdition = operation({
  ...shared,
  id: 'getAssociationBenchmarkEdition',
  method: 'GET',
  url: `${path}/{benchmarkEditionId}`,
  summary: 'Read a benchmark edition of an association',
  description:
    'In every state, with the audit of the last build and the way from candidates to members. `allowed` says ' +
    'what may come next. Members themselves and their scores are shown to nobody.',
  scope: 'benchmarks:preview',
  params: EditionPath,
  reply: { 200: AssociationBenchmarkEdition },
  present,
})

export const buildBenchmarkEdition = operation({
  ...shared,
  id: 'buildBenchmarkEdition',
  method: 'POST',
  url: `${path}/{benchmarkEditionId}/build`,
  summary: 'Build the cells of a benchmark edition',
  description:
    'Goes on in the background: the answer names the operation that tells how far it is. A draft is built, and ' +
    'a built edition is built anew; nothing is public before the publication. While a build is under way, ' +
    'that one is answered. If-Match is honoured where it is sent.',
  scope: 'benchmarks:write',
  params: EditionPath,
  reply: { 202: Operation },
  problems: ['forbidden', 'illegal-transition', 'precondition-failed'],
  present: presentOperation,
  location: ({ id }, { associationId }) => operationAddress(associationId, id),
})

export const reviewBenchmarkEdition = operation({
  ...shared,
  id: 'reviewBenchmarkEdition',
  method: 'POST',
  url: `${path}/{benchmarkEditionId}/review`,
  summary: 'Confirm that a built benchmark edition was reviewed',
  description:
    'The first of two steps by two persons. Possible only when the audit has passed. If-Match is honoured where ' +
    'it is sent: then exactly what was looked at is reviewed.',
  scope: 'benchmarks:write',
  params: EditionPath,
  reply: { 200: AssociationBenchmarkEdition },
  problems: ['forbidden', 'illegal-transition', 'precondition-failed'],
  present,
})

export const publishBenchmarkEdition = operation({
  ...shared,
  id: 'publishBenchmarkEdition',
  method: 'POST',
  url: `${path}/{benchmarkEditionId}/publish`,
  summary: 'Publish a reviewed benchmark edition',
  description:
    'The second step, by another person than the reviewer, whatever the key. The stored cells must be the ones ' +
    'that were built. From now on everybody may read them, and they never change.',
  scope: 'benchmarks:publish',
  params: EditionPath,
  reply: { 200: AssociationBenchmarkEdition },
  problems: ['forbidden', 'illegal-transition', 'second-person-required', 'plan-outdated'],
  revision: 'match',
  present,
})

export const reopenBenchmarkEdition = operation({
  ...shared,
  id: 'reopenBenchmarkEdition',
  method: 'POST',
  url: `${path}/{benchmarkEditionId}/reopen`,
  summary: 'Take a built or reviewed benchmark edition back to a draft',
  description:
    'Forgets build, audit and review, and releases the members: their submissions may enter another edition. A ' +
    'build under way ends with a problem. Also the way out after `plan-outdated`. What is published cannot be ' +
    'reopened. If-Match is honoured where it is sent.',
  scope: 'benchmarks:write',
  params: EditionPath,
  reply: { 200: AssociationBenchmarkEdition },
  problems: ['forbidden', 'illegal-transition', 'precondition-failed'],
  present,
})

export const retireBenchmarkEdition = operation({
  ...shared,
  id: 'retireBenchmarkEdition',
  method: 'POST',
  url: `${path}/{benchmarkEditionId}/retire`,
  summary: 'Retire a published benchmark edition',
  description:
    'Takes two persons, whatever their keys, who send the same request. The first is answered ' +
    '`second-person-required`, and so is the same person again; that and why it was asked stays noted in ' +
    '`retirement`, and the edition stays published. The request of another person carries it out: the cells ' +
    'answer `gone` for ever, and the first reason stands. If-Match is honoured where it is sent: then exactly ' +
    'what was looked at is retired.',
  scope: 'benchmarks:publish',
  params: EditionPath,
  body: EditionRetiring,
  reply: { 200: AssociationBenchmarkEdition },
  problems: ['forbidden', 'illegal-transition', 'second-person-required', 'precondition-failed'],
  present,
  sample: { body: { reason: 'The cut-off was set a year too early.' } },
})
