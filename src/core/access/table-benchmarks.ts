// The rows of the access table about benchmarks: published cells, own comparisons, editions of an association.
// All other rows, and what the columns are, stand in table.ts.
import type { AccessRow } from './vocabulary.ts'

/** A panel reads the comparison alone: gaps and what-ifs are advice on how to gain, and the organization's own. */
export const benchmarkRows = {
  'benchmarks:read': {
    label: 'Benchmark cells: read',
    scope: 'benchmarks:read',
    tenant: 'none',
    shownBy: 'benchmarks:read',
    cells: ['Y', 'Y', 'Y', 'L', 'L', 'Y', 'Y', 'Y', '-'],
  },
  'benchmarks:position': {
    label: 'Own benchmark position: gaps, what-ifs, eligibility',
    scope: 'benchmarks:position',
    tenant: 'organization',
    shownBy: 'benchmarks:position',
    cells: ['Y', 'Y', 'Y', '-', '-', '-', '-', 'G', '-'],
  },
  'benchmarks:compare': {
    label: 'Submission: compare with a benchmark edition',
    scope: 'benchmarks:position',
    tenant: 'organization',
    shownBy: 'benchmarks:compare',
    cells: ['Y', 'Y', 'Y', 'B', 'B', '-', '-', 'G', '-'],
  },
  'benchmarks:preview': {
    label: 'Benchmark edition: preview',
    scope: 'benchmarks:preview',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'benchmarks:write': {
    label: 'Benchmark edition: create, build, review, reopen',
    scope: 'benchmarks:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'benchmarks:publish': {
    label: 'Benchmark edition: publish, retire',
    scope: 'benchmarks:publish',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', '2', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
