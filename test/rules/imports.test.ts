// The direction of imports (ARCHITECTURE, section "Direction of imports") and the purity of the core.
import t from 'tap'
import { filesBelow, importsOf, textOf } from '../support/sources.ts'

type Rule = { readonly of: RegExp; readonly may: readonly RegExp[] }

/** The slices in order: a slice's actions may use the stores of slices before it, never after. */
const sliceOrder = (() => {
  const index = textOf('src/api/index.ts')
  const folders = new Map(
    [...index.matchAll(/serve as (\w+) \} from '\.\/([a-z-]+)\/routes\.ts'/g)].map(
      ([, name = '', folder = '']) => [name, folder],
    ),
  )
  const [, listed = ''] = /slices: readonly Slice\[\] = \[([^\]]*)\]/.exec(index) ?? []
  return listed.match(/\w+/g)?.map((name) => folders.get(name) ?? '') ?? []
})()

const core = /^src\/core\//
const exchange = /^src\/exchange\//
const render = /^src\/render\//
const own = (file: string, part: string) =>
  new RegExp(`^src/api/${file.split('/')[2]}/${part}(-[a-z-]+)?\\.ts$`)
const earlierStores = (file: string) => {
  const place = sliceOrder.indexOf(file.split('/')[2] ?? '')
  return sliceOrder
    .slice(0, place)
    .map((name) => new RegExp(`^src/api/${name}/store(-[a-z-]+)?\\.ts$`))
}

const rulesFor = (file: string): Rule | undefined => {
  const rules: readonly Rule[] = [
    { of: core, may: [core, /^zod$/] },
    { of: /^src\/config\.ts$/, may: [/^zod$/] },
    {
      of: exchange,
      may: [
        core,
        exchange,
        /^zod$/,
        /^fflate$/,
        /^saxes$/,
        /^csv-(parse|stringify)$/,
        /^node:zlib$/,
      ],
    },
    {
      of: render,
      may: [
        core,
        render,
        /^src\/exchange\/guard\.ts$/,
        /^(echarts|pdfmake|docx|@resvg\/resvg-wasm)$/,
        /^(saxes|fflate)$/,
        /^node:(crypto|url|fs\/promises)$/,
      ],
    },
    {
      of: /^src\/db\/tables\//,
      may: [/^drizzle-orm$/, /^src\/db\/(columns|policies)\.ts$/, /^src\/db\/tables\//, core],
    },
    {
      of: /^src\/db\/queue/,
      may: [core, /^src\/db\//, /^postgres$/, /^drizzle-orm$/, /^node:/, /^graphile-worker$/],
    },
    { of: /^src\/db\//, may: [core, /^src\/db\//, /^postgres$/, /^drizzle-orm$/, /^node:/] },
    {
      of: /^src\/http\/zod/,
      may: [
        core,
        /^src\/http\//,
        /^fastify$/,
        /^@fastify\//,
        /^zod$/,
        /^node:/,
        /^fast-json-stringify$/,
      ],
    },
    {
      of: /^src\/http\//,
      may: [core, /^src\/http\//, /^fastify$/, /^@fastify\//, /^zod$/, /^jose$/, /^node:/],
    },
    {
      of: /^src\/api\/[a-z-]+\/contract(-[a-z-]+)?\.ts$/,
      may: [
        core,
        exchange,
        /^src\/http\/operation\.ts$/,
        /^zod$/,
        /^src\/api\/[a-z-]+\/contract(-[a-z-]+)?\.ts$/,
      ],
    },
    {
      of: /^src\/api\/[a-z-]+\/store(-[a-z-]+)?\.ts$/,
      may: [core, /^src\/db\//, /^drizzle-orm$/, own(file, 'store')],
    },
    {
      of: /^src\/api\/[a-z-]+\/finders\.ts$/,
      may: [
        core,
        /^src\/db\//,
        /^drizzle-orm$/,
        own(file, 'store'),
        /^src\/http\/authenticate\.ts$/,
      ],
    },
    {
      of: /^src\/api\/[a-z-]+\/actions(-[a-z-]+)?\.ts$/,
      may: [
        core,
        exchange,
        render,
        /^src\/db\/(unit|digest)\.ts$/,
        /^src\/deps\.ts$/,
        own(file, 'store'),
        own(file, 'actions'),
        ...earlierStores(file),
      ],
    },
    {
      of: /^src\/api\/[a-z-]+\/tasks(-[a-z-]+)?\.ts$/,
      may: [core, /^src\/deps\.ts$/, own(file, '(actions|store|tasks)')],
    },
    {
      of: /^src\/api\/[a-z-]+\/routes(-[a-z-]+)?\.ts$/,
      may: [
        core,
        exchange,
        /^src\/http\//,
        /^src\/db\/unit\.ts$/,
        /^src\/deps\.ts$/,
        own(file, '(contract|actions|store|routes)'),
      ],
    },
  ]
  return rules.find((rule) => rule.of.test(file))
}

t.test('every import points in an allowed direction', async (t) => {
  for (const file of filesBelow('src')) {
    const rule = rulesFor(file)
    if (rule === undefined) continue
    const wrong = importsOf(file).filter((name) => !rule.may.some((allowed) => allowed.test(name)))
    t.same(
      wrong,
      [],
      `${file} may not import ${wrong.join(', ')}. A wish to import against the direction is the sign that ` +
        'something belongs in src/core or should be an event; the table is rulesFor in this file.',
    )
  }
})

/** The first circle that the imports close, from a file back to itself; null: there is none. */
const circleIn = (imports: ReadonlyMap<string, readonly string[]>): readonly string[] | null => {
  const finished = new Set<string>()
  const follow = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (finished.has(file)) return null
    for (const next of imports.get(file) ?? []) {
      const circle = follow(next, [...path, file])
      if (circle !== null) return circle
    }
    finished.add(file)
    return null
  }
  for (const file of imports.keys()) {
    const circle = follow(file, [])
    if (circle !== null) return circle
  }
  return null
}

t.test('no imports run in a circle, not even for types', async (t) => {
  const imports = new Map(filesBelow('src').map((file) => [file, importsOf(file)]))
  t.equal(
    circleIn(imports)?.join(' → ') ?? null,
    null,
    'files that need each other are one file, or both need a third: move what they share.',
  )
  const closed = new Map([...imports, ['src/core/problem.ts', ['src/core/access.ts']]])
  t.not(circleIn(closed), null, 'control: a circle is seen')
})

t.test('every file of the api is a kind of file that the table knows', async (t) => {
  for (const file of filesBelow('src/api'))
    t.ok(
      file === 'src/api/index.ts' || rulesFor(file) !== undefined,
      `${file}: a slice has contract, routes, actions, store and tasks (with a suffix where it is long).`,
    )
})

const impure: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b/, 'reads a clock'],
  [/\bnew Date\(\)/, 'reads a clock'],
  [/\bMath\.random\b/, 'is random'],
  [/\bprocess\.\w/, 'reads the process'],
  [/\basync\b/, 'waits'],
  [/\bawait\b/, 'waits'],
]
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')

t.test('core and exchange are pure: no clock, no randomness, no process, no waiting', async (t) => {
  for (const file of [...filesBelow('src/core'), ...filesBelow('src/exchange')])
    for (const [pattern, what] of impure)
      t.notMatch(
        withoutComments(textOf(file)),
        pattern,
        `${file} ${what}. Let the caller pass the value in.`,
      )
})

t.test('what is rendered depends on nothing but what is given', async (t) => {
  for (const file of filesBelow('src/render'))
    for (const [pattern, what] of impure.filter(([, verb]) => verb !== 'waits'))
      t.notMatch(
        withoutComments(textOf(file)),
        pattern,
        `${file} ${what}: equal input, equal bytes.`,
      )
})

/** What takes long to load. */
const slowToLoad = /^\s*import (?!type)[^']*from '(echarts|pdfmake|docx|@resvg)/m

t.test('libraries that take long to load come with their first use', async (t) => {
  for (const file of filesBelow('src'))
    t.notMatch(
      textOf(file),
      slowToLoad,
      `${file}: the service starts without it; \`await import\` it where it is used.`,
    )
  t.match(
    "import { init } from 'echarts/core'",
    slowToLoad,
    'control: a start that loads it is seen',
  )
})

t.test('the purity check sees impurity', async (t) => {
  const sample = 'export const late = () => new Date() // fine'
  t.ok(impure.some(([pattern]) => pattern.test(withoutComments(sample))))
})

/** The few files of the core that meet a float, each with its reason. This list only shrinks. */
const floats: Readonly<Record<string, string>> = {
  'src/core/agreement/coefficient.ts': 'the end of a statistic of agreement, exact until then',
  'src/core/agreement/f-quantile.ts': 'the quantile behind the limits of an interval',
  'src/core/benchmark/hidden-sets.ts':
    'residues of a prime, whole and below 2^53, in rows of one kind',
  'src/core/benchmark/pool.ts': 'instants in whole milliseconds, in a column of one kind',
  'src/core/benchmark/row-space.ts':
    'residues of a prime, whole and below 2^53, in rows of one kind',
  'src/core/exact.ts': 'reads JSON numbers as hundredths, and writes them',
  'src/core/document/scoring-v1.ts': 'names the display unit 0.1 of documents',
  'src/core/weighting/deterministic.ts': 'logarithm and exponential for drawing weights',
  'src/core/weighting/draws.ts': 'draws weights at random; figures labelled approximate leave it',
  'src/core/weighting/pairwise.ts': 'the eigenvector of judgements; whole numbers leave it',
}
/** Decimals, exponents, and what rounds or calculates in floats; whole numbers need none of them. */
const floating =
  /(?<![\w.])\d+\.\d|(?<![\w.])\d+e[-+]?\d|\bMath\.(?!max|min|abs|imul|clz32|floor|trunc)\w|\bFloat\d+Array\b|\bparseFloat\b|\.to(Fixed|Precision)\(/i
const withoutTexts = (text: string) =>
  withoutComments(text)
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/`[^`]*`/g, '``')
    .replace(/\/(?![/*])(?:[^/\\\n]|\\.)+\/[a-z]*(?=[.,)])/g, '')

t.test('no float is met in the core but where that is its purpose', async (t) => {
  for (const file of filesBelow('src/core'))
    t.equal(
      floating.test(withoutTexts(textOf(file))),
      file in floats,
      `${file}: scores are whole numbers and fractions (src/core/exact.ts). What needs floats is judgement, lies ` +
        'in src/core/weighting, says so in the list of this test, and hands whole numbers on.',
    )
  for (const sample of ['x * 0.5', '1e-6', 'Math.round(x)', 'x.toFixed(2)', 'new Float64Array(1)'])
    t.match(sample, floating, `control: ${sample} is seen`)
  for (const sample of ['1_000', '0x9e3779b9', 'a.1', "'1.5'", 'Math.max(a, b)'])
    t.notMatch(withoutTexts(sample), floating, `control: ${sample} is whole`)
})

/** What computes over all members of a benchmark edition. */
const heavy =
  /^src\/(core\/benchmark\/(builder|members|pool|release)|api\/benchmarks\/store-pool)\.ts$/

t.test('a benchmark build computes in its thread and nowhere else', async (t) => {
  const users = filesBelow('src')
    .filter((file) => !core.test(file) && !heavy.test(file))
    .filter((file) => importsOf(file).some((name) => heavy.test(name)))
  t.same(
    users,
    ['src/build-thread.ts'],
    'whoever computes a build beside it holds the event loop, and with it every request: ask builds.ts.',
  )
})

t.test('a coefficient of agreement leaves its folder beside a range only', async (t) => {
  const borrows = (file: string) => importsOf(file).includes('src/core/agreement/coefficient.ts')
  const may = (file: string) =>
    file.startsWith('src/core/agreement/') || file === 'src/core/consensus/figures.ts'
  t.same(
    filesBelow('src').filter((file) => borrows(file) && !may(file)),
    [],
    'no score and no decision is made of a statistic.',
  )
})

t.test('main alone reads process.env', async (t) => {
  for (const file of filesBelow('src').filter((name) => !/^src\/(main|tools\/)/.test(name)))
    t.notMatch(withoutComments(textOf(file)), /process\.env/, `${file}: take it from the Config.`)
})

t.test('raw SQL text is written in src/db and in stores only', async (t) => {
  for (const file of filesBelow('src').filter((name) => !/^src\/(db|tools)\//.test(name)))
    t.notMatch(
      withoutComments(textOf(file)),
      /\bsql\.(raw|identifier)\(|\.unsafe\(/,
      `${file}: sql.raw accepts stacked statements; use parameters.`,
    )
})
