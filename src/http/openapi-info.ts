// What the OpenAPI document says about the service as a whole: name, version, tags, how to use it.
// The operations speak for themselves, in the contracts.

import { limits } from './limits.ts'
import type { DocumentInfo } from './openapi-document.ts'
import { problemMediaType } from './problems.ts'

/** Version of the service, as in package.json (a test compares them). */
export const serviceVersion = '0.1.0'

const description = `
Self-assessment by excellence models: published questionnaires, exact scores, safe comparisons.

**Identity.** Send an API key or an access token in \`Authorization: Bearer\`. A credential holds scopes, and
never may more than the person behind it. What a caller may not see is answered like what does not exist: 404.

**Repeating.** Every \`POST\` that makes or changes something takes an \`Idempotency-Key\`: repeated with the same key, the effect
happens once and the first answer is repeated. What can change carries an \`ETag\`, equal to its member
\`etag\`; \`If-Match\` says which one was read. A \`PUT\` or \`PATCH\` that asks for what is stored already changes nothing
and is answered 200 with the present tag, whatever tag it sent: repeat it with the same headers if its answer was lost.

**Problems.** Every refusal is \`${problemMediaType}\` with a stable \`code\`; \`title\` and \`detail\` follow
\`Accept-Language\` (\`en\`, \`zh-CN\`). A wrong request is told all its mistakes at once, in \`errors\`.

**Ids** are UUIDs of version 7 in lower case, made by the service and compared as text: any other UUID is a wrong format.

**Lists** answer \`items\` and \`nextCursor\`, which is null on the last page.

**Limits.** Body ${limits.bodyBytes / 1024} kB unless stated otherwise, query ${limits.queryBytes / 1024} kB,
headers ${limits.headerBytes / 1024} kB; requests as the header \`RateLimit\` tells, for each
policy that counts.
`.trim()

/** One sentence a tag, in the spelling of the path. */
const tags: Readonly<Record<string, string>> = {
  'api-keys': 'Credentials for programs: made, listed and revoked by those who own them.',
  assessors: 'Who may assess for an association, and what ties each has to organizations.',
  assignments: 'Who assesses what: proposed, declared, ended, by managers and by assessors.',
  associations: 'Owners of programmes, and the organizations that belong to them.',
  'benchmark-editions':
    'Frozen comparisons of final scores, disclosed only where nobody can be recognized.',
  consensus: 'What a panel makes of its reviews together, and the site visit that may follow.',
  entries: 'Submissions that organizations enter into cycles.',
  events: 'What happened, in order: audit trail and change feed.',
  'feedback-reports': 'What an organization reads of its assessment, once two persons released it.',
  grants: 'Rights and consents that an organization gives to others, and takes back.',
  members: 'People and their roles.',
  meta: 'The service itself: what it is, its problems, where its documents are.',
  operations: 'Work that goes on after the answer.',
  organizations: 'Those who assess themselves.',
  programmes: 'What an association assesses, and the cycles in which it does.',
  questionnaires:
    'Published questionnaires, each version unchangeable, and the drafts they are made of.',
  reviews: 'What each assessor says about a submission, blind to all others until they meet.',
  scores: 'Score sheets and previews, explained line by line.',
  submissions: 'Self-assessments: answers, submission, acceptance.',
  weightings: 'Weightings of questionnaire items, of organizations and associations.',
  'work-items': 'What waits for whom, told by states.',
}

/** `publicUrl` is where clients reach the service; null: wherever the document came from. */
export const documentInfo = (publicUrl: string | null): DocumentInfo => ({
  title: 'Excellence API',
  version: serviceVersion,
  description,
  contact: { name: 'Maintainers of Excellence API' },
  license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
  servers: [{ url: publicUrl ?? '/', description: 'This service (production)' }],
  tags,
})
