// The last step of scripts/check.ts: names each promise of the contracts that the whole run of the tests never
// saw kept. `node scripts/ts.mjs scripts/provoked.ts <folder>`: where the tests wrote down what was answered.
import { readAnswers } from '../test/support/answers.ts'
import { servedOperations, unprovoked } from '../test/support/provoked.ts'

const [folder = ''] = process.argv.slice(2)
const complaints = unprovoked(await servedOperations(), readAnswers(folder))
for (const complaint of complaints) console.error(complaint)
console.log(`${complaints.length} promises that no test saw kept.`)
process.exitCode = complaints.length === 0 ? 0 : 1
