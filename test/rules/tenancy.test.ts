// Tenants are kept apart by the database itself: every table has its class, key and policy, and nothing is
// visible or writable without a context. The catalogue is asked, so that a new table cannot be forgotten.
import type postgres from 'postgres'
import t from 'tap'
import type { TableClass } from '../../src/db/columns.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import { taskUnit } from '../../src/db/task-unit.ts'
import {
  associationOf,
  joinAssociation,
  makeHouse,
  makeKey,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  taskFor,
  thrown,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'
import { declaredTables } from '../support/tables.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)
const admin = openPlain(t, addresses.superuserUrl)
const app = openPlain(t, addresses.appUrl)
const own = openPlain(t, addresses.ownerUrl)
const benchmark = openPlain(t, addresses.benchmarkUrl)

const tables = await declaredTables()
const ours = ['public', 'bench', 'bench_pub']

/** As a role, in a transaction with the context of somebody; the tasks of tests have a bare one. */
const inContext = <Row extends postgres.Row>(sql: postgres.Sql, context: string, text: string) =>
  sql.begin(async (tx) => {
    await tx.unsafe(context)
    return tx.unsafe<Row[]>(text)
  })
const fenceOnly = "set local app.tx = 'on'"

/** Two houses with a row in as many tables as one look needs. */
const settle = async () => {
  const house = await makeHouse(db)
  const owners = [organizationOf(house.organizationId), associationOf(house.associationId)] as const
  await joinAssociation(db, house.associationId, house.personId)
  for (const owner of owners) await makeKey(db, owner, house.personId)
  await taskUnit(db, taskFor(...owners), async ({ emit }) => {
    for (const owner of owners) emit([{ type: 'a.b', subject: owner.id }], owner)
  })
  return { ...house, owners }
}
const mine = await settle()
const theirs = await settle()

t.test('every table declares its class, and every declaration is a table', async (t) => {
  const rows = await admin`
    select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as full
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ${admin(ours)} order by 1`
  t.same(
    tables.map(({ full }) => full).sort(),
    rows.map(({ full }) => full).sort(),
    'a table that no file in src/db/tables describes is held by nothing that is proved here',
  )
  for (const table of tables)
    t.ok(table.class, `${table.file}: name the class of ${table.full} in its "classes".`)
})

const ownerColumn: Partial<Record<TableClass, string>> = {
  tenant: 'organization_id',
  review: 'organization_id',
  association: 'association_id',
  'cycle-review': 'association_id',
  'person-review': 'person_id',
}
/** Both classes of rows that an organization owns; those of reviews it does not see itself. */
const isOrganizations = (tableClass: TableClass | undefined) =>
  tableClass === 'tenant' || tableClass === 'review'
/** Classes of the side of the panel → the same without it. */
const sidedClasses: Partial<Record<TableClass, TableClass>> = {
  review: 'tenant',
  'cycle-review': 'association',
  'lookup-review': 'lookup',
}
const policyOf = (
  tableClass: TableClass | undefined,
): { readonly name: string; readonly text: string } => {
  const reviewed = sidedClasses[tableClass ?? 'tenant']
  if (reviewed !== undefined)
    return {
      name: 'review',
      text: `(${policyOf(reviewed).text} AND (current_setting('app.side'::text, true) = 'review'::text))`,
    }
  if (tableClass === 'person-review')
    return {
      name: 'review',
      text:
        "((person_id = (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid) AND " +
        "(current_setting('app.side'::text, true) = 'review'::text))",
    }
  if (tableClass === 'tenant' || tableClass === 'association') {
    const column = ownerColumn[tableClass]
    return {
      name: tableClass,
      text: `(${column} = (NULLIF(current_setting('app.${column}'::text, true), ''::text))::uuid)`,
    }
  }
  return { name: 'fence', text: "(current_setting('app.tx'::text, true) = 'on'::text)" }
}

t.test('every table has ENABLE, FORCE and the policy of its class', async (t) => {
  const rows = await admin`
    select n.nspname as schema, c.relname as name, c.relrowsecurity as enabled,
      c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${admin(ours)}`
  const policies = await admin`select * from pg_policies where schemaname in ${admin(ours)}`
  for (const { schema, name, full, class: tableClass } of tables) {
    const row = rows.find((each) => each.schema === schema && each.name === name)
    t.match(row, { enabled: true, forced: true, owner: 'excellence_owner' }, full)
    const wanted = policyOf(tableClass)
    const here = policies.filter((each) => each.schemaname === schema && each.tablename === name)
    const policy = here.find(({ policyname }) => policyname === wanted.name)
    t.match(policy, { cmd: 'ALL', qual: wanted.text, with_check: wanted.text }, full)
    const others = here.filter((each) => each !== policy)
    for (const { policyname, cmd, roles, qual } of others) {
      t.match(
        { cmd, roles: String(roles) },
        { cmd: 'SELECT', roles: /^\{?excellence_(benchmark|audit_reader)\}?$/ },
      )
      t.match(qual, /current_setting\('app\.tx'::text, true\) = 'on'/, `${full}: ${policyname}`)
    }
    for (const { qual } of here) t.notMatch(qual, /select/i, `${full}: Citus refuses sub-selects`)
  }
})

t.test(
  'the owner comes first in every key, unique index and reference between tenants',
  async (t) => {
    const indexes = await admin`
    select i.indrelid::regclass::text as table, c.relname as name, i.indisprimary as primary,
      (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) as first
    from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique`
    const references = await admin`
    select conname as name, conrelid::regclass::text as table, confrelid::regclass::text as target,
      (select array_agg(attname order by ord) from unnest(conkey) with ordinality k(num, ord)
        join pg_attribute on attrelid = conrelid and attnum = num) as columns
    from pg_constraint where contype = 'f'`
    const byName = new Map(tables.map((table) => [table.full, table]))
    for (const { full, class: tableClass } of tables) {
      const column = tableClass && ownerColumn[tableClass]
      if (column === undefined) continue
      const here = indexes.filter(({ table }) => table === full)
      t.ok(
        here.some(({ primary }) => primary),
        `${full} has a primary key`,
      )
      for (const { first, name } of here) t.equal(first, column, `${name} of ${full}`)
      for (const { name, target, columns } of references.filter(({ table }) => table === full))
        if (isOrganizations(byName.get(target)?.class))
          t.ok(columns.includes(column), `${name}: integrity checks go past row level security`)
    }
    for (const { name, table, target } of references)
      if (isOrganizations(byName.get(target)?.class))
        t.ok(
          isOrganizations(byName.get(table)?.class),
          `${name}: tenants point at the rest, never back`,
        )
  },
)

t.test('every constraint, index and policy has a name that PostgreSQL keeps whole', async (t) => {
  const rows = await admin`
    select conname as name from pg_constraint where connamespace in
      (select oid from pg_namespace where nspname in ${admin(ours)})
    union select relname from pg_class where relkind = 'i' and relnamespace in
      (select oid from pg_namespace where nspname in ${admin(ours)})`
  t.same(
    rows.filter(({ name }) => Buffer.byteLength(name) >= 63),
    [],
  )
})

const hidden = (error: unknown) => (error as { code?: string }).code === '42501'

t.test('without a context nothing is visible, and nothing can be written', async (t) => {
  const columns = await admin`
    select case table_schema when 'public' then table_name else table_schema || '.' || table_name end
      as full, min(column_name) as one from information_schema.columns
    where table_schema in ${admin(ours)} group by 1`
  let full = 0
  for (const table of tables) {
    const [there] = await admin.unsafe(`select count(*)::int as n from ${table.full}`)
    if (there?.n > 0) full += 1
    const one = columns.find((each) => each.full === table.full)?.one
    const look = await app.unsafe(`select count(*)::int as n from ${table.full}`).catch(hidden)
    t.ok(look === true || (Array.isArray(look) && look[0]?.n === 0), `${table.full}: select`)
    const insert = await thrown(() => app.unsafe(`insert into ${table.full} default values`))
    t.ok(hidden(insert), `${table.full}: insert`)
    for (const change of [
      `update ${table.full} set ${one} = ${one}`,
      `delete from ${table.full}`,
    ]) {
      const changed = await app.unsafe(change).catch(hidden)
      t.ok(changed === true || (Array.isArray(changed) && changed.count === 0), change)
    }
    t.ok(
      hidden(await thrown(() => app.unsafe(`truncate ${table.full}`))),
      `${table.full}: truncate`,
    )
  }
  t.ok(full >= 14, `control: ${full} tables have rows that whoever goes past the policies does see`)
})

t.test('a bare select in the context of one tenant shows nothing of another', async (t) => {
  const [organization, association] = mine.owners
  const context = contextStatement({
    ...reachOf(organization, association, null),
    side: 'review',
    personId: mine.personId,
  })
  const ids: Readonly<Record<string, string>> = {
    organization_id: mine.organizationId,
    association_id: mine.associationId,
    person_id: mine.personId,
  }
  for (const table of tables) {
    const column = table.class && ownerColumn[table.class]
    if (column === undefined) continue
    const id = ids[column]
    const rows = await inContext(app, context, `select distinct ${column} as id from ${table.full}`)
    t.ok(
      rows.every((row) => row.id === id),
      table.full,
    )
    const [seen] = await admin.unsafe(
      `select count(*) filter (where ${column} <> '${id}')::int as n from ${table.full}`,
    )
    if (table.name.endsWith('_keys') || table.name.endsWith('_events'))
      t.ok(seen?.n > 0, `control: ${table.full} does hold rows of another`)
  }
})

t.test('nor can it write, move or take rows of another', async (t) => {
  const context = contextStatement(reachOf(mine.owners[0], mine.owners[1], null))
  const attacks = [
    `insert into organization_members values ('${theirs.organizationId}', '${mine.personId}', 'organization_admin', now())`,
    `update organization_members set organization_id = '${theirs.organizationId}'`,
    `insert into association_members values ('${theirs.associationId}', '${mine.personId}', 'association_admin', now())`,
    `insert into person_associations values ('${mine.personId}', '${theirs.associationId}', 'association_admin')`,
    `update organization_homes set association_id = '${mine.associationId}'`,
    `insert into key_owners values ('${newId()}', 'organization', '${mine.organizationId}')`,
  ]
  for (const attack of attacks)
    t.ok(hidden(await thrown(() => inContext(app, context, attack))), attack)
  const taken = await inContext(
    app,
    context,
    `delete from organization_members where organization_id = '${theirs.organizationId}'`,
  )
  t.equal(taken.count, 0)
})

t.test('the owner is held by the policies too; control: a superuser sees all', async (t) => {
  t.same(await own.unsafe('select * from organizations'), [])
  t.ok((await admin.unsafe('select * from organizations')).length >= 2)
})

t.test('the app role may exactly this', async (t) => {
  const rows = await admin`
    select table_schema as schema, table_name as name, string_agg(privilege_type, ' ' order by privilege_type) as may
    from information_schema.role_table_grants where grantee = 'excellence_app'
      and table_schema in ${admin(ours)} group by 1, 2`
  const may = new Map(rows.map(({ schema, name, may }) => [`${schema}.${name}`, may]))
  t.notOk(
    [...may.keys()].some((name) => name.startsWith('bench.')),
    'nothing of the audit tables',
  )
  for (const name of ['cells', 'editions']) t.equal(may.get(`bench_pub.${name}`), 'SELECT')
  for (const name of [
    'organization_events',
    'association_events',
    'answer_revisions',
    'score_sheets',
  ])
    t.equal(may.get(`public.${name}`), 'INSERT SELECT', `${name} is append-only`)
  for (const name of [
    'person_associations',
    'organization_homes',
    'key_owners',
    'cycle_entries',
    'cycle_assignments',
    'panel_stages',
    'person_assignments',
    'person_organizations',
    'person_seats',
    'lent_rights',
  ])
    t.equal(may.get(`public.${name}`), 'SELECT', `${name} is written by its trigger`)
  for (const [name, rights] of may)
    t.notMatch(
      rights,
      /TRUNCATE|TRIGGER|REFERENCES/,
      `${name}: none of what goes past the policies`,
    )
  const everybody = await admin`
    select table_name from information_schema.role_table_grants
    where grantee = 'PUBLIC' and table_schema in ${admin(ours)}`
  t.same([...everybody], [])
})

/** Each with what it needs the owner's rights for. The list only shrinks. */
const definers: Readonly<Record<string, string>> = {
  app_enqueue: 'the queue: the app has no right on its tables',
  mirror_assignment: 'cycle_assignments and person_assignments are written by nobody else',
  mirror_association_key: 'key_owners is written by nobody else',
  mirror_cycle: 'person_seats is written by nobody else',
  mirror_entry: 'cycle_entries is written by nobody else',
  mirror_entry_state: 'cycle_entries is written by nobody else',
  mirror_grant: 'lent_rights is written by nobody else',
  mirror_organization_home: 'organization_homes is written by nobody else',
  mirror_organization_key: 'key_owners is written by nobody else',
  mirror_organization_member: 'person_organizations is written by nobody else',
  mirror_owner_group:
    'organization_homes, person_organizations and lent_rights are written by nobody else',
  mirror_panel: 'panel_stages and person_seats are written by nobody else',
  mirror_panel_of: 'panel_stages and person_seats are written by nobody else',
  mirror_panel_submission: 'panel_stages and person_seats are written by nobody else',
  mirror_shown_panel: 'panel_stages and person_seats are written by nobody else',
  mirror_shown_panel_of: 'panel_stages and person_seats are written by nobody else',
  mirror_person_association: 'person_associations is written by nobody else',
  organization_benchmark_use: 'score sheets are changed by nobody else',
  preview_benchmark_cells: 'reviewers see counts of schema bench, one noted look at a time',
  release_benchmark_members: 'schema bench is the builder’s and nobody else’s',
  submission_benchmark_use: 'score sheets are changed by nobody else',
}

t.test('functions with the rights of the owner are few, fixed and closed', async (t) => {
  const rows = await admin`
    select p.proname as name, p.proconfig as config,
      has_function_privilege('public', p.oid, 'execute') as open
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in ${admin(ours)} order by 1`
  t.same(rows.map(({ name }) => name).sort(), Object.keys(definers).sort())
  for (const { name, config, open } of rows) {
    t.match(config?.join(), /^search_path=pg_catalog/, `${name}: fixed search_path`)
    t.notOk(open, `${name}: not for PUBLIC`)
  }
})

t.test('there is no view, and so none that lets anything through', async (t) => {
  const rows = await admin`
    select relname from pg_class where relkind in ('v', 'm') and relnamespace in
      (select oid from pg_namespace where nspname in ${admin(ours)})`
  t.same([...rows], [], 'a view needs security_invoker: a plain one shows every tenant')
})

t.test('no source sets a setting for longer than a transaction', async (t) => {
  const { filesBelow, textOf } = await import('../support/sources.ts')
  for (const file of filesBelow('src').filter(
    (name) => !/migrate|embedded|roles|queue/.test(name),
  )) {
    const code = textOf(file).replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
    t.notMatch(code, /set_config\(|\bset (session|app\.)/i, file)
  }
})

const sheet = (organizationId: string, submissionId: string, kind = 'reference') => `
  insert into score_sheets select '${organizationId}', '${submissionId}', '${kind}',
    '${kind === 'reference' ? 'official' : 'custom'}', 'm', 'e', '{}', h, h, h, h, h, '{5000,-1}', true, 0, true, now()
  from (select repeat('0', 64) as h) as digests`

/** A final submission with its sheets, and the consent of its organization, or not. */
const submit = async (house: typeof mine, { consent }: { readonly consent: boolean }) => {
  const { organizationId } = house
  const [organization] = house.owners
  const context = contextStatement(reachOf(organization, null, null))
  const id = newId()
  await inContext(
    app,
    context,
    `
    insert into questionnaire_versions values ('key', '1.0.0', '{}', repeat('0', 64), repeat('0', 64), 'published', now(), null)
    on conflict do nothing`,
  )
  await inContext(
    app,
    context,
    `
    insert into submissions (organization_id, id, questionnaire_key, questionnaire_version, questionnaire_digest,
      title, state, revision, created_by, created_at, updated_at, submitted_at)
    values ('${organizationId}', '${id}', 'key', '1.0.0', repeat('0', 64), 't', 'submitted', 1, '${newId()}', now(), now(), now())`,
  )
  for (const kind of ['reference', 'own'])
    await inContext(app, context, sheet(organizationId, id, kind))
  if (consent)
    await inContext(app, context, 'update organizations set benchmark_consent_given_at = now()')
  return { id, context }
}
const finalize = (id: string) =>
  `update submissions set state = 'final', final_at = now(), accepted_at = now() where id = '${id}'`
const vectors = () =>
  inContext(benchmark, fenceOnly, 'select organization_id, kind, node_scores from score_sheets')

t.test(
  'the builder reads final, consented reference vectors, and nothing else of anybody',
  async (t) => {
    const [given, kept] = [await settle(), await settle()]
    const one = await submit(given, { consent: true })
    const two = await submit(kept, { consent: false })
    t.same([...(await vectors())], [], 'not final yet')
    await inContext(app, one.context, finalize(one.id))
    await inContext(app, two.context, finalize(two.id))
    t.match(await vectors(), [{ organization_id: given.organizationId, kind: 'reference' }])
    const consenting = await inContext(
      benchmark,
      fenceOnly,
      'select organization_id as id from organizations',
    )
    t.same([...consenting], [{ id: given.organizationId }])
    t.same(
      [...(await benchmark.unsafe('select organization_id from score_sheets'))],
      [],
      'outside a unit',
    )
    for (const text of [
      'select sheet from score_sheets',
      'select name from organizations',
      'select title from submissions',
      'select * from answers',
      'select * from organization_events',
      'update score_sheets set benchmark_use = true',
    ])
      t.ok(hidden(await thrown(() => inContext(benchmark, fenceOnly, text))), text)
    await inContext(
      app,
      one.context,
      'update organizations set benchmark_consent_withdrawn_at = now()',
    )
    t.same([...(await vectors())], [], 'consent withdrawn')
    await inContext(app, two.context, 'update organizations set benchmark_consent_given_at = now()')
    t.match(await vectors(), [{ organization_id: kept.organizationId }], 'consent given afterwards')
  },
)

const immutable = (name: string) => ({ code: '23000', constraint_name: `${name}_immutable` })

t.test('what is published or recorded is not changed, by the owner neither', async (t) => {
  const house = await settle()
  const { id, context } = await submit(house, { consent: false })
  const weighting = (state: string, extra: string) => `
    insert into organization_weightings (organization_id, id, key, version, title, questionnaire_key,
      questionnaire_version, mode, items, state, revision, created_by, created_at, updated_at, edition, total
      ${extra === '' ? '' : ', digest, published_by, published_at'})
    values ('${house.organizationId}', '${newId()}', '${newId()}', '1.0.0', 't', 'key', '1.0.0', 'points', '{}',
      '${state}', 1, '${newId()}', now(), now(), 'e', 1000 ${extra})`
  await inContext(app, context, weighting('draft', ''))
  await inContext(app, context, weighting('published', `, repeat('0', 64), '${newId()}', now()`))
  const ofState = (state: string) => `where state = '${state}'`
  const drafts = `update organization_weightings set title = 'x' ${ofState('draft')}`
  t.equal((await inContext(own, context, drafts)).count, 1, 'control: a draft may change')
  const attacks: readonly (readonly [string, string])[] = [
    [
      'organization_weightings',
      `update organization_weightings set title = 'x' ${ofState('published')}`,
    ],
    ['organization_weightings', `delete from organization_weightings ${ofState('published')}`],
    ['questionnaire_versions', 'update questionnaire_versions set document = \'{"a":1}\''],
    ['questionnaire_versions', 'delete from questionnaire_versions'],
    ['questionnaire_versions', 'truncate questionnaire_versions cascade'],
    ['score_sheets', "update score_sheets set node_scores = '{1,1}'"],
    ['score_sheets', `delete from score_sheets where submission_id = '${id}'`],
    ['score_sheets', 'truncate score_sheets'],
  ]
  for (const [name, text] of attacks)
    t.match(await thrown(() => inContext(own, context, text)), immutable(name), text)
  const withdrawn = "update questionnaire_versions set state = 'withdrawn', withdrawn_at = now()"
  t.equal((await inContext(own, context, withdrawn)).count, 1, 'control: withdrawing is no change')
  t.match(
    await thrown(() => inContext(own, context, withdrawn)),
    immutable('questionnaire_versions'),
    'and it is the last one',
  )
  await inContext(
    own,
    context,
    `insert into questionnaire_versions values
    ('key', '1.0.1', '{}', repeat('0', 64), repeat('0', 64), 'published', now(), null)`,
  )
})

t.test('an association publishes by two persons, and what it published stays', async (t) => {
  const house = await settle()
  const { associationId } = house
  const context = contextStatement(reachOf(house.owners[1], null, null))
  const digest = '0'.repeat(64)
  const version = (
    key: string,
    more: string,
  ) => `insert into questionnaire_versions (key, version, document, digest,
    scoring_digest, state, published_at, owner_association_id, visibility, claims_key, proposed_by, published_by)
    values ('${key}', '1.0.0', '{}', '${digest}', '${digest}', 'published', now(), ${more})`
  const [one, two] = [newId(), newId()]
  const own1 = `'${associationId}', 'private', true, '${one}', '${two}'`
  const refused = async (text: string) => thrown(() => inContext(app, context, text))
  t.match(
    await refused(version('alone', `'${associationId}', 'private', true, '${one}', '${one}'`)),
    {
      constraint_name: 'questionnaire_versions_owner_check',
    },
  )
  t.match(await refused(version('nobody', `null, 'private', true, null, null`)), {
    constraint_name: 'questionnaire_versions_owner_check',
  })
  await inContext(app, context, version('kept', own1))
  t.match(await refused(version('kept', own1).replace("'1.0.0'", "'2.0.0'")), {
    constraint_name: 'questionnaire_versions_claim_key',
  })
  t.match(
    await refused("update questionnaire_versions set withdrawal_reason = 'x' where key = 'kept'"),
    { constraint_name: 'questionnaire_versions_reason_check' },
  )
  const asked = `update questionnaire_versions set withdrawal_reason = 'Replaced', withdrawal_asked_by = '${one}', withdrawal_asked_at = now()
    where key = 'kept'`
  t.equal((await inContext(app, context, asked)).count, 1, 'asking for the withdrawal is no change')
  const withdrawnBy = (person: string) => `update questionnaire_versions set state = 'withdrawn',
    withdrawn_at = now(), withdrawn_by = '${person}' where key = 'kept'`
  t.match(await refused(withdrawnBy(one)), {
    constraint_name: 'questionnaire_versions_second_person_check',
  })
  for (const change of [
    "visibility = 'public'",
    'owner_association_id = null',
    'claims_key = false',
  ])
    t.match(
      await refused(`update questionnaire_versions set ${change} where key = 'kept'`),
      immutable('questionnaire_versions'),
      change,
    )
  await inContext(app, context, version('next', own1))
  await inContext(
    app,
    context,
    `insert into questionnaire_mappings (from_key, from_version, to_key, to_version, purpose, document, digest, published_at)
      values ('kept', '1.0.0', 'next', '1.0.0', 'migration', '{}', '${digest}', now())`,
  )
  for (const change of [
    "update questionnaire_mappings set document = '[]'",
    'delete from questionnaire_mappings',
  ])
    t.match(
      await thrown(() => inContext(own, context, change)),
      immutable('questionnaire_mappings'),
      change,
    )
  const draft = (
    state: string,
  ) => `insert into questionnaire_drafts (association_id, id, document, digest, state,
    revision, created_by, created_at, updated_by, updated_at, published_key, published_version, published_at)
    values ('${associationId}', '${newId()}', '{}', '${digest}', '${state}', 1, '${one}', now(), '${one}', now(),
    ${state === 'draft' ? 'null, null, null' : "'kept', '1.0.0', now()"})`
  await inContext(app, context, draft('draft'))
  await inContext(app, context, draft('published'))
  for (const change of [
    "update questionnaire_drafts set document = '[]'",
    'delete from questionnaire_drafts',
  ]) {
    const of = `${change} where state = `
    t.match(
      await thrown(() => inContext(own, context, `${of}'published'`)),
      immutable('questionnaire_drafts'),
      change,
    )
    t.equal((await inContext(own, context, `${of}'draft'`)).count, 1, `control: ${change}`)
  }
})

const reviewTables = tables.filter(({ class: of }) => of !== undefined && of in sidedClasses)

/** What was said, locked or scored is added and never written again, by the panel neither. */
const appended = [
  'declarations',
  'review_versions',
  'official_sheets',
  'cycle_assignments',
  'panel_stages',
  'person_assignments',
  'person_seats',
]

/** A submission under review: one row in every table of the panel. */
const assess = async (house: typeof mine) => {
  const { organizationId, associationId, personId } = house
  const reach = reachOf(house.owners[0], house.owners[1], null)
  const panel = contextStatement({ ...reach, side: 'review', personId })
  const { id: submissionId, context } = await submit(house, { consent: false })
  const [assignmentId, reviewId, consensusId] = [newId(), newId(), newId()]
  const [programmeId, cycleId] = [newId(), newId()]
  for (const text of [
    `insert into programmes (association_id, id, name, description, revision, created_by, created_at, updated_at)
      values ('${associationId}', '${programmeId}', 'P', '', 1, '${personId}', now(), now())`,
    `insert into cycles (association_id, id, programme_id, name, state, settings, opens_at, closes_at, started_at,
      revision, created_by, created_at, updated_at) values ('${associationId}', '${cycleId}', '${programmeId}', 'C',
      'assessing', '{"quorum":2}', now(), now() + interval '1 day', now(), 1, '${personId}', now(), now())`,
    `insert into entries (organization_id, submission_id, association_id, programme_id, cycle_id, entered_by, entered_at)
      values ('${organizationId}', '${submissionId}', '${associationId}', '${programmeId}', '${cycleId}', '${personId}',
      now())`,
  ])
    await inContext(app, contextStatement(reach), text)
  const inserts = [
    `insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role, state,
      conflicts, proposed_by, proposed_at, revision) values ('${organizationId}', '${assignmentId}', '${submissionId}',
      '${associationId}', '${cycleId}', '${personId}', 'lead', 'active', '[]', '${newId()}', now(), 1)`,
    `insert into declarations (organization_id, assignment_id, interests, declared_at)
      values ('${organizationId}', '${assignmentId}', '[]', now())`,
    `insert into reviews (organization_id, id, submission_id, person_id, step_bp, state, version, revision, created_at,
      updated_at) values ('${organizationId}', '${reviewId}', '${submissionId}', '${personId}', 500, 'draft', 0, 1,
      now(), now())`,
    `insert into review_versions (organization_id, review_id, version, content, digest, locked_at)
      values ('${organizationId}', '${reviewId}', 1, '{}', repeat('0', 64), now())`,
    `insert into review_scores (organization_id, review_id, code, value, percent_bp, revision, updated_at)
      values ('${organizationId}', '${reviewId}', '4.1.2', '{"percent":45}', 4500, 1, now())`,
    `insert into review_findings (organization_id, id, review_id, code, content, revision, created_at, updated_at)
      values ('${organizationId}', '${newId()}', '${reviewId}', '4.1.2', '{}', 1, now(), now())`,
    `insert into consensuses (organization_id, id, submission_id, state, record, opened_at, revision)
      values ('${organizationId}', '${consensusId}', '${submissionId}', 'open', '{}', now(), 1)`,
    `insert into consensus_scores (organization_id, consensus_id, code, value, percent_bp, entered_by, revision, updated_at)
      values ('${organizationId}', '${consensusId}', '4.1.2', '{"percent":45}', 4500, '${personId}', 1, now())`,
    `insert into consensus_findings (organization_id, id, consensus_id, code, content, revision, created_at, updated_at)
      values ('${organizationId}', '${newId()}', '${consensusId}', '4.1.2', '{}', 1, now(), now())`,
    `insert into feedback_reports (organization_id, id, submission_id, version, state, paper, created_by, created_at,
      updated_at, revision) values ('${organizationId}', '${newId()}', '${submissionId}', 1, 'draft', '{}',
      '${personId}', now(), now(), 1)`,
    `insert into official_sheets (organization_id, consensus_id, kind, engine, answers, sheet, sheet_digest, created_at)
      values ('${organizationId}', '${consensusId}', 'reference', '1', '{}', '{}', repeat('0', 64), now())`,
  ]
  for (const text of inserts) {
    const refused = await thrown(() => inContext(app, context, text))
    t.ok(hidden(refused), `the applicant's side writes none: ${text.slice(0, 40)}`)
    await inContext(app, panel, text)
  }
  return { panel, context, reviewId, consensusId, organizationId, submissionId }
}
const countOf = async (context: string, table: string) => {
  const [row] = await inContext(app, context, `select count(*)::int as n from ${table}`)
  return row?.n as number
}

/** The policies of the side of the panel without their second condition. */
const plainOf = {
  review: "organization_id = nullif(current_setting('app.organization_id', true), '')::uuid",
  'cycle-review': "association_id = nullif(current_setting('app.association_id', true), '')::uuid",
  'lookup-review': "current_setting('app.tx', true) = 'on'",
  'person-review': "person_id = nullif(current_setting('app.person_id', true), '')::uuid",
}

t.test('reviews of an organization are out of its own reach, with no filter at all', async (t) => {
  const house = await settle()
  const { panel } = await assess(house)
  // As when it enters a cycle: units of an organization may reach the association of the programme too.
  const reach = reachOf(house.owners[0], house.owners[1], null)
  const context = contextStatement({ ...reach, personId: house.personId })
  const elsewhere = contextStatement({ ...reachOf(theirs.owners[0], null, null), side: 'review' })
  t.ok(reviewTables.length >= 8)
  for (const { full, class: of } of reviewTables) {
    const mineOnly = `${full} where organization_id = '${house.organizationId}'`
    t.equal(await countOf(panel, mineOnly), 1, `control: the panel sees ${full}`)
    t.equal(await countOf(context, full), 0, `${full}: the applicant`)
    if (of !== 'lookup-review') t.equal(await countOf(elsewhere, full), 0, `${full}: another panel`)
    const change = `update ${full} set organization_id = organization_id`
    if (appended.includes(full))
      t.ok(hidden(await thrown(() => inContext(app, panel, change))), full)
    else t.equal((await inContext(app, context, change)).count, 0, change)
    // Control: with the second condition taken away the applicant's context shows the rows.
    const plain = plainOf[of as keyof typeof plainOf]
    const sided = `${plain} and current_setting('app.side', true) = 'review'`
    await admin.unsafe(`alter policy review on ${full} using (${plain})`)
    t.equal(await countOf(context, mineOnly), 1, `control: without its side, ${full} is seen`)
    await admin.unsafe(`alter policy review on ${full} using (${sided})`)
    t.equal(await countOf(context, full), 0, `${full}: and again`)
  }
})

t.test('no score or finding is written after the lock, nor taken away, in any race', async (t) => {
  const house = await settle()
  const { panel, reviewId, organizationId } = await assess(house)
  const late = [
    `insert into review_scores (organization_id, review_id, code, value, percent_bp, revision, updated_at)
      values ('${organizationId}', '${reviewId}', '4.1.3', '{"percent":45}', 4500, 1, now())`,
    'update review_scores set percent_bp = 0',
    'delete from review_scores',
    "update review_findings set content = '[]'",
    'delete from review_findings',
  ]
  const lock = `update reviews set state = 'locked', digest = repeat('0', 64), locked_at = now()`
  const second = openPlain(t, addresses.appUrl)
  let written = 0
  for (let round = 0; round < 40; round += 1) {
    const race = await Promise.allSettled([
      inContext(second, panel, `update review_scores set revision = revision + 1`),
      inContext(app, panel, `${lock} where state = 'draft'`),
    ])
    const [write, locked] = race
    t.equal(locked?.status, 'fulfilled')
    if (write?.status === 'fulfilled') written += 1
    else t.match(write?.reason, { constraint_name: 'review_scores_immutable' })
    const [row] = await inContext(app, panel, 'select revision from review_scores')
    t.equal(row?.revision, 1 + written, 'what was refused left nothing')
    await inContext(app, panel, "update reviews set state = 'draft'")
  }
  for (const text of late) {
    await inContext(app, panel, lock)
    t.match(
      await thrown(() => inContext(app, panel, text)),
      { code: '23000', constraint_name: /_immutable$/ },
      text,
    )
    await inContext(app, panel, "update reviews set state = 'draft'")
    if (!text.startsWith('delete'))
      t.ok((await inContext(app, panel, text)).count > 0, `control, a draft: ${text}`)
  }
  await inContext(app, panel, lock)
  await admin.unsafe('alter table review_scores disable trigger immutable')
  const taken = await inContext(app, panel, 'delete from review_scores')
  await admin.unsafe('alter table review_scores enable trigger immutable')
  t.ok(taken.count > 0, 'control: without the trigger a late write succeeds')
})

t.test('no finding of a panel is written once its consensus is proposed', async (t) => {
  const house = await settle()
  const { panel, consensusId, organizationId } = await assess(house)
  const late = [
    `insert into consensus_findings (organization_id, id, consensus_id, code, content, revision, created_at, updated_at)
      values ('${organizationId}', '${newId()}', '${consensusId}', '4.1.3', '{}', 1, now(), now())`,
    "update consensus_findings set content = '[]'",
    'delete from consensus_findings',
  ]
  const turn = (state: string) => inContext(app, panel, `update consensuses set state = '${state}'`)
  for (const text of late) {
    await turn('proposed')
    t.match(
      await thrown(() => inContext(app, panel, text)),
      { code: '23000', constraint_name: 'consensus_findings_immutable' },
      text,
    )
    await turn('open')
    if (!text.startsWith('delete'))
      t.ok((await inContext(app, panel, text)).count > 0, `control, open: ${text}`)
  }
  await turn('proposed')
  await admin.unsafe('alter table consensus_findings disable trigger immutable')
  const taken = await inContext(app, panel, 'delete from consensus_findings')
  await admin.unsafe('alter table consensus_findings enable trigger immutable')
  t.ok(taken.count > 0, 'control: without the trigger a late write succeeds')
})

t.test(
  'of a shown panel each side writes its part, and nobody alters what was objected',
  async (t) => {
    const { panel, context, organizationId, submissionId } = await assess(await settle())
    const insert = `insert into shown_panels (organization_id, submission_id, association_id, cycle_id, state, seats, shown_by,
    shown_at, due_at, revision) values ('${organizationId}', '${submissionId}', '${newId()}', '${newId()}', 'shown', '[]',
    '${newId()}', now(), now() + interval '7 days', 1)`
    const raise = `update shown_panels set state = 'raised', challenge = '{"reason":"a"}'`
    const decide = `update shown_panels set state = 'decided', challenge = '{"reason":"a","decided":true}'`
    const refused = async (side: string, text: string) =>
      t.match(await thrown(() => inContext(app, side, text)), immutable('shown_panels'), text)
    const done = async (side: string, text: string) =>
      t.equal((await inContext(app, side, text)).count, 1, text)
    await refused(context, insert)
    await done(panel, insert)
    await refused(panel, raise)
    for (const set of [
      "seats = '[1]'",
      "due_at = due_at + interval '1 day'",
      'shown_by = cycle_id',
    ])
      await refused(context, `${raise}, ${set}`)
    await refused(context, 'update shown_panels set due_at = now()')
    const accept = `update shown_panels set state = 'accepted', accepted_by = shown_by, accepted_at = now()`
    await refused(panel, accept)
    await refused(context, `${accept}, due_at = now()`)
    await done(context, accept)
    await refused(context, accept)
    await refused(
      context,
      `update shown_panels set state = 'shown', accepted_by = null, accepted_at = null`,
    )
    await refused(panel, `update shown_panels set accepted_by = cycle_id`)
    await done(
      panel,
      `update shown_panels set state = 'shown', accepted_by = null, accepted_at = null`,
    )
    await done(context, raise)
    await refused(context, raise)
    await refused(context, decide)
    await refused(panel, `update shown_panels set challenge = '{"reason":"b"}'`)
    await refused(panel, `update shown_panels set state = 'closed', challenge = null`)
    await done(panel, decide)
    t.ok(hidden(await thrown(() => inContext(app, panel, 'delete from shown_panels'))))
    await admin.unsafe('alter table shown_panels disable trigger sides')
    await done(context, `update shown_panels set challenge = '{"reason":"b"}'`)
    await admin.unsafe('alter table shown_panels enable trigger sides')
  },
)

t.test('nothing of a panel is deleted, and a final consensus stays', async (t) => {
  const house = await settle()
  const { panel } = await assess(house)
  for (const name of ['assignments', 'reviews', 'consensuses', 'consensus_scores'])
    t.ok(hidden(await thrown(() => inContext(app, panel, `delete from ${name}`))), name)
  await inContext(app, panel, "update consensuses set state = 'final', final_at = now()")
  t.match(
    await thrown(() => inContext(app, panel, "update consensuses set record = '[]'")),
    immutable('consensuses'),
  )
})

t.test('what two persons released stays, and nobody makes a copy of anything else', async (t) => {
  const house = await settle()
  const { panel, context, organizationId, submissionId } = await assess(house)
  const [approver, releaser] = [newId(), newId()]
  const approve = `update feedback_reports set state = 'approved', digest = repeat('a', 64), approved_at = now(),
    approved_by = '${approver}'`
  const release = (by: string) =>
    `update feedback_reports set state = 'released', released_at = now(), released_by = '${by}'`
  const copy = (paper: string) =>
    `insert into released_reports (organization_id, submission_id, version, paper, digest, released_at)
      values ('${organizationId}', '${submissionId}', 1, '${paper}', repeat('a', 64), now())`
  const refused = { code: '23000', constraint_name: 'released_reports_immutable' }
  t.match(await thrown(() => inContext(app, panel, copy('{}'))), refused, 'of a draft')
  await inContext(app, panel, approve)
  for (const column of ['paper', 'texts', 'correction'])
    t.match(
      await thrown(() => inContext(app, panel, `update feedback_reports set ${column} = '[]'`)),
      immutable('feedback_reports'),
      `what is approved is what is released: ${column}`,
    )
  t.match(
    await thrown(() => inContext(app, panel, release(approver))),
    { constraint_name: 'feedback_reports_second_person_check' },
    'one person is not two',
  )
  await inContext(app, panel, release(releaser))
  t.match(await thrown(() => inContext(app, panel, copy('[]'))), refused, 'of other words')
  t.match(
    await thrown(() => inContext(app, context, copy('{}'))),
    refused,
    'the applicant makes none, by its own side',
  )
  t.equal((await inContext(app, panel, copy('{}'))).count, 1, 'control: the panel hands it over')
  t.equal(await countOf(context, 'released_reports'), 1, 'control: and the applicant has it')
  t.equal(await countOf(context, 'feedback_reports'), 0, 'but no version of the panel')
  for (const [text, table] of [
    ["update feedback_reports set correction = 'x'", 'feedback_reports'],
    ["update feedback_reports set state = 'draft'", 'feedback_reports'],
  ] as const)
    t.match(await thrown(() => inContext(app, panel, text)), immutable(table), text)
  for (const text of ['delete from feedback_reports', 'delete from released_reports'])
    t.ok(hidden(await thrown(() => inContext(app, panel, text))), text)
  t.match(
    await thrown(() => admin.unsafe("update released_reports set paper = '[]'")),
    immutable('released_reports'),
    'not even whoever owns the table',
  )
})

t.test('a sheet is handed over as it is, and with a released report that names it', async (t) => {
  const house = await settle()
  const { panel, context, organizationId, submissionId } = await assess(house)
  const hand = (sheet: string, digest: string) =>
    `insert into released_sheets (organization_id, submission_id, sheet, sheet_digest, released_at)
      values ('${organizationId}', '${submissionId}', '${sheet}', repeat('${digest}', 64), now())`
  const refused = { code: '23000', constraint_name: 'released_sheets_immutable' }
  const refusal = (text: string, side = panel) => thrown(() => inContext(app, side, text))
  const paper = (digest: string) => `{"scoreSheetDigest":"${digest.repeat(64)}"}`
  const write = (digest: string) =>
    inContext(app, panel, `update feedback_reports set paper = '${paper(digest)}'`)
  t.match(await refusal(hand('{}', '0')), refused, 'with a draft')
  await write('0')
  await inContext(
    app,
    panel,
    `update feedback_reports set state = 'approved', digest = repeat('a', 64), approved_at = now(),
      approved_by = '${newId()}'`,
  )
  t.match(await refusal(hand('{}', '0')), refused, 'with what is approved')
  await inContext(
    app,
    panel,
    `update feedback_reports set state = 'released', released_at = now(), released_by = '${newId()}'`,
  )
  t.match(await refusal(hand('[]', '0')), refused, 'another sheet')
  t.match(await refusal(hand('{}', '1')), refused, 'another digest')
  t.match(await refusal(hand('{}', '0'), context), refused, 'by the side of the applicant')
  t.equal((await inContext(app, panel, hand('{}', '0'))).count, 1, 'control: the sheet itself')
  t.equal(await countOf(context, 'released_sheets'), 1, 'control: the applicant has it')
  t.equal(await countOf(context, 'official_sheets'), 0, 'and nothing of the panel')
  const other = hand('{}', '0')
    .replace('released_at)', 'released_at, kind)')
    .replace('now())', "now(), 'programme')")
  t.match(await refusal(other), refused, 'as a sheet of another kind')
  for (const text of ['delete from released_sheets', "update released_sheets set sheet = '[]'"]) {
    t.ok(hidden(await refusal(text)), text)
    t.match(await thrown(() => admin.unsafe(text)), immutable('released_sheets'), text)
  }
})

t.test('no sheet is handed over with a report that names another', async (t) => {
  const { panel, organizationId, submissionId } = await assess(await settle())
  const released = `update feedback_reports set paper = '{"scoreSheetDigest":"${'1'.repeat(64)}"}', state = 'released',
    digest = repeat('a', 64), approved_at = now(), approved_by = '${newId()}', released_at = now(),
    released_by = '${newId()}'`
  await inContext(app, panel, released)
  const hand = `insert into released_sheets (organization_id, submission_id, sheet, sheet_digest, released_at)
    values ('${organizationId}', '${submissionId}', '{}', repeat('0', 64), now())`
  t.match(await thrown(() => inContext(app, panel, hand)), immutable('released_sheets'))
  await admin.unsafe('alter table released_sheets disable trigger of_a_report')
  const taken = await inContext(app, panel, hand)
  await admin.unsafe('alter table released_sheets enable trigger of_a_report')
  t.equal(taken.count, 1, 'control: without the trigger it is')
})

t.test('one lead, one standing assignment of a person, and no waiver of one’s own', async (t) => {
  const house = await settle()
  const { panel } = await assess(house)
  const again = (change: string) => `insert into assignments select organization_id, '${newId()}',
    submission_id, association_id, cycle_id, ${change}, conflicts, proposed_by, proposed_at, declared_at, waived_by,
    waived_at, waived_reason, ended_by, ended_at, ended_reason, revision from assignments limit 1`
  const refused = async (change: string) => thrown(() => inContext(app, panel, again(change)))
  t.match(await refused("person_id, 'member', 'proposed'"), {
    constraint_name: 'assignments_person_key',
  })
  t.match(await refused(`'${theirs.personId}', 'lead', 'proposed'`), {
    constraint_name: 'assignments_lead_key',
  })
  await inContext(app, panel, again(`'${theirs.personId}', 'member', 'proposed'`))
  await inContext(app, panel, again("person_id, 'lead', 'removed'"))
  for (const person of ['person_id', 'proposed_by'])
    t.match(
      await thrown(() =>
        inContext(
          app,
          panel,
          `update assignments set waived_by = ${person}, waived_at = now(), waived_reason = 'x'`,
        ),
      ),
      { constraint_name: 'assignments_second_person_check' },
      person,
    )
})

t.test('a cycle that was closed or cancelled stays as it is', async (t) => {
  const { associationId, personId } = mine
  const context = contextStatement(reachOf(mine.owners[1], null, null))
  const programmeId = newId()
  await inContext(
    app,
    context,
    `insert into programmes (association_id, id, name, description, revision, created_by, created_at, updated_at)
      values ('${associationId}', '${programmeId}', 'Award', '', 1, '${personId}', now(), now())`,
  )
  const states = ['planned', 'open', 'assessing', 'closed', 'cancelled'] as const
  for (const state of states) {
    const id = newId()
    const started = state === 'assessing' || state === 'closed' ? 'now()' : 'null'
    await inContext(
      app,
      context,
      `insert into cycles (association_id, id, programme_id, name, state, settings, opens_at, closes_at,
        started_at, revision, created_by, created_at, updated_at) values ('${associationId}', '${id}',
        '${programmeId}', '2026', '${state}', '{}', now(), now() + interval '1 day', ${started}, 1,
        '${personId}', now(), now())`,
    )
    for (const change of [`update cycles set name = 'x'`, 'delete from cycles']) {
      const work = () => inContext(own, context, `${change} where id = '${id}'`)
      if (state === 'closed' || state === 'cancelled')
        t.match(await thrown(work), { constraint_name: 'cycles_immutable' }, `${state}: ${change}`)
      else t.equal((await work()).count, 1, `control, ${state}: ${change}`)
    }
  }
})

t.test('published benchmark cells come, stay and go with their edition alone', async (t) => {
  const id = newId()
  const cell = (
    key: string,
  ) => `insert into bench_pub.cells (benchmark_edition_id, cohort_key, node, status,
    n_band, p50) values ('${id}', '${key}', 'total', 'published', '5-8', 4800)`
  const as = (sql: postgres.Sql, text: string) => inContext(sql, fenceOnly, text)
  await as(
    benchmark,
    `insert into bench_pub.editions values ('${id}', '${mine.associationId}', 'key', '{}',
    repeat('0', 64), 5, 2, true, 'built', now(), null, null)`,
  )
  await as(benchmark, cell('all'))
  await as(benchmark, `delete from bench_pub.cells where benchmark_edition_id = '${id}'`)
  await as(benchmark, cell('all'))
  t.ok(hidden(await thrown(() => as(app, cell('sector=C')))), 'the service writes no cells')
  await as(
    app,
    `update bench_pub.editions set state = 'published', published_at = now() where id = '${id}'`,
  )
  const name = 'bench_pub_cells'
  t.match(await thrown(() => as(benchmark, cell('sector=C'))), immutable(name))
  t.match(await thrown(() => as(benchmark, 'delete from bench_pub.cells')), immutable(name))
  t.match(await thrown(() => as(own, 'update bench_pub.cells set p50 = 1')), immutable(name))
  t.match(await thrown(() => as(own, 'truncate bench_pub.cells')), immutable(name))
  const back = `update bench_pub.editions set state = 'built', published_at = null where id = '${id}'`
  t.match(await thrown(() => as(app, back)), immutable('bench_pub_editions'))
  t.match(
    await thrown(() => as(own, `delete from bench_pub.editions where id = '${id}'`)),
    immutable('bench_pub_editions'),
  )
  const retired = `update bench_pub.editions set state = 'retired', retired_at = now() where id = '${id}'`
  t.equal((await as(app, retired)).count, 1)
})

t.test('the floor of disclosure is a check of the database', async (t) => {
  const refused = async (text: string) =>
    (await thrown(() => inContext(admin, fenceOnly, text))) as { constraint_name?: string }
  const edition = (k: number, d: number) => `insert into bench_pub.editions values ('${newId()}',
    '${mine.associationId}', 'key', '{}', repeat('0', 64), ${k}, ${d}, true, 'built', now(), null, null)`
  const floor = { constraint_name: 'bench_pub_editions_floor_check' }
  t.match(await refused(edition(4, 2)), floor)
  t.match(await refused(edition(5, 1)), floor)
  const counted = (n: number) =>
    `insert into bench.cells values ('${newId()}', 'all', 'total', ${n}, 'published', null, null)`
  t.match(await refused(counted(4)), { constraint_name: 'bench_cells_floor_check' })
  t.equal((await inContext(admin, fenceOnly, counted(5))).count, 1, 'control: five are enough')
  const id = newId()
  await inContext(admin, fenceOnly, edition(5, 2).replace(/values \('[^']+'/, `values ('${id}'`))
  const cell = (values: string) =>
    `insert into bench_pub.cells values ('${id}', '${newId()}', 'total', ${values})`
  for (const [values, name] of [
    ["'withheld', null, null, null, 4800, null, null, null", 'withheld'],
    ["'published', '5-8', null, null, null, null, null, null", 'published'],
    ["'published', '5-8', null, 4000, 4800, 5000, null, null", 'tiers'],
    ["'published', '9-20', 3000, 4000, 4800, 5000, 6000, null", 'tiers'],
    ["'published', '21-49', 3000, null, 4800, null, 6000, null", 'tiers'],
    ["'published', '9-20', null, 4000, 4800, null, null, null", 'quartiles'],
    ["'published', '21-49', 3000, 4000, 4800, 5000, null, null", 'deciles'],
  ] as const)
    t.match(
      await refused(cell(values)),
      { constraint_name: `bench_pub_cells_${name}_check` },
      values,
    )
})

t.test('who reviews an edition does not publish it, in the database neither', async (t) => {
  const person = newId()
  const text = `insert into benchmark_editions (association_id, id, title, questionnaire_key, questionnaire_versions,
    scoring_digest, basis, cut_off_at, profile, k_min, d_min, grid_bp, configuration, synthetic, state, revision,
    inputs_digest, cells_digest, created_by, created_at, built_at, reviewed_by, reviewed_at, published_by, published_at)
    values ('${mine.associationId}', '${newId()}', 't', 'key', '{1.0.0}', repeat('0', 64), 'self', now(), 'standard',
      5, 2, 50, '{}', true, 'published', 1, 'x', 'y', '${person}', now(), now(), '${person}', now(), '${person}', now())`
  const context = contextStatement(reachOf(mine.owners[1], null, null))
  t.match(await thrown(() => inContext(app, context, text)), {
    constraint_name: 'benchmark_editions_second_person_check',
  })
})
