// docs/events.md: every type of event with its sentence in both languages, by the feeds in which it stands, and who of an
// association is not told.
import { eventTextsZhCn } from '../../core/document/event-texts-zh-cn.ts'
import { type EventName, eventNamesOf, eventTypes } from '../../core/document/event-types.ts'
import { isNamed, untoldBesideManagers, untoldToApplicants } from '../../core/review/untold.ts'
import { type Artefact, codes, page, table } from './artefact.ts'

/** In which a reader is told of panels. */
type Readers = 'all' | 'outside the applicant' | 'managers outside the panel'

const readersOf = (type: EventName): Readers => {
  const kind = type.slice(0, type.indexOf('.'))
  const isOf = (kinds: readonly string[]) => kinds.includes(kind)
  if (isOf(untoldBesideManagers)) return 'managers outside the panel'
  return isOf(untoldToApplicants) ? 'outside the applicant' : 'all'
}

const told = (names: readonly EventName[]): string =>
  table(
    ['Type', 'What happened', '中文'],
    names.map((type) => [`\`${type}\``, eventTypes[type], eventTextsZhCn[type]]),
  )

const toldTo = (names: readonly EventName[]): string =>
  table(
    ['Type', 'What happened', '中文', 'Read by', 'Says who'],
    names.map((type) => [
      `\`${type}\``,
      eventTypes[type],
      eventTextsZhCn[type],
      readersOf(type),
      isNamed(type) ? 'yes' : 'no',
    ]),
  )

const blocks = (): readonly string[] => [
  'An event says that something happened, to what, and by whom: ids and versions, never content. ' +
    `${codes(['listEvents', 'listAssociationEvents'])} read them on from a cursor. Types may be added; a client passes ` +
    'over those it does not know. What each step of a life tells is in [lifecycles](lifecycles.md).',
  '## Of organizations',
  told(eventNamesOf.organization),
  '## Of associations',
  'Who reads what of a panel goes by the submission that the event names. *Outside the applicant*: everybody who reads the ' +
    'feed but members of the organization that is assessed, and of others of its owner. *Managers outside the panel*: of ' +
    'these, programme managers who were not asked to assess it; where the event names no submission, everybody. Where an ' +
    'event does not say who it was, somebody acted as one among the members of a panel; the final consensus says it.',
  toldTo(eventNamesOf.association),
  '## Of both',
  'The same holds where they stand in the feed of an association. An organization reads in its own feed all there is.',
  toldTo(eventNamesOf.both),
]

export const eventsPage = (): Artefact => ({
  path: 'docs/events.md',
  text: page('src/core/document/event-types.ts and src/core/review/untold.ts', 'Events', blocks()),
})
