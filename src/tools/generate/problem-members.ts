// Which members each problem carries: they exist as types only, so they are read from the source text.
// How the page shows them is in problems.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { packageRoot } from '../../paths.ts'

/** One member of a problem; optional ones may be absent. */
export type Member = { readonly name: string; readonly optional: boolean }

const source = (): ts.SourceFile => {
  const file = 'src/core/problem.ts'
  const text = readFileSync(join(packageRoot, file), 'utf8')
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
}

/** Code → members, from the type `ProblemParameters` of core/problem.ts, in its order. */
export const problemMembers = (): ReadonlyMap<string, readonly Member[]> => {
  const aliases = new Map(
    source()
      .statements.filter(ts.isTypeAliasDeclaration)
      .map((alias) => [alias.name.text, alias.type]),
  )
  return new Map(
    signaturesOf(aliases.get('ProblemParameters'), aliases).map(({ name, type }) => [
      name.getText().replaceAll("'", ''),
      signaturesOf(type, aliases).map((member) => ({
        name: member.name.getText(),
        optional: member.questionToken !== undefined,
      })),
    ]),
  )
}

/** The members of a type literal, or of the alias it names; any other type has none. */
const signaturesOf = (
  type: ts.TypeNode | undefined,
  aliases: ReadonlyMap<string, ts.TypeNode>,
): readonly ts.PropertySignature[] => {
  if (type === undefined) return []
  if (ts.isTypeLiteralNode(type)) return type.members.filter(ts.isPropertySignature)
  return ts.isTypeReferenceNode(type)
    ? signaturesOf(aliases.get(type.typeName.getText()), aliases)
    : []
}
