/** The builds of the demo's builder: waiting, saying a line at a time, ending in the demo library or not at all. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDemoSif } from '../../make-image.ts'
import { hashOf, type LibraryStore } from '../store.ts'
import { readContext } from './context-files.ts'
import { type Played, playDefinition } from './play-definition.ts'

/** What can be changed while the builder runs: its pace, and everything that can go wrong with a build. */
export interface BuildSwitches {
  queueMs: number
  lineEveryMs: number
  outcome: 'asDefined' | 'fails' | 'wrongChecksum' | 'imageGone' | 'otherArchitecture' | 'notComplete'
  /** How streams end; `faultyStreams` of them, after so many pieces. */
  streams: 'whole' | 'cut' | 'closed1011'
  faultyStreams: number
  piecesBeforeFault: number
  /** Whether a stream that is opened again tells everything again. */
  secondStream: 'again' | 'goOn'
  /** Whether streams ask for a sign of life and end when none comes. */
  pings: boolean
  /** How the place for a context is named. */
  locations: 'absolute' | 'relative'
}

export const usualBuildSwitches: Readonly<BuildSwitches> = {
  queueMs: 0,
  lineEveryMs: 0,
  outcome: 'asDefined',
  streams: 'whole',
  faultyStreams: Number.POSITIVE_INFINITY,
  piecesBeforeFault: 1,
  secondStream: 'again',
  pings: false,
  locations: 'absolute',
}

export interface Submission {
  /** User name of who asked. */
  readonly owner: string
  readonly definition: string
  /** Empty: the builder chooses a place that is only for fetching the image. */
  readonly libraryRef: string
  readonly libraryUrl: string
  readonly architecture: string
  readonly workingFolder: string
  readonly context: Buffer | null
}

export interface Build extends Submission {
  readonly id: string
  /** What the stream says, in the pieces it comes in. */
  readonly pieces: (string | Buffer)[]
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** How far a stream has told it. */
  told: number
  result: { readonly sizeBytes: number; readonly hash: string } | null
}

export interface Builds {
  readonly all: ReadonlyMap<string, Build>
  submit(submission: Submission): Build
  cancel(build: Build): void
  /** Ends with the next change of a build: a piece more, or its end. */
  changed(build: Build, signal: AbortSignal): Promise<void>
  isOver(build: Build): boolean
  close(): void
}

export function createBuilds(store: LibraryStore, switches: BuildSwitches): Builds {
  const all = new Map<string, Build>()
  const waiters = new Map<string, Set<() => void>>()
  const timers = new Set<NodeJS.Timeout>()
  let isClosed = false

  const notify = (build: Build): void => {
    for (const waiter of waiters.get(build.id) ?? []) waiter()
    waiters.delete(build.id)
  }
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  const isOver = ({ state }: Build): boolean => state === 'done' || state === 'failed' || state === 'cancelled'
  const end = (build: Build, state: Build['state']): void => {
    if (!isOver(build)) build.state = state
    notify(build)
  }

  const run = async (build: Build): Promise<void> => {
    await pause(switches.queueMs)
    if (isOver(build) || isClosed) return
    build.state = 'running'
    const context = build.context === null ? new Map<string, Buffer>() : await readContext(build.context)
    const played = spoilt(playDefinition({ ...build, context }), switches.outcome)
    for (const piece of piecesOf(played.lines)) {
      if (switches.lineEveryMs > 0) await pause(switches.lineEveryMs)
      if (isOver(build) || isClosed) return
      build.pieces.push(piece)
      notify(build)
    }
    if (played.made === null) return end(build, 'failed')
    const architecture = switches.outcome === 'otherArchitecture' ? 's390x' : build.architecture
    const file = await makeFile({ ...build, architecture }, played.made, new Date(store.now()))
    if (isOver(build) || isClosed) return
    if (switches.outcome !== 'imageGone') keep(store, build, file)
    const hash = switches.outcome === 'wrongChecksum' ? `sha256.${'0'.repeat(64)}` : hashOf(file)
    build.result = { sizeBytes: file.length, hash }
    end(build, 'done')
  }

  return {
    all,
    isOver,
    submit(submission) {
      const id = store.nextId()
      const libraryRef = submission.libraryRef || `library://${submission.owner}/remote-builds/rb-${id}:latest`
      const state = { pieces: [], state: 'waiting' as const, told: 0, result: null }
      const build: Build = { ...submission, id, libraryRef, ...state }
      all.set(id, build)
      run(build).catch(() => end(build, 'failed'))
      return build
    },
    cancel: (build) => end(build, 'cancelled'),
    changed: (build, signal) =>
      new Promise((resolve) => {
        const set = waiters.get(build.id) ?? new Set()
        waiters.set(build.id, set)
        set.add(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      }),
    close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function spoilt(played: Played, outcome: BuildSwitches['outcome']): Played {
  if (outcome !== 'fails') return played
  const until = played.lines.findIndex((line) => line.startsWith('+ ')) + 1
  const fatal = 'FATAL:   While performing build: while running engine: exit status 1'
  return { lines: [...played.lines.slice(0, Math.max(1, until)), fatal], made: null }
}

/** As a socket gives them: now and then two pieces to a line, and one message that is no text and means nothing. */
function piecesOf(lines: readonly string[]): readonly (string | Buffer)[] {
  return lines.flatMap((line, index) => {
    const whole = `${line}\n`
    const middle = Math.ceil(whole.length / 2)
    const pieces: (string | Buffer)[] = index % 5 === 4 ? [whole.slice(0, middle), whole.slice(middle)] : [whole]
    return index === 1 ? [...pieces, Buffer.from([0, 255])] : pieces
  })
}

async function makeFile(build: Build, made: NonNullable<Played['made']>, builtAt: Date): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-demo-'))
  try {
    const path = join(folder, 'image.sif')
    await writeDemoSif(path, { name: `build ${build.id}`, builtAt, architecture: build.architecture, ...made })
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Puts a finished image into the library, under its reference; makes what is missing above it. */
function keep(store: LibraryStore, build: Build, file: Buffer): void {
  const [path = '', tag = 'latest'] = build.libraryRef.replace(/^library:\/\/(?:[^/]*[.:][^/]*\/)?/, '').split(':')
  const [entityName = '', collectionName = '', name = ''] = path.split('/')
  const entity = store.findEntity(entityName) ?? store.addEntity(entityName)
  const isHidden = collectionName === 'remote-builds'
  const collection =
    store.findCollection(entityName, collectionName) ??
    store.addCollection(entity, collectionName, isHidden ? 'Results of builds' : undefined, isHidden)
  const container = store.findContainer(path) ?? store.addContainer(collection, name)
  const image = store.addImage(container, hashOf(file), 'Made by the builder of the demo')
  store.fill(image, file)
  const tags = container.archTags.get(build.architecture) ?? new Map<string, string>()
  for (const each of tag.split(',')) tags.set(each, image.id)
  container.archTags.set(build.architecture, tags)
}
