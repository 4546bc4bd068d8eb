// The normal equations are solved here a second time, with the items kept as unknowns and by exchanges of rows: nothing
// of src is used for it.
import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  type CalibratedEntry,
  type CalibrationEntry,
  calibrationOf,
  countedEntries,
} from '../../../src/core/agreement/calibration.ts'
import type { CycleId, PersonId, SubmissionId } from '../../../src/core/ids.ts'
import { mean, sumOf } from '../../fixtures/agreement/panels.ts'
import { noon, numbered } from '../../support/assessment.ts'

const cycle = (n: number) => numbered<CycleId>(200 + n)
const person = (n: number) => numbered<PersonId>(300 + n)

const entry = (given: { cycle: number; closed: number; group: string }): CalibrationEntry => ({
  cycleId: cycle(given.cycle),
  closedAt: noon(given.closed),
  submissionId: numbered<SubmissionId>(400),
  ownerGroup: given.group,
})
const groups = (n: number, closed: number, names: string): readonly CalibrationEntry[] =>
  [...names].map((group) => entry({ cycle: n, closed, group }))
const cyclesOf = (entries: readonly CalibrationEntry[]) =>
  countedEntries(entries).map(
    ({ cycleId, ownerGroup }) => `${Number(cycleId.slice(-3))}${ownerGroup}`,
  )

t.test('cycles count as soon as those closed since the last span five owner groups', async (t) => {
  t.same(cyclesOf([]), [])
  t.same(cyclesOf(groups(1, 1, 'abcd')), [])
  t.same(cyclesOf(groups(1, 1, 'abcda')), [], 'one owner twice is one')
  t.equal(cyclesOf(groups(1, 1, 'abcde')).length, 5)
  const second = groups(2, 2, 'fghi')
  t.equal(cyclesOf([...second, ...groups(1, 1, 'abcde')]).length, 5, 'the next one waits')
  t.equal(cyclesOf([...second, ...groups(1, 1, 'abcde'), ...groups(3, 3, 'j')]).length, 10)
  t.equal(
    cyclesOf([...groups(1, 1, 'abcde'), ...groups(2, 2, 'abcd')]).length,
    5,
    'also of owners known',
  )
  t.same(
    cyclesOf([
      ...groups(4, 2, 'f'),
      ...groups(1, 2, 'cd'),
      ...groups(3, 2, 'e'),
      ...groups(2, 1, 'ab'),
    ]),
    ['202a', '202b', '201c', '201d', '203e'],
    'in the order of closing, then of ids',
  )
})

/** `scores`: by applicant, a row for each item, a column for each assessor. */
type Applicant = readonly (readonly (number | null)[])[]
const panels = (applicants: readonly Applicant[]): readonly CalibratedEntry[] =>
  applicants.map((rows, place) => ({
    cycleId: cycle(1),
    closedAt: noon(1),
    submissionId: numbered<SubmissionId>(400 + place),
    ownerGroup: `owner ${place}`,
    scores: rows.flatMap((row, item) =>
      row.flatMap((percentBp, column) =>
        percentBp === null ? [] : [{ personId: person(column), code: `4.${item}`, percentBp }],
      ),
    ),
  }))

/** Least squares with all unknowns: items, assessors, and the sum of the assessors as one more equation. */
const solvedWhole = (applicants: readonly Applicant[], assessors: number): readonly number[] => {
  const rows = applicants.flat()
  const size = rows.length + assessors
  const matrix = Array.from({ length: size }, () => Array.from({ length: size + 1 }, () => 0))
  const add = (row: number, column: number, value: number) => {
    const line = matrix[row] as number[]
    line[column] = (line[column] as number) + value
  }
  for (const [item, row] of rows.entries())
    for (const [column, score] of row.entries()) {
      if (score === null) continue
      const assessor = rows.length + column
      for (const one of [item, assessor]) {
        add(one, size, score)
        for (const other of [item, assessor]) add(one, other, 1)
      }
    }
  for (let one = rows.length; one < size; one += 1)
    for (let other = rows.length; other < size; other += 1) add(one, other, 1)
  for (let column = 0; column < size; column += 1) {
    const best = matrix
      .map((row, place) => [Math.abs(row[column] as number), place] as const)
      .filter(([, place]) => place >= column)
      .reduce((one, other) => (other[0] > one[0] ? other : one))[1]
    const [pivot, here] = [matrix[best] as number[], matrix[column] as number[]]
    matrix[best] = here
    matrix[column] = pivot
    for (const [place, row] of matrix.entries()) {
      if (place === column) continue
      const times = (row[column] as number) / (pivot[column] as number)
      matrix[place] = row.map((value, at) => value - times * (pivot[at] as number))
    }
  }
  return matrix.slice(rows.length).map((row, place) => {
    const at = rows.length + place
    return (row[size] as number) / (row[at] as number)
  })
}

/** Shrunk by the two variances, from the effects above. */
const shrunkWhole = (applicants: readonly Applicant[], effects: readonly number[]) => {
  const rows = applicants.flat()
  const counts = effects.map((_, column) => rows.filter((row) => row[column] !== null).length)
  const rest = rows.flatMap((row) => {
    const left = row.flatMap((score, column) =>
      score === null ? [] : [score - (effects[column] ?? 0)],
    )
    return left.map((value) => value - mean(left))
  })
  const degrees = sumOf(counts) - rows.length - effects.length + 1
  const error = sumOf(rest.map((value) => value * value)) / degrees
  const spread = sumOf(effects.map((value) => value * value)) / (effects.length - 1)
  const between = Math.max(0, spread - mean(counts.map((count) => error / count)))
  return effects.map((effect, column) => {
    const weight = (counts[column] ?? 0) * between
    return between === 0 ? 0 : (effect * weight) / (weight + error)
  })
}

const percents = fc.integer({ min: 0, max: 20 }).map((step) => step * 500)
const anyApplicant = fc.array(fc.tuple(percents, percents, percents, fc.option(percents)), {
  minLength: 2,
  maxLength: 5,
})
const anyProgramme = fc.array(anyApplicant, { minLength: 5, maxLength: 7 })

t.test('severities are those of the normal equations, solved a second way', async (t) => {
  let known = 0
  fc.assert(
    fc.property(anyProgramme, (applicants) => {
      const assessors = applicants.flat().some(([, , , last]) => last !== null) ? 4 : 3
      const { effects } = calibrationOf(panels(applicants)).severity
      const expected = shrunkWhole(applicants, solvedWhole(applicants, assessors))
      ok(effects !== null)
      known += 1
      for (const [place, { severityBp, personId }] of effects.entries()) {
        ok(personId === person(place), 'in the order of ids')
        ok(Math.abs(severityBp - (expected[place] ?? 0)) <= 0.5 + 1e-6, `${severityBp}`)
      }
    }),
    { numRuns: 100 },
  )
  t.equal(known, 100)
})

const usual: readonly Applicant[] = Array.from({ length: 5 }, (_, place) => [
  [3000 + 500 * place, 4000 + 500 * place, 3500],
  [5000, 6500, 5000],
])

t.test('a report names its cycles, its owner groups and what everybody contributed', async (t) => {
  const report = calibrationOf(panels(usual))
  t.match(report, {
    cycleIds: [cycle(1)],
    ownerGroups: 5,
    severity: { items: 10, assessors: 3 },
  })
  t.match(
    report.severity.effects?.map(({ scores, ownerGroups }) => [scores, ownerGroups]),
    [
      [10, 5],
      [10, 5],
      [10, 5],
    ],
  )
  t.match(report.agreement.statistics, {
    krippendorffAlpha: { items: 10, assessors: 3 },
    icc21: { items: 10 },
    meanAbsoluteDeviation: { value: Number },
  })
  const backwards = panels(usual).map((each) => ({ ...each, scores: each.scores.toReversed() }))
  t.same(calibrationOf(backwards), report, 'in whatever order it was read')
  const partial = panels([...usual.slice(0, 4), [[5000, 6000, null]]])
  t.same(
    calibrationOf(partial).severity.effects?.map(({ scores, ownerGroups }) => [
      scores,
      ownerGroups,
    ]),
    [
      [9, 5],
      [9, 5],
      [8, 4],
    ],
  )
})

t.test(
  'nothing of how high anybody scored: all of one applicant higher changes no severity',
  async (t) => {
    const shifted = usual.map((rows, place) =>
      place === 2 ? rows.map((row) => row.map((score) => (score ?? 0) + 1500)) : rows,
    )
    const before = calibrationOf(panels(usual)).severity
    t.same(calibrationOf(panels(shifted)).severity, before)
    const one = usual.map((rows) =>
      rows.map(([first = 0, ...rest]) => [(first ?? 0) + 1500, ...rest]),
    )
    t.not(JSON.stringify(calibrationOf(panels(one)).severity), JSON.stringify(before), 'control')
  },
)

t.test('each reason', async (t) => {
  t.match(calibrationOf([]), {
    cycleIds: [],
    ownerGroups: 0,
    severity: { items: 0, assessors: 0, effects: null, reason: 'too_few_owner_groups' },
    agreement: { statistics: null, reason: 'too_few_owner_groups' },
  })
  const four = panels(usual).map((each) => ({
    ...each,
    ownerGroup: each.ownerGroup.slice(-1) === '4' ? 'owner 0' : each.ownerGroup,
  }))
  t.match(calibrationOf(four), {
    ownerGroups: 4,
    severity: { effects: null, reason: 'too_few_owner_groups' },
    agreement: { statistics: null, reason: 'too_few_owner_groups' },
  })
  const silent = panels(usual).map((each, place) => (place === 0 ? { ...each, scores: [] } : each))
  t.match(calibrationOf(silent), { ownerGroups: 4 }, 'who was not scored does not count')
  const two = panels(usual.map((rows) => rows.map(([first = 0, second = 0]) => [first, second])))
  t.match(calibrationOf(two), {
    severity: { assessors: 2, effects: { length: 2 } },
    agreement: { statistics: null, reason: 'too_few_assessors' },
  })
  const apart = panels(
    usual.map((rows, place) =>
      rows.map((row) =>
        row.map((score, column) => ((place === 0) === (column === 0) ? score : null)),
      ),
    ),
  )
  t.match(calibrationOf(apart).severity, { effects: null, reason: 'disconnected' })
})
