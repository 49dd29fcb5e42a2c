/** The remote build service. Routes: services reference, chapter 4 and 8.6; it answers below `/build`. */
import {
  type Answer,
  dataAnswer,
  errorAnswer,
  jsonBody,
  type Service,
  type ServiceRequest,
  textMember,
} from '../answer.ts'
import type { Upgrading } from '../server.ts'
import { hashOf, type LibraryStore } from '../store.ts'
import { createBuildStreams } from './build-stream.ts'
import { type Build, type BuildSwitches, createBuilds } from './builds.ts'

export interface BuildServiceOptions {
  readonly store: LibraryStore
  readonly switches: BuildSwitches
  /** User name of who sends a request; null for strangers. */
  userOf(request: ServiceRequest): string | null
}

export interface BuildService {
  readonly service: Service
  /** Digests of contexts that are kept at the moment. */
  readonly contexts: ReadonlyMap<string, Buffer>
  readonly builds: ReadonlyMap<string, Build>
  /** Streams that are open at the moment. */
  openStreams(): number
  /** Cuts them, as a network does. */
  cutStreams(): void
  upgrade(connection: Upgrading): void
  close(): void
}

const nothing = Buffer.alloc(0)
const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: nothing,
  ranged: false,
})
const unauthorized = errorAnswer(401, 'unauthorized')
const noBuild = errorAnswer(404, 'no such build')
const digestPattern = /^sha256\.[0-9a-f]{64}$/

export function createBuildService(options: BuildServiceOptions): BuildService {
  const { store, switches, userOf } = options
  const builds = createBuilds(store, switches)
  const streams = createBuildStreams(builds, switches)
  const announced = new Map<string, number>()
  const contexts = new Map<string, Buffer>()

  const announce = (request: ServiceRequest): Answer => {
    const body = jsonBody(request)
    const digest = body ? textMember(body, 'digest') : ''
    const size = body?.size
    if (!digestPattern.test(digest) || typeof size !== 'number' || size <= 0) return errorAnswer(400, 'bad context')
    if (contexts.has(digest)) return empty(200)
    announced.set(digest, size)
    const path = `/build/upload-context/${digest}`
    return empty(202, { location: switches.locations === 'absolute' ? `${request.origin}${path}` : path })
  }

  /** A place for one upload, which like a storage's own addresses takes no second credential. */
  const upload = (request: ServiceRequest, digest: string): Answer => {
    const size = announced.get(digest)
    if (size === undefined) return errorAnswer(404, 'nothing was announced')
    if (request.headers.authorization !== undefined) return errorAnswer(400, 'only one kind of authorization')
    if (request.body.length !== size || hashOf(request.body) !== digest) return errorAnswer(400, 'content differs')
    announced.delete(digest)
    contexts.set(digest, request.body)
    return empty(201)
  }

  const submit = (request: ServiceRequest, owner: string): Answer => {
    const body = jsonBody(request)
    const definition = Buffer.from(body ? textMember(body, 'definitionRaw') : '', 'base64').toString('utf8')
    if (!body || definition === '') return errorAnswer(400, 'no definition')
    const contextDigest = textMember(body, 'contextDigest')
    const context = contexts.get(contextDigest)
    if (contextDigest !== '' && !context) return errorAnswer(400, 'no such build context')
    const libraryRef = textMember(body, 'libraryRef')
    if (libraryRef !== '' && !/^library:\/\/(?:[^/]+\/)?[^/]+\/[^/]+\/[^/:]+(?::[^/]+)?$/.test(libraryRef)) {
      return errorAnswer(400, 'malformed library reference')
    }
    const requirements = body.builderRequirements
    const wanted =
      typeof requirements === 'object' && requirements !== null ? textMember({ ...requirements }, 'arch') : ''
    const build = builds.submit({
      owner,
      definition,
      libraryRef,
      libraryUrl: textMember(body, 'libraryURL') || request.origin,
      architecture: wanted || 'amd64',
      workingFolder: textMember(body, 'workingDir') || '/',
      context: context ?? null,
    })
    return dataAnswer(record(build), 201)
  }

  const record = (build: Build): unknown => ({
    id: build.id,
    isComplete: builds.isOver(build) && switches.outcome !== 'notComplete',
    libraryRef: build.libraryRef,
    libraryURL: build.libraryUrl,
    ...(build.result === null ? {} : { imageSize: build.result.sizeBytes, imageChecksum: build.result.hash }),
  })

  /** The build a path names, if it is of who asks. */
  const buildOf = (id: string, owner: string): Build | null => {
    const build = builds.all.get(id)
    return build?.owner === owner ? build : null
  }

  const onBuild = (_request: ServiceRequest, id: string, owner: string): Answer => {
    const build = buildOf(id, owner)
    return build ? dataAnswer(record(build)) : noBuild
  }

  const routes: readonly (readonly [
    string,
    RegExp,
    (request: ServiceRequest, rest: string, owner: string) => Answer,
  ])[] = [
    ['POST', /^\/build\/v1\/build-context()$/, announce],
    [
      'DELETE',
      /^\/build\/v1\/build-context\/([^/]+)$/,
      (_request, digest) => (contexts.delete(digest) ? empty(204) : errorAnswer(404, 'no such build context')),
    ],
    ['POST', /^\/build\/v1\/build()$/, (request, _rest, owner) => submit(request, owner)],
    ['GET', /^\/build\/v1\/build\/([^/]+)$/, onBuild],
    [
      'PUT',
      /^\/build\/v1\/build\/([^/]+)\/_cancel$/,
      (_request, id, owner) => {
        const build = buildOf(id, owner)
        if (build) builds.cancel(build)
        return build ? empty(204) : noBuild
      },
    ],
    [
      'GET',
      /^\/build\/v1\/build-ws\/([^/]+)$/,
      (request, id, owner) => {
        if (!buildOf(id, owner)) return noBuild
        return request.headers.upgrade?.toLowerCase() === 'websocket' ? empty(101) : errorAnswer(426, 'a WebSocket')
      },
    ],
  ]

  return {
    contexts,
    builds: builds.all,
    openStreams: () => streams.open,
    cutStreams: streams.close,
    service(request) {
      const place = request.method === 'PUT' ? /^\/build\/upload-context\/([^/]+)$/.exec(request.path) : null
      if (place) return upload(request, place[1] ?? '')
      for (const [method, pattern, work] of routes) {
        const match = request.method === method ? pattern.exec(request.path) : null
        if (!match) continue
        const owner = userOf(request)
        return owner === null ? unauthorized : work(request, match[1] ?? '', owner)
      }
      return null
    },
    upgrade(connection) {
      const build = builds.all.get(connection.request.path.split('/').at(-1) ?? '')
      if (build) streams.serve(connection, build)
      else connection.socket.destroy()
    },
    close() {
      builds.close()
      streams.close()
    },
  }
}
