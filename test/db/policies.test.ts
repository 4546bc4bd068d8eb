// The policies as text: what Citus accepts, and what is never left out. That they hold is proved on the
// real tables by rules/tenancy.
import { PgDialect } from 'drizzle-orm/pg-core'
import t from 'tap'
import {
  auditPolicy,
  benchmarkPolicy,
  fencePolicy,
  ownerPolicy,
  reviewPolicy,
} from '../../src/db/policies.ts'

const dialect = new PgDialect()
type Policy = ReturnType<typeof fencePolicy>
const textOf = (part: Policy['using']) => (part === undefined ? null : dialect.sqlToQuery(part).sql)

t.test('rows of an owner are read and written by that owner alone', async (t) => {
  const organization = ownerPolicy('organization')
  const expected =
    "organization_id = nullif(current_setting('app.organization_id', true), '')::uuid"
  t.equal(organization.name, 'tenant')
  t.equal(textOf(organization.using), expected)
  t.equal(textOf(organization.withCheck), expected)
  t.equal(ownerPolicy('association').name, 'association')
  t.match(textOf(ownerPolicy('association').using), /^association_id = nullif/)
})

t.test(
  'rows of a panel need the organization and the side, to be read and to be written',
  async (t) => {
    const policy = reviewPolicy()
    const expected =
      "organization_id = nullif(current_setting('app.organization_id', true), '')::uuid" +
      " and current_setting('app.side', true) = 'review'"
    t.equal(policy.name, 'review')
    t.equal(textOf(policy.using), expected)
    t.equal(textOf(policy.withCheck), expected)
    for (const [of, reached] of [
      ['association', /^association_id = nullif/],
      ['lookup', /^current_setting\('app\.tx', true\) = 'on' and /],
    ] as const) {
      const beside = reviewPolicy(of)
      t.match(textOf(beside.using), reached, of)
      t.match(textOf(beside.using), / and current_setting\('app\.side', true\) = 'review'$/, of)
      t.equal(textOf(beside.withCheck), textOf(beside.using))
    }
  },
)

t.test('the fence is USING too, since DELETE never looks at WITH CHECK', async (t) => {
  const expected = "current_setting('app.tx', true) = 'on'"
  t.equal(textOf(fencePolicy().using), expected)
  t.equal(textOf(fencePolicy().withCheck), expected)
})

t.test('builder and auditor only read, and only inside a transaction that says so', async (t) => {
  for (const policy of [benchmarkPolicy('benchmark_use'), auditPolicy()]) {
    t.equal(policy.for, 'select')
    t.match(textOf(policy.using), /^current_setting\('app\.tx', true\) = 'on'/)
    t.equal(policy.withCheck, undefined)
  }
  t.equal(benchmarkPolicy('benchmark_use').to, 'excellence_benchmark')
  t.match(textOf(benchmarkPolicy('benchmark_use').using), / and benchmark_use$/)
  t.equal(auditPolicy().to, 'excellence_audit_reader')
})

t.test('no policy holds a sub-select, which Citus refuses', async (t) => {
  for (const policy of [ownerPolicy('organization'), reviewPolicy(), fencePolicy(), auditPolicy()])
    t.notMatch(textOf(policy.using), /select|exists/i)
})
