// Descriptors of new benchmark editions: what is frozen, and everything that is refused before.
import t from 'tap'
import { families } from '../../../src/core/benchmark/cohort.ts'
import {
  describe,
  descriptorMaterial,
  descriptorOf,
  type NewEdition,
} from '../../../src/core/benchmark/describe.ts'
import { canonicalJson } from '../../../src/core/document/canonical.ts'
import { codes } from '../../fixtures/benchmark/population.ts'
import { gbt, refusalOf } from '../../support/submissions.ts'

const now = new Date('2026-07-01T12:00:00Z')
const version = (number: string, digest: string) => ({
  questionnaire: { ...gbt, version: number },
  scoringDigest: digest.repeat(64),
})
const versions = [version('1.0.0', 'a'), version('1.1.0', 'b'), version('1.0.1', 'b')]
const input: NewEdition = {
  title: 'Self-assessments of 2025',
  questionnaireKey: gbt.key,
  basis: 'self',
  sectorScheme: 'gbt-4754-2017',
  sensitiveNodes: [],
}
const made = (other: Partial<NewEdition> = {}, known = versions) =>
  describe({ input: { ...input, ...other }, versions: known, codes, synthetic: true, now })
const pointersOf = (other: Partial<NewEdition>, known = versions) => {
  const refused = refusalOf(() => made(other, known))
  if (refused === 'allowed') return []
  return (refused as unknown as { errors: { pointer: string }[] }).errors.map(
    ({ pointer }) => pointer,
  )
}

t.test('by default: the newest version and those that score alike, up to now', async (t) => {
  const { lattice, nodes, ...rest } = made()
  t.strictSame(rest, {
    questionnaireKey: gbt.key,
    questionnaireVersions: ['1.1.0', '1.0.1'],
    scoringDigest: 'b'.repeat(64),
    basis: 'self',
    synthetic: true,
    cutOffAt: now,
    policy: {
      profile: 'standard',
      ownerRule: 'one-per-group',
      kMin: 5,
      depth: 2,
      sensitiveDepth: 3,
      gridBp: 50,
      minAgeDays: 90,
    },
    maxCarriedShareBp: 0,
    quantile: 'HF7',
  })
  t.strictSame(lattice.families, families)
  t.equal(nodes.length, 31)
})

t.test('what is asked for is taken, and completed from the profile', async (t) => {
  const described = made({
    questionnaireVersions: ['1.0.0'],
    cutOffAt: '2026-01-01T00:00:00.000Z',
    profile: 'strict',
    minAgeDays: 0,
    gridBp: 100,
    sensitiveNodes: ['4.1.2'],
    sectorScheme: 'isic-4',
  })
  t.strictSame(described.questionnaireVersions, ['1.0.0'])
  t.strictSame(described.cutOffAt, new Date('2026-01-01T00:00:00Z'))
  t.match(described.policy, { profile: 'strict', kMin: 10, minAgeDays: 0, gridBp: 100 })
  t.equal(described.lattice.schemes.sector, 'isic-4')
  const sensitive = described.nodes.filter((node) => node.sensitive).map(({ code }) => code)
  t.strictSame(sensitive, ['4.1.2'])
})

t.test('cohorts are cut by what was asked for, in the one order, and by all of them', async (t) => {
  t.same(made({ families: ['sector', 'all'] }).lattice.families, ['all', 'sector'])
  t.same(pointersOf({ families: ['sector'] }), ['/families'])
})

t.test('every wrong part is named by its pointer, all at once', async (t) => {
  t.strictSame(pointersOf({}, []), ['/questionnaireKey'])
  t.strictSame(pointersOf({ questionnaireVersions: ['1.0.0', '1.1.0'] }), [
    '/questionnaireVersions/1',
  ])
  t.strictSame(
    pointersOf({
      questionnaireVersions: ['9.0.0', '1.0.0'],
      cutOffAt: '2026-07-01T12:00:00.001Z',
      sensitiveNodes: ['total', 'nowhere'],
    }),
    ['/questionnaireVersions/0', '/sensitiveNodes/1', '/cutOffAt'],
  )
  t.strictSame(pointersOf({ kMin: 4, depth: 1 }), ['/kMin', '/depth'])
})

t.test('a descriptor survives being stored, to the byte', async (t) => {
  for (const ownerRule of ['one-per-group', 'cap25'] as const) {
    const described = made({ sensitiveNodes: ['4.1.2'], ownerRule })
    const text = canonicalJson(descriptorMaterial(described))
    t.equal(described.policy.ownerRule, ownerRule)
    t.strictSame(descriptorOf(JSON.parse(text)), described)
    t.equal(canonicalJson(descriptorMaterial(descriptorOf(JSON.parse(text)))), text)
    t.equal(text.includes('ownerRule'), ownerRule === 'cap25', 'the usual rule is not written')
  }
})
