// One generated file, and the small words of Markdown that the generated pages share.
// What stands in each file is said by its own module beside this one.

/** A file below the package root (forward slashes) and the whole text it must have. */
export type Artefact = { readonly path: string; readonly text: string }

/** What every generated file says at its top. */
export const generatedBy = (sources: string): string =>
  `Generated from ${sources} by \`npm run generate\`. Do not edit.`

/** A generated page: the note, the title, then blocks with a blank line between them. */
export const page = (sources: string, title: string, blocks: readonly string[]): string =>
  `${[`<!-- ${generatedBy(sources)} -->`, `# ${title}`, ...blocks].join('\n\n')}\n`

/** A table; pipes and line breaks inside cells are escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** Words as code, side by side. */
export const codes = (words: readonly string[]): string =>
  words.map((word) => `\`${word}\``).join(', ')

/** JSON as committed: two spaces, a line break at the end, members in the given order. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
