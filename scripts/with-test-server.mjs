// Runs a Node script while the test server is up and its template made, so that test processes find both:
// node scripts/with-test-server.mjs <script> [arguments]. Ends with the script's exit code.
import { spawn } from 'node:child_process'

if (!process.features.typescript) await import('tsx')
const { holdServer } = await import('../test/support/server.ts')

const server = await holdServer()
const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, ...server.env },
})
// The terminal signals the script too; we stay until it is gone, and clean up behind it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
process.exitCode = await new Promise((resolve) => {
  child.once('error', () => resolve(1))
  child.once('close', (code) => resolve(code ?? 1))
})
await server.release()
