// Reading workbooks: what other programs write is understood, what could harm or compute is refused.
import t from 'tap'
import { fileLimits } from '../../../src/exchange/limits.ts'
import { readWorkbook } from '../../../src/exchange/xlsx/read.ts'
import { refusalOfFile } from '../../support/refused-file.ts'
import { declaration, workbookOf, zipOf } from '../../support/zip.ts'

const cellsOf = (bytes: Uint8Array) =>
  readWorkbook(bytes).flatMap(({ rows }) => rows.map(({ number, cells }) => [number, [...cells]]))
const refusal = (bytes: Uint8Array) => refusalOfFile(() => readWorkbook(bytes))
const inRow = (cells: string) => workbookOf(`<row r="1">${cells}</row>`)

t.test('all ways of writing a value are read', async (t) => {
  const strings =
    '<si><t>one</t></si><si><r><t>ri</t></r><r><rPr/><t>ch</t></r><rPh sb="0" eb="1"><t>X</t></rPh></si>'
  const cells = [
    '<c r="A3" t="s"><v>0</v></c>',
    '<c r="B3" t="s"><v>1</v></c>',
    '<c r="C3" t="inlineStr"><is><t xml:space="preserve"> in </t></is></c>',
    '<c r="D3" t="str"><v>told</v></c>',
    '<c r="E3"><v>12.5</v></c>',
    '<c r="F3" t="b"><v>1</v></c>',
    '<c r="G3" t="d"><v>2026-03-01</v></c>',
    '<c r="H3" s="4"/>',
    '<c r="AA3"><v>1E3</v></c>',
    '<c r="AB3" t="inlineStr"><is><t>a_x000D_b&#x4e2d;&amp;</t></is></c>',
  ].join('')
  t.same(cellsOf(workbookOf(`<row r="3">${cells}</row>`, { strings })), [
    [
      3,
      [
        [0, 'one'],
        [1, 'rich'],
        [2, ' in '],
        [3, 'told'],
        [4, 12.5],
        [5, true],
        [6, '2026-03-01'],
        [26, 1000],
        [27, 'a\rb中&'],
      ],
    ],
  ])
})

t.test('rows and cells without addresses are counted, prefixes do not matter', async (t) => {
  t.same(cellsOf(workbookOf('<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>')), [
    [
      1,
      [
        [0, 1],
        [1, 2],
      ],
    ],
  ])
  t.same(
    cellsOf(workbookOf('<row r="9"><c r="B9"><v>1</v></c></row><row r="4"><c><v>2</v></c></row>')),
    [
      [4, [[0, 2]]],
      [9, [[1, 1]]],
    ],
  )
})

t.test('a number that is shown as a percent is what was shown', async (t) => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>'
  const cells =
    '<c s="1"><v>0.55</v></c><c s="2"><v>0.07</v></c><c s="0"><v>0.5</v></c><c><v>1</v></c>'
  const parts = [{ name: 'xl/styles.xml', content: styles }]
  t.same(cellsOf(workbookOf(`<row r="1">${cells}</row>`, { parts })), [
    [
      1,
      [
        [0, '55%'],
        [1, '7%'],
        [2, 0.5],
        [3, 1],
      ],
    ],
  ])
})

t.test('a formula is refused with its cell, even beside a value; so is an error', async (t) => {
  t.match(refusal(inRow('<c r="C1"><f>1+1</f><v>2</v></c>')), {
    reason: 'formula',
    detail: /^Sheet!C1: A cell holds a formula/,
  })
  t.match(refusal(inRow('<c r="B1" t="str"><f t="shared" si="0"/><v>x</v></c>')), {
    reason: 'formula',
  })
  t.match(refusal(inRow('<c r="C1" t="e"><v>#REF!</v></c>')), {
    reason: 'cell-error',
    detail: /^Sheet!C1/,
  })
})

t.test('XML with a document type, entities or depth is refused', async (t) => {
  const laughs =
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
  const raw = (content: string | Uint8Array) =>
    zipOf([
      { name: 'xl/workbook.xml', content },
      { name: 'xl/_rels/workbook.xml.rels', content: '<R/>' },
    ])
  t.match(refusal(raw(`${declaration}${laughs}`)), { reason: 'document-type' })
  t.match(refusal(raw('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>')), { reason: 'document-type' })
  t.match(refusal(raw('<workbook>&b;</workbook>')), { reason: 'damaged' })
  t.match(refusal(raw('<workbook>')), { reason: 'damaged' })
  t.match(refusal(raw('<?xml version="1.0" encoding="UTF-16"?><x/>')), { reason: 'damaged' })
  t.match(refusal(raw('<?xml version="1.1"?><x/>')), { reason: 'damaged' })
  t.match(refusal(raw(Buffer.from([0x3c, 0xff, 0xfe]))), { reason: 'damaged' })
  const deep = (levels: number) => '<i>'.repeat(levels) + '</i>'.repeat(levels)
  t.same(cellsOf(workbookOf(deep(fileLimits.xmlDepth - 2))), [])
  t.match(refusal(workbookOf(deep(fileLimits.xmlDepth - 1))), { reason: 'too-deep' })
})

t.test('what is missing or points nowhere is refused', async (t) => {
  t.match(refusal(zipOf([{ name: 'word/document.xml', content: '<x/>' }])), {
    reason: 'not-a-workbook',
  })
  const book = { name: 'xl/workbook.xml', content: '<workbook><sheet name="A" id="a"/></workbook>' }
  const rels = (inside: string) => ({
    name: 'xl/_rels/workbook.xml.rels',
    content: `<R>${inside}</R>`,
  })
  t.match(refusal(zipOf([book])), { reason: 'not-a-workbook' })
  t.match(refusal(zipOf([book, rels('')])), { reason: 'damaged' })
  t.match(refusal(zipOf([book, rels('<Relationship Id="a" Target="gone.xml"/>')])), {
    reason: 'not-a-workbook',
  })
  const outside = '<Relationship Id="a" Target="http://x/y" TargetMode="External"/>'
  t.match(refusal(zipOf([book, rels(outside)])), { reason: 'damaged' })
  t.match(refusal(zipOf([{ ...book, content: '<workbook><sheet/></workbook>' }, rels('')])), {
    reason: 'damaged',
  })
  const many = `<workbook>${'<sheet name="A" id="a"/>'.repeat(fileLimits.sheets + 1)}</workbook>`
  t.match(refusal(zipOf([{ ...book, content: many }, rels('')])), { reason: 'too-many-parts' })
})

t.test('addresses and values that cannot be are refused', async (t) => {
  for (const cells of [
    '<c r="A2"><v>1</v></c>',
    '<c r="ZZZ1"><v>1</v></c>',
    '<c t="s"><v>0</v></c>',
    '<c t="s"><v>__proto__</v></c>',
    '<c><v>many</v></c>',
    '<c t="odd"><v>1</v></c>',
  ])
    t.match(refusal(inRow(cells)), { reason: 'damaged' }, cells)
  t.match(refusal(workbookOf('<row r="1048577"/>')), { reason: 'damaged' })
  t.match(refusal(workbookOf('<row r="x"/>')), { reason: 'damaged' })
  t.match(refusal(workbookOf('<c><v>1</v></c>')), { reason: 'damaged' }, 'a cell in no row')
})

t.test('one cell, and all together, have a limit', async (t) => {
  const long = 'x'.repeat(fileLimits.cellCharacters + 1)
  // Words that pack badly, so that the archive itself is no bomb.
  const noise = Array.from({ length: fileLimits.cellCharacters / 4 + 1 }, (_, i) =>
    ((i * 2654435761) >>> 0).toString(36).slice(-4).padStart(4, 'a'),
  ).join('')
  t.match(refusal(inRow(`<c t="inlineStr"><is><t>${noise}</t></is></c>`)), { reason: 'too-large' })
  t.match(refusal(inRow(`<c t="str"><v>${noise}</v></c>`)), { reason: 'too-large' })
  t.match(refusal(inRow(`<c t="str"><v>${long}</v></c>`)), { reason: 'too-large' }, 'a bomb, too')
})
