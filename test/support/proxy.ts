// A small TCP proxy that does harm by plan: per connection it passes, cuts before, in or after the answer, or
// delays. What clients make of that is the test's.
import { connect, createServer, type Socket } from 'node:net'

/**
 * `before`: the request never arrives; `in`: part of the answer arrives; `after`: the service has answered,
 * and its answer is thrown away; `late`: it comes after a pause.
 */
export type Harm = 'none' | 'before' | 'in' | 'after' | 'late'

export type Proxy = {
  readonly url: string
  /** How often each harm was done. */
  readonly done: Readonly<Record<Harm, number>>
}

type Test = { readonly teardown: (work: () => Promise<unknown>) => void }

/** Stands before the port; `plan` is asked once for each connection, which should carry one request. */
export const startProxy = async (
  t: Test,
  portOf: () => number,
  plan: () => Harm,
): Promise<Proxy> => {
  const done: Record<Harm, number> = { none: 0, before: 0, in: 0, after: 0, late: 0 }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const harm = plan()
    done[harm] += 1
    open.add(client)
    client.on('error', () => {}).on('close', () => open.delete(client))
    if (harm === 'before') {
      client.once('data', () => client.resetAndDestroy())
      return
    }
    const upstream = connect(portOf(), '127.0.0.1')
    open.add(upstream)
    upstream.on('error', () => client.destroy()).on('close', () => open.delete(upstream))
    client.on('data', (bytes) => upstream.write(bytes))
    client.on('close', () => upstream.end())
    upstream.on('close', () => setTimeout(() => client.end(), harm === 'late' ? 60 : 0))
    upstream.on('data', (bytes: Buffer) => {
      if (harm === 'after') client.resetAndDestroy()
      else if (harm === 'in') client.write(bytes.subarray(0, 40), () => client.resetAndDestroy())
      else if (harm === 'late') setTimeout(() => client.writable && client.write(bytes), 30)
      else client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, done }
}
