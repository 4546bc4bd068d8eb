// A process works, or it is gone, or it is a zombie, which is as good as gone.
import { existsSync } from 'node:fs'
import t from 'tap'
import { isAlive, isZombie } from '../../../src/db/embedded/process.ts'
import { zombie } from '../../support/cluster.ts'

t.test('a process is alive or not', async (t) => {
  t.ok(isAlive(process.pid))
  t.ok(isAlive(1), 'also one that we may not signal')
  t.notOk(isAlive(999999999))
  t.notOk(isZombie(process.pid))
  t.notOk(isZombie(999999999))
})

const skip = !existsSync('/proc/self/stat') && 'only Linux tells'
t.test('a zombie is not alive', { skip }, async (t) => {
  const pid = await zombie(t)
  t.ok(isZombie(pid))
  t.notOk(isAlive(pid))
})
