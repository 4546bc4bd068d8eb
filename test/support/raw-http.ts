// Sends bytes to a server as they are, for requests that no HTTP client would make.
import { connect } from 'node:net'
import type { Answered } from './refusals.ts'

/** Writes `bytes` and reads until the server closes. `open` keeps our side open: a slow client. */
export const sendRaw = (
  port: number,
  bytes: string,
  { open = false }: { readonly open?: boolean } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.on('connect', () => (open ? socket.write(bytes, 'latin1') : socket.end(bytes, 'latin1')))
  })

/** The first response of what came back. */
export const parseRaw = (text: string): Answered => {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
    }),
  )
  const body = Buffer.from(rest.join('\r\n\r\n'), 'latin1')
  const length = Number(headers['content-length'] ?? body.length)
  return {
    statusCode: Number(statusLine.split(' ')[1]),
    headers,
    body: body.subarray(0, length).toString('utf8'),
  }
}
