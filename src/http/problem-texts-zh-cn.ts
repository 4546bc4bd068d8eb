// The Chinese face of every problem, line by line as problem-texts-en.ts.
// A code without a line here does not compile.
import type { ProblemTexts } from './problem-texts-en.ts'

export const problemTextsZhCn: ProblemTexts = {
  'malformed-request': { title: '无法读取请求', help: '请修正客户端或中间代理。' },
  'malformed-json': {
    title: '请求正文不是 JSON',
    help: '请修正语法；使用 UTF-8 编码，成员名不得重复。',
  },
  'body-too-complex': {
    title: '正文嵌套过深或成员过多',
    help: '请不要超过 `limit` 与 `max` 所示的限制。',
  },
  'validation-failed': { title: '不符合接口约定', help: '请逐项更正 `errors` 中的内容。' },
  'cursor-invalid': { title: '游标无法使用', help: '请从第一页重新开始。' },
  'cohort-not-offered': { title: '不提供该对比群组', help: '请从该版次的列表中选择。' },
  'idempotency-key-required': {
    title: '需要 Idempotency-Key',
    help: '请发送新的键，重试时重复使用同一个键。',
  },
  'credential-in-query': {
    title: '凭据不得放在地址中',
    help: '请改用 `Authorization` 头发送，并更换已暴露的凭据。',
  },
  unauthenticated: {
    title: '无法识别调用方',
    help: '请在 `Authorization` 头中发送有效的密钥或令牌。',
  },
  'insufficient-scope': {
    title: '凭据缺少所需权限范围',
    help: '请申请具有 `requiredScope` 所示权限范围的凭据。',
  },
  forbidden: { title: '此操作不由您办理', help: '请交由具有 `roles` 中某一角色的其他人办理。' },
  'conflict-of-interest': { title: '存在利益冲突', help: '请另选人员。' },
  'not-found': { title: '未找到', help: '请检查标识符以及路径中的租户。' },
  'method-not-allowed': { title: '此处不允许该方法', help: '请使用 `allow` 中列出的方法。' },
  'not-acceptable': {
    title: '没有所要求的表示形式',
    help: '请接受 `available` 中列出的媒体类型之一。',
  },
  'request-timeout': { title: '请求到达过慢', help: '请重新发送。' },
  'illegal-transition': { title: '当前状态下不可行', help: '可行的操作见 `allowed`。' },
  'already-exists': { title: '已经存在', help: '请使用已有的对象，或另选一个值。' },
  'in-use': { title: '仍被其他对象使用', help: '请先解除这些使用关系。' },
  immutable: { title: '已发布、锁定或冻结', help: '有版本的，请创建新版本；否则保持不变。' },
  'quota-reached': {
    title: '数量已达上限',
    help: '请删除不再需要的内容，或请运营方提高 `max`。',
  },
  'window-closed': {
    title: '不在本周期的开放时间内',
    help: '请等待开放；项目管理者可以更改日期。',
  },
  'quorum-missing': { title: '已锁定的评审数量不足', help: '请等待其他评审，或结束本轮。' },
  'second-person-required': { title: '需要第二人批准', help: '请由另一人重复此请求。' },
  'plan-outdated': { title: '计划所依据的内容已变更', help: '请重新制定计划。' },
  'request-in-progress': {
    title: '相同的请求正在执行',
    help: '请按 `Retry-After` 等待，然后用同一个键重试。',
  },
  gone: { title: '已不再提供', help: '如指明后继版本，请使用该版本，否则请使用其他版次。' },
  'precondition-failed': {
    title: '自读取后已发生变更',
    help: '请重新读取、合并，并发送新的实体标签。',
  },
  'too-large': { title: '内容过大', help: '请拆分，或使用导入功能。' },
  'uri-too-long': { title: '地址过长', help: '请缩短地址。' },
  'unsupported-media-type': {
    title: '不接受该媒体类型',
    help: '请使用 `accepted` 中列出的媒体类型。',
  },
  incomplete: { title: '缺少必需的内容', help: '请逐项补全 `errors` 中的内容。' },
  'document-invalid': { title: '文档违反约束', help: '请逐项更正 `errors` 中的内容。' },
  'warnings-not-accepted': {
    title: '警告需要处理',
    help: '请修正，或在 `acceptWarnings` 中列出。',
  },
  'idempotency-key-reused': { title: '该键属于另一个请求', help: '请使用新的键。' },
  'import-rejected': { title: '部分行被拒绝，未写入任何数据', help: '请查看报告。' },
  'file-refused': { title: '文件不安全或无法读取', help: '原因见 `reason`。' },
  'digest-mismatch': { title: '文件在传输中被更改', help: '请重新上传。' },
  'address-refused': { title: '不允许使用该 Webhook 地址', help: '请使用公开的 https 地址。' },
  'precondition-required': {
    title: '需要前提条件',
    help: '请先读取，再发送 `If-Match`（新建时发送 `If-None-Match: *`）。',
  },
  'rate-limited': { title: '请求过多', help: '请按 `Retry-After` 等待。' },
  'headers-too-large': { title: '请求头过大', help: '请缩短请求头。' },
  internal: { title: '服务端发生错误', help: '请报告 `instance` 中的请求编号。' },
  unavailable: { title: '暂时不可用', help: '请按 `Retry-After` 等待后重试。' },
  'deadline-exceeded': {
    title: '未能及时完成，可能已生效',
    help: '请重试；写操作请使用同一个 Idempotency-Key。',
  },
}

/** What the code of a mistake of shape means; figures and patterns are in its English detail. */
export const shapeTextsZhCn: Readonly<Record<string, string>> = {
  missing: '此项必填。',
  'unknown-member': '接口约定中没有此成员。',
  'unknown-parameter': '接口约定中没有此参数。',
  'wrong-type': '类型不正确。',
  'wrong-format': '格式不正确。',
  'wrong-shape': '不符合任何一种允许的形式。',
  'not-allowed': '不是允许的取值之一。',
  'too-small': '过小、过短或过少。',
  'too-large': '过大、过长或过多。',
  'not-a-multiple': '不是规定步长的倍数。',
}
