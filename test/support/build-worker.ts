// The background of the service in a process of its own, for tests that kill it. Takes the addresses of a
// database as its one argument, says `working` when it listens, and goes on until it is killed.
import { loadCodes } from '../../src/codes.ts'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import { pagesWith } from '../../src/db/page.ts'
import { loadDocuments } from '../../src/documents.ts'
import { filesWith } from '../../src/files.ts'
import { reportsWith } from '../../src/reports.ts'
import { scoringOf } from '../../src/scoring.ts'
import { startBackground } from '../../src/worker.ts'
import { newId } from './house.ts'
import { type Addresses, quiet } from './server.ts'

const addresses: Addresses = JSON.parse(process.argv[2] ?? '{}')
const peppers = ['a pepper that is only for tests, long enough'] as const
const read = readConfig({})
if ('complaints' in read) throw new Error(read.complaints.join(' '))
const db = openDatabase({ url: addresses.appUrl, max: 2, newId, peppers })
await startBackground(
  {
    config: read.config,
    db,
    log: quiet,
    newId,
    documents: await loadDocuments({ db, newId, log: quiet }),
    scoring: scoringOf(),
    files: filesWith(),
    reports: reportsWith(),
    codes: loadCodes(),
    peppers,
    pages: pagesWith(peppers),
    worker: true,
  },
  addresses,
)
process.stdout.write('working\n')
