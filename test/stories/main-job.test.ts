// The promise of the first screen: one command starts the service, another plays the main job against it, and
// ends with a total, the categories and a comparison that a quality manager understands.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { widthOf } from '../../src/tools/demo/terminal.ts'
import { reachableFolder } from '../support/cluster.ts'
import { databaseRuns, runBeside, startService } from '../support/service.ts'

const demo = 'src/tools/demo.ts'

t.test('start, demo, stop', { timeout: 300_000 }, async (t) => {
  const service = await startService(t)
  const { dataDir } = service
  t.match(service.said(), /quickstart\.json/, 'it says where the keys are')
  t.match(service.said(), /npm run demo/, 'and what to do next')
  const { baseUrl } = JSON.parse(readFileSync(join(dataDir, 'quickstart.json'), 'utf8'))
  t.equal((await fetch(`${baseUrl}/ready`)).status, 200)

  await t.test('the demo ends with total, categories and a comparison', async (t) => {
    const { code, out, err } = await runBeside(t, dataDir, demo)
    t.equal(code, 0, err)
    t.match(out, /→ GET \/v1\/questionnaires\n/)
    t.match(out, /Nothing is missing\./)
    t.match(out, /State: final\./)
    t.match(out, /4\.1 +Leadership +61\.5 \/ 110 +55\.9 %/)
    t.match(out, /Total +516 \/1000 +51\.6 %/)
    t.match(out, /60 % of 50 points = 30 points/)
    t.match(out, /reference +own weighting/)
    t.match(out, /Compared with: participants with sector=C&size=medium \(\d+-\d+ organizations\)/)
    const figures = ' +\\d+\\.\\d'.repeat(4)
    for (const name of ['Leadership', 'Strategy', 'Customers and market', 'Resources', 'Results'])
      t.match(out, new RegExp(`4\\.\\d +${name}${figures} +[+-]?\\d+\\.\\d +[·▒│●]+ \\w+`), name)
    t.match(out, /Total: 516 of 1000 points, [\d.]+ points \S+ (from )?the median of \d+\./)
    t.match(out, /This is not a mathematical guarantee/)
    t.equal(
      out.split('\n').find((line) => widthOf(line) > 100),
      undefined,
    )
    t.notMatch(out, new RegExp(`${String.fromCharCode(27)}\\[`), 'no colour outside a terminal')
  })

  await t.test('the demo can be played again, and in Chinese', async (t) => {
    const { code, out, err } = await runBeside(t, dataDir, demo, '--lang', 'zh-CN', '--verbose')
    t.equal(code, 0, err)
    t.match(out, /4\.1 +领导 +61\.5 \/ 110/)
    t.match(out, /总分 516 分/)
    t.match(out, /对标分组：sector=C&size=medium 的参与者/)
    t.match(out.replaceAll(/\n */g, ''), /这并不是差分隐私那样的数学保证/)
    t.match(out, /curl -X PUT 'http/)
    t.notMatch(out, /exk_test_/, 'no key is ever printed')
  })

  t.equal(await service.stop('SIGTERM'), 0, 'it stops gracefully')
  t.notOk(databaseRuns(dataDir), 'and takes its database with it')

  await t.test('without the service the demo says what to do', async (t) => {
    const { code, err } = await runBeside(t, dataDir, demo)
    t.equal(code, 1)
    t.match(err, /npm start/)
  })

  await t.test('a second start keeps the demo and is quick', async (t) => {
    const keysBefore = JSON.parse(readFileSync(join(dataDir, 'quickstart.json'), 'utf8')).keys
    const again = await startService(t, dataDir)
    t.notMatch(again.said(), /Making the demo/)
    t.same(JSON.parse(readFileSync(join(dataDir, 'quickstart.json'), 'utf8')).keys, keysBefore)
    t.equal(await again.stop('SIGINT'), 0)
  })
})

t.test('where the service never ran the demo says so', async (t) => {
  const { code, err } = await runBeside(t, reachableFolder(t), demo)
  t.equal(code, 1)
  t.match(err, /There is no .*quickstart\.json\. Start the service with `npm start`/)
})

t.test('an option that is not there is answered with the usage', async (t) => {
  const { code, err } = await runBeside(t, reachableFolder(t), demo, '--colour')
  t.equal(code, 1)
  t.match(err, /Usage: npm run demo/)
})
