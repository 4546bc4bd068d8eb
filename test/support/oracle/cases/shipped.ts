// Random answers to real questionnaires: the structure is that of the shipped documents, not of an outline.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Answer, type Asked, askedIn, type Case, type Document } from '../document.ts'
import { notApplicable, onStep, permille, policies } from './frame.ts'

/** Every version of every model below a folder. */
export const documentsBelow = (folder: string): readonly Document[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))

type Values = { readonly next: () => number }

const named = <Value>(names: readonly string[], value: () => Value): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, value()]))

const answerTo = (document: Document, node: Asked, { next }: Values): Answer => {
  const { method, parameters } = document.scoring
  const on = (step: number, to = 100) => onStep(next(), step, to)
  const oneOf = <Each>(list: readonly Each[]): Each => list[next() % list.length] as Each
  switch (method) {
    case 'percent-points@1':
      return { percent: on(parameters.step ?? 5) }
    case 'radar@1': {
      const elements = parameters.elements?.[node.kind] ?? []
      const names = elements.flatMap(({ attributes }) => attributes)
      return { attributes: named(names, () => on(parameters.inputStep ?? 1)) }
    }
    case 'pdca-classical@1':
      return { score: on(1) }
    case 'pdca-fine-tuned@1':
      return named(
        node.kind === 'process' ? ['plan', 'do', 'check', 'act'] : ['trends', 'targets'],
        () => on(1),
      )
    case 'maturity-level@1':
      if (parameters.entry === 'level') return { level: next() % 6 }
      return {
        levels: (node.levelStatements ?? []).map((list) =>
          list.map(() => oneOf(['met', 'met', 'met', 'met', 'met', 'not_met'])),
        ),
      }
    case 'category-pass@1':
      return { points: on(parameters.pointStep ?? 1, node.points) }
    default: {
      const levels = document.scales?.find(({ code }) => code === parameters.scale)?.levels ?? []
      const codes = (node.statements ?? []).map(({ code }) => code)
      return { statements: named(codes, () => oneOf(levels).percent) }
    }
  }
}

/** One case in ten nodes leaves something open or says that it does not apply. */
export const casesOfDocument = (document: Document): fc.Arbitrary<Case> =>
  fc
    .record({ values: fc.array(permille, { minLength: 60, maxLength: 60 }), policy: policies })
    .map(({ values, policy }) => {
      let at = 0
      // The values are used again and again, each time from another place.
      const next = () => (values[at++ % values.length] ?? 0) + (at > values.length ? at % 7 : 0)
      const nodes = document.categories.flatMap((each) => askedIn(each, document.version))
      const answers = nodes.map((node): [string, Answer | undefined] => {
        const mood = next() % 20
        const answer = answerTo(document, node, { next: () => Math.min(1000, next()) })
        if (mood === 0) return [node.code, undefined]
        if (mood === 1 && node.naAllowed && policy !== null) return [node.code, { notApplicable }]
        return [node.code, answer]
      })
      const worths = nodes.filter(({ pilot }) => !pilot).map(({ code, points }) => [code, points])
      return {
        document,
        weights: { mode: 'points', items: Object.fromEntries(worths) },
        answers: Object.fromEntries(answers),
        policy,
      }
    })
