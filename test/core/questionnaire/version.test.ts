import t from 'tap'
import {
  byQuestionnaire,
  latestOpen,
  newestFirst,
  type PublishedVersion,
} from '../../../src/core/questionnaire/version.ts'

const version = (
  key: string,
  number: string,
  state: PublishedVersion['state'] = 'published',
): PublishedVersion => ({
  key,
  version: number,
  digest: '0'.repeat(64),
  scoringDigest: '0'.repeat(64),
  state,
  visibility: 'public',
  owner: null,
  publishedAt: new Date(0),
  withdrawal: null,
  withdrawnAt: null,
})

const numbers = (versions: readonly PublishedVersion[]) => versions.map((each) => each.version)

t.test('versions count as numbers, the newest first', async (t) => {
  const some = ['1.9.0', '1.10.0', '1.2.10'].map((each) => version('a', each))
  t.same(numbers(some.toSorted(newestFirst)), ['1.10.0', '1.9.0', '1.2.10'])
})

t.test('latest is the highest that is open, or none', async (t) => {
  const some = [version('a', '1.0.0'), version('a', '2.0.0', 'withdrawn'), version('a', '1.1.0')]
  t.equal(latestOpen(some)?.version, '1.1.0')
  t.equal(latestOpen([version('a', '1.0.0', 'withdrawn')]), null)
  t.equal(latestOpen([]), null)
})

t.test('versions are put together by questionnaire, in the order they come', async (t) => {
  const groups = byQuestionnaire([
    version('b', '1.0.0'),
    version('a', '1.0.0'),
    version('b', '2.0.0'),
  ])
  t.same(groups.map(numbers), [['2.0.0', '1.0.0'], ['1.0.0']])
})
