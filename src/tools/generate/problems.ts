// docs/problems.md: every problem with its status, its words in both languages and its members.
import { problemCodes, problemStatus, problemTexts } from '../../http/problems.ts'
import { type Artefact, codes, page, table } from './artefact.ts'
import { type Member, problemMembers } from './problem-members.ts'

/** The seconds to wait leave as the header Retry-After, not as a member. */
const shown = ({ name, optional }: Member): string =>
  name === 'retryAfterSeconds'
    ? 'header `Retry-After`'
    : `\`${name}\`${optional ? ' (may be absent)' : ''}`

const blocks = (): readonly string[] => {
  const members = problemMembers()
  return [
    'Every refusal is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, ' +
      '`instance` and `code`; some carry further members. `type` is `/problems/<code>`, and that address ' +
      'answers with what stands here. Only `title` and `detail` depend on the language. The list is closed: ' +
      'a refusal that is not here is a bug.',
    `${codes(['errors'])} names everything at once, each with \`pointer\` (into the body), \`parameter\` or ` +
      '`header`, a `code` and a `detail`. 400 is a wrong shape, 409 not in this state, 422 the right shape ' +
      'with refused content.',
    table(
      ['Code', 'Status', 'Title', 'What to do', 'Members'],
      problemCodes.map((code) => {
        const { title, help } = problemTexts.en[code]
        const carried = (members.get(code) ?? []).map(shown).join(', ')
        return [`\`${code}\``, String(problemStatus[code]), title, help, carried]
      }),
    ),
    '## 中文',
    table(
      ['代码', '状态码', '标题', '处理办法'],
      problemCodes.map((code) => {
        const { title, help } = problemTexts['zh-CN'][code]
        return [`\`${code}\``, String(problemStatus[code]), title, help]
      }),
    ),
  ]
}

export const problemsPage = (): Artefact => ({
  path: 'docs/problems.md',
  text: page('src/core/problem.ts and src/http/problems.ts', 'Problems', blocks()),
})
