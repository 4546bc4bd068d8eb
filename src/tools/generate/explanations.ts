// docs/explanations.md: every rule a score can be explained by, from the table that renders the sentences.
import { ruleNames, rules } from '../../core/scoring/explain.ts'
import { type Artefact, page, table } from './artefact.ts'

const blocks = (): readonly string[] => [
  'A score sheet explains every figure by lines of data: a rule, its inputs, its result, all exact ' +
    '(`27/4`). The sentence of a line is made of this table in either language, so that the same sheet ' +
    'reads the same everywhere. `{…}` stands for an input or the result.',
  table(
    ['Rule', 'English', '中文'],
    ruleNames.map((rule) => [`\`${rule}\``, rules[rule].en, rules[rule]['zh-CN']]),
  ),
]

export const explanationsPage = (): Artefact => ({
  path: 'docs/explanations.md',
  text: page('src/core/scoring/explain.ts', 'How a score explains itself', blocks()),
})
