// Serves the OpenAPI document and pages to read it, under /docs, from this origin alone (API-23).
// What the document says is openapi-document.ts.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { contentEtag, etagCondition, isNotModified } from './caching.ts'
import { type Answers, type DocumentInfo, openApiDocument } from './openapi-document.ts'
import { documentInfo } from './openapi-info.ts'
import type { Operation } from './operation.ts'

/** The pages need their own scripts and styles, from this origin only; nothing is sent elsewhere. */
const pagePolicy =
  "default-src 'none'; connect-src 'self'; font-src 'self' data:; form-action 'none'; frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'"

/**
 * Serves the document and its pages under `/docs`. Call it before the operations are bound: the document is
 * made of them when it is first asked for, and `app.swagger()` returns it.
 */
export const openapi = async (
  app: FastifyInstance,
  given: {
    readonly publicUrl: string | null
    readonly operations: readonly Operation[]
    /** What the samples are answered; read when the document is made. */
    readonly answers: () => Answers
  },
  info: DocumentInfo = documentInfo(given.publicUrl),
): Promise<void> => {
  await app.register(swagger, {
    openapi: { openapi: '3.1.1' },
    // Routes are described from their operations, so the plugin need not look at them.
    transform: ({ schema, url }) => ({ schema: { ...schema, hide: true }, url }),
    transformObject: () => openApiDocument(info, given.operations, given.answers()) as never,
  })
  serveDocument(app)
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: pagePolicy,
    theme: { title: info.title },
    uiConfig: { deepLinking: true, tryItOutEnabled: false, validatorUrl: null },
  })
}

/** The document itself, at the address that api-catalog and the README name; made once, kept as bytes. */
const serveDocument = (app: FastifyInstance): void => {
  let body: string | null = null
  app.get('/v1/openapi.json', { schema: { hide: true } }, async (request, reply) => {
    body ??= JSON.stringify(app.swagger())
    const etag = contentEtag(body)
    reply.header('cache-control', 'public, no-cache').header('etag', etag)
    const known = etagCondition(request.headers['if-none-match']) ?? undefined
    if (isNotModified(known, etag)) return reply.code(304).send()
    return reply.type('application/json').send(body)
  })
}
