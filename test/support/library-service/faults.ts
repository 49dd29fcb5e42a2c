/** Faults that can be switched on at run time, one rule for each route: what a bad network or server does. */
import type { Answer } from '../../../src-main/demo/services/answer.ts'
import type { Delivery, Intercept } from '../../../src-main/demo/services/server.ts'

export type Fault =
  /** Bytes at this rate. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Nothing for a while, then the answer. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The connection ends after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly atByte: number }
  /** The connection ends without an answer. */
  | { readonly kind: 'offline' }
  /** Another status, like 429 with `retry-after`, 401, 404, 500. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** One byte differs: the length is right, the digest is not. */
  | { readonly kind: 'wrongByte'; readonly at: number }
  /** The body is longer (or shorter) than it should be, and says so. */
  | { readonly kind: 'wrongLength'; readonly by: number }
  /** A range is answered with 200 and everything. */
  | { readonly kind: 'rangeIgnored' }
  /** 206, but with another range than asked. */
  | { readonly kind: 'otherRange' }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string }

export interface FaultRule {
  /** Tested against `METHOD /path`. */
  readonly route: RegExp
  readonly fault: Fault
  /** How many requests it meets; all when left out. */
  readonly times?: number
  /** How many requests pass before it begins. */
  readonly after?: number
}

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly host: string
  readonly authorization: string | null
  readonly range: string | null
}

export interface FaultSwitches {
  readonly intercept: Intercept
  /** Every request in order of arrival. */
  readonly requests: readonly SeenRequest[]
  switchOn(rule: FaultRule): void
  reset(): void
}

export function createFaults(): FaultSwitches {
  const requests: SeenRequest[] = []
  let rules: { rule: FaultRule; seen: number }[] = []
  return {
    requests,
    switchOn(rule) {
      rules.push({ rule, seen: 0 })
    },
    reset() {
      rules = []
      requests.length = 0
    },
    intercept(request, answer, whole) {
      requests.push({
        method: request.method,
        path: request.path,
        query: request.query.toString(),
        host: request.origin,
        authorization: request.headers.authorization ?? null,
        range: request.headers.range ?? null,
      })
      for (const entry of rules) {
        if (!entry.rule.route.test(`${request.method} ${request.path}`)) continue
        const number = entry.seen++
        const after = entry.rule.after ?? 0
        if (number < after || number >= after + (entry.rule.times ?? Number.POSITIVE_INFINITY)) continue
        return spoil(answer, whole, entry.rule.fault)
      }
      return { answer }
    },
  }
}

function spoil(answer: Answer, whole: Answer, fault: Fault): Delivery {
  switch (fault.kind) {
    case 'slow':
      return { answer, bytesPerSecond: fault.bytesPerSecond }
    case 'late':
      return { answer, delayMs: fault.ms }
    case 'cut':
      return { answer, cutAtByte: Math.max(1, fault.atByte) }
    case 'offline':
      return { answer, cutAtByte: 0 }
    case 'status': {
      const body = Buffer.from(fault.body ?? JSON.stringify({ error: { code: fault.status, message: 'fault' } }))
      const headers = { 'content-type': 'application/json', ...fault.headers }
      return { answer: { status: fault.status, headers, body, ranged: false } }
    }
    case 'wrongByte': {
      const body = Buffer.from(answer.body)
      const at = Math.min(fault.at, body.length - 1)
      body[at] = (body[at] ?? 0) ^ 0xff
      return { answer: { ...answer, body } }
    }
    case 'wrongLength': {
      const body =
        fault.by < 0 ? answer.body.subarray(0, fault.by) : Buffer.concat([answer.body, Buffer.alloc(fault.by)])
      return { answer: { ...answer, body } }
    }
    case 'rangeIgnored':
      return { answer: whole }
    case 'otherRange':
      return {
        answer: {
          ...answer,
          headers: { ...answer.headers, 'content-range': `bytes 7-${6 + answer.body.length}/99999999` },
        },
      }
    case 'redirect':
      return { answer: { status: fault.status, headers: { location: fault.to }, body: Buffer.alloc(0), ranged: false } }
  }
}
