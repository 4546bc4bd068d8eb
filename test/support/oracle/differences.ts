// Where two plain sheets differ, one line a figure; and a case in few lines, without the texts of a document.
import { askedIn, type Case } from './document.ts'

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** `path: theirs, not ours`, sorted by path. */
export const differences = (ours: unknown, theirs: unknown, path = ''): readonly string[] => {
  if (isTree(ours) && isTree(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()
    return keys.flatMap((key) => differences(ours[key], theirs[key], `${path}/${key}`))
  }
  if (ours === theirs) return []
  return [
    `${path}: ${JSON.stringify(theirs) ?? 'nothing'}, not ${JSON.stringify(ours) ?? 'nothing'}`,
  ]
}

export const inShort = ({ document, weights, answers, policy, preset }: Case): string => {
  const { method, parameters, displayUnit } = document.scoring
  const { bandSets: _, elements: __, ...told } = parameters
  const lines = document.categories.flatMap((category) => [
    `${category.code}: ${category.points} points${category.leaf ? ', leaf' : ''}${
      category.passPoints === undefined ? '' : `, passes at ${category.passPoints}`
    }`,
    ...askedIn(category, document.version).map(
      ({ code, kind, points, pilot, statements }) =>
        `  ${code} ${kind} ${pilot ? 'pilot ' : ''}${points} points, weight ${
          weights.items[code] ?? '-'
        }${statements ? `, statements weigh ${statements.map(({ weight }) => weight ?? 1)}` : ''}: ${
          JSON.stringify(answers[code]) ?? 'no answer'
        }`,
    ),
  ])
  return [
    `${method} ${JSON.stringify(told)}, unit ${displayUnit}, weighting ${weights.mode}, N/A ${policy}, preset ${preset}`,
    ...lines,
  ].join('\n')
}
