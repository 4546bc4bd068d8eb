// Text as it may stand in XML and HTML, whoever wrote it. What Markdown and Word need beside is said in their files.

/** Without what XML 1.0 has no place for: most control characters, halves of surrogate pairs, two non-characters. */
export const printable = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/\p{Surrogate}/gu, '')

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Between tags and inside quoted attributes. */
export const escaped = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (mark) => marks[mark] ?? '')
