// All statistics of agreement of one panel, as they are shown together: none without the deviation beside it.
// Who sees them and when is in ../access and the views of a consensus; no statistic blocks a decision.
import type { Coefficient } from './coefficient.ts'
import { meanAbsoluteDeviation } from './deviation.ts'
import { type Intraclass, intraclass } from './intraclass.ts'
import { kendallW } from './kendall.ts'
import { krippendorffAlpha, type Metric } from './krippendorff.ts'
import { assessorsIn, type PanelScores } from './panel.ts'

/** Why a statistic has no value, for whoever shows it. */
export { reasons, reasonTexts } from './coefficient.ts'

/** Shown from three assessors: of two, the statistics tell what the one thinks of the other. */
export const fewestAssessors = 3

export type Agreement = Intraclass & {
  readonly krippendorffAlpha: Coefficient
  readonly kendallW: Coefficient
  readonly meanAbsoluteDeviation: Coefficient
}

/** Null where fewer than three assessors scored anything. */
export const agreementOf = (scores: PanelScores, metric: Metric): Agreement | null =>
  assessorsIn(scores) < fewestAssessors
    ? null
    : {
        krippendorffAlpha: krippendorffAlpha(scores, metric),
        ...intraclass(scores),
        kendallW: kendallW(scores),
        meanAbsoluteDeviation: meanAbsoluteDeviation(scores),
      }
