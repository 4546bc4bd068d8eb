// Reads for both sides: whoever is no one to the organization may be of the panel that assesses the submission, which
// another unit knows. Nobody is on both sides; how an assessor reads is decided in core/submission/assessing.ts.
import type { PanelStanding } from '../../core/context.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { assessorOf, demandTime, mayAssess } from '../../core/submission/assessing.ts'
import { type Reader, type ReadUnit, readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type * as store from './store.ts'
import * as cycles from './store-cycles.ts'

type Needs = Pick<Deps, 'db'>
export type Asking = Omit<ReadUnit, 'tx'>

/** `load` and `decide` as in `readAtOnce`. */
export type Read<Loaded, Value> = {
  readonly load: (tx: Reader) => Promise<Loaded>
  readonly decide: (loaded: Loaded, asking: Asking) => Value
}

/** The same read on either side; `decide` sees an assessor as one of the panel alone. */
export const readOnEitherSide = <Loaded, Value>(
  needs: Needs,
  context: Context,
  ids: store.Ids,
  read: Read<Loaded, Value>,
): Promise<Value> =>
  elseAsAssessor(needs, context, ids, {
    ...read,
    own: () =>
      readAtOnce(needs.db, { ...context, subject: ids.submissionId }, read.load, read.decide),
  })

/** Where the organization's side answers another way. An app of an organization never acts for an assessor. */
export const elseAsAssessor = async <Loaded, Value>(
  needs: Needs,
  context: Context,
  ids: store.Ids,
  { own, ...read }: Read<Loaded, Value> & { readonly own: () => Promise<Value> },
): Promise<Value> => {
  try {
    return await own()
  } catch (error) {
    if (!mayAssess(context.principal) || !isProblem(error, 'not-found')) throw error
    return readAsAssessor(needs, context, ids, read)
  }
}

/**
 * For somebody with an assignment whose declaration is clear; `conflict-of-interest` while a conflict stands, and
 * `not-found` to all others. After the end the cycle tells whether the panel may still look back, which takes a second look.
 */
export const readAsAssessor = async <Loaded, Value>(
  { db }: Needs,
  context: Context,
  { submissionId }: store.Ids,
  { load, decide }: Read<Loaded, Value>,
): Promise<Value> => {
  const here = {
    ...context,
    side: 'review',
    panelOf: submissionId,
    subject: submissionId,
  } as const
  const first = await readAtOnce(db, here, load, (loaded, asking): First<Value> => {
    const standing = assessorOf(asking.standing)
    const panel = found(standing.panel)
    if (panel.assignment?.state === 'completed') return { panel }
    return { value: decide(loaded, { ...asking, standing }) }
  })
  if ('value' in first) return first.value
  const { panel } = first
  const beside = { kind: 'association', id: panel.associationId } as const
  return readAtOnce(
    db,
    { ...here, beside },
    (tx) => Promise.all([load(tx), cycles.closedAtOf(tx, panel)]),
    ([loaded, closedAt], asking) => {
      const standing = assessorOf(asking.standing)
      demandTime(standing, { closedAt, now: asking.now })
      return decide(loaded, { ...asking, standing })
    },
  )
}

type First<Value> = { readonly value: Value } | { readonly panel: PanelStanding }
