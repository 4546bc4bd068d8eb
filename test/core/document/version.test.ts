import t from 'tap'
import { compareVersions } from '../../../src/core/document/version.ts'

t.test('versions are ordered by their numbers, not by their letters', async (t) => {
  t.ok(compareVersions('1.9.0', '1.10.0') < 0)
  t.ok(compareVersions('2.0.0', '1.10.10') > 0)
  t.equal(compareVersions('1.2.3', '1.2.3'), 0)
  t.ok(compareVersions('1.2', '1.2.0') === 0)
  t.ok(compareVersions('1.2.3', '1.2') > 0)
})
