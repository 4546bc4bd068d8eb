// Counts requests per caller in fixed windows, and says so in the headers of the httpapi draft (API-13).
// In memory and per process: with several instances the limits are approximate, which is stated (SCL-01).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../core/problem.ts'
import type { Operation } from './operation.ts'

export type Policy = { readonly quota: number; readonly windowSeconds: number }
export type PolicyName = 'read' | 'write' | 'auth-fail'
export type Policies = { readonly [Name in PolicyName]: Policy }

/** Per principal, or per address where nobody signed in; `auth-fail` counts bad credentials per address. */
export const defaultPolicies: Policies = {
  read: { quota: 1200, windowSeconds: 60 },
  write: { quota: 300, windowSeconds: 60 },
  'auth-fail': { quota: 10, windowSeconds: 60 },
}

/** `remaining` is negative once the quota is exceeded; `resetSeconds` counts until the window ends. */
export type Count = { readonly remaining: number; readonly resetSeconds: number }

/** Counts one event. `now` is monotonic, in milliseconds. Keeps at most `capacity` callers, oldest first out. */
export const counter = (policy: Policy, now: () => number, capacity = 100_000) => {
  const windows = new Map<string, { used: number; readonly endsAt: number }>()
  const current = (caller: string) => {
    const open = windows.get(caller)
    if (open !== undefined && open.endsAt > now()) return open
    windows.delete(caller) // set again below: the map keeps the order of beginning
    const [oldest] = windows.keys()
    if (oldest !== undefined && windows.size >= capacity) windows.delete(oldest)
    const fresh = { used: 0, endsAt: now() + policy.windowSeconds * 1000 }
    windows.set(caller, fresh)
    return fresh
  }
  return (caller: string): Count => {
    const window = current(caller)
    window.used += 1
    return {
      remaining: policy.quota - window.used,
      resetSeconds: Math.max(1, Math.ceil((window.endsAt - now()) / 1000)),
    }
  }
}

/** A 429 that names the policy and says when to come back. */
export const tooMany = (policy: PolicyName, count: Count) =>
  new Problem('rate-limited', {
    violatedPolicies: [policy],
    retryAfterSeconds: count.resetSeconds,
  })

/** The check for requests to operations: GET counts as read, everything else as write. */
export const rateLimiter = (policies: Policies, now: () => number) => {
  const counters = { read: counter(policies.read, now), write: counter(policies.write, now) }
  return (request: FastifyRequest, reply: FastifyReply, operation: Operation): void => {
    const name = operation.method === 'GET' ? 'read' : 'write'
    const count = counters[name](callerOf(request))
    const { quota, windowSeconds } = policies[name]
    reply.headers({
      'ratelimit-policy': `"${name}";q=${quota};w=${windowSeconds}`,
      ratelimit: `"${name}";r=${Math.max(0, count.remaining)};t=${count.resetSeconds}`,
    })
    if (count.remaining < 0) throw tooMany(name, count)
  }
}

const callerOf = ({ principal, ip }: FastifyRequest): string =>
  principal === null ? ip : (principal.keyId ?? principal.personId)
