// Findings of reviews and of consensuses as rows: the two tables keep them alike.
import { canonicalJson } from '../../core/document/canonical.ts'
import type { FindingId } from '../../core/ids.ts'
import type { StoredFinding } from '../../core/review/stored.ts'

type Row = {
  readonly id: string
  readonly code: string
  readonly content: string
  readonly revision: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export const toRow = ({
  id,
  nodeCode,
  revision,
  createdAt,
  updatedAt,
  ...content
}: StoredFinding): Row => ({
  id,
  code: nodeCode,
  content: canonicalJson(content),
  revision,
  createdAt,
  updatedAt,
})

export const toFinding = (row: Row): StoredFinding => ({
  ...(JSON.parse(row.content) as Omit<StoredFinding, 'id' | 'nodeCode'>),
  id: row.id as FindingId,
  nodeCode: row.code,
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})
