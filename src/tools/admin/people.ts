// Commands about people, their roles and their keys.
import { z } from 'zod'
import * as keys from '../../api/api-keys/actions-installation.ts'
import * as members from '../../api/members/actions-installation.ts'
import { apiKeyKinds, daysAfter, longestLifeDays } from '../../core/api-key/api-key.ts'
import { associationRoles, organizationRoles, scopes } from '../../core/context.ts'
import { boundedText } from '../../core/text.ts'
import { command } from './command.ts'
import { allOf, name, oneOwner, ownerFrom, ownerOptions, person } from './options.ts'

const createPerson = command({
  name: 'create-person',
  summary: 'Makes a person known; a role and a key come next',
  options: z.strictObject({ name: name('How the person is shown to others') }),
  run: (session, by, given) => members.createPerson(session, by, { displayName: given.name }),
})

const listPeople = command({
  name: 'list-people',
  summary: 'Lists all people, the oldest first',
  options: z.strictObject({}),
  run: (session, by) => members.listPeople(session, by),
})

const linkSubject = command({
  name: 'link-subject',
  summary: 'Lets tokens of an identity provider stand for a person',
  options: z.strictObject({
    person,
    issuer: z.url().describe('The `iss` of the tokens, as in EXCELLENCE_OIDC_ISSUERS'),
    subject: z.string().min(1).max(255).describe('The `sub` of the tokens'),
  }),
  run: async (session, by, { person: personId, issuer, subject }) => {
    await members.linkSubject(session, by, { personId, issuer, subject })
    return { personId, issuer, subject }
  },
})

const addMember = command({
  name: 'add-member',
  summary: 'Gives a person a role in an organization or an association',
  options: z.strictObject({
    ...ownerOptions,
    person,
    role: z
      .enum([...organizationRoles, ...associationRoles])
      .describe(`${organizationRoles.join(', ')}; ${associationRoles.join(', ')}`),
  }),
  check: (given) => {
    const roles: readonly string[] =
      given.organization === undefined ? associationRoles : organizationRoles
    return (
      oneOwner(given) ??
      (roles.includes(given.role) ? null : `--role is one of ${roles.join(', ')} there.`)
    )
  },
  run: async (session, by, given) => {
    const owner = ownerFrom(given)
    const { person: personId, role } = given
    const { outcome, member } = await members.appoint(session, by, { owner, personId, role })
    return { outcome, ...member }
  },
})

const listMembers = command({
  name: 'list-members',
  summary: 'Lists who has a role in an organization or an association',
  options: z.strictObject(ownerOptions),
  check: oneOwner,
  run: (session, by, given) =>
    allOf((asked) => members.listMembers(session, by, ownerFrom(given), asked)),
})

const scopeList = z
  .string()
  .transform((text) => text.split(',').map((scope) => scope.trim()))
  .pipe(z.array(z.enum(scopes)).min(1))

const createKey = command({
  name: 'create-key',
  summary: 'Makes an API key for a member and prints it once',
  options: z.strictObject({
    ...ownerOptions,
    person,
    label: boundedText(1, 100).describe('To tell it from other keys'),
    kind: z.enum(apiKeyKinds).default('personal').describe('personal (unless given) or app'),
    scopes: scopeList
      .optional()
      .describe('Comma list; everything the role could ever use unless given'),
    days: z
      .string()
      .regex(/^[1-9]\d{0,2}$/, 'expected a number of days')
      .transform(Number)
      .default(90)
      .describe(`How long it lives, at most ${longestLifeDays}; 90 unless given`),
  }),
  check: oneOwner,
  remark: 'The secret is not stored: keep it now.',
  run: async (session, by, given) => {
    const { key, secret } = await keys.issue(session, by, {
      owner: ownerFrom(given),
      personId: given.person,
      label: given.label,
      kind: given.kind,
      scopes: given.scopes ?? null,
      expiresAt: daysAfter(new Date(), given.days).toISOString(),
    })
    const { id, personId, label, kind, scopes: held, expiresAt } = key
    return { id, personId, label, kind, scopes: held, expiresAt, secret }
  },
})

const listKeys = command({
  name: 'list-keys',
  summary: 'Lists the API keys of an organization or an association, without secrets',
  options: z.strictObject(ownerOptions),
  check: oneOwner,
  run: async (session, by, given) => {
    const all = await allOf((asked) => keys.list(session, by, ownerFrom(given), asked))
    return all.map(({ digest, previous, ...shown }) => shown)
  },
})

export const peopleCommands = [
  createPerson,
  listPeople,
  linkSubject,
  addMember,
  listMembers,
  createKey,
  listKeys,
]
