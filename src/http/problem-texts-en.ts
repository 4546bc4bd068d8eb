// The English face of every problem: its title, and what to do about it.
// Status and form of a problem are in problems.ts; which there are is in core/problem.ts.
import type { ProblemCode } from '../core/problem.ts'

/** What every language says of every problem. */
export type ProblemText = { readonly title: string; readonly help: string }
export type ProblemTexts = { readonly [Code in ProblemCode]: ProblemText }

export const problemTextsEn: ProblemTexts = {
  'malformed-request': {
    title: 'The request could not be read',
    help: 'Fix the client or the proxy between us.',
  },
  'malformed-json': {
    title: 'The body is not JSON',
    help: 'Fix the syntax; send UTF-8, each member name once.',
  },
  'body-too-complex': {
    title: 'Nested or branched too far',
    help: 'Stay within the limit named in `limit` and `max`.',
  },
  'validation-failed': {
    title: 'Does not match the contract',
    help: 'Correct each entry of `errors`.',
  },
  'cursor-invalid': { title: 'The cursor cannot be used', help: 'Start again at the first page.' },
  'cohort-not-offered': {
    title: 'This cohort is not offered',
    help: 'Choose one from the list of the edition.',
  },
  'idempotency-key-required': {
    title: 'An Idempotency-Key is needed',
    help: 'Send a fresh key, and repeat it when you retry.',
  },
  'credential-in-query': {
    title: 'Credentials do not belong in the address',
    help: 'Send it in `Authorization`, and replace the exposed one.',
  },
  unauthenticated: {
    title: 'Who calls is not known',
    help: 'Send a valid key or token in `Authorization`.',
  },
  'insufficient-scope': {
    title: 'The credential lacks a scope',
    help: 'Ask for a credential with the scope in `requiredScope`.',
  },
  forbidden: {
    title: 'Not for you to do',
    help: 'Leave it to another person, with one of the `roles`.',
  },
  'conflict-of-interest': {
    title: 'A conflict of interest prevents this',
    help: 'Choose another person.',
  },
  'not-found': { title: 'Not found', help: 'Check the identifier and the tenant in the path.' },
  'method-not-allowed': {
    title: 'Method not allowed here',
    help: 'Use one of the methods in `allow`.',
  },
  'not-acceptable': {
    title: 'No such representation',
    help: 'Accept one of the media types in `available`.',
  },
  'request-timeout': { title: 'The request arrived too slowly', help: 'Send it again.' },
  'illegal-transition': {
    title: 'Not possible in this state',
    help: 'See `allowed` for what is possible now.',
  },
  'already-exists': {
    title: 'It already exists',
    help: 'Use the existing one, or choose another value.',
  },
  'in-use': { title: 'Others depend on it', help: 'Remove the uses first.' },
  immutable: {
    title: 'Published, locked or frozen',
    help: 'Where it has versions, make a new one; else it stays.',
  },
  'quota-reached': {
    title: 'There are as many as there may be',
    help: 'Remove what is no longer needed, or ask the operator to raise `max`.',
  },
  'window-closed': {
    title: 'Outside the window of the cycle',
    help: 'Wait until it opens. Its managers may change the dates.',
  },
  'quorum-missing': {
    title: 'Not enough locked reviews',
    help: 'Wait for the others, or close the round.',
  },
  'second-person-required': {
    title: 'A second person must approve',
    help: 'Another person reads it again and sends the same.',
  },
  'plan-outdated': { title: 'The basis changed since it was planned', help: 'Plan again.' },
  'request-in-progress': {
    title: 'The same request is running',
    help: 'Wait as `Retry-After` says, then repeat it with the same key.',
  },
  gone: {
    title: 'No longer offered',
    help: 'Use the successor where one is named, another edition otherwise.',
  },
  'precondition-failed': {
    title: 'It changed since you read it',
    help: 'Read it again, merge, and send the new entity tag.',
  },
  'too-large': { title: 'Too large', help: 'Split it, or import it.' },
  'uri-too-long': { title: 'The address is too long', help: 'Shorten it.' },
  'unsupported-media-type': {
    title: 'Media type not accepted',
    help: 'Use one of the media types in `accepted`.',
  },
  incomplete: { title: 'Something required is missing', help: 'Complete each entry of `errors`.' },
  'document-invalid': {
    title: 'The document breaks an invariant',
    help: 'Correct each entry of `errors`.',
  },
  'warnings-not-accepted': {
    title: 'Warnings need a decision',
    help: 'Fix them, or list them in `acceptWarnings`.',
  },
  'idempotency-key-reused': {
    title: 'The key belongs to another request',
    help: 'Use a fresh key.',
  },
  'import-rejected': { title: 'Rows refused, nothing written', help: 'Read the report.' },
  'file-refused': { title: 'The file is unsafe or unreadable', help: 'See `reason`.' },
  'digest-mismatch': { title: 'The file arrived altered', help: 'Upload it again.' },
  'address-refused': {
    title: 'Webhook address not permitted',
    help: 'Use a public https address.',
  },
  'precondition-required': {
    title: 'A precondition is needed',
    help: 'Read it, then send `If-Match` (to create: `If-None-Match: *`).',
  },
  'rate-limited': { title: 'Too many requests', help: 'Wait as `Retry-After` says.' },
  'headers-too-large': { title: 'Headers too large', help: 'Shorten them.' },
  internal: { title: 'Something broke on our side', help: 'Report the request id in `instance`.' },
  unavailable: {
    title: 'Temporarily unavailable',
    help: 'Wait as `Retry-After` says, then repeat it.',
  },
  'deadline-exceeded': {
    title: 'Not finished in time; may have taken effect',
    help: 'Repeat it; a write with the same Idempotency-Key.',
  },
}
