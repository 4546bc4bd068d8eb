// The mapping between two versions of one questionnaire that nobody has to write: what has the same code is the
// same subject. Authors start from it; compatible versions need no other.
import { compareQuestionnaires } from '../document/compare/compare.ts'
import { entitiesOf } from '../document/compare/entities.ts'
import type { MigrationMapping } from '../document/mapping-v1.ts'
import { everyArea, scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { scaleOf } from './scale.ts'

/**
 * Every code that both versions have, each to itself. A node asks for review where a text of it or inside it is declared
 * to mean something else; where the scale is another, the value is dropped and the author decides.
 */
export const identityMapping = (source: Questionnaire, target: Questionnaire): MigrationMapping => {
  const [before, after] = [scoredNodesByCode(source), scoredNodesByCode(target)]
  const meanings = nodesMeaningElse(source, target)
  const profile = new Set(target.profile.map(({ code }) => code))
  const areas = new Set(everyArea(target).map(({ area }) => area.code))
  return {
    format: 'mapping/v1',
    from: { key: source.key, version: source.version },
    to: { key: target.key, version: target.version },
    provenance: { status: 'confirmed', note: 'Same codes of one questionnaire.' },
    purpose: 'migration',
    items: [
      ...source.profile
        .filter(({ code }) => profile.has(code))
        .map(({ code }) => row(code, 'keep', meanings.has(code))),
      ...[...before.values()].flatMap((node) => {
        const same = after.get(node.code)
        if (same === undefined) return []
        const like = scaleOf(source, node).name === scaleOf(target, same).name
        return [row(node.code, like ? 'keep' : 'reset', meanings.has(node.code))]
      }),
    ],
    areas: everyArea(source)
      .map(({ area }) => area.code)
      .filter((code) => areas.has(code))
      .map((code) => ({ from: [code], to: [code] })),
  }
}

const row = (code: string, scale: 'keep' | 'reset', meaningChanged: boolean) => ({
  from: [code],
  to: [code],
  relation: 'equal' as const,
  scale,
  ...(meaningChanged ? { meaningChanged } : {}),
})

/** Codes of nodes and profile items in which some text means something else now. */
const nodesMeaningElse = (source: Questionnaire, target: Questionnaire): ReadonlySet<string> => {
  const above = new Map(entitiesOf(target).map(({ code, above: home }) => [code, home]))
  const homes = new Set([
    ...scoredNodesByCode(target).keys(),
    ...target.profile.map(({ code }) => code),
  ])
  const homeOf = (code: string | null): string | null => {
    if (code === null || homes.has(code)) return code
    return homeOf(above.get(code) ?? null)
  }
  return new Set(
    compareQuestionnaires(source, target).changes.flatMap(({ meaningChanged, code }) =>
      meaningChanged === true ? (homeOf(code) ?? []) : [],
    ),
  )
}
