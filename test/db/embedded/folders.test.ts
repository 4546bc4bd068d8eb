// Folders are found behind links, made with their parents, and refused with a sentence.
import { existsSync, mkdirSync, realpathSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeFolder, realPath, unwritable } from '../../../src/db/embedded/folders.ts'
import { startupError } from '../../../src/db/startup-error.ts'

t.test('the real path is known before the folder exists', async (t) => {
  const folder = realpathSync(t.testdir({ real: {} }))
  symlinkSync(join(folder, 'real'), join(folder, 'link'))
  t.equal(realPath(join(folder, 'link')), join(folder, 'real'))
  t.equal(realPath(join(folder, 'link', 'a', 'b')), join(folder, 'real', 'a', 'b'))
})

t.test(
  'what root makes is open to passage under any umask, what others make is not touched',
  async (t) => {
    const folder = t.testdir({})
    const before = process.umask(0o077)
    t.teardown(() => process.umask(before))
    makeFolder(join(folder, 'root', 'below'), { uid: 1, gid: 1 })
    t.equal(statSync(join(folder, 'root')).mode & 0o777, 0o755)
    t.equal(statSync(join(folder, 'root', 'below')).mode & 0o777, 0o755)
    makeFolder(join(folder, 'user', 'below'), null)
    t.equal(statSync(join(folder, 'user')).mode & 0o777, 0o700)
  },
)

t.test('an existing folder keeps its rights', async (t) => {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'closed'), { mode: 0o700 })
  makeFolder(join(folder, 'closed'), { uid: 1, gid: 1 })
  t.equal(statSync(join(folder, 'closed')).mode & 0o777, 0o700)
})

t.test(
  'a folder that cannot be made is refused by the name of the first that failed',
  async (t) => {
    const folder = t.testdir({ file: '' })
    t.throws(() => makeFolder(join(folder, 'file', 'a', 'b'), null), {
      code: 'data-dir-unwritable',
      message: /DATABASE_URL/,
      home: join(folder, 'file', 'a'),
    })
    t.notOk(existsSync(join(folder, 'file', 'a')))
  },
)

t.test('a refusal that has words already keeps them', async (t) => {
  const refusal = startupError('server-failed', 'It did not start.')
  t.equal(unwritable('/data', refusal), refusal)
})
