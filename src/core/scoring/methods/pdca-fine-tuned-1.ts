// pdca-fine-tuned@1: whole ratings from 0 to 100 of every phase, or of trends and targets; the score is their sum in percent.
// There is no cap: act may exceed plan.
import type { Kind } from '../../document/parameters-v1.ts'
import type { Questionnaire } from '../../document/questionnaire-v1.ts'
import { fraction, one, toText } from '../../exact.ts'
import { bandsOf, demandBandSet, saidBand } from '../bands.ts'
import { line } from '../explain.ts'
import type { Answer } from '../members.ts'
import { type Method, type Rater, undivided } from '../method.ts'
import { wholeMember } from '../parts.ts'
import { readPercent } from '../percents.ts'
import { raterByKind } from '../rater-by-kind.ts'

const name = 'pdca-fine-tuned@1'
const wholeBp = 100n

const ofProcess = ['plan', 'do', 'check', 'act'] as const
const ofResult = ['trends', 'targets'] as const

const raterOf = (questionnaire: Questionnaire, kind: Kind): Rater => {
  const members = kind === 'result' ? ofResult : ofProcess
  const bands = bandsOf(demandBandSet(questionnaire, kind))
  const of = members.length * 100
  const sumOf = (answer: Answer): number =>
    members.reduce((all, member) => all + (answer[member] ?? 0), 0)

  const missing: Rater['missing'] = (answer) => {
    const lacking = members.filter((member) => answer[member] === undefined)
    return lacking.length === members.length ? [] : lacking
  }

  return {
    members,
    parts: members.map((member) => wholeMember(member, { step: one })),
    missing,
    absentShare: undivided,
    read: (answer, pointer, errors) => {
      let whole = true
      for (const member of members) {
        const value = answer[member]
        const read =
          value === undefined ? null : readPercent(value, wholeBp, `${pointer}/${member}`, errors)
        whole &&= read !== null
      }
      return whole ? fraction(BigInt(sumOf(answer)), BigInt(members.length)) : null
    },
    say: (answer, percent) => {
      const sum = sumOf(answer)
      const { band, flags } = saidBand(bands, percent)
      return {
        band,
        outcome: { sum, of },
        flags,
        explanation: [line('pdca.sum', { sum: String(sum), of: String(of) }, toText(percent))],
        warnings: [],
      }
    },
  }
}

export const pdcaFineTuned1: Method = {
  name,
  flags: [],
  custom: () => false,
  raters: raterByKind(raterOf),
}
