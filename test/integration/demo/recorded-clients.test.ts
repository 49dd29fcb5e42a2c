/**
 * The demo services are faithful when the real command lines get from them what they need. Here the
 * requests that those programs really made are sent to the demo, and the answers compared in status
 * and in the members that the clients read.
 */
import { readdirSync } from 'node:fs'
import { readKeys } from 'openpgp'
import { request as send } from 'undici'
import { describe, expect, it } from 'vitest'
import type { StoredImage } from '../../../src-main/demo/services/store.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import {
  bodyJson,
  bodyText,
  type Exchange,
  readExchanges,
  Translation,
} from '../../support/library-service/recorded.ts'
import { sharedPath } from '../../support/shared.ts'

const recordings = sharedPath('fixtures/http')
const token = 'LABTOKENADA0'

interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly json: unknown
}

/** Members that the clients read, by path; others are the servers' own. Source: services reference, 2.5 and 8.6. */
const read: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/v1\/entities/, ['id', 'name']],
  [/^\/v1\/collections/, ['id', 'name', 'entity', 'entityName']],
  [/^\/v1\/containers/, ['id', 'name', 'archTags', 'collection', 'entityName', 'collectionName', 'private']],
  [
    /^\/v1\/images/,
    [
      'id',
      'hash',
      'arch',
      'size',
      'tags',
      'entityName',
      'collectionName',
      'containerName',
      'fingerprints',
      'signed',
      'encrypted',
    ],
  ],
  [/\/_multipart$/, ['uploadID', 'totalParts', 'partSize', 'presignedURL']],
  [/\/_(?:multipart_)?complete$/, ['quota', 'containerUrl']],
  [/^\/v2\/imagefile\/[^/_]+$/, ['uploadURL']],
  [/\/version$/, ['version']],
]

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function textMember(value: unknown, name: string): string {
  const found = member(value, name)
  return typeof found === 'string' ? found : ''
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
}

/** Answers that a proxy put in the server's place, or of servers that are not what the demo stands for. */
function isScripted({ host, response, request }: Exchange): boolean {
  const text = response ? (bodyText(response.body) ?? '') : ''
  return (
    response === null ||
    /scripted error|no tags/.test(text) ||
    host.startsWith('down.') ||
    host.startsWith('keys2.') ||
    /"apiVersion": "1\.0\.0"/.test(text) ||
    (response.status === 404 && /_multipart/.test(request.line)) ||
    (/oci-redirect/.test(request.line) && ![200, 404].includes(response.status)) ||
    (response.status >= 500 && host.startsWith('hub.'))
  )
}

/** Registries that never ask for a token, libraries without files, transfers of OCI images: none is what the demo is. */
const leftOut = /without-challenge|falls-back|oci-sif/

describe.skipIf(recordings === null)('the demo services, asked by the recorded command lines', () => {
  for (const area of ['library', 'library-oci', 'keys', 'remote']) {
    const files = recordings === null ? [] : readdirSync(`${recordings}/${area}`)
    const cases = files.filter((name) => name.endsWith('.jsonl') && !leftOut.test(name))
    it.each(cases.map((name) => name.replace('.jsonl', '')))(`${area}: %s`, { timeout: 60_000 }, async (name) => {
      const recording = (which: string) => readExchanges(`${recordings}/${area}/${which}.jsonl`)
      // What was pushed there in an earlier recording has to be there.
      const earlier = area === 'library-oci' && !/^..-push$/.test(name) ? ['push'] : []
      if (/missing-in-index|dropped-arch/.test(name)) earlier.push('push-second-arch')
      const exchanges = [...earlier.flatMap((push) => recording(`${name.slice(0, 2)}-${push}`)), ...recording(name)]
      const service = await startLibraryService({
        defaults: { entity: 'default', collection: 'default' },
        searchNeedsLogin: true,
        addingKeysNeedsLogin: name.includes('unauthorized'),
      })
      try {
        await replay(service, exchanges, area, !name.includes('token-expired'))
      } finally {
        await service.close()
      }
    })
  }
})

async function replay(
  service: TestLibrary,
  exchanges: readonly Exchange[],
  area: string,
  accepts: boolean,
): Promise<void> {
  const accounts = service.switches.accounts
  for (const accepted of !accepts ? [] : [token, 'SHORTTOKEN64', 'oci-token-1']) {
    accounts.set(accepted, { username: 'alice', email: 'a@example.org', realName: 'Alice', registrySecret: 'secret' })
  }
  service.switches.ociBacked = area === 'library-oci'
  const translation = new Translation(exchanges)
  if (area === 'keys') await addRecordedKeys(service)
  for (const exchange of exchanges) {
    if (isScripted(exchange) || exchange.response === null) continue
    prepare(service, exchange, translation)
    const answer = await again(service, exchange, translation)
    await compare(exchange, answer)
    learn(exchange, answer, translation)
  }
}

/** Every key that any recording puts on a server. */
async function addRecordedKeys(service: TestLibrary): Promise<void> {
  for (const name of readdirSync(`${recordings}/keys`).filter((file) => file.endsWith('.jsonl'))) {
    for (const { request } of readExchanges(`${recordings}/keys/${name}`)) {
      const text = request.line.startsWith('POST /pks/add') ? bodyText(request.body) : null
      if (text !== null) await service.addKeys(new URLSearchParams(text).get('keytext') ?? '')
    }
  }
}

/** Makes what a recorded answer shows to have been there before: records of earlier cases. */
function prepare(service: TestLibrary, { request, response }: Exchange, translation: Translation): void {
  const [method = '', target = ''] = request.line.split(' ')
  const [path = ''] = target.split('?')
  const data = response?.status === 200 ? member(bodyJson(response.body), 'data') : undefined
  const { store } = service
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (/^\/v1\/imagefile\//.test(path) && method === 'GET') {
    service.switches.downloads =
      location === undefined ? 'direct' : response?.status === 302 ? 'storage302' : 'storage303'
  }
  if (/^\/bucket\//.test(path) && response?.status === 403) service.files.expireAddresses()
  if (method === 'GET' && /^\/v1\/entities\//.test(path) && data) ensureEntity(service, textMember(data, 'name'))
  if (method === 'GET' && /^\/v1\/collections\//.test(path) && data) {
    const [, , , entity = '', name = ''] = path.split('/')
    if (!store.findCollection(entity, name)) store.addCollection(ensureEntity(service, entity), name)
  }
  if (method === 'GET' && /^\/v1\/containers\//.test(path) && data)
    ensureContainer(service, path.replace('/v1/containers/', ''))
  if (/^\/v1\/images\//.test(path) && (data || (method === 'DELETE' && response?.status === 200))) {
    ensureImage(
      service,
      path.replace('/v1/images/', ''),
      new URLSearchParams(target.split('?')[1]).get('arch') ?? 'amd64',
      data,
      translation,
    )
  }
  if (path === '/v1/search' && Array.isArray(member(data, 'image'))) {
    for (const image of member(data, 'image') as unknown[]) {
      const named = `${textMember(image, 'entityName')}/${textMember(image, 'collectionName')}/${textMember(image, 'containerName')}`
      const [tag = 'latest'] = (member(image, 'tags') as string[] | undefined) ?? []
      ensureImage(service, `${named}:${tag}`, textMember(image, 'arch'), image, translation)
    }
  }
}

function ensureEntity({ store }: TestLibrary, name: string) {
  return store.findEntity(name) ?? store.addEntity(name)
}

function ensureContainer(service: TestLibrary, path: string) {
  const { store } = service
  const [entity = '', collection = '', name = ''] = path.split('/')
  const owner = ensureEntity(service, entity)
  const above = store.findCollection(entity, collection) ?? store.addCollection(owner, collection)
  return store.findContainer(path) ?? store.addContainer(above, name)
}

function ensureImage(service: TestLibrary, named: string, arch: string, data: unknown, translation: Translation): void {
  const { store } = service
  const colon = named.indexOf(':')
  const [path, tag] = [named.slice(0, colon), translation.text(named.slice(colon + 1))]
  const container = ensureContainer(service, path)
  const hash = translation.text(textMember(data, 'hash') || `sha256.${'0'.repeat(64)}`)
  const known = [...store.images.values()].find((image) => image.hash === hash && image.container === container)
  const image: StoredImage = known ?? store.addImage(container, hash, textMember(data, 'description'))
  const size = member(data, 'size')
  image.file ??= Buffer.alloc(typeof size === 'number' ? size : 0)
  image.arch = textMember(data, 'arch') || arch
  const id = textMember(data, 'id')
  if (id !== '') translation.learnId('image', id, image.id)
  if (tag.startsWith('sha256.')) return
  const tags = container.archTags.get(arch) ?? new Map<string, string>()
  if (!tags.has(tag)) tags.set(tag, image.id)
  container.archTags.set(arch, tags)
}

async function again(service: TestLibrary, { host, request }: Exchange, translation: Translation): Promise<Sent> {
  const [method = 'GET'] = request.line.split(' ')
  const target = translation.target(request.line)
  const isStorage = target.startsWith('/bucket/')
  const origin = isStorage ? service.storageOrigin : service.origin
  const isToken = host.startsWith('token.')
  const path = target.startsWith('http') ? new URL(target).pathname + new URL(target).search : target
  const headers = Object.fromEntries(
    request.headers
      .filter(([name]) => !['content-length', 'transfer-encoding'].includes(name.toLowerCase()))
      .map(([name, value]) => [name, translation.text(value)]),
  )
  const body = translation.bytes(request.body)
  const answer = await send(`${origin}${isToken ? '/token' : host.startsWith('build.') ? '/build' : ''}${path}`, {
    method: method as 'GET',
    headers,
    ...(body === null ? {} : { body }),
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  let json: unknown = null
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    // Not every answer is JSON.
  }
  return { status: answer.statusCode, headers: answer.headers, body: bytes, json }
}

async function compare({ n, request, response }: Exchange, answer: Sent): Promise<void> {
  if (response === null) return
  const where = `${n} ${request.line}`
  const [method = '', target = ''] = request.line.split(' ')
  const [path = ''] = target.split('?')
  expect({
    where,
    status: acceptable(path, method, response.status).includes(answer.status) ? response.status : answer.status,
  }).toEqual({
    where,
    status: response.status,
  })
  if (path === '/assets/config/config.prod.json') return compareConfiguration(response, answer)
  if (path === '/pks/lookup' && response.status === 200) return compareKeys(target, answer)
  if (answer.status >= 300 || response.status >= 300) return
  const expected = bodyJson(response.body)
  for (const name of read.find(([pattern]) => pattern.test(path))?.[1] ?? []) {
    const before = member(member(expected, 'data'), name)
    // A server that had the bytes before tells of them when the record is made.
    const isNotYetKnown = method === 'POST' && ['arch', 'size'].includes(name)
    if (before === undefined || before === null || isNotYetKnown) continue
    expect({ where, name, type: typeOf(member(member(answer.json, 'data'), name)) }).toEqual({
      where,
      name,
      type: typeOf(before),
    })
  }
  if (response.body !== null && 'sha256' in response.body && method === 'GET' && answer.status === response.status) {
    expect({ where, length: answer.body.length }).toEqual({ where, length: response.body.length })
  }
  const range = response.headers.find(([name]) => name.toLowerCase() === 'content-range')?.[1]
  if (range !== undefined && answer.status === 206) expect(answer.headers['content-range']).toBe(range)
}

/** Statuses that mean the same to the clients. Source: services reference, 2.2, 2.7, 5.4 and 8.6. */
function acceptable(path: string, method: string, status: number): readonly number[] {
  if (/token-status$/.test(path) && status !== 200) return [401, 403, 404]
  if (path === '/v1/rbac/users/current') return [200, 401, 404]
  if (method === 'POST' && status === 200) return [200, 201]
  // The recorded storage was told to answer ranges with everything; the demo's does so only when told.
  if (/^\/bucket\//.test(path) && status === 200) return [200, 206]
  return [status]
}

function compareConfiguration(response: NonNullable<Exchange['response']>, answer: Sent): void {
  const recorded = bodyJson(response.body)
  if (typeof recorded !== 'object' || recorded === null) return
  for (const value of Object.values(answer.json as object)) expect(typeof member(value, 'uri')).toBe('string')
  for (const name of ['libraryAPI', 'keystoreAPI', 'tokenAPI', 'builderAPI']) {
    expect(typeof member(member(answer.json, name), 'uri')).toBe('string')
  }
}

async function compareKeys(target: string, answer: Sent): Promise<void> {
  const query = new URLSearchParams(target.split('?')[1])
  const text = answer.body.toString('utf8')
  if (query.get('op') === 'index') {
    const [info = '', ...lines] = text.trim().split('\n')
    const keys = lines.filter((line) => line.startsWith('pub:'))
    expect(info).toBe(`info:1:${keys.length}`)
    for (const line of keys) expect(line).toMatch(/^pub:[0-9A-F]{40}:\d+:\d+:\d+:\d*:[rde]*$/)
    return
  }
  const keys = await readKeys({ armoredKeys: text })
  const wanted = (query.get('search') ?? '').slice(2).toLowerCase()
  expect(keys.map((key) => key.getFingerprint().endsWith(wanted))).toEqual([true])
}

/** Takes note of what the demo chose where the recorded server chose something else. */
function learn({ request, response }: Exchange, answer: Sent, translation: Translation): void {
  if (response === null) return
  const [, target = ''] = request.line.split(' ')
  const recorded = bodyJson(response.body)
  const [before, after] = [member(recorded, 'data'), member(answer.json, 'data')]
  const kinds = { entities: 'entity', collections: 'collection', containers: 'container', images: 'image' } as const
  const kind = /^\/v1\/(entities|collections|containers|images)/.exec(target)?.[1] as keyof typeof kinds | undefined
  if (kind && textMember(before, 'id') !== '' && textMember(after, 'id') !== '') {
    translation.learnId(kinds[kind], textMember(before, 'id'), textMember(after, 'id'))
  }
  for (const name of ['uploadURL', 'presignedURL'])
    pathLearned(textMember(before, name), textMember(after, name), translation)
  translation.learn(textMember(before, 'uploadID'), textMember(after, 'uploadID'))
  translation.learn(textMember(recorded, 'token'), textMember(answer.json, 'token'))
  const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
  const ours = answer.headers.location
  pathLearned(location, typeof ours === 'string' ? ours : '', translation)
  const token = response.headers.find(([name]) => name.toLowerCase() === 'etag')?.[1] ?? ''
  const etag = answer.headers.etag
  if (/_upload/.test(request.line) && typeof etag === 'string') {
    translation.learn(JSON.stringify(token), JSON.stringify(etag))
  }
}

function pathLearned(recorded: string, ours: string, translation: Translation): void {
  if (!URL.canParse(recorded) || !URL.canParse(ours)) return
  const [from, to] = [new URL(recorded), new URL(ours)]
  translation.learn(from.pathname + from.search, to.pathname + to.search)
}
