// XLSForms keep the rules that ODK and Kobo set: known types, valid and unique names, balanced groups, lists and
// references that exist, a label in every language.
import t from 'tap'
import type { Table } from '../../../src/exchange/grid.ts'
import { questionnaireToXlsForm, xlsFormTables } from '../../../src/exchange/xlsform/form.ts'
import { namer } from '../../../src/exchange/xlsform/names.ts'
import { readWorkbook } from '../../../src/exchange/xlsx/read.ts'
import { byMethod, everyDocument } from '../../support/exchange-documents.ts'
import { spoil } from '../../support/spoil.ts'

type Line = Readonly<Record<string, string | null>>

const linesOf = ({ columns, rows }: Table): readonly Line[] =>
  rows.map((cells) =>
    Object.fromEntries(columns.map(({ title }, index) => [title, (cells[index] ?? null) as never])),
  )

const formOf = (questionnaire: (typeof everyDocument)[number][1]) => {
  const [survey, choices, settings] = xlsFormTables(questionnaire).map(linesOf)
  return { survey: survey ?? [], choices: choices ?? [], settings: settings ?? [] }
}

/** What is wrong with a form by the rules of XLSForm; the control below proves that it sees something. */
const faultsOf = ({ survey, choices, settings }: ReturnType<typeof formOf>): readonly string[] => {
  const faults: string[] = []
  const open: string[] = []
  const names = new Set(survey.map(({ name }) => name))
  const lists = new Set(choices.map(({ list_name }) => list_name))
  const seen = new Set<string>()
  for (const line of survey) {
    const { type, name } = line
    const [kind = '', list = ''] = (type ?? '').split(' ')
    if (kind.startsWith('end_')) {
      if (open.pop() !== `${kind.slice(4)} ${name}`) faults.push(`${name} closes what is not open`)
      continue
    }
    if (kind.startsWith('begin_')) open.push(`${kind.slice(6)} ${name}`)
    else if (kind.startsWith('select_')) {
      if (!lists.has(list)) faults.push(`there is no list ${list}`)
    } else if (!['note', 'text', 'integer', 'decimal'].includes(kind))
      faults.push(`no type ${kind}`)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name ?? '')) faults.push(`no name: ${name}`)
    if (seen.has(name ?? '')) faults.push(`${name} occurs twice`)
    seen.add(name ?? '')
    for (const tag of ['English (en)', '中文 (zh-CN)'])
      if (!line[`label::${tag}`]) faults.push(`${name} has no label in ${tag}`)
    for (const cell of Object.values(line))
      for (const [, reference] of (cell ?? '').matchAll(/\$\{([^}]*)\}/g))
        if (!names.has(reference ?? '')) faults.push(`${name} refers to ${reference}`)
  }
  if (open.length > 0) faults.push(`${open.join()} is never closed`)
  const options = choices.map(({ list_name, name }) => `${list_name} ${name}`)
  if (new Set(options).size < options.length) faults.push('a choice occurs twice')
  if (options.some((each) => !/^[a-z0-9_]+ [a-z0-9_]+$/.test(each))) faults.push('odd choices')
  const [only] = settings
  if (settings.length !== 1 || !only?.form_id || !only.version) faults.push('no settings')
  return faults
}

for (const [name, questionnaire] of everyDocument)
  t.test(`${name} is a form`, async (t) => {
    t.same(faultsOf(formOf(questionnaire)), [])
    const read = readWorkbook(questionnaireToXlsForm(questionnaire))
    t.same(
      read.map((sheet) => sheet.name),
      ['survey', 'choices', 'settings'],
    )
  })

t.test('the checker sees faults', async (t) => {
  const form = formOf(byMethod['statements@1'] as never)
  const spoiled = (changes: object) => faultsOf(spoil(form, changes as never)).length > 0
  t.ok(spoiled({ '/survey/0/type': 'begin_gruop' }))
  t.ok(spoiled({ '/survey/1/name': '1x' }))
  t.ok(spoiled({ '/survey/1/name': form.survey[0]?.name }))
  t.ok(spoiled({ '/survey/1/label::English (en)': null }))
  t.ok(spoiled({ '/survey/1/relevant': `\${nobody} = 1` }))
  t.ok(spoiled({ '/choices': [] }))
  t.ok(spoiled({ '/survey': form.survey.slice(0, -1) }))
})

const lineOf = (method: string, test: (line: Line) => boolean): Line => {
  const found = formOf(byMethod[method] as never).survey.find(test)
  if (found === undefined) throw new Error(`${method} has no such line`)
  return found
}

t.test(
  'percents are whole numbers on their step, points are compared with some room',
  async (t) => {
    const percent = lineOf('percent-points@1', ({ name }) => name === 'n__1_1__percent')
    t.match(percent, {
      type: 'integer',
      code: '1.1',
      constraint: '. >= 0 and . <= 100 and . mod 5 = 0',
      'constraint_message::English (en)': 'From 0 to 100 in steps of 5.',
      relevant: `\${n__1_1__applies} != 'no'`,
    })
    t.match(
      lineOf('radar@1', ({ type }) => type === 'integer'),
      { constraint: '. >= 0 and . <= 100' },
    )
    t.match(
      lineOf('category-pass@1', ({ type }) => type === 'decimal'),
      {
        constraint: '. >= 0 and . <= 30 and abs(. div 0.1 - round(. div 0.1, 0)) < 0.001',
      },
    )
  },
)

t.test('scales, levels and phases are lists; a statement is known by its code', async (t) => {
  t.match(
    lineOf('statements@1', ({ code }) => code === '1.1.s1'),
    {
      type: 'select_one three_or_not_applicable',
      name: 'n__1_1_s1__statements',
    },
  )
  t.match(
    lineOf('maturity-level@1', ({ code }) => code === '1.1.l2.s1'),
    {
      type: 'select_one met_or_not_applicable',
    },
  )
  t.match(
    lineOf('maturity-level@1 by level', ({ name }) => name === 'n__1_1__level'),
    {
      type: 'select_one levels_five',
    },
  )
  t.match(
    lineOf('pdca-classical@1', ({ type }) => type === 'select_multiple phases'),
    {
      name: 'n__1_1__phases',
    },
  )
})

t.test('N/A asks for its reason, where it is allowed only; areas take text', async (t) => {
  const survey = formOf(byMethod['percent-points@1'] as never).survey
  t.match(
    survey.filter(({ name }) => /^n__1_1__(reason|justification)$/.test(name ?? '')),
    [
      { required: 'yes', relevant: `\${n__1_1__applies} = 'no'` },
      { required: 'yes', relevant: `\${n__1_1__applies} = 'no'` },
    ],
  )
  t.notOk(
    survey.some(({ name }) => name === 'n__3__applies'),
    'a result always applies',
  )
  t.match(
    survey.find(({ name }) => name === 'a__1_1_a'),
    {
      type: 'text',
      code: '1.1.a',
      'hint::English (en)': 'How is 1.1 done?',
    },
  )
})

t.test('text cannot become a reference, names never clash', async (t) => {
  const document = spoil(byMethod['percent-points@1'] as never, {
    '/categories/0/name': { en: `Costs \${money}`, 'zh-CN': 'x' },
  })
  t.same(faultsOf(formOf(document as never)), [])
  const nameOf = namer()
  t.equal(nameOf(['n', '4.1.2', 'percent']), 'n__4_1_2__percent')
  t.equal(nameOf(['n', '4.1_2', 'percent']), 'n__4_1_2__percent__2')
  t.equal(nameOf(['n', '4-1-2', 'Percent']), 'n__4_1_2__Percent__3')
})
