// Refuses a file as a whole: the closed list of reasons, and the sentence that says what to do about each.
// What is wrong inside a readable file is told cell by cell, in finding.ts.
import { Problem } from '../core/problem.ts'

/** Reason → what the reader of the problem can do. */
export const refusals = {
  damaged: 'The file is cut off or altered. Save it again and send it once more.',
  encrypted: 'The file is protected by a password. Save it without one.',
  'not-a-workbook': 'This is no XLSX workbook. Save it as .xlsx, not as .xls or .ods.',
  'too-many-parts': 'The file has too many parts. Copy the sheets into a new workbook.',
  'too-large': 'The file is too large when unpacked. Remove what does not belong to the sheets.',
  'unsafe-name': 'A part of the file has an unsafe name. Save it again with a spreadsheet program.',
  nested: 'The file holds another file. Remove what is embedded in it.',
  macros: 'The file holds macros. Save it as .xlsx, which has none.',
  'document-type': 'The file declares a document type. Save it again with a spreadsheet program.',
  'too-deep': 'The file is nested too deeply. Save it again with a spreadsheet program.',
  formula: 'A cell holds a formula. Replace it by its value.',
  'cell-error': 'A cell holds an error such as #REF!. Replace it by a value.',
  'not-text': 'The file is not text in UTF-8. Save it as CSV UTF-8.',
  'not-csv':
    'The cells cannot be told apart. Save it as CSV with commas or semicolons; a quote in a quoted cell is written twice.',
  'no-such-table':
    'The file has not the sheet or the columns that are expected. Start from an export.',
  'took-too-long': 'The file took too long or too much memory to read. Send a smaller one.',
} as const

export type RefusalReason = keyof typeof refusals

/** Problem `file-refused`: the reason, and where in the file, if there is a place to name. */
export const refused = (reason: RefusalReason, place?: string): Problem<'file-refused'> =>
  new Problem(
    'file-refused',
    { reason },
    { detail: place === undefined ? refusals[reason] : `${place}: ${refusals[reason]}` },
  )
