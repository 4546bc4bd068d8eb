// Every value that a client meets is explained where it stands: in the description of its choice, one by one.
// How a description is made of sentences is in core/text.ts; events are explained by their own page.
import t from 'tap'
import { committed } from '../../src/tools/generate.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Choices that say themselves what they mean, and why that is so. */
const selfExplaining: Readonly<Record<string, string>> = {
  'csv xlsx': 'kinds of files',
  'en zh-CN': 'tags of languages',
  'gbt-4754-2017 isic-4 isic-5': 'published classifications, by name',
  'item category total': 'words of the glossary',
  '= !=': 'FHIR says it',
  'active retired': 'FHIR says it',
  'group display boolean decimal integer string text url choice': 'FHIR says it',
  'p90 p75': 'percentiles',
  'p50 p75 p90': 'percentiles',
  'plan do check act pdca': 'the phases of PDCA',
  'none plan do check act pdca': 'the phases of PDCA',
  'large medium small micro unclassified': 'classes of size, by law',
  'patch minor major': 'steps of semantic versions',
  'high medium low': 'how sure a fact is',
  'percent-points@1 radar@1 pdca-classical@1 pdca-fine-tuned@1 maturity-level@1 category-pass@1 statements@1':
    'methods, by the names that documents use',
}

/** Choices that nobody has explained yet. The list only shrinks. */
const unexplained: readonly string[] = [
  'live test',
  'full compact',
  'median quartiles deciles',
  'reference programme',
  'reference own',
  'reference programme own',
  'own programme',
  'met not_met not_applicable',
  'created updated deleted unchanged',
  'created changed unchanged refused',
  'published withheld',
  'indicative firm',
  'not_final test synthetic_mismatch other_questionnaire other_version other_scoring other_basis not_reference not_official too_young consent_missing consent_withdrawn organization_unverified owner_group_unverified unanswered na_forbidden na_share carried_share not_latest',
  'HF7 HF7-smooth3',
  'standard strict',
  'below_median at_or_above_median bottom_quartile second_quartile third_quartile top_quartile bottom_decile p10_p25 p25_p50 p50_p75 p75_p90 top_decile',
  'below_5 above_95',
  'withheld median quartiles deciles',
  'primary depth complementary owner_cap',
  'depth members items',
  'unconfirmed-points locale-missing area-without-question recognition-gap meaning-changed no-mapping weights-changed',
  'current superseded',
  'full partial weak',
  'success refused read',
  'item.points item.unanswered item.left-out item.pilot item.pilot-unanswered weight.zero factors.range factors.weighted statements.mean statements.weighted-mean statements.left-out radar.input-round radar.attributes radar.element radar.element-round radar.elements radar.part-round radar.cap pdca.band pdca.sum level.climb level.top level.ignored level.entered points.entered category.sum category.mean category.plain-mean category.step category.points category.points-step category.no-percent category.no-figure pass.reached pass.lacking pass.verdict convention.mean convention.minimum convention.maximum convention.sum convention.count group.sum total.sum na.zero na.exclude na.credit na.no-credit na.part na.scaled recognition.reached recognition.bound recognition.rounding',
  'used withheld not_reached not_applicable',
  'equal subset superset split merge',
  'keep linear clamp reset',
  'statements level',
  'carried carried_needs_review converted dropped new',
  'relation-equal relation-subset relation-superset relation-split relation-merge scale-keep scale-linear scale-clamp scale-reset meaning-changed no-source no-target source-unanswered merge-incomplete not-applicable-refused value-refused',
  'all sector region size sector&size sector&region',
  'process result direction execution maturity',
  'scored unanswered not_applicable unscored pilot',
  'zero exclude pro_rata',
  'none guidance weighted',
  'weighted plain',
  'zero renormalise',
  'association scoring basis method grid profile owner_rule sector_scheme',
  'confirmed unconfirmed',
  'full quick compact',
  'added removed changed',
  'attributes elements',
  'cycle questionnaire',
  'own_wording licensed free',
  'official custom estimate',
  'exact-attributes exact-elements assessbase-report assessbase-form tool',
  'withheld retired not_offered',
  'overloaded database draining read_only contention identity',
  'reference programme own custom',
  'points weights within_category',
]

type Choice = { readonly values: readonly string[]; readonly explained: boolean }

const isText = (value: Json | undefined): value is string => typeof value === 'string'

/** All choices of texts below a node; `above`: what is said around it, which holds for elements and alternatives. */
const choicesIn = (node: Json, above = ''): readonly Choice[] => {
  if (node === null || typeof node !== 'object') return []
  if (Array.isArray(node)) return node.flatMap((each: Json) => choicesIn(each, above))
  const schema = node as { readonly [key: string]: Json }
  const said = `${above} ${isText(schema.description) ? schema.description : ''}`
  const values = Array.isArray(schema.enum) ? schema.enum.filter(isText) : []
  const explained = values.every((value) => said.includes(`\`${value}\``))
  return [
    ...(values.length > 1 ? [{ values, explained }] : []),
    ...Object.entries(schema).flatMap(([name, child]) => {
      if (name === 'example' || name === 'examples' || name === 'enum') return []
      return choicesIn(child, ['anyOf', 'items', 'schema'].includes(name) ? said : '')
    }),
  ]
}

/** Scopes are many, and each says itself: `resource:verb`. */
const isScope = (value: string): boolean => /^[a-z-]+:[a-z]+$/.test(value)

const nameOf = ({ values }: Choice): string => values.join(' ')

const main = () => {
  const document = JSON.parse(committed('openapi/openapi.json') ?? '') as Json
  const choices = choicesIn(document)
  const lacking = new Set(
    choices.filter(({ values, explained }) => !explained && !values.every(isScope)).map(nameOf),
  )

  t.test('each value of a choice is explained in its description', async (t) => {
    for (const name of lacking)
      t.ok(
        name in selfExplaining || unexplained.includes(name),
        `Say what each of "${name}" means: .meta({ description: inWords({ … }) }).`,
      )
  })

  t.test('what is explained needs no exception', async (t) => {
    for (const name of [...Object.keys(selfExplaining), ...unexplained])
      t.ok(lacking.has(name), `"${name}" is explained, or no choice: delete its exception.`)
  })

  t.test('control: a choice with one value unexplained is found', async (t) => {
    const choice = { enum: ['a', 'b'], description: '- `a`: one.' }
    t.match(choicesIn({ x: choice }), [{ explained: false }])
    t.match(choicesIn({ description: '`a` `b`', anyOf: [{ enum: ['a', 'b'] }] }), [
      { explained: true },
    ])
    t.match(choicesIn({ description: '`a` `b`', x: { enum: ['a', 'b'] } }), [{ explained: false }])
    t.ok(choices.length > 100)
  })
}

main()
