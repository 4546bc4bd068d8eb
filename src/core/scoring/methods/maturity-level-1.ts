// maturity-level@1: a node climbs from level 1 and stops at the first level with a statement that is not met.
// In quick questionnaires the level itself is answered. The percent is the level in fifths: only figures need it.
import type { ScoredNode } from '../../document/nodes.ts'
import type { LevelStatements } from '../../document/questionnaire-v1.ts'
import { parametersOf } from '../../document/scoring-v1.ts'
import { type Fraction, fraction, one, sum } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { type Bands, bandsOf, demandBandSet } from '../bands.ts'
import { type Line, line } from '../explain.ts'
import type { Answer, Met } from '../members.ts'
import { type Method, type Rater, type Said, undivided } from '../method.ts'
import { wholeMember } from '../parts.ts'

const name = 'maturity-level@1'
const highest = 5

/** What a level asks and how it stands: met, or the codes that are not; `open`: nothing of it applies. */
type Rung = { readonly unmet: readonly string[]; readonly met: number; readonly open: boolean }

type Climbed = {
  /** Null: no level of the node applies. */
  readonly level: number | null
  readonly gapAt: number | null
  readonly toMeetNext: readonly string[]
  readonly ignoredAbove: number
}

const rungsOf = (asked: LevelStatements, given: NonNullable<Answer['levels']>): readonly Rung[] =>
  asked.map((statements, index) => {
    const answers = given[index] ?? []
    // What is absent counts as not met.
    const stateOf = (position: number): Met => answers[position] ?? 'not_met'
    const states = statements.map(({ code }, position) => ({ code, state: stateOf(position) }))
    return {
      unmet: states.filter(({ state }) => state === 'not_met').map(({ code }) => code),
      met: states.filter(({ state }) => state === 'met').length,
      open: states.every(({ state }) => state === 'not_applicable'),
    }
  })

const climb = (rungs: readonly Rung[]): Climbed => {
  const gap = rungs.findIndex(({ unmet }) => unmet.length > 0)
  const below = gap < 0 ? rungs : rungs.slice(0, gap)
  const above = gap < 0 ? [] : rungs.slice(gap)
  // A level of which nothing applies stops nobody and is nobody's result.
  const level = below.findLastIndex(({ open }) => !open) + 1
  return {
    level: level === 0 && gap < 0 ? null : level,
    gapAt: gap < 0 ? null : gap + 1,
    toMeetNext: rungs[gap]?.unmet ?? [],
    ignoredAbove: above.reduce((all, { met }) => all + met, 0),
  }
}

/** The percent is the level in fifths, so a level is a fifth of its node, and a statement a part of its level. */
const absentIn = (asked: LevelStatements, { levels = [] }: Answer): Fraction =>
  sum(
    asked.map((statements, index) => {
      const given = (levels[index] ?? []).slice(0, statements.length)
      const away = given.filter((state) => state === 'not_applicable').length
      return fraction(BigInt(away), BigInt(statements.length * highest))
    }),
  )

const percentAt = (level: number): Fraction => fraction(BigInt(level * 100), BigInt(highest))

const said = (
  bands: Bands,
  { level, gapAt, toMeetNext, ignoredAbove }: Climbed & { readonly level: number },
  explanation: readonly Line[],
): Said => ({
  band: bands[level - 1]?.band ?? null,
  outcome: { level, gapAt, toMeetNext: [...toMeetNext], ignoredAbove },
  flags: level === 0 ? ['below_base'] : [],
  explanation,
  warnings: [],
})

const byStatements = (asked: LevelStatements, node: ScoredNode, bands: Bands): Rater => {
  const wrongIn = (
    levels: NonNullable<Answer['levels']>,
    pointer: string,
    naPermitted: boolean,
  ): readonly ProblemError[] => {
    const findings: ProblemError[] = []
    levels.forEach((answers, index) => {
      const count = asked[index]?.length ?? 0
      if (answers.length > count || index >= highest) {
        const detail = `Level ${index + 1} has ${count} statements, not ${answers.length}.`
        findings.push({ pointer: `${pointer}/${index}`, code: 'statement-unknown', detail })
      }
      answers.forEach((state, position) => {
        if (state !== 'not_applicable' || (node.naAllowed && naPermitted)) return
        const detail = node.naAllowed
          ? 'The programme does not permit answers that do not apply.'
          : `No statement of "${node.code}" can be declared not applicable.`
        const code = 'not-applicable-refused'
        findings.push({ pointer: `${pointer}/${index}/${position}`, code, detail })
      })
    })
    return findings
  }

  const climbedBy = ({ levels = [] }: Answer): Climbed => climb(rungsOf(asked, levels))

  return {
    members: ['levels'],
    parts: [wholeMember('levels', { statements: asked.map(({ length }) => length) })],
    missing: () => [],
    absentShare: (answer) => absentIn(asked, answer),
    read: (answer, pointer, errors, naPermitted) => {
      if (answer.levels === undefined) return null
      const findings = wrongIn(answer.levels, `${pointer}/levels`, naPermitted)
      errors.push(...findings)
      if (findings.length > 0) return null
      const { level } = climbedBy(answer)
      return level === null ? 'not_applicable' : percentAt(level)
    },
    say: (answer) => {
      const climbed = climbedBy(answer)
      const level = climbed.level ?? 0
      const { gapAt, toMeetNext, ignoredAbove } = climbed
      return said(bands, { ...climbed, level }, [
        gapAt === null
          ? line('level.top', {}, String(level))
          : line(
              'level.climb',
              { gap: String(gapAt), unmet: String(toMeetNext.length) },
              String(level),
            ),
        ...(ignoredAbove === 0 ? [] : [line('level.ignored', { count: String(ignoredAbove) })]),
      ])
    },
  }
}

const byLevel = (bands: Bands): Rater => ({
  members: ['level'],
  parts: [wholeMember('level', { step: one })],
  missing: () => [],
  absentShare: undivided,
  read: ({ level }, pointer, errors) => {
    if (level === undefined) return null
    if (Number.isInteger(level) && level >= 0 && level <= highest) return percentAt(level)
    const detail = `${level} is no level; there are whole levels from 0 to ${highest}.`
    errors.push({ pointer: `${pointer}/level`, code: 'level-unknown', detail })
    return null
  },
  say: ({ level = 0 }) =>
    said(
      bands,
      {
        level,
        gapAt: level === highest ? null : level + 1,
        toMeetNext: [],
        ignoredAbove: 0,
      },
      [line('level.entered', {}, String(level))],
    ),
})

export const maturityLevel1: Method = {
  name,
  flags: [],
  custom: () => false,
  raters: (questionnaire) => {
    const { entry } = parametersOf(questionnaire, name)
    return (node) => {
      const bands = bandsOf(demandBandSet(questionnaire, node.kind))
      return entry === 'level'
        ? byLevel(bands)
        : byStatements(node.levelStatements ?? [], node, bands)
    }
  },
}
