// The way from one questionnaire version to another over the mappings there are: the shortest, and none at all
// rather than one that leaves a gap. What a mapping does on the way is in carry.ts.

type Version = { readonly key: string; readonly version: string }

/** A mapping as far as the way is concerned. */
export type Step = { readonly from: Version; readonly to: Version }

/** More steps than this are no migration any more: too little would arrive as it was. */
const mostSteps = 5

const nameOf = ({ key, version }: Version): string => `${key}@${version}`

/**
 * The steps from `from` to `to`, in order. Between two versions of one questionnaire no mapping is needed: `null`
 * stands for such a step, by equal codes, and it only ever comes last or first. Null: there is no way; none: both are the same.
 */
export const pathBetween = <Mapping extends Step>(
  from: Version,
  to: Version,
  mappings: readonly Mapping[],
): readonly (Mapping | null)[] | null => {
  if (nameOf(from) === nameOf(to)) return []
  const direct = shortest(from, (here) => nameOf(here) === nameOf(to), mappings)
  if (direct !== null) return direct.steps
  if (from.key === to.key) return [null]
  // A mapping may lead to or start from a neighbouring version of the same questionnaire.
  const arriving = shortest(from, ({ key }) => key === to.key, mappings)
  if (arriving !== null) return [...arriving.steps, null]
  for (const start of mappings.filter((each) => each.from.key === from.key)) {
    const onwards = shortest(start.from, ({ key }) => key === to.key, mappings)
    if (onwards === null) continue
    const ends = nameOf(onwards.end) === nameOf(to) ? [] : [null]
    return [null, ...onwards.steps, ...ends]
  }
  return null
}

type Found<Mapping> = { readonly steps: readonly Mapping[]; readonly end: Version }

const shortest = <Mapping extends Step>(
  from: Version,
  isEnd: (here: Version) => boolean,
  mappings: readonly Mapping[],
): Found<Mapping> | null => {
  const seen = new Set([nameOf(from)])
  let front: readonly Found<Mapping>[] = [{ steps: [], end: from }]
  for (let step = 0; step < mostSteps && front.length > 0; step += 1) {
    const next = front.flatMap(({ steps, end }) =>
      mappings.flatMap((mapping) => {
        if (nameOf(mapping.from) !== nameOf(end) || seen.has(nameOf(mapping.to))) return []
        seen.add(nameOf(mapping.to))
        return [{ steps: [...steps, mapping], end: mapping.to }]
      }),
    )
    const found = next.find(({ end }) => isEnd(end))
    if (found !== undefined) return found
    front = next
  }
  return null
}
