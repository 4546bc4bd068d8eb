// Lets the connections of an HTTP server run out before it closes, so that no client sends a request into a
// closing socket (REL-08). When to begin, and closing itself, are for serve.ts.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export type Draining = {
  /** From now on each answer ends its connection: clients with many requests open a new one elsewhere. */
  readonly begin: () => void
  /** Ends connections over which nothing ever came: a browser opens such in advance, and Node would wait. */
  readonly endUnused: () => void
}

/** Watches a server from before its first connection. */
export const drainingOf = (server: Server): Draining => {
  let isDraining = false
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    unused.delete(socket)
    if (isDraining) response.setHeader('connection', 'close')
  })
  return {
    begin: () => {
      isDraining = true
    },
    endUnused: () => {
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}
