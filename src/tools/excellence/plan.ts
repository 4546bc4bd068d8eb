// `plan`: what becomes of answers in another questionnaire version. One submission as a table; many, one a line
// (NDJSON), as plan-lines.ts plans them.
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { MappingV1, type MigrationMapping } from '../../core/document/mapping-v1.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { toReadable } from '../../core/exact.ts'
import type { Figures } from '../../core/migration/effect.ts'
import { migrationFindings } from '../../core/migration/findings.ts'
import { identityMapping } from '../../core/migration/identity.ts'
import { type MigrationPlan, planMigration } from '../../core/migration/plan.ts'
import { shownPlan } from '../../core/migration/shown.ts'
import { Problem } from '../../core/problem.ts'
import { readShippedMappings } from '../../documents.ts'
import { shownTo } from '../admin/show.ts'
import { exit } from '../command-line.ts'
import { file, offline, questionnaire } from './command.ts'
import { documentFrom, FileError, shapedFrom } from './files.ts'
import { type GivenAnswers, plannedLines } from './plan-lines.ts'
import { Answers } from './score.ts'

type Sides = { readonly source: Questionnaire; readonly target: Questionnaire }

const isBetween = ({ from, to }: MappingV1, { source, target }: Sides): boolean =>
  from.key === source.key &&
  from.version === source.version &&
  to.key === target.key &&
  to.version === target.version

/** The mapping that was named, one that ships, or between two versions of one questionnaire the plain one. */
const mappingFor = (path: string | undefined, sides: Sides): MigrationMapping => {
  const { source, target } = sides
  const found =
    path === undefined
      ? readShippedMappings().find((each) => each.purpose === 'migration' && isBetween(each, sides))
      : shapedFrom(path, MappingV1)
  if (found === undefined) {
    if (source.key === target.key) return identityMapping(source, target)
    throw new FileError(
      `No mapping from ${source.key} ${source.version} to ${target.key} ${target.version} ships: name one by --mapping.`,
    )
  }
  if (found.purpose !== 'migration')
    throw new FileError(`${path} estimates percents; a plan needs a mapping that migrates.`)
  const errors = migrationFindings(found, sides)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return found
}

const shownValue = (value: object | null): string => (value === null ? '-' : JSON.stringify(value))

/** A model without a total has none here either. */
const pointsOf = (figures: Figures | null): string =>
  figures === null ? 'no total' : toReadable(figures.points)

const page = ({ moves, counts, effect, narrativeLeft }: MigrationPlan): string => {
  const rows = moves.map(({ code, sources, outcome, reasons, before, after }) => ({
    node: code ?? '(none)',
    from: sources.join(' '),
    outcome,
    why: reasons.join(', '),
    before: before.map(({ value }) => shownValue(value)).join(' '),
    after: shownValue(after),
  }))
  const changed = effect.categories
    .filter(({ delta }) => delta.n !== 0n)
    .map(({ code, delta }) => `${code} ${delta.n > 0n ? '+' : ''}${toReadable(delta)}`)
  return [
    shownTo(rows),
    '',
    Object.entries(counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', '),
    `Points: ${pointsOf(effect.before)} before, ${pointsOf(effect.after)} after` +
      (changed.length === 0 ? '' : ` (${changed.join(', ')})`),
    `Of mapped nodes: ${pointsOf(effect.mappedBefore)} before, ${pointsOf(effect.mappedAfter)} after`,
    ...(effect.reviewPoints === null
      ? []
      : [`To be reviewed: nodes worth ${toReadable(effect.reviewPoints)} points`]),
    ...(narrativeLeft.length === 0 ? [] : [`Text that stays behind: ${narrativeLeft.join(', ')}`]),
  ].join('\n')
}

/** How often a long run says how far it is. */
const progressEvery = 1000

export const planCommand = offline({
  name: 'plan',
  summary: 'Plans what becomes of answers in another questionnaire version',
  options: z.strictObject({
    from: questionnaire('The version that was answered'),
    to: questionnaire('The version to move to'),
    mapping: file('A mapping/v1 document; by default the one that ships').optional(),
    answers: file('Answers by code, a JSON file; ending in .ndjson, one submission a line'),
  }),
  run: async (given, { out, err, json }) => {
    const sides: Sides = {
      source: documentFrom(given.from).questionnaire,
      target: documentFrom(given.to).questionnaire,
    }
    const mapping = mappingFor(given.mapping, sides)
    const planFor = (answers: GivenAnswers) =>
      planMigration({
        source: sides.source,
        answers,
        hops: [{ mapping, target: sides.target }],
      })
    if (!given.answers.endsWith('.ndjson')) {
      const plan = planFor(shapedFrom(given.answers, Answers))
      out(json ? JSON.stringify(shownPlan(plan), null, 2) : page(plan))
      return exit.done
    }
    let number = 0
    for await (const line of plannedLines(createReadStream(given.answers, 'utf8'), planFor)) {
      number += 1
      out(line)
      if (number % progressEvery === 0) err(`${number} planned so far`)
    }
    err(`${number} planned.`)
    return exit.done
  },
})
