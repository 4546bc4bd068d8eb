// "Declared = provoked": what the contracts promise against what a whole run of the tests has seen answered.
// Strict mode proves the other direction, that nothing is answered without having been declared.
import { buildApp } from '../../src/app.ts'
import { eventNamesOf } from '../../src/core/document/event-types.ts'
import type { ProblemCode } from '../../src/core/problem.ts'
import type { Operation } from '../../src/http/operation.ts'
import { problemsOf } from '../../src/http/operation-problems.ts'
import { stubDeps } from '../../src/tools/generate/openapi.ts'

/**
 * Problems that one piece of the kernel answers in the same way whatever operation is asked, each with its
 * reason. Provoking them once suffices, and they must be. This list only shrinks.
 */
export const onceForAll: Readonly<Partial<Record<ProblemCode, string>>> = {
  'malformed-request': 'the parser and the frame refuse before the operation is looked at',
  'request-timeout': 'the server gives up before there is a request',
  'headers-too-large': 'the server gives up before there is a request',
  'rate-limited': 'one counter for reads and one for writes, asked in one hook',
  'request-in-progress':
    'one statement claims the key, and to lose it takes two seconds of waiting',
  internal: 'whatever nobody expected, in one error handler',
  unavailable: 'the gate before the database, the same for every unit',
  'deadline-exceeded': 'the time of a handler and of a statement, the same everywhere',
}

/** Every operation that is served; nothing is asked of a database. */
export const servedOperations = async (): Promise<readonly Operation[]> => {
  const built = await buildApp(stubDeps(), { logLevel: null, isReady: async () => false })
  await built.app.close()
  return built.operations
}

/** What one operation promises and no line of `answers` shows, one sentence each with its repair. */
export const unkept = (operation: Operation, answers: ReadonlySet<string>): readonly string[] => {
  const { id } = operation
  const refusals = problemsOf(operation)
    .filter((code) => !(code in onceForAll) && !answers.has(`${id} ${code}`))
    .map(
      (code) =>
        `${id} declares ${code}, and no test provokes it. Provoke it in test/api, or let its scene in ` +
        'test/support/scenes.ts name whom it refuses; if it cannot happen, delete it from the problems of the ' +
        'contract, or mend the rule in src/http/operation-problems.ts.',
    )
  if (answers.has(`${id} sample`)) return refusals
  const lacking = `${id}: no test runs its sample and is served. Play it in test/support/scenes.ts or in test/api.`
  return [...refusals, lacking]
}

/** What the catalogue of events and the feeds that the tests saw do not say alike, one sentence each with its repair. */
export const untoldTypes = (answers: ReadonlySet<string>): readonly string[] => {
  const seenIn = (kind: string): readonly string[] =>
    [...answers].flatMap((line) => {
      const [from, type = ''] = line.split(' ')
      return from === `${kind}-event` ? [type] : []
    })
  return (['organization', 'association'] as const).flatMap((kind) => {
    const seen = seenIn(kind)
    const own: readonly string[] = eventNamesOf[kind]
    const common: readonly string[] = eventNamesOf.both
    const never = [...own, ...common].filter((type) => !seen.includes(type))
    const strange = seen.filter((type) => !own.includes(type) && !common.includes(type))
    return [
      ...never.map(
        (type) =>
          `${type} is told to no ${kind} by any test. Tell it in a scene or in test/api; if it cannot happen there, ` +
          'delete or move it in src/core/document/event-types.ts.',
      ),
      ...strange.map(
        (type) =>
          `${type} is told to an ${kind}, and the catalogue does not say so. Put it in its place in ` +
          'src/core/document/event-types.ts.',
      ),
    ]
  })
}

/** What a whole run left unkept: of every operation, of what needs to be provoked once, and of events. */
export const unprovoked = (
  operations: readonly Operation[],
  answers: ReadonlySet<string>,
): readonly string[] => {
  const seen = new Set([...answers].map((line) => line.split(' ')[1]))
  const isEverywhere = (code: string) =>
    operations
      .filter((operation) => problemsOf(operation).some((each) => each === code))
      .every(({ id }) => answers.has(`${id} ${code}`))
  return [
    ...operations.flatMap((operation) => unkept(operation, answers)),
    ...Object.keys(onceForAll).flatMap((code) => {
      if (!seen.has(code))
        return [`${code} is provoked by no test. Provoke it in test/http or test/stories.`]
      return isEverywhere(code)
        ? [`${code} is provoked wherever it is declared. Delete it from onceForAll.`]
        : []
    }),
    ...untoldTypes(answers),
  ]
}
