// Programs run to their end in a clean environment; whatever happens is an outcome, not an exception.
import t from 'tap'
import { run } from '../../../src/db/embedded/run.ts'

const runner = {
  account: null,
  env: { PGHOST: 'elsewhere', pgpassword: 'x', LANG: 'de_DE', LC_ALL: 'de_DE', KEPT: 'yes' },
}
const print = 'process.stdout.write("out"); process.stderr.write(JSON.stringify(process.env))'

t.test('the outcome has what the program wrote on both streams', async (t) => {
  const { ok, output } = await run(runner, process.execPath, ['-e', print])
  t.ok(ok)
  t.match(output, /out/)
})

t.test('nothing in the environment leads elsewhere or translates', async (t) => {
  const { output } = await run(runner, process.execPath, ['-e', 'console.error(process.env)'])
  t.match(output, /KEPT: 'yes'/)
  t.match(output, /LC_ALL: 'C'/)
  t.match(output, /TZ: 'UTC'/)
  t.notMatch(output, /elsewhere|pgpassword|de_DE/)
})

t.test('a silent run says nothing', async (t) => {
  t.strictSame(await run(runner, process.execPath, ['-e', print], { silent: true }), {
    ok: true,
    output: '',
  })
})

t.test('failure and absence are outcomes', async (t) => {
  t.strictSame(await run(runner, process.execPath, ['-e', 'process.exit(3)']), {
    ok: false,
    output: '',
  })
  const absent = await run(runner, '/does/not/exist', [])
  t.notOk(absent.ok)
  t.match(absent.output, /ENOENT/)
})
