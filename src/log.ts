// The process's own log, for what happens outside requests: one JSON object a line, like the access log.
// What a request logs is in http/log.ts; errors are reduced there to what may leave.
import type { Log } from './db/log.ts'
import { type LogLevel, loggedError } from './http/log.ts'

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** `write` gets whole lines with their line end. Levels below `level` are dropped. */
export const lineLog = (level: LogLevel, write: (line: string) => void): Log => {
  const at = (own: LogLevel) => (facts: object, message: string) => {
    if (order.indexOf(own) < order.indexOf(level)) return
    const time = new Date().toISOString()
    const shown = 'err' in facts ? { ...facts, err: loggedError(facts.err) } : facts
    write(`${JSON.stringify({ level: own, time, ...shown, msg: message })}\n`)
  }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
