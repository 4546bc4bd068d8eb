// Every method against its second implementation in test/support/oracle. `SCORING_CASES=100000` looks longer and
// from another seed each time; `SCORING_SEED=…` comes back to one that a failure has named.
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { isProblem } from '../../../src/core/problem.ts'
import { casesOf } from '../../support/oracle/cases/index.ts'
import { casesOfDocument, documentsBelow } from '../../support/oracle/cases/shipped.ts'
import { differences, inShort } from '../../support/oracle/differences.ts'
import type { Case } from '../../support/oracle/document.ts'
import { faults } from '../../support/oracle/faults.ts'
import { oracleSheet } from '../../support/oracle/index.ts'
import { accepts } from '../../support/oracle/pdca-classical-1.ts'
import type { Sheet } from '../../support/oracle/sheet.ts'
import { plain, sheetOf } from '../../support/scored-cases.ts'
import { root } from '../../support/sources.ts'

const ordinary = 1000
const usual = 20201
/** Faults are sought from one seed only: the rarest shows once in some thousands of cases. */
const faulty = { numRuns: 3000, seed: usual, endOnFailure: true }
const numRuns = Number(process.env.SCORING_CASES ?? ordinary)
const stated = process.env.SCORING_SEED ?? (numRuns === ordinary ? usual : undefined)
const seed = stated === undefined ? Date.now() % 2 ** 31 : Number(stated)

/** A score outside the band of the phases beside it is refused, and nothing else of these cases is. */
const isRefused = ({ answers }: Case): boolean =>
  Object.values(answers).some((answer) => answer !== undefined && !accepts(answer))

const refusal = (each: Case): string => {
  try {
    sheetOf(each)
    return 'nothing was refused'
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    return error.parameters.errors.every(({ code }) => code === 'score-outside-phase')
      ? ''
      : JSON.stringify(error.parameters.errors)
  }
}

const productSheet = (each: Case): Sheet => plain(sheetOf(each), each)

const compared = (each: Case): void => {
  let found: readonly string[] = []
  if (isRefused(each)) {
    found = [refusal(each)].filter((text) => text !== '')
  } else {
    const [second, product] = [oracleSheet(each), productSheet(each)]
    if (isDeepStrictEqual(second, product)) return
    found = differences(second, product)
  }
  if (found.length > 0) throw new Error(`product, second\n${found.join('\n')}\n${inShort(each)}`)
}

/** The message of a failure: seed and minimal case, without the whole document. */
const hold = (cases: fc.Arbitrary<Case>, runs: number): string => {
  const {
    failed,
    seed: used,
    counterexamplePath,
    errorInstance,
  } = fc.check(fc.property(cases, compared), { numRuns: runs, seed })
  if (!failed) return ''
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return `SCORING_SEED=${used} (path ${counterexamplePath})\n${reason}`
}

const shipped = documentsBelow(join(root, 'schemas/models'))

for (const [method, cases] of Object.entries(casesOf)) {
  t.test(`${method}: two implementations find the same figures`, async (t) => {
    t.equal(hold(cases, numRuns), '')
  })

  t.test(`${method}: they do so for the shipped questionnaires too`, async (t) => {
    for (const document of shipped.filter(({ scoring }) => scoring.method === method)) {
      t.equal(hold(casesOfDocument(document), Math.ceil(numRuns / 100)), '')
    }
  })

  t.test(`${method}: what the generator makes is a valid document`, async () => {
    fc.assert(
      fc.property(cases, ({ document }) => {
        readQuestionnaire(JSON.parse(JSON.stringify(document)))
      }),
      { numRuns: 50, seed },
    )
  })

  t.test(`${method}: a scoring that is wrong on purpose is found out`, async (t) => {
    for (const [name, wrong] of Object.entries(faults[method] ?? {})) {
      const { failed } = fc.check(
        fc.property(cases, (each) => {
          if (isRefused(each)) return true
          const found = productSheet(each)
          // Where the product itself is off, that it differs from the fault proves nothing.
          if (!isDeepStrictEqual(found, oracleSheet(each))) return true
          return isDeepStrictEqual(found, wrong(each))
        }),
        faulty,
      )
      t.ok(failed, `${name}: found within ${faulty.numRuns} cases`)
    }
  })
}
