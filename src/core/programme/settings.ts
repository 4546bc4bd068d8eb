// The rules of a cycle: what is assessed, by how many, on which step, how long interests count, what is recognized.
// When they are frozen is in cycle.ts; what a consensus does with them, in ../consensus.
import { z } from 'zod'
import { ConflictWindows, defaultWindows } from '../conflict/kinds.ts'
import { benchmarkTimes, selfScoreTimes } from '../context.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { ContentVersion, QuestionnaireKey } from '../ids.ts'
import type { ProblemError } from '../problem.ts'
import { percentStepOf } from '../review/value.ts'
import { inWords } from '../text.ts'
import { CycleNotApplicable } from './not-applicable.ts'
import { CycleRecognitionTable, cycleRecognitionFindings } from './recognition.ts'
import { CycleWeighting, cycleWeightingFindings, type NamedWeighting } from './weighting.ts'

const QuestionnaireName = z.strictObject({ key: QuestionnaireKey, version: ContentVersion })

/** Whether a panel visits the applicant. */
export const SiteVisitRule = z.enum(['none', 'optional', 'required'])
export const siteVisitTexts: Readonly<Record<z.output<typeof SiteVisitRule>, string>> = {
  none: 'no panel visits.',
  optional: 'the lead may plan a visit once the panel has agreed.',
  required: 'nothing is final before a visit.',
}

const members = {
  questionnaires: z
    .array(QuestionnaireName)
    .min(1)
    .max(10)
    .meta({ description: 'The versions that may be entered.' }),
  panelSize: z.int().min(2).max(12).meta({
    description: 'How many assessors a panel should have; more or fewer are not refused.',
  }),
  quorum: z.int().min(2).max(12).meta({
    description: 'How many locked reviews open a consensus, and how many approvals end it.',
  }),
  thresholdBp: z.int().min(1).max(10_000).meta({
    description:
      'From this range up an item is discussed; basis points, 2000 is 20 percentage points.',
  }),
  stepBp: z
    .int()
    .min(1)
    .max(10_000)
    .meta({
      description:
        'Scores are multiples of it where a percent is entered; basis points, 500 is 5 percentage points. Where a ' +
        'questionnaire is scored by anything else, its own steps count.',
    }),
  suggestion: z.enum(['median', 'mean']).meta({
    description: inWords(
      { median: 'the middle review.', mean: 'the average of the reviews.' },
      'What is suggested to a panel for an item, part by part of its value.',
    ),
  }),
  siteVisit: SiteVisitRule.meta({ description: inWords(siteVisitTexts) }),
  conflictWindows: ConflictWindows,
  panelShown: z.enum(['never', 'before_scoring']).meta({
    description: inWords(
      {
        never: 'it learns no name.',
        before_scoring:
          'it is shown the names, and may accept or challenge them once, before any review begins.',
      },
      'Whether an applicant is shown its panel.',
    ),
  }),
  selfScores: z.enum(selfScoreTimes).meta({
    description: inWords(
      {
        with_consensus: 'once the consensus is open, and the own review locked; usual.',
        with_own_lock: 'once the own review is locked.',
        with_declaration: 'once the declaration is cleared.',
      },
      'From when on an assessor, lead or not, sees how the applicant rates itself: values of its answers and its score.',
    ),
  }),
  benchmarks: z.enum(benchmarkTimes).meta({
    description: inWords(
      {
        never: 'at no time; usual.',
        with_consensus: 'once the consensus is open, and the own review locked.',
      },
      'From when on an assessor, lead or not, may compare the submission with a published benchmark edition ' +
        '(`compareSubmission`).',
    ),
  }),
  reportDetail: z.enum(['ranges', 'exact']).meta({
    description: inWords(
      { ranges: 'its band alone.', exact: 'the percent too.' },
      'What a feedback report tells of the score of an item.',
    ),
  }),
  reportComparison: z.enum(['none', 'with_benchmark']).meta({
    description: inWords(
      {
        none: 'it carries no comparison.',
        with_benchmark: 'it does, with the latest published edition, where there is one; usual.',
      },
      'Whether a feedback report compares the own assessment with a benchmark.',
    ),
  }),
  notApplicable: CycleNotApplicable.nullable().meta({
    description:
      'What is made of nodes that do not apply; null, as usual: a submission in which some do not is not taken.',
  }),
  weightings: z.array(CycleWeighting).max(10).meta({
    description:
      'Under which the official scores of a questionnaire count; none for a questionnaire: the reference weighting.',
  }),
  recognition: z.array(CycleRecognitionTable).max(20).meta({
    description:
      'Tables that take the place of those of a questionnaire; none for a questionnaire: its own count.',
  }),
}

export const CycleSettings = z
  .strictObject(members)
  .meta({ id: 'CycleSettings', description: 'The rules of a cycle.' })
export type CycleSettings = Readonly<z.infer<typeof CycleSettings>>

/** What may be left out when a cycle is made: everything but the questionnaires. */
export const NewCycleSettings = z
  .strictObject({
    ...z.strictObject(members).partial().shape,
    questionnaires: members.questionnaires,
  })
  .meta({
    id: 'NewCycleSettings',
    description: 'The rules of a cycle, where they are not the usual ones.',
  })

/** What a change may name; a member is replaced whole. */
export const CycleSettingsPatch = z
  .strictObject(members)
  .partial()
  .meta({ id: 'CycleSettingsPatch', description: 'The rules of a cycle that change.' })
export type SettingsChange = z.infer<typeof CycleSettingsPatch>

export const usualSettings: Omit<CycleSettings, 'questionnaires'> = {
  panelSize: 3,
  quorum: 2,
  thresholdBp: 2000,
  stepBp: 500,
  suggestion: 'median',
  siteVisit: 'none',
  conflictWindows: defaultWindows,
  panelShown: 'never',
  selfScores: 'with_consensus',
  benchmarks: 'never',
  reportDetail: 'ranges',
  reportComparison: 'with_benchmark',
  notApplicable: null,
  weightings: [],
  recognition: [],
}

/** Settings as they are stored, canonical JSON. A cycle planned before a rule existed has the usual one. */
export const settingsIn = (stored: string): CycleSettings => ({
  ...usualSettings,
  ...(JSON.parse(stored) as CycleSettings),
})

/** The settings with what the change names; what it leaves out stays. */
export const settingsWith = <Settings extends Partial<CycleSettings>>(
  before: Settings,
  change: SettingsChange,
): Settings => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
})

/**
 * Everything that does not fit together, with its pointer. `questionnaires`: what the names lead to, in their
 * order; null: there is none. `weightings`: likewise.
 */
export const settingsFindings = (
  settings: CycleSettings,
  questionnaires: readonly (Questionnaire | null)[],
  weightings: readonly NamedWeighting[],
): readonly ProblemError[] => {
  const { quorum, panelSize, stepBp } = settings
  const keys = settings.questionnaires.map(({ key }) => key)
  return [
    ...(quorum > panelSize
      ? [
          finding(
            ['quorum'],
            'quorum-above-panel',
            `A panel of ${panelSize} has no quorum of ${quorum}.`,
          ),
        ]
      : []),
    ...(10_000 % stepBp > 0
      ? [finding(['stepBp'], 'step-uneven', `100 % is no multiple of ${stepBp} basis points.`)]
      : []),
    ...questionnaires.flatMap((questionnaire, place) =>
      ofQuestionnaire(questionnaire, place, settings),
    ),
    ...cycleWeightingFindings(settings.weightings, keys, { questionnaires, named: weightings }),
    ...cycleRecognitionFindings(settings.recognition, keys, questionnaires),
  ]
}

const finding = (
  path: readonly (string | number)[],
  code: string,
  detail: string,
): ProblemError => ({ pointer: pointerOf(['settings', ...path]), code, detail })

const ofQuestionnaire = (
  questionnaire: Questionnaire | null,
  place: number,
  { stepBp }: CycleSettings,
): readonly ProblemError[] => {
  const path = ['questionnaires', place]
  if (questionnaire === null)
    return [finding(path, 'questionnaire-unknown', 'There is no such questionnaire version here.')]
  const step = percentStepOf(questionnaire)
  return step !== null && stepBp % step > 0
    ? [finding(['stepBp'], 'step-too-fine', `The questionnaire takes steps of ${step / 100} %.`)]
    : []
}
