// Binds the operations of benchmarks: public editions and cells, own comparisons, an association's own editions.
import { demand } from '../../core/access.ts'
import { demandShown } from '../../core/benchmark/public-edition.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { svg } from '../../http/operation.ts'
import * as actions from './actions.ts'
import { eligibility } from './actions-eligibility.ts'
import { rankGaps } from './actions-gaps.ts'
import { keptPublications } from './actions-kept.ts'
import { drawComparison } from './actions-picture.ts'
import { preview } from './actions-previews.ts'
import * as reading from './actions-reading.ts'
import { subjectOnEitherSide } from './actions-subject.ts'
import * as whatIfs from './actions-what-ifs.ts'
import * as contract from './contract.ts'
import * as own from './contract-association.ts'
import { compareSubmission } from './contract-comparison.ts'
import { getBenchmarkEligibility } from './contract-eligibility.ts'
import { rankBenchmarkGaps } from './contract-gaps.ts'
import { listBenchmarkPreviews, previewBenchmarkCells } from './contract-previews.ts'
import { getBenchmarkTrend, mostPoints } from './contract-trends.ts'
import { compareWhatIf } from './contract-what-ifs.ts'
import * as ownEditions from './store-editions.ts'
import { listLooks } from './store-previews.ts'
import * as editions from './store-public.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'codes' | 'pages' | 'scoring' | 'worker'>

export const serve =
  (deps: Needs) =>
  (bind: Bind): void => {
    const { db, documents, codes, pages } = deps
    const needs = { ...deps, kept: keptPublications(deps) }

    /** Names come with a questionnaire that everybody may read. */
    const shown = async ({ locale }: Context, { edition, ...status }: editions.KnownEdition) => {
      const { questionnaireKey, questionnaireVersions } = edition
      const [version = ''] = questionnaireVersions
      const known = (await documents.catalogue()).find(questionnaireKey, version)
      const questionnaire = known === null ? null : (await documents.alone(known)).questionnaire
      return { edition, status, questionnaire, codes, locale }
    }

    bind(contract.listBenchmarkEditions, async ({ context, query }) => {
      const { questionnaireKey = null, ...asked } = query
      const page = pages.open(asked, { sort: '-publishedAt', filter: { questionnaireKey } })
      const { items, nextCursor } = await readAtOnce(db, context, (tx) =>
        editions.listEditions(tx, { page, questionnaireKey }),
      )
      return { items: await Promise.all(items.map((each) => shown(context, each))), nextCursor }
    })
    bind(contract.getBenchmarkEdition, async ({ context, params }) => {
      const edition = await readAtOnce(
        db,
        context,
        (tx) => editions.findEdition(tx, params.benchmarkEditionId),
        (known) => {
          demandShown(found(known))
          return found(known)
        },
      )
      return shown(context, edition)
    })
    bind(contract.getBenchmarkCells, ({ context, params, query }) =>
      reading.cells(needs, context, { ...params, ...query }),
    )
    bind(compareSubmission, ({ context, params, query, charge }) => {
      const compare = context.replyType === svg ? drawComparison : reading.compare
      return compare(needs, context, { ...params, ...query }, subjectOnEitherSide(charge))
    })

    bind(getBenchmarkEligibility, ({ context, params, query }) =>
      eligibility(deps, context, { ...params, ...query }),
    )
    bind(rankBenchmarkGaps, ({ context, params, query }) =>
      rankGaps(needs, context, { ...params, ...query }),
    )
    bind(compareWhatIf, ({ context, params, body }) =>
      whatIfs.compareWhatIf(needs, context, { ...params, ...body }),
    )
    bind(getBenchmarkTrend, ({ context, query }) =>
      reading.trend(needs, context, { ...query, limit: mostPoints }),
    )

    bind(own.createBenchmarkEdition, ({ context, params, body }) =>
      actions.create(deps, context, params.associationId, body),
    )
    bind(own.listAssociationBenchmarkEditions, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-createdAt', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => ownEditions.list(tx, params.associationId, page),
        (listed, { standing }) => {
          demand(standing, 'benchmarks:preview')
          return listed
        },
      )
    })
    bind(own.getAssociationBenchmarkEdition, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => ownEditions.find(tx, params),
        (record, { standing }) => {
          demand(standing, 'benchmarks:preview')
          return found(record)
        },
      ),
    )
    bind(previewBenchmarkCells, ({ context, params, body }) => preview(deps, context, params, body))
    bind(listBenchmarkPreviews, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-lookedAt', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => Promise.all([ownEditions.find(tx, params), listLooks(tx, params, page)]),
        ([record, looks], { standing }) => {
          demand(standing, 'benchmarks:preview')
          found(record)
          return looks
        },
      )
    })
    bind(own.buildBenchmarkEdition, ({ context, params }) => actions.build(deps, context, params))
    bind(own.reviewBenchmarkEdition, ({ context, params }) => actions.review(deps, context, params))
    bind(own.publishBenchmarkEdition, ({ context, params }) =>
      actions.publish(deps, context, params),
    )
    bind(own.reopenBenchmarkEdition, ({ context, params }) => actions.reopen(deps, context, params))
    bind(own.retireBenchmarkEdition, ({ context, params, body }) =>
      actions.retire(deps, context, params, body),
    )
  }
