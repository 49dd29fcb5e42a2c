/**
 * Reads the head of an HTTP/1.1 answer. It takes the one plain form in which large files come, with a
 * length and nothing special, and says of every other that it is unusual. Source: RFC 9112, sections 4 to 6.
 */
import type { ResponseHead } from './orders.ts'

export interface ReadHead {
  readonly head: ResponseHead
  /** Of the body that follows. */
  readonly contentLength: number
  /** Whether the connection may be used again afterwards. */
  readonly isKept: boolean
}

const maximumHeadBytes = 16 * 1024
const headEnd = Buffer.from('\r\n\r\n')
const statusLine = /^HTTP\/1\.1 ([2-5]\d\d)(?: |$)/
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/

/** @returns where the body begins; null while the head is not complete, `unusual` when it is longer than any should be */
export function findHeadEnd(bytes: Buffer): number | null | 'unusual' {
  const end = bytes.subarray(0, maximumHeadBytes).indexOf(headEnd)
  if (end >= 0) return end + headEnd.length
  return bytes.length >= maximumHeadBytes ? 'unusual' : null
}

/** @param bytes up to and with the empty line */
export function readHead(bytes: Buffer): ReadHead | 'unusual' {
  const [first = '', ...lines] = bytes.subarray(0, -headEnd.length).toString('latin1').split('\r\n')
  const [, status] = statusLine.exec(first) ?? []
  if (status === undefined) return 'unusual'
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? []
    if (name === undefined || value === undefined) return 'unusual'
    const key = name.toLowerCase()
    const before = headers.get(key)
    headers.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  const length = headers.get('content-length') ?? ''
  // Chunks, bodies without a length and answers that change the protocol are for a whole client.
  if (!/^\d{1,15}$/.test(length) || headers.has('transfer-encoding') || headers.has('upgrade')) return 'unusual'
  return {
    head: { status: Number(status), headers },
    contentLength: Number(length),
    isKept: !/\bclose\b/i.test(headers.get('connection') ?? ''),
  }
}
