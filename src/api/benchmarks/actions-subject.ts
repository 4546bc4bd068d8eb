// Finds the submission that is compared, for its organization or for the panel that assesses it: whoever is no one to the
// organization is looked for on the side of the panel, in units of its own, as with everything that a panel reads of a
// submission. How an assessor reads is decided in core/submission/assessing.ts; what is made of what is found, in
// actions-reading.ts.
import { type Action, demand } from '../../core/access.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Charge, Context } from '../../core/request.ts'
import { assessorOf, demandTime, mayAssess } from '../../core/submission/assessing.ts'
import { type Reader, type ReadUnit, readAtOnce } from '../../db/unit.ts'
import { closedAtOf } from '../submissions/store-cycles.ts'
import type { ComparisonAsked, FindSubject, Needs } from './actions-reading.ts'
import { findSubject, type Subject } from './store-comparison.ts'

const loading =
  ({ organizationId, submissionId, benchmarkEditionId }: ComparisonAsked) =>
  (tx: Reader): Promise<Subject | null> =>
    findSubject(tx, {
      organizationId,
      submissionId,
      benchmarkEditionId: benchmarkEditionId ?? null,
    })

/** Shown to whoever may do `action`, and counted before it is put on record. */
const showing =
  (action: Action, { submissionId }: ComparisonAsked, charge: () => void) =>
  (stored: Subject | null, { standing, shows }: Pick<ReadUnit, 'standing' | 'shows'>): Subject => {
    demand(standing, action)
    const subject = found(stored)
    charge()
    shows(submissionId)
    return subject
  }

/** For the organization and whom it lent its position to. */
export const ownSubject: FindSubject = ({ db }, context, asked) =>
  readAtOnce(
    db,
    { ...context, subject: asked.submissionId },
    loading(asked),
    showing('benchmarks:position', asked, () => {}),
  )

/** For the panel too, where its cycle says so. The quota is of the side on which the caller stands. */
export const subjectOnEitherSide =
  (charge: Charge): FindSubject =>
  async ({ db }, context, asked) => {
    const here = { ...context, subject: asked.submissionId }
    const show = (holder: Parameters<Charge>[0]) =>
      showing('benchmarks:compare', asked, () => charge(holder))
    try {
      return await readAtOnce(db, here, loading(asked), show('tenant'))
    } catch (error) {
      if (!mayAssess(context.principal) || !isProblem(error, 'not-found')) throw error
      return asAssessor({ db }, here, asked, show('caller'))
    }
  }

/**
 * `conflict-of-interest` while a conflict stands, `not-found` to everybody but an assessor whose time to look back is not
 * over. When the cycle was closed is a row of the association that the panel names: the second look reaches it.
 */
const asAssessor = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  asked: ComparisonAsked,
  show: ReturnType<typeof showing>,
): Promise<Subject> => {
  const { submissionId } = asked
  const onPanel = {
    ...context,
    side: 'review',
    panelOf: submissionId,
    subject: submissionId,
  } as const
  const panel = await readAtOnce(
    db,
    onPanel,
    async () => null,
    (_, { standing }) => found(assessorOf(standing).panel),
  )
  const beside = { kind: 'association', id: panel.associationId } as const
  return readAtOnce(
    db,
    { ...onPanel, beside },
    (tx) => Promise.all([loading(asked)(tx), closedAtOf(tx, panel)]),
    ([stored, closedAt], { standing: whoever, now, shows }) => {
      const standing = assessorOf(whoever)
      demandTime(standing, { closedAt, now })
      return show(stored, { standing, shows })
    },
  )
}
