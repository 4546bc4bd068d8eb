// Under whose name the server runs: never root, never an account of our making.
import { chmodSync, chownSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { accountOf, canReach, serverAccount } from '../../../src/db/embedded/account.ts'

const asRoot = process.getuid?.() === 0

t.test('an ordinary user lends nobody anything', async (t) => {
  t.equal(serverAccount(1000, '/does/not/exist'), null)
  t.equal(serverAccount(undefined, '/does/not/exist'), null, 'nor does a system without ids')
})

t.test('root lends an existing postgres, else nobody', async (t) => {
  const folder = t.testdir({
    both: 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\npostgres:x:101:104::/:/bin/sh\n',
    nobody: 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n',
    disguised: 'postgres:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n',
  })
  t.strictSame(serverAccount(0, join(folder, 'both')), { uid: 101, gid: 104 })
  t.strictSame(serverAccount(0, join(folder, 'nobody')), { uid: 65534, gid: 65533 })
  t.strictSame(serverAccount(0, join(folder, 'disguised')), { uid: 65534, gid: 65533 })
})

t.test('root without either is refused, and told what to do', async (t) => {
  const folder = t.testdir({ passwd: 'root:x:0:0::/:/bin/sh\n', cut: 'postgres:x\n' })
  for (const file of ['passwd', 'cut']) {
    t.throws(() => serverAccount(0, join(folder, file)), {
      code: 'no-account',
      message: /DATABASE_URL/,
    })
  }
})

t.test('existing data stays with the account that made it', async (t) => {
  const folder = t.testdir({ data: {} })
  const lent = { uid: 101, gid: 104 }
  const data = join(folder, 'data')
  if (asRoot) chownSync(data, 4321, 4322)
  const { uid, gid } = statSync(data)
  t.strictSame(accountOf(data, lent), { uid, gid })
  t.strictSame(accountOf(join(folder, 'none'), lent), lent, 'new data are made by the one lent')
  t.equal(accountOf(data, null), null, 'an ordinary user remains who it is')
  if (asRoot) t.strictSame(accountOf('/', lent), lent, "root's own folder is nobody's")
})

t.test('reach asks each folder on the way for passage', async (t) => {
  const folder = t.testdir({ open: { file: '' }, closed: { file: '' } })
  const { uid, gid } = statSync(folder)
  const owner = { uid, gid }
  const sibling = { uid: uid + 1, gid }
  const stranger = { uid: uid + 1, gid: gid + 1 }
  const open = join(folder, 'open')
  t.ok(canReach(null, '/does/not/exist'), 'we are where we are')
  chmodSync(open, 0o755)
  const outside = canReach(stranger, folder) // the project itself may lie in a closed home
  t.equal(canReach(stranger, open), outside)
  t.equal(canReach(owner, open), canReach(owner, folder))
  chmodSync(open, 0o750)
  t.notOk(canReach(stranger, open))
  t.equal(canReach(sibling, open), canReach(sibling, folder))
  chmodSync(open, 0o700)
  t.notOk(canReach(sibling, open))
  t.equal(canReach(owner, open), canReach(owner, folder))
  chmodSync(join(open, 'file'), 0o755)
  t.notOk(canReach(stranger, join(open, 'file')), 'an open file in a closed folder is closed')
  t.equal(canReach(stranger, '/'), (statSync('/').mode & 1) === 1)
})
