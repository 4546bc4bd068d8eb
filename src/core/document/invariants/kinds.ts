// Invariants of kinds: every kind of node in use has bands where its method judges by bands, and probes name their factors.
// What else a method needs for a kind, such as the attributes of radar@1, is said beside that method.
import type { ProblemError } from '../../problem.ts'
import { bandSetOf, everyArea, scoredNodes } from '../nodes.ts'
import { type Kind, statedByKind } from '../parameters-v1.ts'
import type { BandSet, Questionnaire } from '../questionnaire-v1.ts'

const pointer = '/scoring/parameters/bandSets'

/** The kinds of the scored nodes, each once. */
export const kindsUsed = (questionnaire: Questionnaire): readonly Kind[] => [
  ...new Set(scoredNodes(questionnaire).map(({ kind }) => kind)),
]

/** The band sets that kinds in use are judged by, with their places; what is missing has a finding of its own. */
export const setsUsed = (
  questionnaire: Questionnaire,
): readonly { readonly kind: Kind; readonly set: BandSet; readonly pointer: string }[] =>
  kindsUsed(questionnaire).flatMap((kind) => {
    const set = bandSetOf(questionnaire, kind)
    if (set === undefined) return []
    return [{ kind, set, pointer: `/bandSets/${questionnaire.bandSets.indexOf(set)}` }]
  })

/** Every kind used has bands, and every band set named exists; category-pass@1 knows no bands. */
export const kindFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { bandSets, scoring } = questionnaire
  const named = statedByKind<string>(scoring.parameters.bandSets)
  const judged = scoring.method === 'category-pass@1' ? [] : kindsUsed(questionnaire)
  return [
    ...judged
      .filter((kind) => !named.some(([each]) => each === kind))
      .map((kind) => ({
        pointer,
        code: 'kind-without-bands',
        detail: `Kind ${kind} has no bands.`,
      })),
    ...named
      .filter(([, name]) => !bandSets.some(({ code }) => code === name))
      .map(([kind, name]) => ({
        pointer: `${pointer}/${kind}`,
        code: 'band-set-missing',
        detail: `There is no band set "${name}".`,
      })),
  ]
}

/** Questions probe factors of their kind; profile questions probe none. */
export const probeFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  everyArea(questionnaire).flatMap(({ area, pointer: above, kind }) => {
    const factors = kind === null ? [] : (bandSetOf(questionnaire, kind)?.factors ?? [])
    return area.questions.flatMap(({ probes }, index) =>
      probes.flatMap((probe, position) =>
        factors.includes(probe)
          ? []
          : [
              {
                pointer: `${above}/questions/${index}/probes/${position}`,
                code: 'factor-missing',
                detail: `"${probe}" is no factor that can be probed here.`,
              },
            ],
      ),
    )
  })
