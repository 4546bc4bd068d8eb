// Every sentence of the demo in both languages; `{name}` stands for a value.
// Names of nodes, bands and questions come from the service, in the asked language.
import type { Locale } from '../../core/request.ts'

const texts = {
  title: {
    en: 'Excellence API: a self-assessment from the questionnaire to the comparison',
    'zh-CN': 'Excellence API：一次自我评价，从问卷到对标',
  },
  address: { en: 'Service: {baseUrl}', 'zh-CN': '服务地址：{baseUrl}' },
  synthetic: {
    en: 'All organizations, answers and benchmark figures here are synthetic.',
    'zh-CN': '此处的组织、作答和对标数据均为合成数据。',
  },
  'step.catalogue': { en: 'Which questionnaires there are', 'zh-CN': '有哪些问卷' },
  'catalogue.line': {
    en: '{items} scored items, {total} points',
    'zh-CN': '{items} 个评分条目，满分 {total} 分',
  },
  'step.questionnaire': {
    en: 'Read the questionnaire: one item with its questions',
    'zh-CN': '阅读问卷：一个条目及其问题',
  },
  'item.worth': { en: '{points} points', 'zh-CN': '{points} 分' },
  'item.evidence': { en: 'Evidence to look for: {text}', 'zh-CN': '可寻找的证据：{text}' },
  'item.bands': { en: 'Bands: {list}', 'zh-CN': '评分档次：{list}' },
  'item.more': {
    en: '... and {count} items more, all with questions like these.',
    'zh-CN': '……另有 {count} 个条目，均有类似的问题。',
  },
  'step.create': { en: 'Begin a self-assessment', 'zh-CN': '开始一次自我评价' },
  'create.done': {
    en: 'A draft: {title} ({id}).',
    'zh-CN': '已建立草稿：{title}（{id}）。',
  },
  'submission.title': { en: 'Self-assessment (demo)', 'zh-CN': '自我评价（演示）' },
  'step.put': { en: 'Answer some items one by one', 'zh-CN': '逐条回答几个条目' },
  'put.done': {
    en: '{code} {name}: {percent} %',
    'zh-CN': '{code} {name}：{percent}%',
  },
  'put.comment': {
    en: 'Vision and values were renewed with staff last spring; suppliers do not know them yet.',
    'zh-CN': '去年春天与员工一起更新了愿景和价值观；供方尚不了解。',
  },
  'step.patch': {
    en: 'Answer all others in one atomic merge patch',
    'zh-CN': '用一次原子的合并补丁回答其余条目',
  },
  'patch.done': { en: '{count} answers saved together.', 'zh-CN': '一次保存了 {count} 个作答。' },
  'step.progress': { en: 'How far it is', 'zh-CN': '完成进度' },
  'progress.line': {
    en: '{scored} of {all} items answered, {share} % of the points',
    'zh-CN': '已回答 {scored}/{all} 个条目，占总分值的 {share}%',
  },
  'progress.missing': { en: 'Missing: {list}', 'zh-CN': '尚缺：{list}' },
  'progress.complete': { en: 'Nothing is missing.', 'zh-CN': '没有缺项。' },
  'step.preview': { en: 'Preview the score; nothing is stored', 'zh-CN': '预览得分（不保存）' },
  'preview.total': {
    en: 'As it stands: {points} of {max} points.',
    'zh-CN': '目前得分：{points} 分（满分 {max} 分）。',
  },
  'step.weighting': {
    en: 'A weighting of its own: customers count more',
    'zh-CN': '自定义权重：更看重顾客',
  },
  'weighting.title': { en: 'Customers first (demo)', 'zh-CN': '顾客优先（演示）' },
  'weighting.rationale': {
    en: 'Our strategy lives from customers who come back.',
    'zh-CN': '我们的战略依靠回头客。',
  },
  'weighting.done': {
    en: 'Published as version {version}: it never changes from now on.',
    'zh-CN': '已发布版本 {version}：此后不再改变。',
  },
  'step.submit': { en: 'Submit: the answers are frozen', 'zh-CN': '提交：作答就此冻结' },
  'step.accept': { en: 'The association accepts it as final', 'zh-CN': '协会确认其为最终结果' },
  'state.line': { en: 'State: {state}.', 'zh-CN': '状态：{state}。' },
  'state.draft': { en: 'draft', 'zh-CN': '草稿' },
  'state.submitted': { en: 'submitted', 'zh-CN': '已提交' },
  'state.final': { en: 'final', 'zh-CN': '最终' },
  'step.score': { en: 'The score sheet', 'zh-CN': '评分表' },
  'column.points': { en: 'points', 'zh-CN': '得分' },
  'column.percent': { en: 'share', 'zh-CN': '得分率' },
  'column.band': { en: 'band', 'zh-CN': '档次' },
  total: { en: 'Total', 'zh-CN': '总分' },
  'score.why': { en: 'Why these figures, two lines of many:', 'zh-CN': '得分的由来（摘两行）：' },
  'step.own': {
    en: 'Beside it: the weighting of its own',
    'zh-CN': '对照：自定义权重',
  },
  'column.reference': { en: 'reference', 'zh-CN': '标准权重' },
  'column.own-weighting': { en: 'own weighting', 'zh-CN': '自定义权重' },
  'own.note': {
    en: 'A weighting of its own is for its own view: it never enters a comparison.',
    'zh-CN': '自定义权重仅供本组织参考，绝不进入对标。',
  },
  'step.compare': {
    en: 'The comparison with others',
    'zh-CN': '与其他组织对标',
  },
  'compare.cohort': {
    en: 'Compared with: {cohort} ({band} organizations)',
    'zh-CN': '对标分组：{cohort}（{band} 家组织）',
  },
  'compare.withheld': {
    en: 'Nothing can be shown: the groups are too small to protect those in them.',
    'zh-CN': '无可显示的数据：分组太小，为保护参与者而不予公布。',
  },
  'compare.ladder': { en: 'Groups tried: {list}', 'zh-CN': '依次尝试的分组：{list}' },
  'outcome.used': { en: 'used', 'zh-CN': '采用' },
  'outcome.withheld': { en: 'withheld', 'zh-CN': '不公布' },
  'outcome.not_reached': { en: 'not needed', 'zh-CN': '未用到' },
  'outcome.not_applicable': { en: 'not applicable', 'zh-CN': '不适用' },
  'cohort.all': { en: 'all participants', 'zh-CN': '全部参与者' },
  'cohort.some': {
    en: 'participants with {key}',
    'zh-CN': '{key} 的参与者',
  },
  'compare.unit': {
    en: 'All figures in % of the maximum points of the line; p50 is the median, p25 and p75 are the quartiles.',
    'zh-CN': '各列数字均为该行满分的百分比；p50 为中位数，p25 和 p75 为四分位数。',
  },
  'column.own': { en: 'own', 'zh-CN': '本组织' },
  'column.low': { en: 'p25', 'zh-CN': 'p25' },
  'column.median': { en: 'p50', 'zh-CN': 'p50' },
  'column.high': { en: 'p75', 'zh-CN': 'p75' },
  'column.gap': { en: 'gap', 'zh-CN': '差距' },
  'column.where': { en: 'where it stands', 'zh-CN': '所处位置' },
  'compare.legend': {
    en: '● own, │ median, ▒ the middle half (p25 to p75), on an axis from {from} to {to} %. Gap: own minus median.',
    'zh-CN':
      '● 本组织，│ 中位数，▒ 中间一半（p25 至 p75），坐标轴从 {from}% 到 {to}%。差距：本组织减中位数。',
  },
  'band.below_median': { en: 'lower half', 'zh-CN': '后一半' },
  'band.at_or_above_median': { en: 'upper half', 'zh-CN': '前一半' },
  'band.bottom_quartile': { en: 'lowest quarter', 'zh-CN': '最后四分之一' },
  'band.second_quartile': { en: 'below median', 'zh-CN': '中位数以下' },
  'band.third_quartile': { en: 'above median', 'zh-CN': '中位数以上' },
  'band.top_quartile': { en: 'top quarter', 'zh-CN': '前四分之一' },
  'band.bottom_decile': { en: 'lowest tenth', 'zh-CN': '最后十分之一' },
  'band.p10_p25': { en: 'lowest quarter', 'zh-CN': '最后四分之一' },
  'band.p25_p50': { en: 'below median', 'zh-CN': '中位数以下' },
  'band.p50_p75': { en: 'above median', 'zh-CN': '中位数以上' },
  'band.p75_p90': { en: 'top quarter', 'zh-CN': '前四分之一' },
  'band.top_decile': { en: 'top tenth', 'zh-CN': '前十分之一' },
  'band.null': { en: 'not shown', 'zh-CN': '不公布' },
  'result.total': {
    en: 'Total: {own} of {max} points, {gap} points {side} the median of {median}.',
    'zh-CN': '总分 {own} 分（满分 {max} 分），{side}中位数 {median} 分 {gap} 分。',
  },
  'result.plain': {
    en: 'Total: {own} of {max} points.',
    'zh-CN': '总分 {own} 分（满分 {max} 分）。',
  },
  'side.above': { en: 'above', 'zh-CN': '高于' },
  'side.below': { en: 'below', 'zh-CN': '低于' },
  'side.at': { en: 'away from', 'zh-CN': '距' },
  'result.best': {
    en: 'The best quarter begins at {points} points.',
    'zh-CN': '前四分之一从 {points} 分起。',
  },
  'result.best.p90': {
    en: 'The best tenth begins at {points} points.',
    'zh-CN': '前十分之一从 {points} 分起。',
  },
  'result.strength': {
    en: 'Furthest ahead of the median: {code} {name} ({gap} % of its points).',
    'zh-CN': '领先中位数最多：{code} {name}（{gap} 个百分点）。',
  },
  'result.gap': {
    en: 'Furthest behind the median: {code} {name} ({gap} % of its points).',
    'zh-CN': '落后中位数最多：{code} {name}（{gap} 个百分点）。',
  },
  'result.least': {
    en: 'Least ahead of the median: {code} {name} ({gap} % of its points).',
    'zh-CN': '领先中位数最少：{code} {name}（{gap} 个百分点）。',
  },
  'result.limits': {
    en: 'What this protects, and what it does not:',
    'zh-CN': '数据保护及其局限：',
  },
  next: { en: 'What to try next', 'zh-CN': '接下来可以试试' },
  'next.docs': {
    en: 'Read all operations: {baseUrl}/docs',
    'zh-CN': '查看全部接口：{baseUrl}/docs',
  },
  'next.keys': {
    en: 'The keys are in {file}; call the service with them yourself.',
    'zh-CN': '密钥在 {file} 中；可用它们自行调用服务。',
  },
  'next.verbose': {
    en: 'npm run demo -- --verbose shows each request as a curl command.',
    'zh-CN': 'npm run demo -- --lang zh-CN --verbose 会把每个请求显示为 curl 命令。',
  },
  'next.lang': {
    en: 'npm run demo -- --lang zh-CN shows it all in Chinese.',
    'zh-CN': 'npm run demo 显示英文。',
  },
  'next.other': {
    en: 'Ask for this submission with the key of the other organization: the answer is 404, as if it were not there.',
    'zh-CN': '用另一组织的密钥读取这份自评：回答是 404，如同它并不存在。',
  },
} as const satisfies Record<string, Record<Locale, string>>

export type Word = keyof typeof texts
export type Values = Readonly<Record<string, string | number>>

/** Says a sentence of the table with its values. */
export type Say = (word: Word, values?: Values) => string

export const sayIn =
  (locale: Locale): Say =>
  (word, values = {}) =>
    texts[word][locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** The table's word of that name, or the name itself: states and outcomes may grow in the service first. */
export const named = (say: Say, name: string, fallback: string): string =>
  Object.hasOwn(texts, name) ? say(name as Word) : fallback
