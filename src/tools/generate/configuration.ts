// docs/configuration.md: every variable the service reads, from the one list in config.ts.
import { fileNames, variables } from '../../config.ts'
import { type Artefact, codes, page, table } from './artefact.ts'

const inFiles: readonly string[] = fileNames

const blocks = (): readonly string[] => [
  'Everything has a default: without any variable the service starts on its own database. An empty value ' +
    'counts as absent. All complaints come at once at start, none shows a value, and an unknown name that ' +
    'begins with `EXCELLENCE_` is refused. `NODE_ENV` switches nothing.',
  table(
    ['Variable', 'Meaning'],
    Object.entries(variables).map(([name, meaning]) => [`\`${name}\``, meaning]),
  ),
  '## Secrets in files',
  'A secret need not stand in the environment: each of these names a file instead, whose content, without ' +
    'white space around it, is the value. Both at once are refused.',
  table(
    ['Variable', 'holds the value of'],
    inFiles.map((name) => [`\`${name}_FILE\``, `\`${name}\``]),
  ),
  `Logs print ${codes(inFiles)} as \`***\`, whether they came from a file or not.`,
]

export const configurationPage = (): Artefact => ({
  path: 'docs/configuration.md',
  text: page('src/config.ts', 'Configuration', blocks()),
})
