// Makes a score sheet: answers under a plan, figures, explanations, recognition, warnings. Pure.
// The parts are in the files beside this one; the bare numbers for benchmarks are in numbers.ts.
import { type Fraction, halfUp, toHundredths } from '../exact.ts'
import {
  type CategoryReading,
  demandComplete,
  missingAnswers,
  type Reading,
  readAnswers,
} from './answers.ts'
import { conventionsOf } from './conventions.ts'
import { type Shown, show } from './display.ts'
import { type Exact, figures, type Spoken, sheetGroup, sheetNode, sumLine } from './figures.ts'
import { type GroupWorth, groupWorths } from './groups.ts'
import type { Answers } from './members.ts'
import type { Said } from './method.ts'
import { alternativesOf, type NotApplicableRule, notApplicableFindings } from './not-applicable.ts'
import type { Plan } from './plan.ts'
import { parametersInForce } from './presets.ts'
import { type Achieved, recognitionOf } from './recognition.ts'
import { type RolledUp, rollUp, scaledTo } from './roll-up.ts'
import type { NodeStatus, ScoreSheet } from './sheet.ts'
import { passesOf, verdictOf } from './verdict.ts'
import { worths } from './worth.ts'

/** The version of this engine, in every sheet. It changes with anything that may change a sheet. */
export const engineVersion = '1.3.0'

/** Engines whose sheets this one makes again to the byte, but for what docs/decisions/0014 and 0023 name. */
export const earlierEngines: readonly string[] = ['1.2.0', '1.1.0']

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

const silent: Said = { band: null, outcome: null, flags: [], explanation: [], warnings: [] }

const saidOf = (reading: Reading | null): Said =>
  reading === null || reading.percent === null || reading.answer === null
    ? silent
    : reading.node.rater.say(reading.answer, reading.percent, reading.node.answer)

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
  if (!isOfficial(plan)) return []
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

/** Named where the model leaves them open, as the combining of radar@1, or a caller varied them. */
const parametersFor = ({ questionnaire, varied }: Plan): ScoreSheet['parameters'] =>
  varied || questionnaire.scoring.method === 'radar@1' ? parametersInForce(questionnaire) : null

/** Whether the rules are those of the document, and published ones. */
const isByTheBook = ({ method, questionnaire, varied }: Plan): boolean =>
  !varied && !method.custom(questionnaire)

/** What awarding bodies speak of: the reference or their programme's own weights, and published rules. */
const isOfficial = (plan: Plan): boolean => {
  const { kind } = plan.weighting
  return (kind === 'reference' || kind === 'programme') && isByTheBook(plan)
}

/**
 * The score sheet of answers under a plan. Problem `document-invalid` names every answer that cannot be
 * read as it stands, `incomplete` every node without one. Equal inputs give equal sheets, to the byte.
 */
export const score = (input: ScoreInput): ScoreSheet => {
  const { plan, answers, digests, notApplicable, allowIncomplete = false } = input
  const { questionnaire, weighting, method, totalled } = plan
  const read = readAnswers(plan, answers, notApplicable !== undefined)
  if (!allowIncomplete) demandComplete(read)
  const rolled = rollUp(plan, read, notApplicable?.policy ?? 'zero')
  const branches = worths(plan, rolled)
  const nodes = branches.flatMap((branch) => [branch, ...branch.parts])
  const groups = totalled ? groupWorths(plan.groups, nodes) : []
  const shown = {
    nodes: show(totalled ? rolled : null, branches, plan.displayUnit),
    groups: show(rolled, groups, plan.displayUnit),
  }
  const passes = passesOf(rolled)
  const passAt = new Map(passes.map((pass) => [pass.code, pass]))
  const spoken = nodes.map(
    (worth): Spoken => ({
      worth,
      said: saidOf(worth.reading),
      pass: passAt.get(worth.code),
    }),
  )
  return {
    questionnaire: { key: questionnaire.key, version: questionnaire.version },
    weighting: { kind: weighting.kind, id: weighting.id, version: weighting.version },
    method: method.name,
    parameters: parametersFor(plan),
    engine: engineVersion,
    digests,
    variant: isOfficial(plan) ? 'official' : 'custom',
    flags: [...method.flags],
    completeness: completenessOf(plan, read),
    nodes: spoken.map((each) => sheetNode(each, shown.nodes)),
    groups: groups.map((group) => sheetGroup(group, shown.groups(group.code))),
    total: totalled
      ? figures(rolled, shown.nodes('total'), [sumLine('total.sum', branches.length, rolled)])
      : null,
    alternatives: alternativesOf(plan, read, rolled),
    recognition: totalled ? recognitionFor(plan, rolled, groups, shown) : [],
    verdict: verdictOf(passes),
    conventions: [...conventionsOf(plan, rolled)],
    warnings: [
      ...missingAnswers(read),
      ...(notApplicable === undefined ? [] : notApplicableFindings(read, notApplicable)),
      ...spoken.flatMap(({ said }) => said.warnings),
    ],
  }
}
