/**
 * The demo's builder, asked as the real client asked a build service in the recordings: the same requests, the
 * same statuses, the same members that the client reads, the same kinds of frames and the same ends of streams.
 */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { request as send } from 'undici'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { BuildSwitches } from '../../../src-main/demo/services/build/builds.ts'
import { padding, tarEnd, tarHeader } from '../../../src-main/engine/build/definition/tar-writer.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import { bodyJson, type Exchange, readExchanges, Translation } from '../../support/library-service/recorded.ts'
import { sharedPath } from '../../support/shared.ts'

const recordings = sharedPath('fixtures/http/build')
const token = 'LABTOKENADA0'
/** The recorded archive of files, of which only the digest is known, and its recorded size. */
const recordedContext = { sha256: '941de8df71dd4e7980ef68198a1c0b10ad695bce92a5749edb1d352bde9a5245', sizeBytes: 290 }

interface Build {
  readonly id: string
  readonly libraryRef: string
  readonly libraryURL: string
  readonly isComplete: boolean
  readonly imageSize?: number
  readonly imageChecksum?: string
}

/** What was special about the recorded service, by case. */
const special: Readonly<Record<string, (service: TestLibrary) => void>> = {
  'checksum-differs': builder({ outcome: 'wrongChecksum' }),
  'image-gone': builder({ outcome: 'imageGone' }),
  // It only ever had an image for one architecture.
  'arch-arm64': builder({ outcome: 'imageGone' }),
  'not-complete': builder({ outcome: 'notComplete' }),
  'failed-size-0': builder({ outcome: 'fails' }),
  'failed-with-context': builder({ outcome: 'fails' }),
  'ws-cut': builder({ streams: 'cut' }),
  'ws-close-1011': builder({ streams: 'closed1011' }),
  'ws-ping': builder({ pings: true }),
  'ws-refused-404': ({ faults }) => status(faults, /^GET \/build\/v1\/build-ws/, 404),
  'submit-401': ({ switches }) => switches.accounts.clear(),
  'submit-500': ({ faults }) => status(faults, /^POST \/build\/v1\/build$/, 500),
  'files-context-unsupported': ({ faults }) => status(faults, /^POST \/build\/v1\/build-context/, 404),
  'files-context-put-500': ({ faults }) => status(faults, /^PUT \/build\/upload-context/, 500),
}

function builder(changes: Partial<BuildSwitches>): (service: TestLibrary) => void {
  return ({ switches }) => void Object.assign(switches.build, changes)
}

function status(faults: TestLibrary['faults'], route: RegExp, code: number): void {
  faults.switchOn({ route, fault: { kind: 'status', status: code } })
}

describe.skipIf(recordings === null)('the demo builder, asked by the recorded client', () => {
  const files = recordings === null ? [] : readdirSync(recordings)
  const cases = files.filter((name) => name.endsWith('.jsonl')).map((name) => name.replace('.jsonl', ''))
  it('has recordings', () => expect(cases.length).toBeGreaterThan(20))
  it.each(cases)('%s', async (name) => {
    const service = await startLibraryService({ defaults: { entity: 'default', collection: 'default' } })
    try {
      service.switches.downloads = 'direct'
      service.switches.accounts.set(token, {
        username: 'alice',
        email: 'a@example.org',
        realName: 'Alice',
        registrySecret: 'secret',
      })
      special[name]?.(service)
      await replay(service, readExchanges(`${recordings}/${name}.jsonl`), name)
    } finally {
      await service.close()
    }
  })
})

async function replay(service: TestLibrary, exchanges: readonly Exchange[], name: string): Promise<void> {
  const context = contextArchive()
  const translation = new Translation(exchanges, new Map([[recordedContext.sha256, context]]))
  translation.learn(recordedContext.sha256, sha256(context))
  translation.learn(`"size":${recordedContext.sizeBytes}`, `"size":${context.length}`)
  if (name === 'files-context-present') await sendContext(service, context)
  let last: Build | null = null
  for (const exchange of exchanges.filter(({ host }) => !host.startsWith('hub.'))) {
    const { request, response } = exchange
    const where = `${exchange.n} ${request.line}`
    if (exchange.frames !== undefined || /build-ws/.test(request.line)) {
      await compareStream(service, exchange, translation)
      continue
    }
    const answer = await again(service, exchange, translation)
    expect({ where, status: answer.status }).toEqual({ where, status: response?.status })
    const recorded = buildIn(bodyJson(response?.body ?? null))
    const ours = buildIn(answer.json)
    if (recorded && ours) {
      if (/^POST/.test(request.line)) {
        translation.learn(recorded.id, ours.id)
        translation.learn(recorded.libraryRef.replace('library://', ''), ours.libraryRef.replace('library://', ''))
        translation.learn(encodedPath(recorded.libraryRef), encodedPath(ours.libraryRef))
      }
      expect({ where, ...shapeOf(ours) }).toEqual({ where, ...shapeOf(recorded) })
      last = ours
    }
    if (/imagefile/.test(request.line) && answer.status === 200) {
      const isAnnounced = last?.imageChecksum === `sha256.${sha256(answer.body)}`
      expect({ where, isAnnounced }).toEqual({ where, isAnnounced: name !== 'checksum-differs' })
      expect(answer.body.length).toBe(last?.imageSize)
    }
    if (response?.headers.some(([header]) => header === 'Location')) expect(answer.location).toMatch(/upload-context/)
    else expect(answer.location).toBeNull()
  }
}

async function again(service: TestLibrary, { host, request }: Exchange, translation: Translation) {
  const [method = 'GET'] = request.line.split(' ')
  const body = translation.bytes(request.body)
  const answer = await send(addressOf(service, host, translation.target(request.line)), {
    method: method as 'GET',
    headers: Object.fromEntries(request.headers.filter(([header]) => header !== 'Content-Length')),
    ...(body === null ? {} : { body }),
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  const { location } = answer.headers
  return { status: answer.statusCode, location: location ?? null, body: bytes, json: parsed(bytes) }
}

function addressOf(service: TestLibrary, host: string, target: string): string {
  return `${service.origin}${host.startsWith('build.') ? '/build' : ''}${target}`
}

/** The kinds of frames in order, and how it ended; texts are every service's own. */
async function compareStream(service: TestLibrary, exchange: Exchange, translation: Translation): Promise<void> {
  const { request, response, frames = [] } = exchange
  const authorization = request.headers.find(([header]) => header === 'Authorization')?.[1] ?? ''
  const url = addressOf(service, exchange.host, translation.target(request.line)).replace('http:', 'ws:')
  const seen = await new Promise<{ status: number; kinds: Set<string>; end: number; texts: string }>((resolve) => {
    const socket = new WebSocket(url, { headers: { authorization }, perMessageDeflate: false })
    const kinds = new Set<string>()
    let texts = ''
    socket.on('message', (data, isBinary) => {
      kinds.add(isBinary ? 'binary' : 'text')
      if (!isBinary) texts += data.toString()
    })
    socket.on('ping', () => kinds.add('ping'))
    socket.on('unexpected-response', (_request, answer) => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, kinds, end: 0, texts })
      socket.terminate()
    })
    socket.on('error', () => undefined)
    socket.on('close', (code) => resolve({ status: 101, kinds, end: code, texts }))
  })
  expect(seen.status).toBe(response?.status)
  if (response?.status !== 101) return
  const server = frames.filter(({ dir }) => dir === 'server')
  const close = server.find(({ opcode }) => opcode === 8)
  expect(seen.end).toBe(close?.hex === undefined ? 1006 : Number.parseInt(close.hex.slice(0, 4), 16))
  for (const [opcode, kind] of [
    [1, 'text'],
    [9, 'ping'],
  ] as const) {
    expect({ kind, isThere: seen.kinds.has(kind) }).toEqual({
      kind,
      isThere: server.some((frame) => frame.opcode === opcode),
    })
  }
  const recordedText = server.map(({ text = '' }) => text).join('')
  expect(/FATAL:/.test(seen.texts)).toBe(/FATAL:/.test(recordedText))
  if (/Build complete/.test(recordedText)) expect(seen.texts).toContain('Build complete')
}

/** A context that is there before. */
async function sendContext(service: TestLibrary, context: Buffer): Promise<void> {
  const digest = `sha256.${sha256(context)}`
  const headers = { authorization: `BEARER ${token}` }
  const body = JSON.stringify({ size: context.length, digest })
  const place = await send(`${service.origin}/build/v1/build-context`, { method: 'POST', headers, body })
  await place.body.dump()
  const stored = await send(String(place.headers.location), { method: 'PUT', body: context })
  await stored.body.dump()
  expect(stored.statusCode).toBe(201)
}

/** The files of the recorded archive. */
function contextArchive(): Buffer {
  const entry = { mode: 0o644, uid: 0, gid: 0, mtime: 0 }
  const parts: Buffer[] = []
  for (const folder of ['home', 'home/ada', 'home/ada/w', 'home/ada/w/bctx', 'home/ada/w/bctx/dir']) {
    parts.push(tarHeader({ ...entry, path: folder, type: 'dir', mode: 0o755, sizeBytes: 0 }))
  }
  for (const name of ['one.txt', 'dir/link', 'dir/sub/two.txt']) {
    const data = Buffer.from('one\n')
    const path = `home/ada/w/bctx/${name}`
    parts.push(tarHeader({ ...entry, path, type: 'file', sizeBytes: data.length }), data, padding(data.length))
  }
  return gzipSync(Buffer.concat([...parts, tarEnd]))
}

function buildIn(json: unknown): Build | null {
  const data = typeof json === 'object' && json !== null && 'data' in json ? json.data : null
  return typeof data === 'object' && data !== null && 'isComplete' in data ? (data as Build) : null
}

/** What the client reads of a record. An image's checksum beside no image has no meaning. */
function shapeOf(build: Build): Readonly<Record<string, unknown>> {
  const { id, libraryRef, libraryURL, isComplete, imageSize = 0, imageChecksum } = build
  const checksum = imageSize > 0 && /^sha256\.[0-9a-f]{64}$/.test(imageChecksum ?? '')
  const [scheme] = libraryRef.split('://')
  return { id: typeof id, scheme, library: typeof libraryURL, isComplete, hasImage: imageSize > 0, checksum }
}

function encodedPath(reference: string): string {
  return encodeURIComponent(reference.replace('library://', '').replace(/:.*$/, ''))
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}
