// Everybody who may be in a benchmark edition, by column: some 90 bytes each and two a node, so that millions fit.
// What is judged of each is in eligibility.ts, who is chosen among them in selection.ts.
import { at } from './at.ts'
import { dimensions, type Place } from './cohort.ts'
import {
  type Comparability,
  type Facts,
  isFinal,
  ownReasons,
  reasonsAgainst,
} from './eligibility.ts'
import { hexAt, type IdNumbers, idBytes, idNumbers, uuidAt } from './id-numbers.ts'

/** One submission as the build finds it: who it is of in bytes, and what is judged of it. */
export type Entry = {
  readonly submissionId: Uint8Array
  readonly organizationId: Uint8Array
  readonly ownerGroupId: Uint8Array
  /** SHA-256 of the score sheet: 32 bytes. */
  readonly sheetDigest: Uint8Array
  readonly place: Place
  /** The owner group named this organization to stand for it. */
  readonly representative: boolean
  readonly facts: Facts
  /** Values by node in bp, -1 is not applicable. Asked only where nothing speaks against the submission. */
  readonly values: () => ArrayLike<number>
}

export const sheetBytes = 32

/** One row a submission, in the order in which they came. */
export type PoolTable = {
  readonly submissions: Uint8Array
  readonly sheets: Uint8Array
  readonly organizations: Uint32Array
  readonly groups: Uint32Array
  /** Milliseconds; 0 where it is not final. */
  readonly finalAt: Float64Array
  /** Bit by place in `ownReasons`; 0: eligible by itself. */
  readonly reasons: Uint32Array
  /** 1: a final of the edition's kind, which may replace an older one. */
  readonly comparable: Uint8Array
  readonly representative: Uint8Array
  /** Places in `codes`: sector, region, size. */
  readonly places: Uint16Array
  /** Where its values are, -1 where none are kept. */
  readonly valueRows: Int32Array
}

export type Pool = {
  readonly rows: number
  readonly table: PoolTable
  readonly organizations: IdNumbers
  readonly groups: IdNumbers
  readonly codes: readonly (string | null)[]
  /** The value of an eligible row at a node. */
  readonly value: (row: number, node: number) => number
}

const larger = <List extends { set(from: List): void }>(
  list: List,
  from: List | undefined,
): List => {
  if (from !== undefined) list.set(from)
  return list
}

const roomFor = (rows: number, from?: PoolTable): PoolTable => ({
  submissions: larger(new Uint8Array(rows * idBytes), from?.submissions),
  sheets: larger(new Uint8Array(rows * sheetBytes), from?.sheets),
  organizations: larger(new Uint32Array(rows), from?.organizations),
  groups: larger(new Uint32Array(rows), from?.groups),
  finalAt: larger(new Float64Array(rows), from?.finalAt),
  reasons: larger(new Uint32Array(rows), from?.reasons),
  comparable: larger(new Uint8Array(rows), from?.comparable),
  representative: larger(new Uint8Array(rows), from?.representative),
  places: larger(new Uint16Array(rows * dimensions.length), from?.places),
  valueRows: larger(new Int32Array(rows), from?.valueRows),
})

/** Takes one entry after another, in any order; `pool` is whole when the last has come. */
export const gathering = (edition: Comparability, nodes: number) => {
  const organizations = idNumbers()
  const groups = idNumbers()
  const codes = numberedTexts()
  const values = growingValues(nodes)
  let capacity = 1024
  let table = roomFor(capacity)
  let rows = 0
  return {
    add: (entry: Entry): void => {
      if (rows === capacity) {
        capacity *= 2
        table = roomFor(capacity, table)
      }
      const { facts, place } = entry
      const reasons = maskOf(reasonsAgainst(facts, edition))
      table.submissions.set(entry.submissionId, rows * idBytes)
      table.sheets.set(entry.sheetDigest, rows * sheetBytes)
      table.organizations[rows] = organizations.numberOf(entry.organizationId)
      table.groups[rows] = groups.numberOf(entry.ownerGroupId)
      table.finalAt[rows] = facts.finalAt?.getTime() ?? 0
      table.reasons[rows] = reasons
      table.comparable[rows] = isComparable(facts, edition) ? 1 : 0
      table.representative[rows] = entry.representative ? 1 : 0
      for (const [index, dimension] of dimensions.entries())
        table.places[rows * dimensions.length + index] = codes.numberOf(place[dimension])
      table.valueRows[rows] = reasons === 0 ? values.add(entry.values()) : -1
      rows += 1
    },
    pool: (): Pool => ({
      rows,
      table,
      organizations,
      groups,
      codes: codes.texts,
      value: (row, node) => values.value(at(table.valueRows, row), node),
    }),
  }
}

/** A final of the edition's kind, eligible or not. Tests do not count. */
const isComparable = (facts: Facts, edition: Comparability): boolean =>
  isFinal(facts, edition) &&
  !facts.test &&
  facts.questionnaireKey === edition.questionnaireKey &&
  facts.basis === edition.basis

const maskOf = (reasons: ReturnType<typeof reasonsAgainst>): number =>
  reasons.reduce((mask, reason) => mask + 2 ** ownReasons.indexOf(reason), 0)

const numberedTexts = () => {
  const texts: (string | null)[] = []
  const numbers = new Map<string | null, number>()
  return {
    texts,
    numberOf: (text: string | null): number => {
      const number = numbers.get(text) ?? texts.push(text) - 1
      numbers.set(text, number)
      return number
    },
  }
}

/** Who a row is of, as it is frozen with the edition. */
export type Frozen = Place & {
  readonly submissionId: string
  readonly organizationId: string
  readonly ownerGroupId: string
  readonly sheetDigest: string
}

export const frozenAt = ({ table, organizations, groups, codes }: Pool, row: number): Frozen => {
  const code = (index: number) => at(codes, at(table.places, row * dimensions.length + index))
  const [sector, region, size] = [code(0), code(1), code(2)]
  return {
    submissionId: uuidAt(table.submissions, row),
    organizationId: organizations.textOf(at(table.organizations, row)),
    ownerGroupId: groups.textOf(at(table.groups, row)),
    sheetDigest: hexAt(table.sheets, row, sheetBytes),
    sector,
    region,
    size,
  }
}

/** Rows of values in blocks, so that a stream of unknown length needs no second copy of itself. */
const growingValues = (nodes: number) => {
  const rowsPerBlock = 1024
  const blocks: Int16Array[] = []
  let rows = 0
  return {
    /** Keeps the values of one more row and returns its place. Values beyond the nodes are left out. */
    add: (values: ArrayLike<number>): number => {
      if (rows % rowsPerBlock === 0) blocks.push(new Int16Array(rowsPerBlock * nodes))
      const block = at(blocks, blocks.length - 1)
      const first = (rows % rowsPerBlock) * nodes
      for (let node = 0; node < nodes; node += 1) block[first + node] = at(values, node)
      rows += 1
      return rows - 1
    },
    value: (row: number, node: number): number => {
      const place = row % rowsPerBlock
      return at(at(blocks, (row - place) / rowsPerBlock), place * nodes + node)
    },
  }
}
