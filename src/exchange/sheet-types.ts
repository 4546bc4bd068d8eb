// The forms in which a sheet leaves and comes back, their media types, and the headers of one that leaves.
// What lies in a sheet of answers or weights is in answers/ and weightings/; how a form is written, in csv/ and xlsx/.

/** Format → media type. */
export const sheetTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type SheetFormat = keyof typeof sheetTypes

/** Headers of a sheet that is saved as a file; `name` without its ending. */
export const sheetHeaders = (format: SheetFormat, name: string) => ({
  'content-type': format === 'csv' ? `${sheetTypes.csv}; charset=utf-8` : sheetTypes.xlsx,
  'content-disposition': `attachment; filename="${name}.${format}"`,
})

/** The form of a sheet that came as this media type, one of `sheetTypes`. */
export const sheetFormatOf = (mediaType: string): SheetFormat =>
  mediaType === sheetTypes.csv ? 'csv' : 'xlsx'
