// What is promised about published benchmark editions and their cells, for everybody who may read them.
// An association's own editions are in contract-association.ts, own comparisons in contract-comparison.ts.
import { z } from 'zod'
import type { CodeLists } from '../../core/benchmark/codes.ts'
import type { CohortCells } from '../../core/benchmark/comparison.ts'
import { limitsOf } from '../../core/benchmark/limits-text.ts'
import type { PublicEdition, PublicState } from '../../core/benchmark/public-edition.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { textFor } from '../../core/document/text.ts'
import { BenchmarkEditionId, QuestionnaireKey } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import type { Locale } from '../../core/request.ts'
import { listOf, operation, pageQuery } from '../../http/operation.ts'
import { BenchmarkCells, BenchmarkEdition } from './contract-shapes.ts'

const tag = 'benchmark-editions'
const path = '/v1/benchmark-editions'
const EditionPath = z.strictObject({ benchmarkEditionId: BenchmarkEditionId })

/** A key of the lattice. Whatever is not one is `cohort-not-offered`, so nothing is said here but its length. */
export const cohortParameter = z
  .string()
  .max(200)
  .meta({
    examples: ['all'],
    description:
      'A cohort in its one spelling, such as `all` or `sector=C` (percent-encoded: `sector%3DC`).',
  })

/** A public edition with what it takes to say it in the caller's language. */
export type Shown = {
  readonly edition: PublicEdition
  readonly status: PublicState
  readonly questionnaire: Questionnaire | null
  readonly codes: CodeLists
  readonly locale: Locale
}

type Names = Readonly<Record<string, string>>

export const presentEdition = (shown: Shown): BenchmarkEdition => {
  const { edition, status, locale } = shown
  const { policy, lattice } = edition
  const listOfCodes = (dimension: 'sector' | 'region' | 'size') => ({
    scheme: lattice.schemes[dimension],
    codes: lattice.codes[dimension].map((code) => ({
      code,
      name: said(namesOfCodes(shown, dimension).get(code) ?? { en: code }, locale),
    })),
  })
  const names = namesOfNodes(shown.questionnaire)
  return {
    id: edition.id,
    associationId: edition.associationId,
    title: edition.title,
    state: status.state === 'retired' ? 'retired' : 'published',
    questionnaireKey: edition.questionnaireKey,
    questionnaireVersions: [...edition.questionnaireVersions],
    scoringDigest: edition.scoringDigest,
    basis: edition.basis,
    synthetic: edition.synthetic,
    unit: 'bp',
    cutOffAt: toInstant(edition.cutOffAt),
    publishedAt: toInstant(status.publishedAt),
    retiredAt: toInstant(status.retiredAt),
    method: { quantile: edition.quantile, gridBp: policy.gridBp, profile: policy.profile },
    policy,
    cohorts: {
      families: [...lattice.families],
      sector: listOfCodes('sector'),
      region: listOfCodes('region'),
      size: listOfCodes('size'),
    },
    nodes: edition.nodes.map((node) => {
      const name = names.get(node.code)
      return { ...node, name: name === undefined ? null : said(name, locale) }
    }),
    limits: said(limitsOf(policy.ownerRule), locale),
  }
}

const said = (text: Names, locale: Locale) => {
  const spoken = textFor(text, locale, 'en')
  return spoken.lang === locale ? spoken.text : spoken
}

const namesOfCodes = (
  { codes, edition }: Shown,
  dimension: 'sector' | 'region' | 'size',
): ReadonlyMap<string, Names> => {
  const lists = {
    sector: [codes.sectors, ...codes.isic].filter(
      ({ scheme }) => scheme === edition.lattice.schemes.sector,
    ),
    region: [codes.regions],
    size: [{ items: codes.sizes.classes }],
  }
  const items: readonly { readonly code: string; readonly name: Names }[] = lists[
    dimension
  ].flatMap((list) => list.items as readonly { code: string; name: Names }[])
  return new Map(items.map(({ code, name }) => [code, name]))
}

const namesOfNodes = (questionnaire: Questionnaire | null): ReadonlyMap<string, Names> =>
  new Map(
    questionnaire?.categories.flatMap(({ code, name, items = [] }) => [
      [code, name] as const,
      ...items.map((item) => [item.code, item.name] as const),
    ]),
  )

type Listed = { readonly items: readonly Shown[]; readonly nextCursor: string | null }

export const listBenchmarkEditions = operation({
  id: 'listBenchmarkEditions',
  method: 'GET',
  url: path,
  summary: 'List the published benchmark editions',
  description:
    'Of all associations, the newest first; retired ones are listed too and say so. Codes and nodes are named ' +
    'in the asked language.',
  tag,
  scope: 'benchmarks:read',
  tenant: null,
  query: z.strictObject({
    ...pageQuery,
    questionnaireKey: QuestionnaireKey.optional().meta({
      description: 'Only editions of this questionnaire.',
    }),
  }),
  reply: { 200: listOf('BenchmarkEditionList', BenchmarkEdition) },
  cache: 'no-cache',
  present: ({ items, nextCursor }: Listed) => ({ items: items.map(presentEdition), nextCursor }),
  sample: { query: { limit: '20' } },
})

export const getBenchmarkEdition = operation({
  id: 'getBenchmarkEdition',
  method: 'GET',
  url: `${path}/{benchmarkEditionId}`,
  summary: 'Read what a published benchmark edition is made of',
  description:
    'Questionnaire versions, basis, cut-off, method, protection, the cohorts that can be asked for, the nodes, ' +
    'and the honest limits of the protection. Nothing of it changes but the state.',
  tag,
  scope: 'benchmarks:read',
  tenant: null,
  params: EditionPath,
  reply: { 200: BenchmarkEdition },
  cache: 'no-cache',
  present: presentEdition,
})

export const getBenchmarkCells = operation({
  id: 'getBenchmarkCells',
  method: 'GET',
  url: `${path}/{benchmarkEditionId}/cells`,
  summary: 'Read the published cells of one cohort',
  description:
    'All nodes of one cohort, `all` by default. A cell with too few members, an empty one and one that would ' +
    'give another away look the same: `withheld`. Cells never change, so the entity tag depends on edition ' +
    'and cohort alone; a retired edition answers `gone`. Counts towards the quota `benchmark` ' +
    'of the caller; what is refused does not.',
  tag,
  scope: 'benchmarks:read',
  tenant: null,
  params: EditionPath,
  query: z.strictObject({ cohort: cohortParameter.optional() }),
  reply: { 200: BenchmarkCells },
  problems: ['cohort-not-offered', 'gone'],
  cache: 'private-1h',
  rate: 'benchmark',
  present: (cells: CohortCells) => cells,
  sample: { query: { cohort: 'all' } },
})
