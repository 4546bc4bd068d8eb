// Every source of the core and the kernels has its test beside it in the mirror, and files stay small.
// A source that no test imports is not counted by coverage at all; this rule finds it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { codeLines, filesBelow, root, textOf } from '../support/sources.ts'

/** Files that hold types or data only: nothing runs in them. This list only shrinks. */
const nothingToRun: readonly string[] = [
  'src/core/context.ts',
  'src/core/scoring/method.ts',
  'src/db/log.ts',
]

/** Files over 250 lines of code, each with its reason. This list only shrinks. */
const longFiles: Readonly<Record<string, string>> = {}

t.test('every source of core, db and http has its test', async (t) => {
  const sources = ['src/core', 'src/db', 'src/http'].flatMap(filesBelow)
  for (const file of sources.filter((name) => !name.startsWith('src/db/tables/'))) {
    if (nothingToRun.includes(file)) continue
    const test = file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts')
    t.ok(existsSync(join(root, test)), `${file} has no ${test}: write it; coverage counts it then.`)
  }
})

t.test('no file is longer than one sitting reads', async (t) => {
  for (const file of filesBelow('src')) {
    const lines = codeLines(file)
    t.ok(
      lines <= 250 || file in longFiles,
      `${file} has ${lines} lines of code; 250 is the limit. Split it along its ideas.`,
    )
  }
})

t.test('every source opens with what it is for', async (t) => {
  for (const file of filesBelow('src'))
    t.match(
      textOf(file),
      /^(#!.*\n)?\/\//,
      `${file}: say what it is for, and what it leaves to others.`,
    )
})
