// The last step of scripts/check.ts: names each promise of the contracts that the tests never saw kept.
// `node scripts/ts.mjs scripts/provoked.ts <folder> [operation id ...]`: the folder is where the tests wrote down
// what was answered (TEST_ANSWERS); with ids only these are judged, for whoever did not run every test.
import { readAnswers } from '../test/support/answers.ts'
import { servedOperations, unkept, unprovoked } from '../test/support/provoked.ts'

const [folder = '', ...ids] = process.argv.slice(2)
const operations = await servedOperations()
const answers = readAnswers(folder)
const asked = ids.flatMap((id) => {
  const operation = operations.find((each) => each.id === id)
  return operation === undefined ? [`There is no operation ${id}.`] : unkept(operation, answers)
})
const complaints = ids.length === 0 ? unprovoked(operations, answers) : asked
for (const complaint of complaints) console.error(complaint)
console.log(`${complaints.length} promises that no test saw kept.`)
process.exitCode = complaints.length === 0 ? 0 : 1
