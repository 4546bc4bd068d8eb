// The two walls between organizations, each alone (RLS-09): with row level security off the predicates hold,
// with the predicates off row level security holds. With both off the attack succeeds, or this proves nothing.
import t from 'tap'
import type { Operation } from '../../src/http/operation.ts'
import { scenesOf } from '../support/scenes.ts'
import { type Call, type House, type Stage, stage } from '../support/stage.ts'
import { digestOf } from '../support/stored.ts'

type Walls = { readonly rowSecurity: boolean; readonly predicates: boolean }

const walls = { predicates: true }

/** `"submissions"."organization_id" = $1` no longer restricts; the parameter stays bound. */
const withoutPredicates = (text: string): string =>
  text.replaceAll(/"\w+"\."(?:organization|association)_id" = (\$\d+)/g, '$1::uuid is not null')

const setWalls = async ({ sql }: Stage, { rowSecurity, predicates }: Walls): Promise<void> => {
  walls.predicates = predicates
  const tables = await sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'bench', 'bench_pub')`
  const verb = rowSecurity ? 'enable' : 'disable'
  await sql.unsafe(
    tables.map(({ name }) => `alter table ${name} ${verb} row level security`).join(';'),
  )
}

/** Operations on one thing of an organization: the thing's id can be somebody else's. */
const isAboutOneThing = ({ url, tenant }: Operation): boolean =>
  tenant === 'organization' && /\{organizationId\}\/.*\{(?!personId)\w+Id\}/.test(url)

/** The call of the scene's owner, made by the neighbour, in the neighbour's own house. */
const stolen = (call: Call, house: House): Call => ({
  ...call,
  as: 'otherOrganizationAdmin',
  params: { ...call.params, organizationId: house.otherOrganizationId },
})

const main = async () => {
  const theStage = await stage(t, {
    rewrite: (text) => (walls.predicates ? text : withoutPredicates(text)),
  })
  const { operations } = theStage
  const scenes = scenesOf(operations)
  const named = new Map(operations.map((operation) => [operation.id, operation]))
  const attacked = operations.filter(
    (operation) => operation.id in scenes && isAboutOneThing(operation),
  )

  /** An attack on each operation, about what the neighbours of its house have made there. */
  const attacks: (readonly [Operation, House, Call])[] = []
  for (const operation of attacked) {
    const house = await theStage.house()
    const call = async (id: string, more?: Call) => {
      const other = named.get(id)
      if (other === undefined) throw new Error(`There is no operation ${id}.`)
      return house.call(other, more)
    }
    const scene = scenes[operation.id]
    if (scene === undefined) throw new Error(`no scene for ${operation.id}`)
    const honest = await scene.set({ house, sql: theStage.sql, call })
    attacks.push([operation, house, stolen(honest, house)])
  }

  /** Tries every operation with ids of the neighbour; answers the statuses by operation. */
  const attack = async (wanted: Walls): Promise<readonly (readonly [string, number])[]> => {
    const outcomes: (readonly [string, number])[] = []
    await setWalls(theStage, wanted)
    try {
      for (const [operation, house, call] of attacks)
        outcomes.push([operation.id, (await house.call(operation, call)).status])
    } finally {
      await setWalls(theStage, { rowSecurity: true, predicates: true })
    }
    return outcomes
  }

  t.test('there is something to attack', async (t) => {
    t.ok(attacked.length >= 7, attacked.map(({ id }) => id).join())
  })

  for (const [name, wanted] of [
    ['both walls', { rowSecurity: true, predicates: true }],
    ['the predicates alone', { rowSecurity: false, predicates: true }],
    ['row level security alone', { rowSecurity: true, predicates: false }],
  ] as const)
    t.test(`a neighbour's ids lead nowhere behind ${name}`, async (t) => {
      const before = await digestOf(theStage)
      for (const [id, status] of await attack(wanted))
        t.ok([404, 204].includes(status), `${id} answered ${status}`)
      t.equal(await digestOf(theStage), before, 'and nothing has changed')
    })

  t.test('without both walls the attack succeeds, so the walls are what holds', async (t) => {
    const before = await digestOf(theStage)
    const outcomes = await attack({ rowSecurity: false, predicates: false })
    t.not(await digestOf(theStage), before)
    const reached = outcomes.filter(([, status]) => status === 200).map(([id]) => id)
    t.ok(reached.includes('getWeighting'), JSON.stringify(outcomes))
  })
}

await main()
