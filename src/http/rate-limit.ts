// Counts requests per caller in fixed windows, and says so in the headers of the httpapi draft (API-13).
// In memory and per process: with several instances the limits are approximate, which is stated (SCL-01).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../core/problem.ts'
import type { QuotaHolder } from '../core/request.ts'
import { mayAssess } from '../core/submission/assessing.ts'
import type { Operation, Rate } from './operation.ts'

export type Policy = { readonly quota: number; readonly windowSeconds: number }
export type PolicyName = 'read' | 'write' | 'auth-fail' | Rate
export type Policies = { readonly [Name in PolicyName]: Policy }

/**
 * Per principal, or per address where nobody signed in; `auth-fail` counts bad credentials per address,
 * `benchmark` per organization where the path names one, and per caller who stands on the side of a panel.
 */
export const defaultPolicies: Policies = {
  read: { quota: 1200, windowSeconds: 60 },
  write: { quota: 300, windowSeconds: 60 },
  'auth-fail': { quota: 10, windowSeconds: 60 },
  benchmark: { quota: 300, windowSeconds: 3600 },
}

/**
 * `remaining` is negative once the quota is exceeded; `resetSeconds` counts until the window ends. `giveBack`
 * takes the event out of its window again; call it at most once.
 */
export type Count = {
  readonly remaining: number
  readonly resetSeconds: number
  readonly giveBack: () => void
}

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
      giveBack: () => {
        window.used -= 1
      },
    }
  }
}

/** A 429 that names the policies and says when to come back. */
export const tooMany = (policies: readonly PolicyName[], retryAfterSeconds: number) =>
  new Problem('rate-limited', { violatedPolicies: policies, retryAfterSeconds })

export type RateLimiter = {
  /** Counts a request and says so in its headers, or refuses it with `rate-limited`. */
  readonly take: (request: FastifyRequest, reply: FastifyReply, operation: Operation) => void
  /** Counts towards the operation's own quota, now that it is known whose; where `take` knew, nothing is left to do. */
  readonly charge: (
    request: FastifyRequest,
    reply: FastifyReply,
    operation: Operation,
    holder: QuotaHolder,
  ) => void
  /** Gives back what the operation's own quota lost to a request that was refused; the usual one keeps it. */
  readonly settle: (request: FastifyRequest, reply: FastifyReply) => void
}

/**
 * GET counts as read, everything else as write; beside that an operation may name a quota of its own. That
 * one may belong to an organization, which a stranger must not use up: it is given back with every refusal.
 */
export const rateLimiter = (policies: Policies, now: () => number): RateLimiter => {
  const counters = {
    read: counter(policies.read, now),
    write: counter(policies.write, now),
    benchmark: counter(policies.benchmark, now),
  }
  const policyOf = (name: 'read' | 'write' | Rate) =>
    `"${name}";q=${policies[name].quota};w=${policies[name].windowSeconds}`
  const told = {
    read: policyOf('read'),
    write: policyOf('write'),
    benchmark: policyOf('benchmark'),
  }
  const lent = new WeakMap<FastifyRequest, Count>()
  /** Requests of which it is not known yet whose own quota they count towards, with what they counted so far. */
  const waiting = new WeakMap<FastifyRequest, Counted>()
  const countUsual = (request: FastifyRequest, { method }: Operation): Counted => {
    const name = method === 'GET' ? 'read' : 'write'
    return { name, ...counters[name](callerOf(request)) }
  }
  const countOwn = (request: FastifyRequest, name: Rate, holder: string): Counted => {
    const count = counters[name](holder)
    lent.set(request, count)
    return { name, ...count }
  }
  const leftOf = ({ name, remaining, resetSeconds }: Counted) =>
    `"${name}";r=${Math.max(0, remaining)};t=${resetSeconds}`
  const tell = (reply: FastifyReply, counts: readonly Counted[]): void => {
    reply.headers({
      'ratelimit-policy': counts.map(({ name }) => told[name]).join(', '),
      ratelimit: counts.map(leftOf).join(', '),
    })
    const violated = counts.filter(({ remaining }) => remaining < 0)
    if (violated.length === 0) return
    throw tooMany(
      violated.map(({ name }) => name),
      Math.max(...violated.map(({ resetSeconds }) => resetSeconds)),
    )
  }
  return {
    take: (request, reply, operation) => {
      const { rate, rateBy } = operation
      const usual = countUsual(request, operation)
      if (rateBy === 'side' && mayAssess(request.principal)) {
        waiting.set(request, usual)
        return tell(reply, [usual])
      }
      const own = rate === null ? [] : [countOwn(request, rate, holderOf(request, operation))]
      tell(reply, [usual, ...own])
    },
    charge: (request, reply, operation, holder) => {
      const usual = waiting.get(request)
      const { rate } = operation
      if (usual === undefined || rate === null) return
      waiting.delete(request)
      const whose = holder === 'tenant' ? holderOf(request, operation) : callerOf(request)
      tell(reply, [usual, countOwn(request, rate, whose)])
    },
    settle: (request, { statusCode }) => {
      if (statusCode >= 400) lent.get(request)?.giveBack()
    },
  }
}

type Counted = Count & { readonly name: 'read' | 'write' | Rate }

const callerOf = ({ principal, ip }: FastifyRequest): string =>
  principal === null ? ip : (principal.keyId ?? principal.personId)

/** Whose quota of an operation's own it is: of the tenant in the path as it was sent, else of the caller. */
const holderOf = (request: FastifyRequest, { tenant }: Operation): string =>
  tenant === null
    ? callerOf(request)
    : String((request.params as Readonly<Record<string, string>>)[`${tenant}Id`])
