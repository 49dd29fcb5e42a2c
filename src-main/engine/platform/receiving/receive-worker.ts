/** The thread in which large files arrive: keeps connections, and carries out orders about answers. */
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { parentPort, workerData } from 'node:worker_threads'
import { sharedPacer } from '../bandwidth.ts'
import { trustSystemCertificates } from '../http/certificates.ts'
import { ReceiveConnection } from './connection.ts'
import type { Question, ReceiveAnswer, ReceiveOrder } from './orders.ts'

/** Told about this often; more would only wake the engine up. */
const toldEveryMs = 40

const answer = (message: ReceiveAnswer): void => parentPort?.postMessage(message)
const pacer = sharedPacer((workerData as { readonly bandwidth: SharedArrayBuffer }).bandwidth)

/** Free connections, by where they lead and what was trusted for them. */
const free = new Map<string, Set<ReceiveConnection>>()
const asked = new Map<number, ReceiveConnection>()

const contexts = new Map<string, SecureContext>()

/** Making one takes a while; connections share them. */
function contextFor({ authorities, trustsSystem }: Question): SecureContext {
  if (trustsSystem) trustSystemCertificates()
  const key = `${trustsSystem} ${authorities ?? ''}`
  const known = contexts.get(key)
  if (known !== undefined) return known
  const context = createSecureContext(
    authorities === null ? {} : { ca: [...getCACertificates('default'), authorities] },
  )
  contexts.set(key, context)
  return context
}

function requestText(url: URL, headers: Question['headers']): string {
  const lines = Object.entries({ host: url.host, ...headers, connection: 'keep-alive' })
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

function ask(id: number, question: Question): void {
  const url = new URL(question.url)
  const place = `${url.origin} ${question.trustsSystem} ${question.authorities ?? ''}`
  const waiting = free.get(place) ?? new Set<ReceiveConnection>()
  free.set(place, waiting)
  const text = requestText(url, question.headers)
  let unsaid = 0
  let saidAt = performance.now()
  const say = (): void => {
    if (unsaid > 0) answer({ kind: 'written', id, bytes: unsaid })
    unsaid = 0
    saidAt = performance.now()
  }

  const use = (connection: ReceiveConnection, isOld: boolean): void => {
    asked.set(id, connection)
    const leave = (): void => {
      asked.delete(id)
      if (connection.isUsable) waiting.add(connection)
    }
    connection.ask(text, question.timeoutMs, {
      head(head, words) {
        if (words !== null) leave()
        answer({ kind: 'head', id, head, body: words })
      },
      unusual() {
        asked.delete(id)
        answer({ kind: 'unusual', id })
      },
      written(bytes) {
        unsaid += bytes
        if (performance.now() - saidAt >= toldEveryMs) say()
      },
      saved() {
        leave()
        say()
        answer({ kind: 'saved', id })
      },
      failed(fault) {
        asked.delete(id)
        say()
        // The other side may have closed a free connection just when it was used again.
        if (isOld && !connection.hasAnswered && fault.code !== 'ETIMEDOUT') return use(open(), false)
        answer({ kind: 'failed', id, fault })
      },
    })
  }
  const open = (): ReceiveConnection =>
    new ReceiveConnection(url, url.protocol === 'https:' ? contextFor(question) : null, pacer)

  let old: ReceiveConnection | undefined
  for (const connection of waiting) {
    waiting.delete(connection)
    if (connection.isUsable) old = connection
    if (old !== undefined) break
  }
  use(old ?? open(), old !== undefined)
}

parentPort?.on('message', (order: ReceiveOrder) => {
  const connection = asked.get(order.id)
  switch (order.kind) {
    case 'ask':
      return ask(order.id, order.question)
    case 'save':
      if (connection === undefined) {
        const fault = { kind: 'network', code: 'ECONNRESET', message: 'the connection is gone' } as const
        return answer({ kind: 'failed', id: order.id, fault })
      }
      return connection.save(order.descriptor, order.position)
    case 'drop':
      asked.delete(order.id)
      connection?.close()
      return answer({ kind: 'dropped', id: order.id })
  }
})
