// How large and how odd a file from outside may be before it is refused unread (security.md, SEC-13).
// Limits of the request that carries it stand in its contract; those of a document in its format.

export const fileLimits = {
  /** Parts of an archive. */
  entries: 200,
  /** All parts together, inflated. */
  inflatedBytes: 100 * 1024 * 1024,
  /** Inflated over packed, for every part that is not tiny. */
  ratio: 100,
  /** Below this many inflated bytes a part may be packed as well as it likes. */
  tinyBytes: 64 * 1024,
  /** Nesting of elements in one part. */
  xmlDepth: 64,
  sharedStrings: 1_000_000,
  sheets: 60,
  /** Cells that hold something, all sheets together. */
  cells: 1_000_000,
  /** Rows and columns as spreadsheets themselves limit them. */
  rows: 1_048_576,
  columns: 16_384,
  /** Rows and cells of a text file. */
  csvRecords: 100_000,
  csvColumns: 1000,
  /** Rows of an answer sheet, titles included: no questionnaire has so many nodes. */
  sheetRows: 10_000,
  /** Characters of one cell: a narrative is the longest text there is. */
  cellCharacters: 200_000,
} as const
