// The thread that reads and computes one benchmark build; builds.ts starts and ends it. It keeps what it computed
// and hands it over part by part, so that the event loop of the service never holds a whole build.
import { parentPort, workerData } from 'node:worker_threads'
import { readPool } from './api/benchmarks/store-pool.ts'
import type { BuildDone, BuildTask, PartAsked } from './builds.ts'
import { buildCells } from './core/benchmark/builder.ts'
import { linesOfMembers, membersOf } from './core/benchmark/members.ts'
import { frozenAt } from './core/benchmark/pool.ts'
import { linesOfRows } from './core/benchmark/published-row.ts'
import { release } from './core/benchmark/release.ts'
import { sha256Lines } from './db/digest.ts'

const rowsAPart = 2500

const compute = async (task: BuildTask, say: (done: BuildDone) => void) => {
  const { descriptor } = task
  const pool = await readPool(task)
  say({ kind: 'read' })
  const { rows: members, funnel, columns } = membersOf(pool, descriptor)
  const { rows, cells, audit } = release(buildCells(columns, descriptor), descriptor)
  const partsOf = (list: { readonly length: number }) => Math.ceil(list.length / rowsAPart)
  say({
    kind: 'computed',
    inputsDigest: sha256Lines(linesOfMembers(pool, members)),
    cellsDigest: sha256Lines(linesOfRows(rows)),
    funnel,
    audit,
    parts: { rows: partsOf(rows), cells: partsOf(cells), members: partsOf(members) },
  })
  return ({ name, place }: PartAsked): void => {
    const [from, to] = [place * rowsAPart, (place + 1) * rowsAPart]
    const list = { rows, cells, members }[name].slice(from, to)
    const said =
      name === 'members' ? [...(list as Uint32Array)].map((row) => frozenAt(pool, row)) : list
    say({ kind: 'part', json: JSON.stringify(said) })
  }
}

const port = parentPort
if (port !== null) {
  const hand = await compute(workerData as BuildTask, (done) => port.postMessage(done))
  port.on('message', hand)
}
