// "Declared = provoked": what the contracts promise against what a whole run of the tests has seen answered.
// Strict mode proves the other direction, that nothing is answered without having been declared.
import { buildApp } from '../../src/app.ts'
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

/**
 * What the contracts promise and no line of `answers` shows, one sentence each with its repair. `once` stands
 * for the list above.
 */
export const unprovoked = (
  operations: readonly Operation[],
  answers: ReadonlySet<string>,
  once: Readonly<Partial<Record<ProblemCode, string>>> = onceForAll,
): readonly string[] => {
  const seen = new Set([...answers].map((line) => line.split(' ')[1]))
  const missing = operations.flatMap((operation) =>
    problemsOf(operation)
      .filter((code) => !answers.has(`${operation.id} ${code}`))
      .map((code) => ({ id: operation.id, code })),
  )
  return [
    ...missing
      .filter(({ code }) => !(code in once))
      .map(
        ({ id, code }) =>
          `${id} declares ${code}, and no test provokes it. Provoke it in test/api; if it cannot happen, delete ` +
          'it from the problems of the contract, or mend the rule in src/http/operation-problems.ts.',
      ),
    ...Object.keys(once).flatMap((code) => {
      if (!seen.has(code))
        return [`${code} is provoked by no test. Provoke it in test/http or test/stories.`]
      return missing.some((each) => each.code === code)
        ? []
        : [`${code} is provoked wherever it is declared. Delete it from onceForAll.`]
    }),
    ...operations
      .filter(({ id }) => !answers.has(`${id} sample`))
      .map(
        ({ id }) =>
          `${id}: no test runs its sample and is served. Play it in test/support/scenes.ts or in test/api.`,
      ),
  ]
}
