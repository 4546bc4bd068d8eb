// What the database kernel asks of a log: facts first, then one sentence, as pino takes them.
// Who writes where, and which facts may leave, is decided by the process that passes it in.

export type Log = {
  readonly info: (facts: object, message: string) => void
  readonly warn: (facts: object, message: string) => void
  readonly error: (facts: object, message: string) => void
}
