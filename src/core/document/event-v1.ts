// The format event/v1: one thing that happened, thin. Ids and versions only, never answers or scores.
// Numbering, chaining and storing events is the work of the database; decisions only name them, by the catalogue in
// event-types.ts.
import { z } from 'zod'
import { AssociationId, EventId, OrganizationId } from '../ids.ts'
import { type EventName, eventTypes } from './event-types.ts'

const catalogue = Object.entries(eventTypes).map(([type, text]) => `- \`${type}\`: ${text}`)

/** Resource and past tense: `submission.submitted`, `benchmark-edition.published`. Types may be added. */
export const EventType = z
  .string()
  .max(80)
  .regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
  .meta({
    id: 'EventType',
    description: `What happened; more types may be added.\n\n${catalogue.join('\n')}`,
    examples: ['submission.submitted'],
  })

const word = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]*$/)
const name = z.string().min(1).max(100)
const names = z.union([name, z.array(name).min(1).max(500)])

const happening = {
  type: EventType,
  subject: name.meta({ description: 'The id of what the event is about.' }),
  ids: z.record(word, names).meta({ description: 'Further ids, such as `organizationId`.' }),
  versions: z.record(word, names).meta({
    description: 'Versions, such as `questionnaire`; a list goes with a list of ids.',
  }),
}

/** What a decision of the core says happened. */
export const Happening = z.strictObject(happening)
export type Happening = Readonly<
  Omit<z.infer<typeof Happening>, 'type'> & { readonly type: EventName }
>

export const EventV1 = z
  .strictObject({
    format: z.literal('event/v1'),
    id: EventId,
    owner: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('organization'), id: OrganizationId }),
      z.strictObject({ kind: z.literal('association'), id: AssociationId }),
    ]),
    sequence: z
      .int()
      .min(1)
      .meta({
        description:
          'In order of commit, per owner, without gaps: it counts what the reader is told. Another reader may see another ' +
          'number, and so may the same one from the start again; `id` is the same for all.',
      }),
    occurredAt: z.iso.datetime(),
    ...happening,
  })
  .meta({ id: 'EventV1', description: 'One thing that happened: ids and versions, no content.' })
export type EventV1 = z.infer<typeof EventV1>
