// A process works, or it is gone, or it is a zombie, which is as good as gone.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import t from 'tap'
import { isAlive, isZombie } from '../../../src/db/embedded/process.ts'

t.test('a process is alive or not', async (t) => {
  t.ok(isAlive(process.pid))
  t.ok(isAlive(1), 'also one that we may not signal')
  t.notOk(isAlive(999999999))
  t.notOk(isZombie(process.pid))
  t.notOk(isZombie(999999999))
})

const skip = !existsSync('/proc/self/stat') && 'only Linux tells'
t.test('a zombie is not alive', { skip }, async (t) => {
  // The shell leaves a child behind and becomes a program that never asks how it ended.
  const parent = spawn('/bin/sh', ['-c', 'true & echo $!; exec sleep 60'])
  t.teardown(() => parent.kill('SIGKILL'))
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text) => resolve(Number(text)))
  })
  for (let look = 0; look < 10_000 && !isZombie(pid); look++) await new Promise(setImmediate)
  t.ok(isZombie(pid))
  t.notOk(isAlive(pid))
})
