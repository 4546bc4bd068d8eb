import t from 'tap'
import {
  ConflictWindows,
  conflictKinds,
  conflictRules,
  defaultWindows,
  interestKinds,
  interestsInWords,
} from '../../../src/core/conflict/kinds.ts'

t.test('the rules are those of the design, written out by hand', async (t) => {
  const told = conflictKinds.map((kind) => {
    const { window, ownerGroup, effect } = conflictRules[kind]
    return `${kind}: ${window}, ${ownerGroup ? 'group too' : 'alone'}, ${effect}`
  })
  t.same(told, [
    'employment: employmentYears, group too, block',
    'consulting: consultingYears, group too, block',
    'ownership: current, group too, block',
    'supplier_customer: supplierCustomerYears, group too, block',
    'competitor: current, alone, block',
    'personal_tie: always, alone, block',
    'same_person: current, group too, block',
    'earlier_assessment: current, alone, waivable',
    'other: always, alone, waivable',
  ])
})

t.test('nobody declares what the system finds', async (t) => {
  t.same(
    conflictKinds.filter((kind) => !(interestKinds as readonly string[]).includes(kind)),
    ['same_person', 'earlier_assessment'],
  )
})

t.test(
  'the years by default, and never less than the cooling-off after an assessment',
  async (t) => {
    t.same(ConflictWindows.parse(defaultWindows), {
      employmentYears: 5,
      consultingYears: 5,
      supplierCustomerYears: 5,
      earlierAssessmentCycles: 2,
    })
    t.equal(ConflictWindows.safeParse({ ...defaultWindows, consultingYears: 1 }).success, false)
  },
)

t.test('what interests do is said to people out of the rules', async (t) => {
  t.match(
    interestsInWords,
    '`employment` to the applicant or another organization of its owner blocks',
  )
  t.match(interestsInWords, 'blocks, while it lasts and `employmentYears` of the cycle after.')
  t.match(interestsInWords, '`competitor` to the applicant itself blocks, while it lasts.')
  t.match(interestsInWords, '`personal_tie` to the applicant itself blocks, also when it is over.')
  t.match(interestsInWords, '`other` to the applicant itself may be waived by somebody else,')
  for (const kind of interestKinds) t.match(interestsInWords, `\`${kind}\``)
})
