// The end of a whole run compares what was declared with what was provoked (scripts/provoked.ts). Here the
// comparison itself is tried: with everything provoked it is content, and it names whatever is missing.
import t from 'tap'
import { eventNamesOf } from '../../src/core/document/event-types.ts'
import { problemsOf } from '../../src/http/operation-problems.ts'
import { onceForAll, servedOperations, unkept, unprovoked } from '../support/provoked.ts'

const operations = await servedOperations()

/** A run that kept every promise in the least way: what needs to be provoked once was provoked by nobody. */
const everything = [
  ...operations.flatMap((operation) => [
    `${operation.id} sample`,
    ...problemsOf(operation)
      .filter((code) => !(code in onceForAll))
      .map((code) => `${operation.id} ${code}`),
  ]),
  ...Object.keys(onceForAll).map((code) => `- ${code}`),
  ...(['organization', 'association'] as const).flatMap((kind) =>
    [...eventNamesOf[kind], ...eventNamesOf.both].map((type) => `${kind}-event ${type}`),
  ),
]
const without = (line: string) =>
  unprovoked(operations, new Set(everything.filter((l) => l !== line)))

t.test('a run that provoked everything is complete', async (t) => {
  t.same(unprovoked(operations, new Set(everything)), [])
})

t.test('what was not provoked is named, with the repair', async (t) => {
  t.match(without('submitSubmission incomplete'), [
    /^submitSubmission declares incomplete, and no test .*Provoke it in test\/api, or .*scenes\.ts.*; .*delete it/,
  ])
  t.match(without('- rate-limited'), [/^rate-limited is provoked by no test\. Provoke it/])
  t.match(without('createGrant sample'), [/^createGrant: no test runs its sample.*scenes\.ts/])
  const other = ['putAnswer incomplete', ...everything]
  t.same(
    unprovoked(operations, new Set(other)),
    [],
    'what strict mode must refuse is not judged here',
  )
})

t.test('events are told in the feeds of the catalogue, and no others', async (t) => {
  t.match(without('association-event visit.begun'), [/^visit\.begun is told to no association/])
  t.match(without('organization-event member.added'), [/^member\.added is told to no organization/])
  const besides = (line: string) => unprovoked(operations, new Set([...everything, line]))
  t.match(besides('organization-event visit.begun'), [
    /^visit\.begun is told to an organization, and the catalogue does not say so/,
  ])
  t.match(besides('association-event visit.invented'), [/^visit\.invented is told/])
})

t.test('one operation is judged without the others', async (t) => {
  const [operation] = operations.filter(({ id }) => id === 'putAnswer')
  if (operation === undefined) throw new Error('no operation to judge')
  const own = everything.filter((line) => line.startsWith('putAnswer '))
  t.same(unkept(operation, new Set(own)), [])
  t.match(unkept(operation, new Set(own.filter((line) => !line.endsWith(' immutable')))), [
    /^putAnswer declares immutable/,
  ])
})

t.test('a run without any answers is no complete one', async (t) => {
  t.ok(unprovoked(operations, new Set()).length > operations.length * 10)
})

t.test('what is provoked once for all is of the kernel, and the list only shrinks', async (t) => {
  t.same(Object.keys(onceForAll).sort(), [
    'deadline-exceeded',
    'headers-too-large',
    'internal',
    'malformed-request',
    'rate-limited',
    'request-in-progress',
    'request-timeout',
    'unavailable',
  ])
  const wherever = operations.map(({ id }) => `${id} internal`)
  t.match(unprovoked(operations, new Set([...everything, ...wherever])), [
    /^internal is provoked wherever it is declared\. Delete it from onceForAll/,
  ])
})
