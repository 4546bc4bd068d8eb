// An organization with its admin's key, made beside a running service as by `npm run admin`: what a story of
// the whole process needs before its first request.
import * as keys from '../../src/api/api-keys/actions-installation.ts'
import * as associations from '../../src/api/associations/actions.ts'
import * as members from '../../src/api/members/actions-installation.ts'
import * as organizations from '../../src/api/organizations/actions-installation.ts'
import type { Owner } from '../../src/core/context.ts'
import { readEnvironment } from '../../src/environment.ts'
import { withSession } from '../../src/tools/session.ts'
import { newId } from './house.ts'
import type { Variables } from './process.ts'
import { asInstaller } from './stage.ts'

/** `env`: the settings of the service, as far as they name its data and secrets. */
export const houseBeside = async (env: Variables) => {
  const settings = readEnvironment(env)
  if ('complaints' in settings) throw new Error(settings.complaints.join())
  return withSession({ ...settings, env: {}, say: () => {} }, async (session) => {
    const by = asInstaller()
    const association = await associations.create(session, by, {
      slug: `a-${newId().slice(-12)}`,
      name: 'Association',
      country: 'CN',
      parentId: null,
      synthetic: true,
    })
    const organization = await organizations.create(session, by, {
      associationId: association.id,
      ownerGroup: null,
      input: {
        name: 'Organization',
        country: 'CN',
        sector: null,
        region: null,
        employeeCount: 20,
        revenueTenThousandCny: null,
        assetsTenThousandCny: null,
        test: false,
      },
    })
    const owner: Owner = { kind: 'organization', id: organization.id }
    const { id: personId } = await members.createPerson(session, by, { displayName: 'Admin' })
    await members.appoint(session, by, { owner, personId, role: 'organization_admin' })
    const issued = await keys.issue(session, by, {
      ...{ owner, personId, label: 'Story', kind: 'app', scopes: null, expiresAt: null },
    })
    return { organizationId: organization.id, key: issued.secret }
  })
}
