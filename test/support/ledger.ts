// The ledger of acknowledged writes, kept outside the service: a client process of its own that writes a line,
// through to the disk, only after the answer has come. Run as a program; stories/kill9 reads its file.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { isEntry } from '../../src/tools/entry.ts'

/**
 * What the client is told. `naive` takes a write for done when it is sent, and never sends it again: the
 * control that must be caught.
 */
export type Orders = {
  readonly file: string
  readonly clients: number
  readonly key: string
  readonly organizationId: string
  readonly questionnaire: { readonly key: string; readonly version: string }
  /** Answers to every item: what is submitted in the end. */
  readonly answers: Readonly<Record<string, { readonly percent: number }>>
  readonly naive: boolean
}

/** One acknowledged write: a submission by its key, or the last percent of an answer with its revision. */
export type Entry =
  | { readonly kind: 'submission'; readonly key: string; readonly id: string }
  | {
      readonly kind: 'answer'
      readonly id: string
      readonly etag: string
      readonly percent: number
    }
  | { readonly kind: 'submitted'; readonly id: string; readonly total: unknown }
  /** Not an acknowledgement: an attempt that ended without an answer. */
  | { readonly kind: 'fault'; readonly what: string }

export const readLedger = (file: string): readonly Entry[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

type Headers = Record<string, string>
type Attempt = {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly etag: string
}

const titleOf = (name: number, turn: number) => `ledger-${process.pid}-client-${name}-${turn}`

/** Works until its input says `stop`; the address of the service is the last line of its input. */
const work = async (orders: Orders): Promise<void> => {
  const { file, clients, key, organizationId, questionnaire, answers, naive } = orders
  const [code = ''] = Object.keys(answers)
  const ledger = openSync(file, 'a')
  const note = (entry: Entry): void => {
    writeSync(ledger, `${JSON.stringify(entry)}\n`)
    fsyncSync(ledger)
  }
  const state = { baseUrl: '', isStopping: false }
  process.stdin.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((each) => each !== '')) {
      if (line === 'stop') state.isStopping = true
      else state.baseUrl = line
    }
  })
  const base = () => `${state.baseUrl}/v1/organizations/${organizationId}/submissions`
  const send = async (
    method: string,
    url: string,
    headers: Headers,
    body: object | null,
  ): Promise<Attempt | null> => {
    try {
      const answer = await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === null
            ? {}
            : { 'content-type': `application/${method === 'PATCH' ? 'merge-patch+' : ''}json` }),
          ...headers,
        },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      })
      const read = (await answer.json()) as Record<string, unknown>
      return { status: answer.status, body: read, etag: answer.headers.get('etag') ?? '' }
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } }
      note({ kind: 'fault', what: cause?.code ?? String((error as Error).name) })
      return null
    }
  }
  /** Until there is an answer that is one: anything below 500 other than 409 in progress. */
  const persist = async (attempt: () => Promise<Attempt | null>): Promise<Attempt> => {
    for (;;) {
      const answer = await attempt()
      if (answer !== null && answer.status < 500 && answer.body.code !== 'request-in-progress')
        return answer
      await pause(100)
    }
  }
  const must = ({ status, body }: Attempt, what: string): void => {
    if (status > 299) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`)
  }
  const naiveClient = async (name: number): Promise<void> => {
    for (let turn = 0; !state.isStopping; turn++) {
      const title = titleOf(name, turn)
      note({ kind: 'submission', key: title, id: '' })
      await send('POST', base(), { 'idempotency-key': title }, { questionnaire, title })
      await pause(20)
    }
  }
  const client = async (name: number): Promise<void> => {
    for (let turn = 0; !state.isStopping; turn++) {
      const title = titleOf(name, turn)
      const body = { questionnaire, title }
      const made = await persist(() => send('POST', base(), { 'idempotency-key': title }, body))
      must(made, 'create')
      const id = String(made.body.id)
      note({ kind: 'submission', key: title, id })
      const own = `${base()}/${id}`
      /** One write under a precondition. What was done without our knowing answers 412 with its tag. */
      const write = async (method: string, path: string, match: string | null, sent: object) => {
        const condition: Headers = match === null ? { 'if-none-match': '*' } : { 'if-match': match }
        const answer = await persist(() => send(method, `${own}${path}`, condition, sent))
        if (answer.status === 412) return String(answer.body.currentEtag)
        must(answer, `${method} ${path}`)
        return answer.etag
      }
      let etag: string | null = null
      for (let percent = 5; percent <= 20; percent += 5) {
        etag = await write('PUT', `/answers/${code}`, etag, { percent })
        // Read back by the same client: also where the answer was lost and 412 told of it.
        note({ kind: 'answer', id, etag, percent })
      }
      const listed = await persist(() => send('GET', `${own}/answers`, {}, null))
      must(listed, 'list')
      await write('PATCH', '/answers', listed.etag, { answers })
      const read = await persist(() => send('GET', own, {}, null))
      must(read, 'read')
      const key = { 'idempotency-key': `${title}-submit`, 'if-match': read.etag }
      must(await persist(() => send('POST', `${own}/submit`, key, null)), 'submit')
      const score = await persist(() => send('GET', `${own}/score`, {}, null))
      must(score, 'score')
      note({ kind: 'submitted', id, total: score.body.total })
    }
  }
  while (state.baseUrl === '') await pause(20)
  await Promise.all(
    Array.from({ length: clients }, (_, name) => (naive ? naiveClient : client)(name)),
  )
  closeSync(ledger)
}

if (isEntry(import.meta.url)) {
  await work(JSON.parse(process.argv[2] ?? '{}'))
  process.exit(0)
}
