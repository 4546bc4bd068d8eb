// Records the examples of answers in the OpenAPI document: plays the scenes of the operations and keeps what their
// samples were answered. Only what is missing or no longer an answer of its operation is written, and what is named:
//   node scripts/ts.mjs scripts/examples.ts [operation id ...] && npm run generate
// What no scene plays is recorded by a test: TEST_EXAMPLES=<folder> npm run tap -- test/api/benchmarks.test.ts, and
// then this with the same folder.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readExamples } from '../src/examples.ts'
import type { Operation } from '../src/http/operation.ts'
import type { Json } from '../src/http/zod-describe.ts'
import { examplesFolder } from '../src/paths.ts'
import { servedOperations } from '../test/support/provoked.ts'
import { fitsReply, settled, shortened } from '../test/support/recorded-answers.ts'
import type { Play } from '../test/support/things.ts'

const folder = process.env.TEST_EXAMPLES ?? mkdtempSync(join(tmpdir(), 'examples-'))
process.env.TEST_EXAMPLES = folder // read by answers.ts when the stage is imported
const asked = process.argv.slice(2)
mkdirSync(examplesFolder, { recursive: true })
const operations = await servedOperations()
const before = readExamples()

/** What stays of the examples of one operation. */
const keptOf = (operation: Operation): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(asked.includes(operation.id) ? {} : (before[operation.id] ?? {})).filter(
      ([status, answer]) => fitsReply(operation, Number(status))(answer),
    ),
  )

const play = async (needed: readonly Operation[]): Promise<void> => {
  const { scenesOf, sampleOf } = await import('../test/support/scenes.ts')
  const { stage } = await import('../test/support/stage.ts')
  const closing: (() => Promise<unknown>)[] = []
  const theStage = await stage({ teardown: (work) => closing.unshift(work) })
  const scenes = scenesOf(operations)
  for (const operation of needed) {
    const house = await theStage.house()
    const call: Play['call'] = (id, given) => {
      const other = operations.find((each) => each.id === id)
      if (other === undefined) throw new Error(`There is no operation ${id}.`)
      return house.call(other, given)
    }
    const scene = scenes[operation.id]
    if (scene === undefined && operation.scope !== null) continue
    const { status } = await (scene === undefined
      ? house.call(operation, { ...sampleOf(operation), as: null })
      : house.call(operation, {
          ...(await scene.set({ house, sql: theStage.sql, call })),
          as: scene.as,
        }))
    console.log(`${operation.id}: ${status}`)
  }
  for (const close of closing) await close()
}

/** What was recorded of one operation, by status. */
const recorded = (operation: Operation): Readonly<Record<string, Json>> => {
  const sample = JSON.stringify(operation.sample ?? {})
  return Object.fromEntries(
    Object.keys(operation.reply).flatMap((status) => {
      const file = join(folder, `${operation.id}.${status}`)
      if (!existsSync(file)) return []
      const text = readFileSync(file, 'utf8')
      const isJson = operation.replyType.endsWith('json')
      const answer: Json = isJson ? JSON.parse(text) : firstLines(text)
      const whole = settled(answer, { sample, recordedAt: statSync(file).mtime })
      return [[status, shortened(whole, fitsReply(operation, Number(status)))]]
    }),
  )
}

const firstLines = (text: string) => text.split('\r\n').slice(0, 4).join('\r\n')

for (const name of readdirSync(examplesFolder))
  if (!operations.some(({ id }) => `${id}.json` === name)) rmSync(join(examplesFolder, name))

const hasBody = ({ reply }: Operation) => Object.values(reply).some((shape) => shape !== null)
await play(operations.filter((each) => hasBody(each) && Object.keys(keptOf(each)).length === 0))

for (const operation of operations) {
  const { id } = operation
  const made = { ...recorded(operation), ...keptOf(operation) }
  if (Object.keys(made).length === 0) continue
  const text = `${JSON.stringify(made, null, 2)}\n`
  const file = join(examplesFolder, `${id}.json`)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  writeFileSync(file, text)
  console.log(`wrote openapi/examples/${id}.json`)
}
