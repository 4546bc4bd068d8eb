// On the embedded database the first start makes a small synthetic demo, so that there is something to try at
// once. Decides whether there is anything to do; making it is houses.ts and benchmark.ts.
import { resolve } from 'node:path'
import * as associations from '../api/associations/actions.ts'
import type { AssociationId } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import { makeBenchmark, timed } from './benchmark.ts'
import { demoSlug, makeHouses } from './houses.ts'
import { makePlan, type Plan, quickstartOf, readPlan, removePlan } from './plan.ts'
import { Quickstart, quickstartFile, readPrivate, writePrivately } from './quickstart.ts'

export type DemoOptions = {
  /** Where the service already answers, though it is not ready yet. */
  readonly baseUrl: string
  readonly say: (text: string) => void
}

/**
 * Makes the demo on a database without associations, finishes one that a killed start left half made, and
 * brings the address in quickstart.json up to date. Anything else is somebody's real installation and left
 * alone. Returns what to tell the person once the service is ready.
 */
export const prepareDemo = async (
  deps: Deps,
  { baseUrl, say }: DemoOptions,
): Promise<readonly string[]> => {
  const { dataDir } = deps.config
  const by = { operation: 'prepare-demo', requestId: deps.newId(), personId: null }
  const [plan, known] = await Promise.all([readPlan(dataDir), associations.list(deps, by)])
  const demo = known.find(({ slug, synthetic }) => slug === demoSlug && synthetic)
  if (known.length > 0 && demo === undefined) return []
  if (demo !== undefined && plan?.associationId !== demo.id)
    return refresh(dataDir, demo.id, baseUrl)
  const current = plan ?? makePlan(dataDir, { newId: deps.newId, now: new Date() })
  await make(deps, current, { baseUrl, say })
  writePrivately(quickstartFile(dataDir), quickstartOf(current, baseUrl))
  removePlan(dataDir)
  return closing(dataDir)
}

const make = async (deps: Deps, plan: Plan, { baseUrl, say }: DemoOptions): Promise<void> => {
  const by = { operation: 'prepare-demo', requestId: deps.newId(), personId: null }
  say('Making the demo, all of it synthetic (EXCELLENCE_DEMO=off starts without) ...')
  await timed(say, 'an association with a chapter, organizations, people and keys', () =>
    makeHouses(deps, by, plan),
  )
  await makeBenchmark(deps, { plan, baseUrl, say })
}

/** The port may be another one today. */
const refresh = async (
  dataDir: string,
  associationId: AssociationId,
  baseUrl: string,
): Promise<readonly string[]> => {
  const file = quickstartFile(dataDir)
  // A file that somebody changed is no reason to keep the service from starting.
  const quickstart = await readPrivate(file, Quickstart).catch(() => null)
  if (quickstart?.associationId !== associationId) return keysLost(file, associationId)
  if (quickstart.baseUrl !== baseUrl) writePrivately(file, { ...quickstart, baseUrl })
  return closing(dataDir)
}

const closing = (dataDir: string): readonly string[] => [
  `Keys to try it with: ${resolve(quickstartFile(dataDir))}`,
  'Next, in a second terminal: npm run demo',
]

const keysLost = (file: string, associationId: AssociationId): readonly string[] => [
  `The keys of the demo were in ${resolve(file)}, which is gone or changed; they are kept nowhere else.`,
  `New ones: npm run admin -- list-members --association ${associationId}`,
  `          npm run admin -- create-key --association ${associationId} --person <personId> --label demo`,
]
