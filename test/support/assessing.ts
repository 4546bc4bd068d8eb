// The people of the assessors' story, made by the admin line, and the way of their cycle up to six who were asked. Every
// step is a call over HTTP by one of them.
import { previewScore } from '../../src/api/scores/contract.ts'
import { scopes } from '../../src/core/context.ts'
import { withAdminLine } from './admin-line.ts'
import { type Caller, callersOf, done } from './client.ts'
import { organizationName, programme } from './panel-texts.ts'
import type { Variables } from './process.ts'

export const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' } as const

/** Four whose reviews count, one who steps back, one with a conflict. */
export const assessors = ['lead', 'ann', 'bob', 'cai', 'dan', 'eva'] as const
export const roles = ['manager', 'second', 'applicant', 'stranger', ...assessors] as const
export type Role = (typeof roles)[number]
export type Person = { readonly id: string; readonly call: Caller }

export type People = {
  readonly associationId: string
  readonly organizationId: string
  readonly of: Readonly<Record<Role, Person>>
}

const option = (name: string, value: string) => [`--${name}`, value]

/**
 * An association with a chapter, whose people assess; two organizations of the chapter; ten people with a key each. Where the service
 * made its demo they are of the demo's association, whose benchmark the report then compares with.
 */
export const makePeople = (env: Variables, baseUrl: string): Promise<People> =>
  withAdminLine(env, async (line) => {
    const [there] = await line('list-associations')
    const { id: associationId, country } =
      there ??
      (await line('create-association', ...option('name', 'City'), ...option('slug', 'city')))
    const chapter = await line(
      'create-association',
      ...option('name', 'Harbour chapter'),
      ...option('slug', 'city-harbour'),
      ...option('parent', associationId),
      ...(there === undefined ? [] : ['--synthetic']),
    )
    const organization = async (name: string) =>
      line(
        'create-organization',
        ...option('association', chapter.id),
        ...option('name', name),
        ...option('country', country),
        ...option('sector', '34'),
        ...option('region', 'CN-ZJ'),
        ...option('employees', '420'),
        ...option('revenue', '31000'),
      )
    const { id: organizationId } = await organization(organizationName)
    const other = await organization('Another works')
    const homes = {
      manager: ['association', associationId, 'programme_manager'],
      second: ['association', associationId, 'programme_manager'],
      applicant: ['organization', organizationId, 'organization_admin'],
      stranger: ['organization', other.id, 'organization_admin'],
    } as const
    const callers = callersOf(baseUrl)
    const person = async (role: Role): Promise<Person> => {
      const assessor = ['association', chapter.id, 'programme_manager'] as const
      const [kind, home, held] = role in homes ? homes[role as keyof typeof homes] : assessor
      const { id } = await line('create-person', ...option('name', `Person ${role}`))
      const whose = [...option(kind, home), ...option('person', id)]
      await line('add-member', ...whose, ...option('role', held))
      // Of the applicant's side with all there are: what is hidden from it is not hidden by a scope.
      const every = kind === 'organization' ? option('scopes', scopes.join(',')) : []
      const { secret } = await line('create-key', ...whose, ...option('label', role), ...every)
      return { id, call: callers(secret) }
    }
    const pairs: [Role, Person][] = []
    for (const role of roles) pairs.push([role, await person(role)])
    return { associationId, organizationId, of: Object.fromEntries(pairs) as People['of'] }
  })

/** A cycle in which assessing has begun, with the applicant's submission entered. */
export const begunCycle = async ({ associationId, organizationId, of }: People) => {
  const { manager, applicant } = of
  const association = `/associations/${associationId}`
  const { body: award } = await done(
    manager.call(`POST ${association}/programmes`, { body: programme.programme }),
  )
  const cycles = `${association}/programmes/${award.id}/cycles`
  const { body: planned } = await done(
    manager.call(`POST ${cycles}`, {
      body: {
        name: programme.cycle,
        opensAt: '2020-01-01T00:00:00.000Z',
        closesAt: '2099-01-01T00:00:00.000Z',
        settings: {
          questionnaires: [questionnaire],
          panelSize: 4,
          quorum: 3,
          siteVisit: 'optional',
          reportDetail: 'exact',
          recognition: [{ questionnaire: questionnaire.key, ...programme.recognition }],
        },
      },
    }),
  )
  const cycle = `${cycles}/${planned.id}`
  const opened = await done(manager.call(`POST ${cycle}/open`, { ifMatch: planned.etag }))
  const submissions = `/organizations/${organizationId}/submissions`
  const { body: submission } = await done(
    applicant.call(`POST ${submissions}`, { body: { questionnaire, title: 'Application' } }),
  )
  const path = `${submissions}/${submission.id}`
  const sample: unknown = previewScore.sample?.body
  const { answers } = sample as { readonly answers: object }
  const empty = await done(applicant.call(`GET ${path}/answers`))
  const ifMatch = empty.headers.get('etag') ?? ''
  await done(applicant.call(`PATCH ${path}/answers`, { body: { answers }, ifMatch }))
  const { body: draft } = await done(applicant.call(`GET ${path}`))
  await done(applicant.call(`POST ${path}/submit`, { ifMatch: draft.etag }))
  const entry = { associationId, cycleId: planned.id }
  await done(applicant.call(`POST ${path}/entry`, { body: entry }))
  await done(manager.call(`POST ${cycle}/start`, { ifMatch: opened.body.etag }))
  return { cycle, path, submissionId: submission.id as string }
}

/** Enters the six in the register and asks them; the id of each one's assignment. */
export const askSix = async (
  { associationId, organizationId, of }: People,
  { cycle, submissionId }: { readonly cycle: string; readonly submissionId: string },
): Promise<Readonly<Record<string, string>>> => {
  const { manager } = of
  const asked: Record<string, string> = {}
  for (const name of assessors) {
    const personId = of[name].id
    const entry = { available: true, interests: [] }
    const register = `/associations/${associationId}/assessors/${personId}`
    await done(manager.call(`PUT ${register}`, { body: entry, isNew: true }))
    const role = name === 'lead' ? 'lead' : 'member'
    const body = { organizationId, submissionId, personId, role }
    asked[name] = (await done(manager.call(`POST ${cycle}/assignments`, { body }))).body.id
  }
  return asked
}
