// Published benchmark editions over HTTP: what everybody sees, where an organization stands, and the attacks that
// must fail. The life of an edition is in benchmark-editions.test.ts, the build in benchmark-build.test.ts.
import t from 'tap'
import {
  getBenchmarkCells,
  getBenchmarkEdition,
  listBenchmarkEditions,
} from '../../src/api/benchmarks/contract.ts'
import { compareSubmission } from '../../src/api/benchmarks/contract-comparison.ts'
import { createGrant } from '../../src/api/grants/contract.ts'
import { buildApp } from '../../src/app.ts'
import { families } from '../../src/core/benchmark/cohort.ts'
import { limitsText } from '../../src/core/benchmark/limits-text.ts'
import { bands } from '../../src/core/benchmark/position.ts'
import { nodesOf } from '../../src/core/benchmark/value.ts'
import { defaultPolicies } from '../../src/http/rate-limit.ts'
import {
  background,
  builtEdition,
  draftEdition,
  everyFamily,
  populate,
  publishedEdition,
} from '../support/benchmarks.ts'
import { complete, draft, submitted } from '../support/drafts.ts'
import { newId, openPlain } from '../support/house.ts'
import { look } from '../support/pictures.ts'
import { type Answered, stage } from '../support/stage.ts'
import { gbt, notApplicable } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql, addresses } = theStage
await background(t, theStage)
const house = await theStage.house({ synthetic: true })
const { call } = house
await populate(theStage, house.associationId, { organizations: 400 })
// The organizations of the house are medium manufacturers (division 34) in Zhejiang: sector C is well filled.
const edition = await publishedEdition(theStage, house, everyFamily)
const { benchmarkEditionId: id, params } = edition

type Cell = Readonly<Record<string, unknown>> & { readonly code: string; readonly status: string }
const cellsOf = (cohort?: string, as = 'organizationAdmin', more: object = {}) =>
  call(getBenchmarkCells, {
    as,
    params,
    ...(cohort === undefined ? {} : { query: { cohort } }),
    ...more,
  })

/** A key that may place itself in a benchmark and not read one, and how it is refused. */
const otherScope = async () => (await house.keyOf('organizationAdmin', ['benchmarks:position'])).key
const needsScope = { status: 403, body: { requiredScope: 'benchmarks:read' } }

/** Cohorts by why their total is withheld; only a superuser can know. */
const cohortsBy = async (condition: string): Promise<readonly string[]> => {
  const rows = await sql.unsafe(
    `select cohort_key from bench.cells where benchmark_edition_id = '${id}' and node = 'total'
       and ${condition} order by cohort_key`,
  )
  return rows.map(({ cohort_key }) => cohort_key)
}
const sectorsBy = (condition: string) => cohortsBy(`cohort_key ~ '^sector=.$' and ${condition}`)

/** What the search must do with these cohorts, by what is stored: withheld up to the first that serves. */
const ladderBy = async (keys: readonly string[], column = 'p50', edition = id) => {
  const rows = await sql.unsafe(
    `select cohort_key from bench_pub.cells where benchmark_edition_id = '${edition}'
       and node = 'total' and ${column} is not null`,
  )
  const serving = new Set(rows.map(({ cohort_key }) => cohort_key))
  const served = keys.findIndex((key) => serving.has(key))
  const outcomeAt = (place: number) => {
    if (place === served) return 'used'
    return served < 0 || place < served ? 'withheld' : 'not_reached'
  }
  return keys.map((cohortKey, place) => ({ cohortKey, outcome: outcomeAt(place) }))
}
const ladderOfSector = (letter: string) => [
  `sector=${letter}&region=CN-ZJ`,
  `sector=${letter}&size=medium`,
  `sector=${letter}`,
  'region=CN-ZJ',
  'size=medium',
  'all',
]

t.test('listBenchmarkEditions', async (t) => {
  t.test('200 lists what is published, and never a draft or a built one', async (t) => {
    const unpublished = [await draftEdition(house), await builtEdition(house)]
    const { status, body, headers } = await call(listBenchmarkEditions, {})
    t.equal(status, 200)
    t.strictSame(
      body.items.map((each: { id: string }) => each.id),
      [id],
    )
    t.equal(body.nextCursor, null)
    t.equal(headers['cache-control'], 'private, no-cache')
    for (const { params: hidden } of unpublished) {
      t.equal((await call(getBenchmarkEdition, { params: hidden })).status, 404)
      t.equal((await call(getBenchmarkCells, { params: hidden })).status, 404)
    }
  })

  t.test('200 filters by questionnaire', async (t) => {
    const query = { questionnaireKey: 'baldrige-2023-2024' }
    t.strictSame((await call(listBenchmarkEditions, { query })).body.items, [])
    const same = await call(listBenchmarkEditions, { query: { questionnaireKey: gbt.key } })
    t.equal(same.body.items.length, 1)
  })

  t.test('401 without a credential, 403 without the scope', async (t) => {
    t.equal((await call(listBenchmarkEditions, { as: null })).status, 401)
    t.match(await call(listBenchmarkEditions, { as: await otherScope() }), needsScope)
  })
})

t.test('getBenchmarkEdition', async (t) => {
  t.test(
    '200 says what it is made of, with the honest limits, in the asked language',
    async (t) => {
      const english = await call(getBenchmarkEdition, { params })
      t.match(english.body, {
        id,
        state: 'published',
        questionnaireKey: gbt.key,
        questionnaireVersions: [gbt.version],
        basis: 'self',
        synthetic: true,
        unit: 'bp',
        method: { quantile: 'HF7', gridBp: 50, profile: 'standard' },
        policy: { ownerRule: 'one-per-group', kMin: 5, depth: 2, minAgeDays: 90 },
        cohorts: { families: [...families], sector: { scheme: 'gbt-4754-2017' } },
        retiredAt: null,
        limits: limitsText.en,
      })
      t.equal(english.body.nodes.length, 31)
      t.equal(english.body.cohorts.sector.codes[2].name, 'Manufacturing')
      const chinese = await call(getBenchmarkEdition, {
        params,
        headers: { 'accept-language': 'zh-CN' },
      })
      t.equal(chinese.body.limits, limitsText['zh-CN'])
      t.equal(chinese.body.cohorts.sector.codes[2].name, '制造业')
      t.not(chinese.body.nodes[0].name, english.body.nodes[0].name)
      t.notMatch(english.text, /inputsDigest|"n":|"members"/, 'no count and no digest of members')
    },
  )

  t.test('304 to whom has it already', async (t) => {
    const { headers } = await call(getBenchmarkEdition, { params })
    const again = await call(getBenchmarkEdition, {
      params,
      headers: { 'if-none-match': String(headers.etag) },
    })
    t.equal(again.status, 304)
  })

  t.test('404 when there is none, 403 without the scope', async (t) => {
    const absent = { benchmarkEditionId: newId() }
    t.equal((await call(getBenchmarkEdition, { params: absent })).status, 404)
    t.match(await call(getBenchmarkEdition, { params, as: await otherScope() }), needsScope)
  })
})

t.test('getBenchmarkCells', async (t) => {
  t.test('403 without the scope', async (t) => {
    t.match(await cellsOf('all', await otherScope()), needsScope)
  })

  t.test(
    '200 with every node of the whole by default, on the grid and with no digit more',
    async (t) => {
      const answer = await cellsOf()
      t.match(answer.body, {
        benchmarkEditionId: id,
        cohort: { key: 'all', sector: null, region: null, size: null },
        synthetic: true,
      })
      const cells: Cell[] = answer.body.nodes
      t.strictSame(
        cells.map(({ code }) => code),
        nodesOf(gbt).map(({ code }) => code),
      )
      t.equal(cells.at(-1)?.nBand, '200-499')
      const { maxPoints: _, ...shown } = cells.at(-1) ?? { code: '', status: '' }
      const numbers = JSON.stringify(shown).match(/(?<=[:[,])-?[\d.e+]+(?=[,\]}])/g) ?? []
      t.equal(numbers.length, 25, 'five quantiles, nineteen points, best in class')
      t.ok(numbers.every((text) => /^\d+$/.test(text) && Number(text) % 50 === 0))
    },
  )

  t.test('every number that leaves, in whatever answer, is on the grid (T16)', async (t) => {
    const sectors = [...'ABCDEFGHIJKLMNOPQRST'].map((letter) => `sector=${letter}`)
    const keys = ['all', ...sectors, 'region=CN-GD', 'size=micro', 'sector=C&size=small']
    let published = 0
    for (const key of keys) {
      const { body } = await cellsOf(key)
      for (const cell of body.nodes) {
        const { p10, p25, p50, p75, p90, grid19, bestInClass } = cell
        const all = [p10, p25, p50, p75, p90, ...(grid19 ?? []), bestInClass?.value ?? null]
        if (!all.every((each) => each === null || (each % 50 === 0 && each >= 0 && each <= 10_000)))
          t.fail(`${key} ${cell.code}: ${all}`)
        if (cell.status === 'published') published += 1
      }
    }
    t.ok(published > 300)
    const [off] =
      await sql`select count(*)::int as n from bench.cells, unnest(exact_quantiles) exact
      where benchmark_edition_id = ${id} and reason is null and exact % 5000 <> 0`
    t.ok(off?.n > 300, `the control: ${off?.n} of what they were rounded from are off it`)
  })

  t.test(
    'an empty, a small and a complementary cell look alike but for the key (T3)',
    async (t) => {
      const small = await cohortsBy("n between 1 and 4 and reason = 'primary'")
      const complementary = await cohortsBy("reason = 'complementary'")
      t.ok(small.length > 0 && complementary.length > 0, 'the population has both')
      const other = await builtEmpty()
      const blank = ({ body, text }: Answered) => {
        const { cohort, benchmarkEditionId } = body
        return text
          .replaceAll(benchmarkEditionId, 'EDITION')
          .replace(`"cohort":${JSON.stringify(cohort)}`, '"cohort":"COHORT"')
      }
      const headersOf = ({ headers }: Answered) => {
        const { 'request-id': _, date: __, etag, ratelimit: ___, ...shown } = headers
        const { 'content-length': ____, ...same } = shown // it grows with the key
        t.match(etag, /^"[0-9a-f]{32}"$/)
        return same
      }
      const answers = [
        await cellsOf(small[0]),
        await cellsOf(complementary[0]),
        await call(getBenchmarkCells, { params: other, query: { cohort: 'sector=T' } }),
      ]
      const [first] = answers
      if (first === undefined) return
      t.match(first.body.nodes[0], {
        status: 'withheld',
        reason: 'protects_participants',
        nBand: null,
        precision: null,
        p50: null,
        grid19: null,
        bestInClass: null,
      })
      for (const each of answers) {
        t.equal(each.status, 200)
        t.equal(blank(each), blank(first))
        t.strictSame(headersOf(each), headersOf(first))
      }
      const shown = await cellsOf('sector=C')
      t.not(blank(shown), blank(first), 'the control: one that is shown differs')
      t.strictSame(Object.keys(shown.body.nodes[0]), Object.keys(first.body.nodes[0]))
    },
  )

  t.test('two members read the same bytes (T10), for an hour without asking', async (t) => {
    const one = await cellsOf('sector=C', 'organizationViewer')
    const other = await cellsOf('sector=C', 'otherOrganizationAdmin')
    t.equal(one.text, other.text)
    t.equal(one.headers.etag, other.headers.etag)
    t.equal(one.headers['cache-control'], 'private, max-age=3600')
    const again = await cellsOf('sector=C', 'organizationViewer', {
      headers: { 'if-none-match': String(one.headers.etag) },
    })
    t.equal(again.status, 304)
    t.not((await cellsOf('all')).headers.etag, one.headers.etag)
    const [low, high] = await Promise.all(
      [20, 90].map(async (percent) => {
        const { params: own } = await submitted(house, complete({ '4.1.2': { percent } }))
        const query = { benchmarkEditionId: id, cohort: 'sector=C' }
        return call(compareSubmission, { params: own, query })
      }),
    )
    t.not(low?.text, high?.text, 'the control: what knows the reader differs between readers')
  })

  t.test('400 for whatever is no key of the lattice (T9)', async (t) => {
    const wrong = [
      '',
      'ALL',
      'sector',
      'sector=',
      'sector=c',
      'sector=U',
      'size=large&sector=C',
      'region=330000',
      'region=CN-ZJ&size=large',
      'size=unclassified',
      'sector=C&',
      ' sector=C',
      'sector%3DC',
      "sector=C' or 1=1",
      'constructor',
      '__proto__',
    ]
    for (const cohort of wrong)
      t.match(await cellsOf(cohort), { status: 400, body: { code: 'cohort-not-offered' } }, cohort)
  })

  t.test(
    '400 for extra, repeated and array parameters, and none to sort or search (T9)',
    async (t) => {
      const queries = [
        'cohort=all&cohort=sector%3DC',
        'cohort[]=all',
        'cohort=all&sort=p50',
        'minScore=500',
        'organizationId=1',
        'search=x',
        'limit=1',
      ]
      for (const query of queries) {
        const answer = await theStage.app.inject({
          url: `/v1/benchmark-editions/${id}/cells?${query}`,
          headers: { authorization: `Bearer ${house.cast.organizationAdmin.key}` },
        })
        t.equal(answer.statusCode, 400, query)
        t.match(answer.json(), { code: 'validation-failed' }, query)
      }
      const served = await theStage.app.inject({
        url: `/v1/benchmark-editions/${id}/cells?cohort=all`,
        headers: { authorization: `Bearer ${house.cast.organizationAdmin.key}` },
      })
      t.equal(served.statusCode, 200, 'the control: the same request without them')
    },
  )
})

/** An edition without any member: every cell of it is empty. */
const builtEmpty = async () => {
  const empty = await theStage.house({ synthetic: true })
  const { params: there } = await publishedEdition(theStage, empty, everyFamily)
  // Not to be the latest of the questionnaire for the tests that follow.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update bench_pub.editions set published_at = '2020-01-01'
      where id = ${String(there.benchmarkEditionId)}`
  })
  return there
}

t.test('compareSubmission', async (t) => {
  const mine = await submitted(house, complete({ '4.1.2': { percent: 80 } }))
  const compare = (query: Readonly<Record<string, string>> = {}, more: object = {}) =>
    call(compareSubmission, { params: mine.params, query, ...more })

  t.test('200 places every node in the narrowest cohort that shows enough', async (t) => {
    const { status, body, headers } = await compare()
    t.equal(status, 200)
    t.equal(headers['cache-control'], 'private, no-store')
    const ladder = await ladderBy(ladderOfSector('C'))
    const used = ladder.find(({ outcome }) => outcome === 'used')?.cohortKey
    t.match(body, {
      benchmarkEditionId: id,
      cohort: { key: used, sector: { scheme: 'gbt-4754-2017', code: 'C' } },
    })
    t.strictSame(body.ladder, ladder)
    const published = await cellsOf(used)
    for (const [place, { own, ...cell }] of body.nodes.entries()) {
      t.strictSame(cell, published.body.nodes[place], 'the published row, untouched')
      const value = cell.code === '4.1.2' ? 8000 : 4500
      if (cell.kind === 'item') t.equal(own.value, value)
      if (cell.status === 'withheld') continue
      t.equal(own.gapToMedian, own.value - cell.p50)
      t.equal(own.gapToBest, cell.bestInClass && own.value - cell.bestInClass.value)
      const all = [cell.p10, cell.p25, cell.p50, cell.p75, cell.p90]
      const bounds = all.filter((bound) => bound !== null)
      const names = Object.values(bands).find(({ length }) => length === bounds.length + 1) ?? []
      t.equal(own.band, names[bounds.filter((bound) => bound <= own.value).length])
    }
  })

  t.test('200 as a picture with the same figures, in the asked language', async (t) => {
    const svg = { accept: 'image/svg+xml' }
    const query = { cohort: 'all' }
    const { body } = await compare(query)
    const bars = await compare({ ...query, picture: 'bars' }, { headers: svg })
    t.equal(bars.status, 200)
    t.match(bars.headers, {
      'content-type': 'image/svg+xml',
      'cache-control': 'private, no-store',
      'content-language': 'en',
      vary: 'Accept',
    })
    const { texts, root } = look(bars.text)
    t.match(root, { role: 'img', lang: 'en' })
    for (const { code, kind, p50, own } of body.nodes) {
      const figures = `own ${own.value / 100}%, median ${p50 / 100}%`
      t.match(texts[1], kind === 'total' ? `Total: ${figures}` : figures)
      if (kind !== 'total') t.match(texts[1], `${code} `)
    }
    t.match(texts[1], 'Compared with all participants.')
    const again = await compare({ ...query, picture: 'bars' }, { headers: svg })
    t.equal(again.text, bars.text, 'the same bytes')
    const radar = await compare(query, { headers: { ...svg, 'accept-language': 'zh' } })
    t.match(look(radar.text), { root: { lang: 'zh-CN' }, texts: ['与标杆的对比'] })
    t.match(radar.text, /领导/)
    t.match(await compare(query, { headers: { accept: 'image/png' } }), {
      status: 406,
      body: { available: ['application/json', 'image/svg+xml'] },
    })
    const both = { accept: 'image/svg+xml;q=0.5, application/json' }
    t.strictSame((await compare({ ...query, picture: 'bars' }, { headers: both })).body, body)
    const [small = ''] = await sectorsBy("reason = 'primary'")
    const withheld = look((await compare({ cohort: small }, { headers: svg })).text)
    t.match(withheld.texts[1], 'comparison not shown')
    t.notMatch(withheld.texts[1], /median \d/)
  })

  t.test('200 by the asked cohort and tier, whatever it shows', async (t) => {
    const all = await compare(compareSubmission.sample?.query)
    t.strictSame(all.body.ladder, [{ cohortKey: 'all', outcome: 'used' }])
    const own = all.body.nodes.at(-1).own
    t.ok(Number.isInteger(own.percentile) || own.percentileBound !== null, 'from 200: percentile')
    const [small = ''] = await sectorsBy("reason = 'primary'")
    const withheld = await compare({ cohort: small })
    t.strictSame(withheld.body.ladder, [{ cohortKey: small, outcome: 'withheld' }])
    t.match(withheld.body.nodes.at(-1), {
      status: 'withheld',
      own: { gapToMedian: null, gapToBest: null, band: null, percentile: null },
    })
    t.ok(Number.isInteger(withheld.body.nodes.at(-1).own.value), 'the own value is ours to see')
  })

  t.test(
    '200 goes up the ladder where the own sector is withheld or shows too little',
    async (t) => {
      const [small = ''] = await sectorsBy("reason = 'primary'")
      const move = (letter: string) => sql`
      update organizations set sector_section = ${letter},
        sector_division = (select division from (values ('A','01'),('B','06'),('C','34'),('D','44'),('E','47'),
          ('F','51'),('G','53'),('H','61'),('I','63'),('J','66'),('K','70'),('L','71'),('M','73'),('N','76'),
          ('O','80'),('P','83'),('Q','84'),('R','86'),('S','91'),('T','97')) v(section, division)
          where section = ${letter})
      where organization_id = ${house.organizationId}`
      t.teardown(() => move('C'))
      const used = new Set<string>()
      for (const letter of [small.slice(-1), ...'CDEFGHMP'])
        for (const tier of ['median', 'quartiles', 'deciles'] as const) {
          await move(letter)
          const column = { median: 'p50', quartiles: 'p25', deciles: 'p10' }[tier]
          const { body } = await compare({ tier })
          const expected = await ladderBy(ladderOfSector(letter), column)
          t.strictSame(body.ladder, expected, `${letter} ${tier}`)
          used.add(body.cohort.key)
        }
      t.ok(used.size > 5, [...used].join(' '))
      await sql`update organizations set sector_scheme = null, sector_section = null, sector_division = null
      where organization_id = ${house.organizationId}`
      const nowhere = { cohortKey: null, outcome: 'not_applicable' }
      t.strictSame((await compare()).body.ladder, [
        nowhere,
        nowhere,
        nowhere,
        ...(await ladderBy(['region=CN-ZJ', 'size=medium', 'all'])),
      ])
      await sql`update organizations set sector_scheme = 'gbt-4754-2017', sector_section = 'C',
      sector_division = '34' where organization_id = ${house.organizationId}`
    },
  )

  t.test('200 with withheld cells of the same shape where nothing is shown at all', async (t) => {
    const { benchmarkEditionId } = await builtEmpty()
    const { body } = await compare({ benchmarkEditionId: String(benchmarkEditionId) })
    t.equal(body.cohort.key, 'all')
    t.strictSame(
      body.ladder,
      ladderOfSector('C').map((cohortKey) => ({ cohortKey, outcome: 'withheld' })),
    )
    const shown = await compare()
    t.strictSame(Object.keys(body.nodes[0]), Object.keys(shown.body.nodes[0]))
    t.strictSame(Object.keys(body), Object.keys(shown.body))
  })

  t.test('200 in another sector scheme, mapped by division', async (t) => {
    const other = await theStage.house({ synthetic: true })
    await populate(theStage, other.associationId, { organizations: 150, seed: 7 })
    const { benchmarkEditionId } = await publishedEdition(theStage, other, {
      ...everyFamily,
      sectorScheme: 'isic-4',
    })
    const { body } = await compare({ benchmarkEditionId, cohort: 'sector=C' })
    t.match(body.cohort, { key: 'sector=C', sector: { scheme: 'isic-4', code: 'C' } })
    await sql`update organizations set sector_section = 'F', sector_division = '51'
      where organization_id = ${house.organizationId}`
    const trade = await compare({ benchmarkEditionId })
    await sql`update organizations set sector_section = 'C', sector_division = '34'
      where organization_id = ${house.organizationId}`
    t.equal(trade.body.ladder[2].cohortKey, 'sector=G', 'trade is F here and G there')
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update bench_pub.editions set published_at = '2020-01-02' where id = ${benchmarkEditionId}`
    })
  })

  t.test('200 for a draft as it would score now; what is missing has no value', async (t) => {
    const { params: unfinished } = await draft(house, { '4.1.2': { percent: 70 } })
    const { body } = await call(compareSubmission, { params: unfinished })
    const own = Object.fromEntries(
      body.nodes.map((node: { code: string; own: { value: number } }) => [
        node.code,
        node.own.value,
      ]),
    )
    t.equal(own['4.1.2'], 7000)
    t.equal(own['4.1.3'], null)
    t.equal(own['4.7'], 0)
    const { params: whole } = await draft(house, complete({ '4.1.2': { percent: 80 } }))
    const asDraft = await call(compareSubmission, { params: whole })
    t.strictSame(asDraft.body, (await compare()).body, 'equal to the one that was submitted so')
  })

  t.test(
    '200 where a node is not applicable: neither it nor its category has a value',
    async (t) => {
      const code = nodesOf(gbt).find(({ kind }) => kind === 'item')?.code ?? ''
      const { params: there } = await draft(house, complete({ [code]: { notApplicable } }))
      const { body } = await call(compareSubmission, { params: there })
      const own = (wanted: string) =>
        body.nodes.find((node: { code: string }) => node.code === wanted).own
      t.match(own(code), { value: null, band: null, gapToMedian: null })
      t.equal(own(code.slice(0, 3)).value, null)
      t.equal(own('total').value, null)
    },
  )

  t.test('200 by a grant that names the scope, and the reading is recorded', async (t) => {
    const { params: there } = mine
    const as = 'otherOrganizationAdmin'
    const before = await call(compareSubmission, { as, params: there })
    t.equal(before.status, 404)
    const grantee = { kind: 'key', id: house.cast[as].apiKeyId }
    const scopes = ['benchmarks:position']
    const granted = await call(createGrant, { body: { grantee, scopes, purpose: 'Advice' } })
    t.equal(granted.status, 201, granted.text)
    t.equal((await call(compareSubmission, { as, params: there })).status, 200)
    const [read] = await sql`select outcome, operation from organization_events
      where subject = ${mine.submissionId} and outcome = 'read'`
    t.match(read, { outcome: 'read', operation: 'compareSubmission' })
  })

  t.test('400 for a cohort that is not offered, a tier that is none, anything extra', async (t) => {
    t.match(await compare({ cohort: 'size=Large' }), {
      status: 400,
      body: { code: 'cohort-not-offered' },
    })
    for (const query of [{ tier: 'all' }, { tier: 'median', x: '1' }, { benchmarkEditionId: 'x' }])
      t.match(await compare(query), { status: 400, body: { code: 'validation-failed' } })
  })

  t.test('401 without a credential, 403 without the scope', async (t) => {
    t.equal((await compare({}, { as: null })).status, 401)
    const { key } = await house.keyOf('organizationAdmin', ['benchmarks:read'])
    t.equal((await compare({}, { as: key })).status, 403)
  })

  t.test('404 to strangers, to the own association, and where nothing is comparable', async (t) => {
    for (const as of ['strangerAdmin', 'associationAdmin', 'programmeManager', 'chapterAdmin'])
      t.equal((await compare({}, { as })).status, 404, as)
    t.equal((await compare({ benchmarkEditionId: newId() })).status, 404)
    const built = await builtEdition(house)
    t.equal((await compare({ benchmarkEditionId: built.benchmarkEditionId })).status, 404)
    const absent = { submissionId: newId() }
    t.equal((await call(compareSubmission, { params: absent })).status, 404)
    const body = { questionnaire: { key: 'baldrige-2023-2024', version: '1.0.0' } }
    const { params: other } = await draft(house, {}, body)
    t.equal((await call(compareSubmission, { params: other })).status, 404)
    t.equal((await compare()).status, 200, 'the control')
  })
})

t.test('after publication nothing changes: newcomers, withdrawals, moves (T5, T6)', async (t) => {
  const storedCells = async () => {
    const [row] = await sql`select md5(string_agg(c::text, ',' order by cohort_key, node)) as digest
      from bench_pub.cells c where benchmark_edition_id = ${id}`
    return row?.digest
  }
  const before = [await cellsOf('all'), await cellsOf('sector=C')]
  const stored = await storedCells()
  await populate(theStage, house.associationId, { seed: 99, organizations: 40 })
  await sql`update organizations set benchmark_consent_withdrawn_at = now()
    where benchmark_consent_given_at is not null and sector_section = 'C'`
  await sql`update organizations set sector_section = 'A', sector_division = '01'
    where organization_id in (select organization_id from bench.members
      where benchmark_edition_id = ${id} limit 50)`
  t.equal(await storedCells(), stored)
  const after = [await cellsOf('all'), await cellsOf('sector=C')]
  t.strictSame(
    after.map(({ text }) => text),
    before.map(({ text }) => text),
  )
  const { benchmarkEditionId: next } = await builtEdition(house)
  const [{ fresh = 0, again = 0 } = {}] = await sql`select count(*)::int as fresh,
      count(*) filter (where exists (select from bench.members o where o.organization_id = m.organization_id
        and o.submission_id = m.submission_id and o.benchmark_edition_id <> ${next}))::int as again
    from bench.members m where benchmark_edition_id = ${next}`
  t.ok(fresh > 10, `the control: numbers made anew have ${fresh} newcomers`)
  t.equal(again, 0, 'and nobody who was in one before')
})

t.test('the service itself cannot see members nor touch cells (T12)', async (t) => {
  const app = openPlain(t, addresses.appUrl)
  const asApp = (text: string) =>
    app.begin(async (tx) => {
      await tx`set local app.tx = 'on'`
      return tx.unsafe(text)
    })
  for (const text of [
    'select * from bench.members',
    'select * from bench.cells',
    'update bench_pub.cells set p50 = 0',
    'delete from bench_pub.cells',
    `insert into bench_pub.cells (benchmark_edition_id, cohort_key, node, status) values ('${id}', 'x', 'y', 'withheld')`,
    'delete from bench_pub.editions',
    "update bench_pub.editions set descriptor = '{}'",
    'truncate bench_pub.cells',
  ])
    await t.rejects(asApp(text), { code: '42501' }, text)
  await t.rejects(asApp(`update bench_pub.editions set state = 'built', published_at = null`), {
    code: '23000',
  })
  t.equal((await asApp('select 1 from bench_pub.cells limit 1')).length, 1, 'the control: it reads')
  const lifted = new Error('as it was')
  const granted = sql.begin(async (tx) => {
    await tx`grant usage on schema bench to excellence_app`
    await tx`grant select on bench.members, bench.cells to excellence_app`
    await tx`set local role excellence_app`
    await tx`set local app.tx = 'on'`
    t.ok((await tx`select * from bench.members`).length > 100, 'the control: granted, it would see')
    t.ok((await tx`select * from bench.cells where n between 1 and 4`).length > 100)
    throw lifted
  })
  await t.rejects(granted, lifted)
  const [without] = await app`select count(*)::int as n from bench_pub.cells`
  t.equal(without?.n, 0, 'and outside a unit nothing')
  const builder = openPlain(t, addresses.benchmarkUrl)
  const asBuilder = (text: string) =>
    builder.begin(async (tx) => {
      await tx`set local app.tx = 'on'`
      return tx.unsafe(text)
    })
  const rewriting = `delete from bench_pub.cells where benchmark_edition_id = '${id}'`
  await t.rejects(
    asBuilder(rewriting),
    { code: '23000' },
    'published cells stay, for the builder too',
  )
  for (const text of [
    'select name from organizations',
    'select sheet from score_sheets',
    'select * from answers',
    'select * from organization_keys',
    'select * from people',
  ])
    await t.rejects(asBuilder(text), { code: '42501' }, text)
})

t.test('429 at one more than the quota of an organization, and of a reader of cells', async (t) => {
  let now = 0
  const quota = 3
  const { app } = await buildApp(theStage.deps, {
    logLevel: null,
    isReady: async () => true,
    strict: true,
    policies: { ...defaultPolicies, benchmark: { quota, windowSeconds: 3600 } },
    now: () => now,
  })
  t.teardown(() => app.close())
  const { params: mine } = await submitted(house)
  const comparison = `/v1/organizations/${house.organizationId}/submissions/${mine.submissionId}/benchmark`
  const cells = `/v1/benchmark-editions/${id}/cells`
  const get = async (url: string, as: keyof typeof house.cast) => {
    const headers = { authorization: `Bearer ${house.cast[as].key}` }
    const answer = await app.inject({ url, headers })
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
  }
  const refused = {
    status: 429,
    body: { code: 'rate-limited', violatedPolicies: ['benchmark'] },
    headers: { 'retry-after': '3600', ratelimit: /"benchmark";r=0;t=3600$/ },
  }
  for (let n = 0; n <= quota; n += 1)
    t.equal((await get(comparison, 'strangerAdmin')).status, 404, 'strangers cost nothing')
  t.match(await get(comparison, 'organizationAdmin'), {
    status: 200,
    headers: {
      'ratelimit-policy': `"read";q=1200;w=60, "benchmark";q=${quota};w=3600`,
      ratelimit: /^"read";r=1199;t=60, "benchmark";r=2;t=3600$/,
    },
  })
  t.equal((await get(comparison, 'organizationContributor')).status, 200)
  t.equal((await get(comparison, 'organizationViewer')).status, 200, 'the last one, exactly')
  for (const as of ['organizationViewer', 'organizationAdmin', 'secondAdmin'] as const)
    t.match(await get(comparison, as), refused, 'one quota for all of them')

  for (let n = 0; n < quota; n += 1) t.equal((await get(cells, 'organizationAdmin')).status, 200)
  t.match(await get(cells, 'organizationAdmin'), refused, 'cells: each caller has their own')
  t.equal((await get(cells, 'otherOrganizationAdmin')).status, 200)

  now = 3_600_000 - 1
  t.equal((await get(comparison, 'organizationAdmin')).status, 429)
  now += 1
  t.equal((await get(comparison, 'organizationAdmin')).status, 200)
  t.equal((await get(cells, 'organizationAdmin')).status, 200)
})

t.test('410 of a retired edition: no cells and no comparison any more', async (t) => {
  const { params: mine } = await submitted(house)
  await sql`update bench_pub.editions set state = 'retired', retired_at = '2026-11-01T00:00:00Z'
    where id = ${id}`
  const gone = { status: 410, body: { code: 'gone', goneAt: '2026-11-01T00:00:00.000Z' } }
  t.match(await cellsOf('all'), gone)
  const query = { benchmarkEditionId: id }
  t.match(await call(compareSubmission, { params: mine, query }), gone)
  t.equal((await call(getBenchmarkEdition, { params })).body.state, 'retired')
})
