// The admin line on a database of its own: from nothing to a first key that opens the API, and every refusal
// with its exit code.
import { join } from 'node:path'
import t from 'tap'
import { getMe } from '../../src/api/meta/contract.ts'
import { getOrganization } from '../../src/api/organizations/contract.ts'
import type { Environment } from '../../src/db/embedded/run.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { admin, commands } from '../../src/tools/admin.ts'
import type { WithSession } from '../../src/tools/session.ts'
import { reachableFolder } from '../support/cluster.ts'
import { newId, openPlain } from '../support/house.ts'
import { quiet } from '../support/server.ts'
import { stage } from '../support/stage.ts'

const { house, sql, deps } = await stage(t)

/** The line as it is typed, and on which database: the stage's, or what the environment says. */
const type = async (line: string, env: Environment | null = null) => {
  const said = { out: '', err: '' }
  const args = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? []
  const terminal = {
    env: env ?? {},
    out: (text: string) => {
      said.out += `${text}\n`
    },
    err: (text: string) => {
      said.err += `${text}\n`
    },
  }
  const onStage: WithSession = (_, work) => work(deps)
  const code = await admin(args, terminal, ...(env === null ? [onStage] : []))
  return { code, ...said }
}

const made = async (line: string) => {
  const { code, out, err } = await type(`${line} --json`)
  if (code !== 0) throw new Error(`${line}: ${err}`)
  return JSON.parse(out)
}

t.test('from an empty database to a key that opens the API', async (t) => {
  const slug = `caq-${newId().slice(-12)}`
  const above = await made(`create-association --name "Quality Association" --slug ${slug}`)
  t.match(above, { slug, parentId: null, country: 'CN', synthetic: false })
  const chapter = await made(
    `create-association --name "South" --slug ${slug}-south --parent ${above.id}`,
  )
  t.equal(chapter.parentId, above.id)
  t.ok((await made('list-associations')).some(({ id }: { id: string }) => id === chapter.id))

  const group = await made(
    `create-owner-group --association ${above.id} --name "Holding" --verified`,
  )
  t.ok(group.verifiedAt)
  const organization = await made(
    `create-organization --association ${chapter.id} --name "Bearings" --sector 34 --region CN-ZJ ` +
      `--employees 420 --revenue 31000 --owner-group ${group.id} --owner-group-association ${above.id}`,
  )
  t.match(organization, {
    sector: { section: 'C' },
    sizeClass: 'medium',
    ownerGroup: { associationId: above.id, id: group.id },
  })
  t.ok((await made(`verify-organization --organization ${organization.id}`)).verifiedAt)
  t.match(await made(`list-organizations --association ${chapter.id}`), [
    { organizationId: organization.id, name: 'Bearings' },
  ])

  const person = await made('create-person --name "Zhang Wei"')
  t.ok((await made('list-people')).some(({ id }: { id: string }) => id === person.id))
  const owner = `--organization ${organization.id}`
  const role = `--person ${person.id} --role organization_admin`
  t.match(await made(`add-member ${owner} ${role}`), { outcome: 'created' })
  t.match(await made(`add-member ${owner} ${role}`), { outcome: 'unchanged' })
  t.match(await made(`list-members ${owner}`), [
    { personId: person.id, role: 'organization_admin', displayName: 'Zhang Wei' },
  ])
  const subject = `--person ${person.id} --issuer https://id.example --subject zhang`
  t.match(await made(`link-subject ${subject}`), { personId: person.id })
  t.match(await type(`link-subject ${subject}`), { code: 4, err: /already exists/i })

  const key = await made(`create-key ${owner} --person ${person.id} --label First --days 30`)
  t.match(key, { kind: 'personal', secret: /^exk_live_/ })
  const { call } = await house()
  const params = { organizationId: organization.id }
  t.equal((await call(getOrganization, { params, as: key.secret })).status, 200)
  t.match((await call(getMe, { as: key.secret })).body, { person: { displayName: 'Zhang Wei' } })
  t.ok(key.scopes.includes('keys:write'), 'everything the role could ever use')
  const narrow = await made(
    `create-key ${owner} --person ${person.id} --label Less --scopes scores:read,events:read`,
  )
  t.same(narrow.scopes, ['scores:read', 'events:read'])
  const listed = await type(`list-keys ${owner} --json`)
  t.equal(JSON.parse(listed.out).length, 2)
  t.notMatch(listed.out, /digest|exk_/)

  const events = await sql`
    select type, operation from organization_events
    where organization_id = ${organization.id} order by seq`
  t.match(events[0], { type: 'organization.created', operation: 'admin create-organization' })
  t.equal(events.length, 5)
})

t.test('a person reads lines and tables, and is told to keep the secret', async (t) => {
  const { organizationId, cast } = await house()
  const { personId } = cast.organizationAdmin
  const key = await type(
    `create-key --organization ${organizationId} --person ${personId} --label Mine`,
  )
  t.match(key, { code: 0, out: /^secret\s+exk_live_/m, err: /keep it now/ })
  const table = await type(`list-members --organization ${organizationId}`)
  t.match(table.out, /^personId\s+role\s+createdAt\s+revision\s+displayName$/m)
  t.match(table.out, new RegExp(`^${personId}\\s+organization_admin\\s+\\d{4}-`, 'm'))
  t.match(await type(`list-organizations --association ${newId()}`), { out: 'There is none.\n' })
})

t.test('wrong use: 2, says what is wrong, and shows the command', async (t) => {
  t.match(await type(''), { code: 2, out: /create-association/ })
  t.match(await type('make-it-so'), { code: 2, err: /There is no command make-it-so/ })
  t.match(await type('create-person'), { code: 2, err: /--name is missing\.\n\n.*create-person/ })
  t.match(await type('create-person --name X --age 3'), { code: 2, err: /--age/ })
  t.match(await type('create-person --name'), { code: 2, err: /--name/ })
  const owner = `--organization ${newId()}`
  t.match(await type(`list-keys ${owner} --association ${newId()}`), {
    code: 2,
    err: /one of them/,
  })
  t.match(await type('list-keys'), { code: 2, err: /one of them/ })
  t.match(await type(`add-member ${owner} --person ${newId()} --role association_admin`), {
    code: 2,
    err: /--role is one of organization_admin/,
  })
  t.match(await type(`create-organization --association ${newId()} --name X --section C`), {
    code: 2,
    err: /--section goes with --sector/,
  })
  t.match(await type('list-people', { PORT: 'x' }), { code: 2, err: /configuration.*\n.*PORT/ })
})

t.test('refused: 4, and nothing is made', async (t) => {
  const { organizationId, associationId, cast } = await house()
  const { personId } = cast.strangerAdmin
  const owner = `--organization ${organizationId}`
  t.match(await type(`create-key ${owner} --person ${personId} --label X`), {
    code: 4,
    err: /has no role there/,
  })
  const member = `--person ${cast.organizationAdmin.personId}`
  t.match(await type(`create-key ${owner} ${member} --label X --days 366`), {
    code: 4,
    err: /\/expiresAt: A key lives at most 365 days/,
  })
  const organization = `create-organization --association ${associationId} --name X`
  t.match(await type(`${organization} --region CN-XX`), { code: 4, err: /\/region: There is no/ })
  for (const line of [
    `create-organization --association ${newId()} --name X`,
    `create-owner-group --association ${newId()} --name X`,
    `verify-organization --organization ${newId()}`,
    `create-association --name X --slug x-${newId()} --parent ${newId()}`,
    `add-member --association ${newId()} --person ${personId} --role association_admin`,
    `add-member ${owner} --person ${newId()} --role organization_viewer`,
    `create-key --association ${newId()} --person ${personId} --label X`,
    `link-subject --person ${newId()} --issuer https://id.example --subject x`,
  ])
    t.match(await type(line), { code: 4, err: /Not found/ }, line)
})

t.test('on the embedded database: started for the moment, or adopted', async (t) => {
  const dataDir = join(reachableFolder(t), 'data')
  const env = { ...process.env, DATA_DIR: dataDir }
  const first = await type('create-person --name "Li Na"', env)
  t.match(first, { code: 0, out: /Li Na/, err: /New secrets are in/ })
  const server = await startEmbedded({
    dataDir: join(dataDir, 'postgres'),
    owner: false,
    log: quiet,
  })
  t.teardown(server.stop)
  t.notOk(server.adopted, 'it was stopped after the visit')
  const second = await type('list-people --json', env)
  t.match(JSON.parse(second.out), [{ displayName: 'Li Na' }])
  t.equal(second.err, '')
  const sql = openPlain(t, server.urlFor('excellence_app', 'excellence'))
  t.equal((await sql`select 1 as alive`).length, 1, 'an adopted server stays')
})

t.test('not fit to start: 3, says what to do', async (t) => {
  const dataDir = reachableFolder(t)
  const nowhere = { DATABASE_URL: 'postgres://excellence_app@127.0.0.1:1/x', DATA_DIR: dataDir }
  t.match(await type('list-people', nowhere), { code: 3, err: /Check DATABASE_URL/ })
})

t.test('--help shows every command and each option', async (t) => {
  const { code, out } = await type('--help')
  t.equal(code, 0)
  for (const { name, options } of commands) {
    t.match(out, new RegExp(`^  ${name} `, 'm'))
    const help = await type(`${name} --help`)
    t.equal(help.code, 0)
    for (const [option, shape] of Object.entries(options.shape)) {
      t.match(help.out, `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
      t.ok((shape as { description?: string }).description, `${name} ${option} is explained`)
    }
  }
})
