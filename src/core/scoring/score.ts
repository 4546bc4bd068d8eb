// Makes a score sheet: answers under a plan, figures, explanations, recognition, warnings. Pure.
// The parts are in the files beside this one; the bare numbers for benchmarks are in numbers.ts.
import { type Fraction, halfUp, toHundredths, toText } from '../exact.ts'
import {
  type CategoryReading,
  demandComplete,
  missingAnswers,
  type Reading,
  readAnswers,
} from './answers.ts'
import { type Shown, show } from './display.ts'
import { type Line, line } from './explain.ts'
import { type GroupWorth, groupWorths } from './groups.ts'
import type { Answers, Said } from './method.ts'
import { alternativesOf, type NotApplicableRule, notApplicableFindings } from './not-applicable.ts'
import type { Plan } from './plan.ts'
import { type Achieved, recognitionOf } from './recognition.ts'
import { percentOf, type RolledUp, rollUp, scaledTo } from './roll-up.ts'
import type { NodeStatus, ScoreSheet, SheetNode, SheetTotal } from './sheet.ts'
import { type BranchWorth, worths } from './worth.ts'

/** The version of this engine, in every sheet. It changes with anything that may change a sheet. */
export const engineVersion = '1.0.0'

/**
 * What a score is made of. `notApplicable` absent: the programme has not switched it on, and an answer that
 * does not apply is refused. `allowIncomplete`: unanswered nodes count as the document says; otherwise they
 * are refused. The digests are of the canonical JSON of document, weighting and answers.
 */
export type ScoreInput = {
  readonly plan: Plan
  readonly answers: Answers
  readonly digests: ScoreSheet['digests']
  readonly notApplicable?: NotApplicableRule | undefined
  readonly allowIncomplete?: boolean | undefined
}

type Exact = {
  readonly percent: Fraction | null
  readonly points: Fraction
  readonly max: Fraction
}

const figures = (
  { percent, points, max }: Exact,
  display: Shown,
  explanation: Line[],
): SheetTotal => ({
  percent: percent === null ? null : toHundredths(percent),
  exactPercent: percent === null ? null : toText(percent),
  points: toHundredths(points),
  exactPoints: toText(points),
  maxPoints: toHundredths(max),
  display,
  explanation,
})

const silent: Said = { band: null, flags: [], explanation: [], warnings: [] }

const saidOf = (reading: Reading | null): Said =>
  reading === null || reading.percent === null || reading.answer === null
    ? silent
    : reading.node.rater.say(reading.answer, reading.percent, reading.node.answer)

type Spoken = { readonly worth: BranchWorth; readonly said: Said }

// Spelled out member by member: spreading objects here halves the speed of scoring (measured).
const sheetNode = ({ worth, said }: Spoken, display: Shown): SheetNode => {
  const explanation = [...said.explanation, ...worth.explanation]
  const shown = figures(worth, display, explanation)
  return {
    code: worth.code,
    status: worth.status,
    percent: shown.percent,
    exactPercent: shown.exactPercent,
    points: shown.points,
    exactPoints: shown.exactPoints,
    maxPoints: shown.maxPoints,
    display,
    band: said.band,
    flags: worth.weightless ? ['weight.zero', ...said.flags] : [...said.flags],
    explanation,
  }
}

const sumLine = (rule: 'group.sum' | 'total.sum', count: number, { points, max }: Exact): Line =>
  line(rule, { count: String(count), max: toText(max) }, toText(points))

const sheetGroup = (group: GroupWorth, display: Shown): ScoreSheet['groups'][number] => {
  const exact = { ...group, percent: percentOf(group.points, group.max) }
  return {
    code: group.code,
    ...figures(exact, display, [sumLine('group.sum', group.count, exact)]),
  }
}

/** The points that count for a bound; scaled points have no shown figure but their own rounding. */
const achieved = (
  { displayUnit }: Plan,
  { points, max }: Pick<Exact, 'points' | 'max'>,
  full: Fraction,
  display: Shown,
): Achieved => {
  const scaled = scaledTo(points, max, full)
  return scaled === null
    ? { points, shown: display.points }
    : { points: scaled, shown: toHundredths(halfUp(scaled, displayUnit)) }
}

const completenessOf = (
  { questionnaire }: Plan,
  read: readonly CategoryReading[],
): ScoreSheet['completeness'] => {
  const count = (wanted: NodeStatus): number =>
    read.reduce((all, { nodes }) => all + nodes.filter(({ status }) => status === wanted).length, 0)
  return {
    scored: count('scored'),
    unanswered: count('unanswered'),
    notApplicable: count('not_applicable'),
    pilot: count('pilot'),
    unscored: questionnaire.profile.length,
  }
}

const recognitionFor = (
  plan: Plan,
  rolled: RolledUp,
  groups: readonly GroupWorth[],
  shown: { readonly nodes: (code: string) => Shown; readonly groups: (code: string) => Shown },
): ScoreSheet['recognition'] => {
  const { kind } = plan.weighting
  // Awarding bodies speak of the reference or their programme's own weights, and of published rules.
  const counts =
    (kind === 'reference' || kind === 'programme') && !plan.method.custom(plan.questionnaire)
  if (!counts) return []
  return recognitionOf(
    plan.questionnaire,
    new Map([
      ['total', achieved(plan, rolled, plan.max, shown.nodes('total'))],
      ...groups.map((group): [string, Achieved] => [
        group.code,
        achieved(plan, group, group.full, shown.groups(group.code)),
      ]),
    ]),
  )
}

/**
 * The score sheet of answers under a plan. Problem `document-invalid` names every answer that cannot be
 * read as it stands, `incomplete` every node without one. Equal inputs give equal sheets, to the byte.
 */
export const score = (input: ScoreInput): ScoreSheet => {
  const { plan, answers, digests, notApplicable, allowIncomplete = false } = input
  const { questionnaire, weighting, method } = plan
  const read = readAnswers(plan, answers, notApplicable !== undefined)
  if (!allowIncomplete) demandComplete(read)
  const rolled = rollUp(plan, read, notApplicable?.policy ?? 'zero')
  const branches = worths(plan, rolled)
  const nodes = branches.flatMap((branch) => [branch, ...branch.parts])
  const groups = groupWorths(plan.groups, nodes)
  const shown = {
    nodes: show(rolled, branches, plan.displayUnit),
    groups: show(rolled, groups, plan.displayUnit),
  }
  const spoken = nodes.map((worth): Spoken => ({ worth, said: saidOf(worth.reading) }))
  const official = weighting.kind === 'reference' && !method.custom(questionnaire)
  return {
    questionnaire: { key: questionnaire.key, version: questionnaire.version },
    weighting: { kind: weighting.kind, id: weighting.id, version: weighting.version },
    method: method.name,
    engine: engineVersion,
    digests,
    variant: official ? 'official' : 'custom',
    completeness: completenessOf(plan, read),
    nodes: spoken.map((each) => sheetNode(each, shown.nodes(each.worth.code))),
    groups: groups.map((group) => sheetGroup(group, shown.groups(group.code))),
    total: figures(rolled, shown.nodes('total'), [sumLine('total.sum', branches.length, rolled)]),
    alternatives: alternativesOf(plan, read, rolled, () => rollUp(plan, read, 'zero')),
    recognition: recognitionFor(plan, rolled, groups, shown),
    conventions: [],
    warnings: [
      ...missingAnswers(read),
      ...(notApplicable === undefined ? [] : notApplicableFindings(read, notApplicable)),
      ...spoken.flatMap(({ said }) => said.warnings),
    ],
  }
}
