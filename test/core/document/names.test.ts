// Names by code: every category, item and leaf, in the language asked for or the questionnaire's own.
import t from 'tap'
import { categoriesIn, namesIn } from '../../../src/core/document/names.ts'
import { small } from '../../fixtures/questionnaires.ts'

const questionnaire = small()

t.test('categories, items and leaves have their names', async (t) => {
  const names = namesIn(questionnaire, 'en')
  t.same([...names.keys()], ['1', '1.1', '1.2', '2', '2.1', '3'])
  t.equal(names.get('1'), questionnaire.categories[0]?.name.en)
})

t.test('a language that is not there is answered in that of the questionnaire', async (t) => {
  const own = namesIn(questionnaire, questionnaire.defaultLocale)
  t.same([...namesIn(questionnaire, 'pt')], [...own])
})

t.test('categories are told apart from what is in them', async (t) => {
  t.same([...categoriesIn(questionnaire)], ['1', '2', '3'])
})
