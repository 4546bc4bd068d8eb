// Errors that keep a process from starting: told apart from Node's own, which also carry codes.
import t from 'tap'
import { isStartupError, startupError } from '../../src/db/startup-error.ts'

t.test('carries code, sentence, folder and cause', async (t) => {
  const cause = new Error('because')
  const error = startupError('data-dir-in-use', 'In use.', { cause, home: '/data' })
  t.match(error, { code: 'data-dir-in-use', message: 'In use.', home: '/data', cause })
  t.match(startupError('no-account', 'None.'), { home: null, cause: undefined })
})

t.test('is told from other errors', async (t) => {
  t.ok(isStartupError(startupError('no-binaries', 'None.')))
  t.notOk(isStartupError(Object.assign(new Error('x'), { code: 'ENOENT' })))
  t.notOk(isStartupError(new Error('x')))
  t.notOk(isStartupError({ code: 'no-binaries' }))
})
