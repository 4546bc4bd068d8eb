import t from 'tap'
import { methodNames } from '../../../src/core/document/scoring-v1.ts'
import type { WeightingId } from '../../../src/core/ids.ts'
import {
  CycleSettings,
  CycleSettingsPatch,
  NewCycleSettings,
  type CycleSettings as Settings,
  settingsFindings,
  settingsIn,
  settingsWith,
  usualSettings,
} from '../../../src/core/programme/settings.ts'
import { numbered } from '../../support/assessment.ts'
import { modelKeys, modelOf } from '../../support/models.ts'
import { gbt, gbtByFactors, gbtWith } from '../../support/submissions.ts'

const questionnaires = [{ key: gbt.key, version: gbt.version }]
const usual: Settings = { ...usualSettings, questionnaires }

const found = (other: Partial<Settings>, papers: Parameters<typeof settingsFindings>[1] = [gbt]) =>
  settingsFindings({ ...usual, ...other }, papers, []).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  )

t.test('the usual settings are those of the design', async (t) => {
  t.match(CycleSettings.parse(usual), {
    panelSize: 3,
    quorum: 2,
    thresholdBp: 2000,
    stepBp: 500,
    suggestion: 'median',
    siteVisit: 'none',
  })
  t.same(found({}), [])
})

t.test('a new cycle needs its questionnaires, a change nothing', async (t) => {
  t.ok(NewCycleSettings.safeParse({ questionnaires }).success)
  t.notOk(NewCycleSettings.safeParse({ quorum: 2 }).success)
  t.same(CycleSettingsPatch.parse({}), {}, 'no defaults')
  t.notOk(CycleSettingsPatch.safeParse({ colour: 'red' }).success)
})

t.test('stored settings have the usual rule where they were stored before it', async (t) => {
  const { recognition: _, ...before } = usual
  t.same(settingsIn(JSON.stringify({ ...before, quorum: 3 })), { ...usual, quorum: 3 })
})

t.test('what a change leaves out stays', async (t) => {
  t.same(settingsWith(usual, { quorum: 3, stepBp: undefined }), { ...usual, quorum: 3 })
  t.same(settingsWith(usual, {}), usual)
})

t.test('every finding has its pointer, and all come at once', async (t) => {
  t.same(found({ quorum: 4 }), ['/settings/quorum quorum-above-panel'])
  t.same(found({ stepBp: 300 }), ['/settings/stepBp step-uneven', '/settings/stepBp step-too-fine'])
  t.same(found({ quorum: 12 }, [gbt, null]), [
    '/settings/quorum quorum-above-panel',
    '/settings/questionnaires/1 questionnaire-unknown',
  ])
})

t.test('tables of recognition are looked at with the rest', async (t) => {
  const table = {
    questionnaire: gbt.key,
    code: 'award',
    name: { 'zh-CN': '质量奖' },
    awardingBody: 'The association',
    scope: 'total',
    validFrom: null,
    validTo: null,
    bands: [{ code: 'winner', from: 1200, label: { 'zh-CN': '获奖' } }],
  }
  t.same(found({ quorum: 4, recognition: [table] }), [
    '/settings/quorum quorum-above-panel',
    '/settings/recognition/0/bands/0/from recognition-above-total',
  ])
})

t.test('weightings are looked at with the rest', async (t) => {
  const named = { questionnaire: gbt.key, id: numbered<WeightingId>(180), version: '1.0.0' }
  t.same(found({ quorum: 4, weightings: [named] }), [
    '/settings/quorum quorum-above-panel',
    '/settings/weightings/0 weighting-unknown',
  ])
})

t.test('the step is one that the questionnaire takes too', async (t) => {
  t.same(found({ stepBp: 1000 }), [])
  t.same(found({ stepBp: 250 }), ['/settings/stepBp step-too-fine'])
  t.same(found({ stepBp: 250 }, [gbtWith({ step: 2.5 })]), [])
})

t.test(
  'every method is assessed, and where no percent is entered the step of the cycle says nothing',
  async (t) => {
    t.same(found({ stepBp: 250 }, [gbtByFactors]), [])
    const methods = new Set<string>()
    for (const key of modelKeys) {
      const model = modelOf(key)
      methods.add(model.scoring.method)
      const fine = model.scoring.method === 'percent-points@1' ? [] : found({ stepBp: 1 }, [model])
      t.same([...found({}, [model]), ...fine], [], key)
    }
    t.equal(methods.size, methodNames.length)
  },
)
