// pdca-classical@1: one whole score from 0 to 100, which for a process must lie in the band of the phase it reached.
// Phases are cumulative: the last true one before the first that is not fixes the band.
import { type Kind, type Phase, phases } from '../../document/parameters-v1.ts'
import type { Questionnaire } from '../../document/questionnaire-v1.ts'
import { one, toText } from '../../exact.ts'
import { bandAt, bandsOf, demandBandSet } from '../bands.ts'
import { line } from '../explain.ts'
import { guidance } from '../guidance.ts'
import type { Answer } from '../members.ts'
import { type Method, type Rater, undivided } from '../method.ts'
import { wholeMember } from '../parts.ts'
import { readPercent } from '../percents.ts'
import { raterByKind } from '../rater-by-kind.ts'

const name = 'pdca-classical@1'
const wholeBp = 100n

/** How many phases are reached without a gap: 0 to 5, the index of the band. */
const reached = (given: NonNullable<Answer['phases']>): number => {
  const gap = phases.findIndex((phase) => given[phase] !== true)
  return gap < 0 ? phases.length : gap
}

const phaseAt = (index: number): Phase | 'none' => phases[index - 1] ?? 'none'

const none = () => []

/** Phases, trend and targets guide whoever scores; the score alone is the value. */
const parts = [wholeMember('score', { step: one })]

const ofProcess = (questionnaire: Questionnaire): Rater => {
  const set = demandBandSet(questionnaire, 'process')
  const bands = bandsOf(set)
  return {
    members: ['score', 'phases'],
    parts,
    missing: none,
    absentShare: undivided,
    read: (answer, pointer, errors) => {
      if (answer.score === undefined) return null
      const percent = readPercent(answer.score, wholeBp, `${pointer}/score`, errors)
      if (percent === null || answer.phases === undefined) return percent
      const at = reached(answer.phases)
      const allowed = set.bands[at]
      const score = answer.score
      if (allowed !== undefined && score >= allowed.from && score <= allowed.to) return percent
      errors.push({
        pointer: `${pointer}/score`,
        code: 'score-outside-phase',
        detail: `${score} is outside ${allowed?.from} to ${allowed?.to}, the band of the phase ${phaseAt(at)}.`,
      })
      return null
    },
    say: (_, percent) => {
      const band = bandAt(bands, percent)?.band ?? null
      const index = (band?.position ?? 1) - 1
      return {
        band,
        outcome: { phase: phaseAt(index) },
        flags: [],
        explanation: [line('pdca.band', { percent: toText(percent) }, String(index))],
        warnings: [],
      }
    },
  }
}

const ofResult = (questionnaire: Questionnaire): Rater => {
  const bands = bandsOf(demandBandSet(questionnaire, 'result'))
  const ratingsOf = ({ trend, targets }: Answer) =>
    [trend, targets].filter((each) => each !== undefined)
  return {
    members: ['score', 'trend', 'targets'],
    parts,
    missing: none,
    absentShare: undivided,
    read: (answer, pointer, errors) => {
      for (const member of ['trend', 'targets'] as const) {
        const value = answer[member]
        if (value !== undefined) readPercent(value, wholeBp, `${pointer}/${member}`, errors)
      }
      return answer.score === undefined
        ? null
        : readPercent(answer.score, wholeBp, `${pointer}/score`, errors)
    },
    say: (answer, percent, pointer) => {
      const band = bandAt(bands, percent)?.band ?? null
      const spoken = guidance(ratingsOf(answer), percent, `${pointer}/score`, bands)
      const index = String((band?.position ?? 1) - 1)
      return {
        band,
        outcome: null,
        flags: [],
        explanation: [
          ...spoken.explanation,
          line('pdca.band', { percent: toText(percent) }, index),
        ],
        warnings: spoken.warnings,
      }
    },
  }
}

const raterOf = (questionnaire: Questionnaire, kind: Kind): Rater =>
  kind === 'result' ? ofResult(questionnaire) : ofProcess(questionnaire)

export const pdcaClassical1: Method = {
  name,
  flags: [],
  custom: () => false,
  raters: raterByKind(raterOf),
}
