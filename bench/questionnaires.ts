// (a) A kept questionnaire over HTTP, against a bare fastify route that sends the same bytes.
import Fastify from 'fastify'
import type { Stage } from '../test/support/stage.ts'
import { overHttp, type Pair } from './compare.ts'

const path = '/v1/questionnaires/gbt-19580-2012/versions/1.0.0'

export const questionnairePair = async (
  stage: Stage,
  port: number,
  teardown: (work: () => Promise<unknown>) => void,
): Promise<Pair> => {
  const { body, headers } = await stage.app.inject({ url: path })
  const plain = Fastify({ logger: false })
  plain.get(path, (_, reply) =>
    reply
      .header('content-type', 'application/json')
      .header('etag', headers.etag)
      .header('cache-control', headers['cache-control'])
      .send(body),
  )
  await plain.listen({ host: '127.0.0.1', port: 0 })
  teardown(() => plain.close())
  const load = { method: 'GET', paths: [path], headers: {}, connections: 8 } as const
  return {
    name: 'kept questionnaire GET : bare fastify route, same bytes',
    goal: 0.8,
    ours: overHttp({ ...load, port }),
    plain: overHttp({ ...load, port: portOf(plain) }),
  }
}

export const portOf = (app: { readonly server: { address(): unknown } }): number =>
  (app.server.address() as { readonly port: number }).port
