// What the protection of benchmark comparisons does not promise: published with every benchmark edition.
// The measures themselves are in disclosure.ts and suppression.ts.
import type { OwnerRule } from './owners.ts'

/** The honest limits, one paragraph per locale (benchmarks, section 12). */
export const limitsText = {
  en:
    'Comparisons are protected by minimum group sizes, coarse numbers, withheld groups and fixed ' +
    'releases. This is not a mathematical guarantee such as differential privacy. With an odd number of ' +
    "members the median, before rounding, is some member's score, without a name. Members who share " +
    'their scores, or scores published elsewhere, can reveal more: k-1 colluding members defeat any ' +
    'minimum of k. Who knows that a rival is among the best learns that it reaches the upper number ' +
    'shown. Groups below 50 are indicative. A cohort describes those who took part, not the sector.',
  'zh-CN':
    '对标数据通过最小组规模、粗粒度取整、对部分分组不予公布以及固定期次发布加以保护，但这并不是差分隐私那样的' +
    '数学保证。组内成员数为奇数时，取整前的中位数就是其中某个成员的得分，只是不带名称。如果成员之间互相透露' +
    '得分，或者得分已在别处公开，就可能推断出更多信息：无论最小组规模 k 取多大，只要有 k-1 个成员串通，' +
    '这一保护即告失效。如果知道某个竞争对手属于最佳之列，就能得知其得分不低于所公布的上位数值。' +
    '成员少于 50 个的分组，其数据仅供参考。分组反映的是参与者的情况，不代表整个行业。',
} as const

/** What an owner with several members in a group knows more than others. */
const severalText = {
  en:
    ' In this benchmark one owner may have up to a quarter of the members of a group: it knows so many of the ' +
    'scores, and can conclude more from the numbers shown than an owner of one.',
  'zh-CN':
    '在本期对标中，同一所有者最多可占组内成员的四分之一：其本身知道这些成员的得分，因此能够从所公布的数据中比仅有' +
    '一个成员的所有者推断出更多信息。',
} as const

/** The honest limits of an edition under its owner rule. */
export const limitsOf = (
  ownerRule: OwnerRule,
): Readonly<Record<keyof typeof limitsText, string>> =>
  ownerRule === 'cap25'
    ? {
        en: limitsText.en + severalText.en,
        'zh-CN': limitsText['zh-CN'] + severalText['zh-CN'],
      }
    : limitsText
