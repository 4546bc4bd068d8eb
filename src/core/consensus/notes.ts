// What a panel notes beside its scores: the findings of the consensus, which its lead writes while it is open.
// A feedback report is made of these alone. What is odd about them is said by ../review/checks.ts, and forbids nothing.
import { pointerOf } from '../document/pointer.ts'
import type { FindingId, PersonId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import {
  type Factors,
  type FindingInput,
  factorFindings,
  isSameFinding,
} from '../review/finding.ts'
import { mostFindings } from '../review/notes.ts'
import type { StoredFinding } from '../review/stored.ts'
import { demandLead, type Panel } from './consensus.ts'
import { demandOpen } from './entries.ts'
import type { StoredConsensus } from './stored.ts'

/** Who writes, when, on what panel. */
export type Noting = { readonly panel: Panel; readonly by: PersonId; readonly now: Date }

/**
 * What a finding may name. `nodes`: the codes of categories and items, under which a report lists it. `findings`:
 * those of the reviews that the panel sees, which may be merged into it. `factors`: by which a node is judged.
 */
export type Nameable = {
  readonly nodes: readonly string[]
  readonly findings: readonly FindingId[]
  readonly factors: Factors
}

export type Noted = { readonly consensus: StoredConsensus; readonly finding: StoredFinding }

/**
 * Refuses with `not-found` and `forbidden`, `illegal-transition` unless it is open, `quota-reached`, and
 * `document-invalid` for a node, a factor or a source that nobody would find again.
 */
export const addFinding = (
  consensus: StoredConsensus,
  given: Noting & {
    readonly id: FindingId
    readonly input: FindingInput
    readonly used: number
    readonly nameable: Nameable
  },
): Noted => {
  const { id, input, used, nameable, now } = given
  demandNoting(consensus, given)
  if (used >= mostFindings) throw new Problem('quota-reached', { used, max: mostFindings })
  demandNameable(input, nameable)
  const finding = { ...input, id, revision: 1, createdAt: now, updatedAt: now }
  return { consensus: touched(consensus), finding }
}

/** Replaces it whole; the same again changes nothing. Refuses like `addFinding`. */
export const changeFinding = (
  consensus: StoredConsensus,
  given: Noting & {
    readonly finding: StoredFinding
    readonly input: FindingInput
    readonly nameable: Nameable
  },
): Noted => {
  const { finding, input, nameable, now } = given
  demandNoting(consensus, given)
  demandNameable(input, nameable)
  if (isSameFinding(finding, input)) return { consensus, finding }
  const { id, revision, createdAt } = finding
  return {
    consensus: touched(consensus),
    finding: { ...input, id, revision: revision + 1, createdAt, updatedAt: now },
  }
}

/** The consensus without one of its findings. Refuses like `addFinding`. */
export const removeFinding = (consensus: StoredConsensus, noting: Noting): StoredConsensus => {
  demandNoting(consensus, noting)
  return touched(consensus)
}

/** Lets the lead write: `not-found` outside the panel, `forbidden` to its members, `illegal-transition`. */
export const demandNoting = (
  consensus: Pick<StoredConsensus, 'state'>,
  { panel, by }: Pick<Noting, 'panel' | 'by'>,
): void => {
  demandLead(panel, by)
  demandOpen(consensus)
}

/** Its tag moves, so that nobody proposes other findings than they saw. */
const touched = (consensus: StoredConsensus): StoredConsensus => ({
  ...consensus,
  approvals: [],
  revision: consensus.revision + 1,
})

const demandNameable = (input: FindingInput, { nodes, findings, factors }: Nameable) => {
  const { nodeCode, sources } = input
  const errors: ProblemError[] = [
    ...(nodes.includes(nodeCode)
      ? []
      : [
          {
            pointer: '/nodeCode',
            code: 'node-unknown',
            detail: `The questionnaire has no category or item ${nodeCode}.`,
          },
        ]),
    ...(nodes.includes(nodeCode) ? factorFindings(input, factors) : []),
    ...sources.flatMap((source, place) =>
      findings.includes(source)
        ? []
        : [
            {
              pointer: pointerOf(['sources', place]),
              code: 'source-unknown',
              detail: 'No locked review of the panel has this finding.',
            },
          ],
    ),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}
