// The line that writes an invented population: what it writes is labelled, repeatable and scored as the service
// scores; a real association gets none of it.
import t from 'tap'
import { listAssociationOrganizations } from '../../src/api/associations/contract.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { score } from '../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import { withoutProgramme } from '../../src/core/submission/submit.ts'
import type { WithSession } from '../../src/tools/session.ts'
import { main } from '../../src/tools/synthesize.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'
import { gbt } from '../support/submissions.ts'

const { house, sql, deps } = await stage(t)

const type = async (...args: readonly string[]) => {
  const said = { out: '', err: '' }
  const terminal = {
    env: {},
    out: (text: string) => {
      said.out += text
    },
    err: (text: string) => {
      said.err += text
    },
  }
  const onStage: WithSession = (_, work) => work(deps)
  return { code: await main(args, terminal, onStage), ...said }
}

const contents = async (associationId: string) => {
  const [row] = await sql`
    with o as (select * from organizations where association_id = ${associationId} and name like 'Synthetic%')
    select count(*)::int as n, bool_and(synthetic) as labelled,
      (select count(*)::int from submissions s join o using (organization_id)) as submissions,
      (select md5(string_agg(concat_ws(' ', s.organization_id, s.id, s.state, s.final_at, h.sheet_digest), ','
        order by s.id)) from submissions s join o using (organization_id)
        join score_sheets h on h.submission_id = s.id and h.organization_id = s.organization_id) as digest
    from o`
  return row
}

t.test('the population is labelled, scored by the real engine, and on the roster', async (t) => {
  const home = await house({ synthetic: true })
  const line = ['--association', home.associationId, '--seed', '5', '--organizations', '40']
  const first = await type(...line)
  t.match(first, { code: 0, out: /^40 synthetic organizations are new, 0 were there/ }, first.err)
  const written = await contents(home.associationId)
  t.match(written, { n: 40, labelled: true })
  const roster = await home.call(listAssociationOrganizations, {
    as: 'associationAdmin',
    query: { limit: 100 },
  })
  const names: string[] = roster.body.items.map(({ name }: { name: string }) => name)
  t.equal(names.filter((name) => name.startsWith('Synthetic organization')).length, 40)

  const sheets = await sql`
    select h.sheet, h.scoring_digest, (select json_object_agg(a.code, a.value::json) from answers a
      where a.organization_id = h.organization_id and a.submission_id = h.submission_id) as answers,
      (select count(*)::int from answer_revisions r
        where r.organization_id = h.organization_id and r.submission_id = h.submission_id) as revisions
    from score_sheets h join organizations o using (organization_id)
    where o.association_id = ${home.associationId} limit 20`
  const known = (await deps.documents.catalogue()).find(gbt.key, gbt.version)
  if (known === null) throw new Error('The questionnaire is missing.')
  const document = await deps.documents.alone(known)
  for (const { sheet, answers, revisions, scoring_digest } of sheets) {
    const basis = deps.scoring.basisOf(document, referenceWeighting(gbt), answers)
    const again = score({
      ...basis,
      answers,
      notApplicable: withoutProgramme,
      allowIncomplete: true,
    })
    t.equal(sheet, canonicalJson(again), 'recomputed, byte for byte')
    t.equal(revisions, Object.keys(answers).length)
    t.equal(scoring_digest, document.scoringDigest)
  }

  const second = await type(...line)
  t.match(second, { code: 0, out: /^0 synthetic organizations are new, 40 were there/ })
  t.strictSame(await contents(home.associationId), written, 'a second run changes nothing')
})

t.test('a seed has one home in a database', async (t) => {
  const home = await house({ synthetic: true })
  const refused = await type('--association', home.associationId, '--seed', '5')
  t.match(refused, { code: 4, err: /Choose another seed/ })
  t.match(await contents(home.associationId), { n: 0 })
  const [roster] = await sql`select count(*)::int as n from association_organizations
    where association_id = ${home.associationId}`
  t.equal(roster?.n, 0, 'also not on the roster')
})

t.test('a real association is refused, and one that is not there', async (t) => {
  const home = await house()
  const real = await type('--association', home.associationId, '--seed', '6')
  t.match(real, { code: 4, out: '', err: /never mix/ })
  t.match(await contents(home.associationId), { n: 0 })
  t.match(await type('--association', newId()), { code: 4 })
})

t.test('a wrong line says what is wrong and how it goes', async (t) => {
  t.match(await type(), { code: 2, err: /--association is missing[\s\S]*npm run synthesize --/ })
  const many = ['--association', newId(), '--organizations', '0']
  t.match(await type(...many), { code: 2, err: /--organizations: from 1 to 1000000/ })
  t.match(await type('--help'), { code: 0, out: /--seed/ })
})
