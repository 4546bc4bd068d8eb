// The demo's benchmark edition, brought to publication over the service's own HTTP by two persons, as anybody
// would: draft, build, review, publish. Its members are written by population.ts.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Plan } from './plan.ts'
import type { KeyName } from './quickstart.ts'

const Edition = z.object({
  id: z.string(),
  etag: z.string(),
  title: z.string(),
  state: z.enum(['draft', 'built', 'reviewed', 'published', 'retired']),
})
type Edition = z.infer<typeof Edition>
const Editions = z.object({ items: z.array(Edition) })

const Operation = z.object({
  id: z.string(),
  done: z.boolean(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
})

export const editionTitle = 'Synthetic benchmark (合成对标数据)'

/** Killed in the middle of a build, the service builds again by itself half a minute later. */
const buildDeadlineMs = 120_000

export type EditionNeeds = {
  readonly plan: Plan
  readonly baseUrl: string
  readonly questionnaireKey: string
}

/** Takes the edition from wherever an earlier start left it to `published`. */
export const publishEdition = async (needs: EditionNeeds): Promise<void> => {
  const { plan, questionnaireKey } = needs
  const call = caller(needs)
  const path = `/v1/associations/${plan.associationId}/benchmark-editions`
  const first: KeyName = 'associationAdmin'
  const second: KeyName = 'secondAssociationAdmin'
  const { items } = await call(Editions, { as: first, method: 'GET', path })
  let edition: Edition =
    items.find(({ title }) => title === editionTitle) ??
    (await call(Edition, {
      as: first,
      method: 'POST',
      path,
      body: { title: editionTitle, questionnaireKey, cutOffAt: plan.cutOffAt },
    }))
  const step = (as: KeyName, event: 'review' | 'publish') =>
    call(Edition, {
      as,
      method: 'POST',
      path: `${path}/${edition.id}/${event}`,
      ifMatch: edition.etag,
    })
  if (edition.state === 'draft') {
    await build(call, { path: `${path}/${edition.id}`, plan, as: first })
    edition = await call(Edition, { as: first, method: 'GET', path: `${path}/${edition.id}` })
  }
  if (edition.state === 'built') edition = await step(first, 'review')
  if (edition.state === 'reviewed') await step(second, 'publish')
}

const build = async (
  call: Call,
  { path, plan, as }: { readonly path: string; readonly plan: Plan; readonly as: KeyName },
): Promise<void> => {
  const deadline = performance.now() + buildDeadlineMs
  let operation = await call(Operation, { as, method: 'POST', path: `${path}/build` })
  const operationPath = `/v1/associations/${plan.associationId}/operations/${operation.id}`
  while (!operation.done) {
    if (performance.now() > deadline)
      throw new Error(
        'The benchmark of the demo is not built after two minutes. Start again; the demo is finished then.',
      )
    await pause(100)
    operation = await call(Operation, { as, method: 'GET', path: operationPath })
  }
  const { error } = operation
  if (error !== null)
    throw new Error(`The benchmark of the demo was not built: ${error.code}. ${error.detail}`)
}

type Asked = {
  readonly as: KeyName
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
  readonly ifMatch?: string
}
type Call = <Shape extends z.ZodType>(shape: Shape, asked: Asked) => Promise<z.infer<Shape>>

const caller =
  ({ baseUrl, plan }: EditionNeeds): Call =>
  async (shape, { as, method, path, body, ifMatch }) => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${plan.apiKeys[as].text}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return shape.parse(answer)
  }
