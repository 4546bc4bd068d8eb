// Keeps texts that look like formulas from becoming some (SEC-12): written with a leading apostrophe, read
// without it. Numbers and booleans are no text and stay what they are.

/** What a spreadsheet may take for a formula, also in the wide forms that input methods make. */
const dangerous = /^'*(?:[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|\p{Cc})/u

/** The text as it may stand in a cell. */
export const guarded = (text: string): string => (dangerous.test(text) ? `'${text}` : text)

/** The text that was meant: exactly one guard less, where there is one. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text
