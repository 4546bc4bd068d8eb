import { createHash } from 'node:crypto'
import t from 'tap'
import { sectionOf, sizeOf } from '../../../src/core/benchmark/codes.ts'
import {
  answeredNotApplicable,
  planted,
  type SyntheticOptions,
  type SyntheticOrganization,
  synthesize,
  unanswered,
} from '../../../src/core/benchmark/synthetic.ts'
import { OrganizationId, OwnerGroupId, SubmissionId } from '../../../src/core/ids.ts'
import { codes } from '../../fixtures/benchmark/population.ts'

const options: SyntheticOptions = {
  seed: 1,
  organizations: 3000,
  codes,
  items: Array.from({ length: 23 }, (_, index) => ({ code: `i${index}`, naAllowed: index < 17 })),
  stepBp: 500,
  cutOffAt: new Date('2026-06-30T00:00:00Z'),
}
const make = (members: Partial<SyntheticOptions> = {}) => [
  ...synthesize({ ...options, ...members }),
]
const digest = (organizations: readonly SyntheticOrganization[]) =>
  createHash('sha256').update(JSON.stringify(organizations)).digest('hex')

const organizations = make()
const submissions = organizations.flatMap((each) => each.submissions)
const share = (all: readonly unknown[], some: readonly unknown[]) =>
  (10_000 * some.length) / all.length

/** SHA-256 of 60 organizations of seed 1: a change here changes every demonstration and measurement. */
const pinned = 'c89a56c10cb50e35a824079426ea7397d70061dd555998ffde50414e0351d3b5'

t.test('the same seed gives the same bytes, on every machine and version', async (t) => {
  t.equal(digest(make({ organizations: 60 })), pinned)
  t.not(digest(make({ organizations: 60, seed: 2 })), pinned)
})

t.test('a longer stream begins like a shorter one', async (t) => {
  t.same(make({ organizations: 20 }), organizations.slice(0, 20))
  t.same(make({ organizations: 0 }), [])
})

t.test('everything is marked synthetic and has an id of the right form, once', async (t) => {
  t.ok(organizations.every(({ name, synthetic }) => name.startsWith('Synthetic') && synthetic))
  for (const { id, ownerGroupId } of organizations.slice(0, 50)) {
    OrganizationId.parse(id)
    OwnerGroupId.parse(ownerGroupId)
  }
  for (const { id } of submissions.slice(0, 50)) SubmissionId.parse(id)
  const ids = [...organizations, ...submissions].map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
})

t.test('codes fit together: division and section, size and size table', async (t) => {
  for (const { section, division, region, size } of organizations) {
    if (sectionOf(codes, division) !== section) t.fail(`${division} in ${section}`)
    if (!codes.regions.items.some(({ code }) => code === region)) t.fail(region)
    const figures = { people: 1, revenueTenThousandCny: 1, assetsTenThousandCny: 1 }
    const activity = { scheme: 'gbt-4754-2017' as const, section, division }
    if (size !== null && sizeOf(codes, activity, figures) === 'unclassified') t.fail(division)
  }
  t.ok(organizations.some(({ size }) => size === null))
})

t.test('sectors, regions and sizes are uneven as planned', async (t) => {
  const of = (section: string) => organizations.filter((each) => each.section === section)
  t.ok(of('C').length > 1.5 * of('F').length && of('F').length > of('T').length)
  const sized = organizations.filter(({ size }) => size !== null)
  for (const [size, percent] of Object.entries({ micro: 40, small: 30, medium: 20, large: 10 })) {
    const found = share(
      sized,
      sized.filter((each) => each.size === size),
    )
    t.ok(Math.abs(found - 100 * percent) < 300, `${size}: ${found} bp`)
  }
})

t.test('owner groups are mostly of one, with a long tail', async (t) => {
  const sizes = new Map<string, number>()
  for (const { ownerGroupId } of organizations)
    sizes.set(ownerGroupId, (sizes.get(ownerGroupId) ?? 0) + 1)
  const all = [...sizes.values()]
  t.ok(
    share(
      all,
      all.filter((size) => size === 1),
    ) > 8000,
  )
  t.ok(Math.max(...all) >= 5, `the largest has ${Math.max(...all)}`)
  const named = organizations.filter(({ representative }) => representative)
  t.equal(new Set(named.map(({ ownerGroupId }) => ownerGroupId)).size, named.length)
  t.ok(named.length > 0)
})

t.test('what is planted occurs about as often as said', async (t) => {
  const { cutOffAt } = options
  const ageDays = (at: Date) => (cutOffAt.getTime() - at.getTime()) / 86_400_000
  const occurs = {
    organizationUnverified: [organizations, organizations.filter(({ verified }) => !verified)],
    groupUnverified: [organizations, organizations.filter((each) => !each.ownerGroupVerified)],
    withdrawn: [submissions, submissions.filter(({ state }) => state === 'withdrawn')],
    consentMissing: [submissions, submissions.filter(({ consent }) => consent === 'none')],
    consentWithdrawn: [submissions, submissions.filter(({ consent }) => consent === 'withdrawn')],
    young: [submissions, submissions.filter(({ at }) => ageDays(at) % 365 < 90)],
    incomplete: [submissions, submissions.filter((each) => each.answers.includes(unanswered))],
    notApplicable: [
      submissions,
      submissions.filter((each) => each.answers.includes(answeredNotApplicable)),
    ],
  } as const
  for (const [name, [all, some]] of Object.entries(occurs)) {
    const said = planted[name as keyof typeof occurs]
    t.ok(Math.abs(share(all, some) - said) < 120, `${name}: ${share(all, some)} of ${said} bp`)
  }
})

t.test('answers are on the step, N/A only where it is allowed, quality as planned', async (t) => {
  const answers = submissions.flatMap((each) => each.answers)
  t.ok(answers.every((each) => each < 0 || (each % 500 === 0 && each <= 10000)))
  for (const each of submissions)
    t.notOk(each.answers.slice(17).includes(answeredNotApplicable) && each.id)
  const given = answers.filter((each) => each >= 0)
  const mean = given.reduce((sum, each) => sum + each, 0) / given.length
  t.ok(Math.abs(mean - 4800) < 500, `mean ${mean}`)
  const none = make({ organizations: 500, items: [{ code: 'x', naAllowed: false }] })
  const values = none.flatMap((each) => each.submissions.flatMap(({ answers }) => answers))
  t.notOk(values.includes(answeredNotApplicable))
  t.ok(values.includes(unanswered))
})

t.test('an organization takes part once a cycle, in up to three', async (t) => {
  for (const each of organizations) {
    const cycles = each.submissions.map(({ cycle }) => cycle)
    if (cycles.at(-1) !== 3 || cycles.join() !== [1, 2, 3].slice(-cycles.length).join())
      t.fail(cycles.join())
    const times = each.submissions.map(({ at }) => at.getTime())
    if (times.some((time, index) => time <= (times[index - 1] ?? 0))) t.fail(times.join())
  }
  t.same([...new Set(organizations.map((each) => each.submissions.length))].sort(), [1, 2, 3])
})
