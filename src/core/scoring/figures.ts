// From exact worths to the JSON of a sheet: figures, nodes, groups.
// What nodes are worth is in worth.ts; what is shown for them in display.ts.
import { type Fraction, toHundredths, toText } from '../exact.ts'
import type { Shown } from './display.ts'
import { type Line, line } from './explain.ts'
import type { GroupWorth } from './groups.ts'
import type { Said } from './method.ts'
import { partFlag } from './not-applicable.ts'
import { percentOf } from './roll-up.ts'
import type { ScoreSheet, SheetNode, SheetTotal } from './sheet.ts'
import type { Pass } from './verdict.ts'
import type { BranchWorth } from './worth.ts'

export type Exact = {
  readonly percent: Fraction | null
  readonly points: Fraction
  readonly max: Fraction
}

export const figures = (
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

/** A node as it was worth, with what its method says about it and how it stands to its mark, if it has one. */
export type Spoken = {
  readonly worth: BranchWorth
  readonly said: Said
  readonly pass: Pass | undefined
}

/** A level to which the model gives no figures: status and explanation alone. */
const bareNode = ({ code, status, explanation }: BranchWorth): SheetNode => ({
  code,
  status,
  percent: null,
  exactPercent: null,
  points: null,
  exactPoints: null,
  maxPoints: null,
  display: null,
  band: null,
  flags: [],
  outcome: null,
  explanation: [...explanation],
})

const flagsOf = ({ weightless, partly }: BranchWorth, said: Said): string[] => {
  const flags = weightless ? ['weight.zero'] : []
  if (partly) flags.push(partFlag)
  flags.push(...said.flags)
  return flags
}

// Spelled out member by member: spreading objects here halves the speed of scoring (measured).
export const sheetNode = (
  { worth, said, pass }: Spoken,
  shownOf: (code: string) => Shown,
): SheetNode => {
  if (!worth.figured) return bareNode(worth)
  const explanation = [...said.explanation, ...worth.explanation]
  if (pass !== undefined) explanation.push(pass.line)
  const display = shownOf(worth.code)
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
    flags: flagsOf(worth, said),
    outcome: pass === undefined ? said.outcome : pass.outcome,
    explanation,
  }
}

export const sumLine = (
  rule: 'group.sum' | 'total.sum',
  count: number,
  { points, max }: Exact,
): Line => line(rule, { count: String(count), max: toText(max) }, toText(points))

export const sheetGroup = (group: GroupWorth, display: Shown): ScoreSheet['groups'][number] => {
  const exact = { ...group, percent: percentOf(group.points, group.max) }
  return {
    code: group.code,
    ...figures(exact, display, [sumLine('group.sum', group.count, exact)]),
  }
}
