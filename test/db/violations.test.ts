// Names of constraints are names of problems; and each name exists in the database.
import t from 'tap'
import { constraintsWithProblem, violation } from '../../src/db/violations.ts'
import { openPlain } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)

t.test('a known constraint is a problem that keeps its cause', async (t) => {
  const cause = new Error('as the server says it')
  const existing = [
    ['associations_slug_key', { pointer: '/slug' }],
    ['entries_pkey', { parameter: 'submissionId' }],
    ['bench_members_submission_key', {}],
  ] as const
  for (const [name, parameters] of existing) {
    const problem = violation(name, cause)
    t.match(problem, { code: 'already-exists', cause })
    t.same(problem?.parameters, parameters, name)
  }
  t.match(violation('organization_weightings_immutable', cause), { code: 'immutable' })
  t.match(violation('submissions_questionnaire_fkey', cause), { code: 'not-found' })
})

t.test('an unknown one is a bug and no problem', async (t) => {
  t.equal(violation('score_sheets_share_check', null), null)
  t.equal(violation(undefined, null), null)
})

t.test('every name is one of the schema, so that a rename is noticed', async (t) => {
  const sql = openPlain(t, addresses.superuserUrl)
  const rows = await sql`
    select conname as name from pg_constraint
    union select relname from pg_class c join pg_index i on i.indexrelid = c.oid where i.indisunique
    union select regexp_replace(n.nspname || '_', '^public_', '') || c.relname || '_immutable'
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgname like 'immutable%'`
  const names = new Set(rows.map(({ name }) => name))
  t.same(
    constraintsWithProblem.filter((name) => !names.has(name)),
    [],
    'These names in src/db/violations.ts are no constraint: rename them there as the migration did.',
  )
})
