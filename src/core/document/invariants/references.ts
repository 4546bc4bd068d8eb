// Invariants of references: what a document names exists in it, once.
// What the parameters of a method name is checked beside that method; recognition tables, in recognition.ts.
import type { ProblemError } from '../../problem.ts'
import { insideOf, scoredNodes, scoredNodesByCode } from '../nodes.ts'
import { pointerOf } from '../pointer.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'

const repeated = (names: readonly string[], pointer: string, what: string): ProblemError[] =>
  names.flatMap((name, index) => {
    const first = names.indexOf(name)
    return first === index
      ? []
      : [
          {
            pointer: `${pointer}/${index}`,
            code: 'name-repeated',
            detail: `The ${what} "${name}" stands at ${pointer}/${first} and at ${pointer}/${index}.`,
          },
        ]
  })

/** Names of groups, band sets, tables, bands and locales are unique where they stand. */
export const nameFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { groups, bandSets, scales = [], recognition, locales } = questionnaire
  const codes = (named: readonly { readonly code: string }[]) => named.map(({ code }) => code)
  return [
    ...repeated(locales, '/locales', 'locale'),
    ...repeated(codes(groups), '/groups', 'group'),
    ...groups.flatMap(({ nodes }, index) => repeated(nodes, `/groups/${index}/nodes`, 'node')),
    ...repeated(codes(bandSets), '/bandSets', 'band set'),
    ...bandSets.flatMap(({ factors }, index) =>
      repeated(factors, `/bandSets/${index}/factors`, 'factor'),
    ),
    ...repeated(codes(scales), '/scales', 'scale'),
    ...repeated(codes(recognition), '/recognition', 'recognition table'),
    ...recognition.flatMap(({ bands }, index) =>
      repeated(codes(bands), `/recognition/${index}/bands`, 'band'),
    ),
  ]
}

/** Groups and related nodes name scored nodes of this document; a group is not called `total`. */
export const nodeFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const nodes = scoredNodesByCode(questionnaire)
  const missing = (codes: readonly string[], pointer: string): ProblemError[] =>
    codes.flatMap((code, index) =>
      nodes.has(code)
        ? []
        : [
            {
              pointer: `${pointer}/${index}`,
              code: 'node-missing',
              detail: `"${code}" is no scored node of this document.`,
            },
          ],
    )
  return [
    ...questionnaire.groups.flatMap(({ code, nodes: members }, index) => [
      ...(code === 'total'
        ? [
            {
              pointer: `/groups/${index}/code`,
              code: 'code-reserved',
              detail: '"total" names the sum, not a group.',
            },
          ]
        : []),
      ...missing(members, `/groups/${index}/nodes`),
    ]),
    ...[...nodes.values()].flatMap((node) =>
      missing(node.relatedNodes, `${insideOf(node)}/relatedNodes`),
    ),
  ]
}

/** Results are never not applicable: leaving the weakest out would raise the score (section 6). */
export const permissionFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  scoredNodes(questionnaire)
    .filter(({ kind, naAllowed }) => naAllowed && kind === 'result')
    .map(({ code, pointer }) => ({
      pointer: `${pointer}/naAllowed`,
      code: 'not-applicable-result',
      detail: `"${code}" is a result; a result is never not applicable.`,
    }))

/** Every factor has a name; descriptors speak of factors of their set. */
export const factorFindings = ({ bandSets }: Questionnaire): readonly ProblemError[] =>
  bandSets.flatMap(({ code, factors, factorNames, bands }, index) => {
    const pointer = `/bandSets/${index}`
    const unknown = (names: object, below: string): ProblemError[] =>
      Object.keys(names)
        .filter((name) => !factors.includes(name))
        .map((name) => ({
          pointer: `${below}${pointerOf([name])}`,
          code: 'factor-missing',
          detail: `"${name}" is no factor of the band set "${code}".`,
        }))
    return [
      ...factors
        .filter((factor) => factorNames[factor] === undefined)
        .map((factor) => ({
          pointer: `${pointer}/factorNames`,
          code: 'factor-unnamed',
          detail: `The factor "${factor}" of the band set "${code}" has no name.`,
        })),
      ...unknown(factorNames, `${pointer}/factorNames`),
      ...bands.flatMap(({ descriptors }, position) =>
        unknown(descriptors, `${pointer}/bands/${position}/descriptors`),
      ),
    ]
  })
