// What every step of the demo is given, and what steps share.
// The steps themselves are in steps-answering.ts and steps-results.ts; their order is in steps.ts.
import type { Locale } from '../../core/request.ts'
import type { KeyName, Quickstart } from '../../demo/quickstart.ts'
import type { Client } from './client.ts'
import { type Drawing, heading, type Lines } from './render.ts'
import * as shapes from './shapes.ts'
import { paragraph } from './terminal.ts'

export type Play = Drawing & {
  readonly client: Client
  readonly locale: Locale
  readonly quickstart: Quickstart
  readonly quickstartFile: string
  readonly write: (lines: Lines) => void
}

export type Step = Play & {
  /** Opens the next step with its number. */
  readonly open: (word: Parameters<Play['say']>[0]) => void
  readonly note: (text: string) => void
  /** Path below the organization of the demo. */
  readonly below: (path: string) => string
}

export const stepsOf = (given: Play): Step => {
  let number = 0
  return {
    ...given,
    open: (word) => {
      number += 1
      given.write(heading(number, given.say(word), given))
    },
    note: (text) => given.write(paragraph(text, 3, given.paper)),
    below: (path) => `/v1/organizations/${given.quickstart.organizationId}${path}`,
  }
}

export const itemsOf = ({ categories }: shapes.Questionnaire) =>
  categories.flatMap(({ items }) => items)

/** The submission as this caller sees it now. */
export const read = ({ client, below }: Step, submission: string, as: KeyName) =>
  client({
    method: 'GET',
    path: below(`/submissions/${submission}`),
    as,
    shape: shapes.Submission,
  })
