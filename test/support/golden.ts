// Texts that must stay the same byte for byte, kept as files beside the tests. Where a change is meant, run the test
// with GOLDEN=write and look at what it wrote.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './sources.ts'

/** The kept text, after writing `now` in its place where that was asked for. */
export const golden = (name: string, now: string): string => {
  const file = join(root, 'test/fixtures/render', name)
  if (process.env.GOLDEN === 'write') writeFileSync(file, now)
  return readFileSync(file, 'utf8')
}
