/**
 * `remote.yaml` of the command lines: read leniently, changed without touching what stays. The programs
 * refuse a file with members that they do not know, so none is ever added; they write it in place, so
 * it is read anew right before each change and replaced as a whole. Source: services reference, 5.1.
 */
import { stat } from 'node:fs/promises'
import { type Document, isMap, parseDocument } from 'yaml'
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readNamedText } from '../platform/named-file.ts'
import { writeWhole } from '../sif/write-whole.ts'

const flag = z.boolean().catch(false)

const keyserver = z.object({ URI: z.string(), Skip: flag, External: flag, Insecure: flag })
const remoteEntry = z.object({
  URI: z.string().catch(''),
  Token: z.string().optional().catch(undefined),
  System: flag,
  Exclusive: flag,
  Insecure: flag,
  Keyservers: z.array(keyserver).nullish().catch([]),
})
const credential = z.object({ URI: z.string(), Auth: z.string().optional().catch(undefined), Insecure: flag })
const remoteFile = z.object({
  Active: z.string().nullish().catch(null),
  Remotes: z.record(z.string(), remoteEntry).nullish().catch({}),
  Credentials: z.array(credential).nullish().catch([]),
})

export interface YamlKeyserver {
  readonly uri: string
  readonly skip: boolean
  /** Added by an administrator; the others are the remote's own. */
  readonly external: boolean
  readonly insecure: boolean
}

export interface YamlRemote {
  readonly name: string
  /** As it stands there: host and path without a scheme. */
  readonly uri: string
  /** A secret: never to be shown or logged. */
  readonly token: string | null
  /** A copy of the system's entry. */
  readonly system: boolean
  readonly exclusive: boolean
  readonly insecure: boolean
  readonly keyservers: readonly YamlKeyserver[]
}

export interface YamlCredential {
  readonly uri: string
  readonly insecure: boolean
  /** `Basic …` or `Bearer …` of a keyserver; a registry's is in another file. A secret. */
  readonly authorization: string | null
}

export interface RemoteYaml {
  readonly active: string | null
  /** In the order of the file. */
  readonly remotes: readonly YamlRemote[]
  readonly credentials: readonly YamlCredential[]
}

/** More is nobody's list of remotes. */
const largestBytes = 1_000_000

/**
 * @param shownAs how messages name the file
 * @throws AppFailure REMOTE_FILE_MALFORMED
 */
export function readRemoteYaml(text: string, shownAs: string): RemoteYaml {
  const parsed = remoteFile.safeParse(contentOf(documentOf(text, shownAs), shownAs))
  if (!parsed.success) throw failure('REMOTE_FILE_MALFORMED', { path: shownAs })
  const { Active, Remotes, Credentials } = parsed.data
  return {
    active: Active || null,
    remotes: Object.entries(Remotes ?? {}).map(([name, entry]) => ({
      name,
      uri: entry.URI,
      token: entry.Token || null,
      system: entry.System,
      exclusive: entry.Exclusive,
      insecure: entry.Insecure,
      keyservers: (entry.Keyservers ?? []).map(({ URI, Skip, External, Insecure }) => ({
        uri: URI,
        skip: Skip,
        external: External,
        insecure: Insecure,
      })),
    })),
    credentials: (Credentials ?? []).map(({ URI, Auth, Insecure }) => ({
      uri: URI,
      insecure: Insecure,
      authorization: Auth || null,
    })),
  }
}

/** Reads one file. @throws AppFailure REMOTE_FILE_MALFORMED; system errors of reading as they are */
export async function readRemoteFile(path: string): Promise<RemoteYaml> {
  return readRemoteYaml((await readText(path)).text, path)
}

async function readText(path: string): Promise<{ readonly text: string; readonly mode: number }> {
  const text = await readNamedText(path, { mostBytes: largestBytes })
  return { text, mode: (await stat(path)).mode & 0o777 }
}

/** One change to one remote of the user's own. */
export type RemoteChange =
  | {
      readonly kind: 'put'
      readonly name: string
      /** Host and path without a scheme. */
      readonly uri: string
      readonly insecure: boolean
      /** Undefined leaves the token that is there. */
      readonly token?: string | null | undefined
    }
  | { readonly kind: 'token'; readonly name: string; readonly token: string | null }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'use'; readonly name: string }

/**
 * @returns the text with one change made and everything else as it was; the same text when there is nothing to change
 * @throws AppFailure REMOTE_FILE_MALFORMED, REMOTE_IS_SYSTEMS for an entry that the programs would write over
 */
export function changeRemoteYaml(text: string, change: RemoteChange, shownAs: string): string {
  const before = readRemoteYaml(text, shownAs)
  const there = before.remotes.find(({ name }) => name === change.name)
  if (there?.system && change.kind !== 'use') throw failure('REMOTE_IS_SYSTEMS', { name: change.name })
  const document = documentOf(text, shownAs)
  if (!isMap(document.contents)) document.contents = document.createNode({})
  if (!apply(document, before, there ?? null, change)) return text
  return document.toString({ indent: 4, lineWidth: 0 })
}

function apply(document: Document, before: RemoteYaml, there: YamlRemote | null, change: RemoteChange): boolean {
  const at = ['Remotes', change.name]
  switch (change.kind) {
    case 'use':
      if (before.active === change.name) return false
      document.set('Active', change.name)
      return true
    case 'token':
      if (there === null || there.token === change.token) return false
      if (change.token === null) document.deleteIn([...at, 'Token'])
      else putToken(document, change.name, change.token)
      return true
    case 'remove':
      if (there === null) return false
      document.deleteIn(at)
      if (before.active === change.name) document.delete('Active')
      return true
    case 'put': {
      if (there === null) {
        const { uri, insecure, token } = change
        const entry = {
          URI: uri,
          ...(token ? { Token: token } : {}),
          System: false,
          Exclusive: false,
          ...(insecure ? { Insecure: true } : {}),
        }
        document.setIn(at, document.createNode(entry))
        return true
      }
      const isSame = there.uri === change.uri && there.insecure === change.insecure
      const isSameToken = change.token === undefined || change.token === there.token
      if (isSame && isSameToken) return false
      document.setIn([...at, 'URI'], change.uri)
      if (change.insecure !== there.insecure) document.setIn([...at, 'Insecure'], change.insecure)
      if (change.token === null) document.deleteIn([...at, 'Token'])
      else if (change.token !== undefined) putToken(document, change.name, change.token)
      return true
    }
  }
}

/** Where the programs have it: behind the address. */
function putToken(document: Document, name: string, token: string): void {
  const entry = document.getIn(['Remotes', name])
  if (!isMap(entry)) return
  if (entry.has('Token')) entry.set('Token', token)
  else {
    const place = entry.items.findIndex(({ key }) => String(key) === 'URI')
    entry.items.splice(place + 1, 0, document.createPair('Token', token))
  }
}

/**
 * Makes one change in a file that may not be there yet. What another program wrote meanwhile is kept:
 * the file is read right before, and replaced as a whole, with the rights it had.
 * @throws AppFailure as {@link changeRemoteYaml}; system errors of writing as they are
 */
export async function changeRemoteFile(path: string, change: RemoteChange): Promise<void> {
  const { text, mode } = await readText(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { text: '', mode: 0o600 }
    throw error
  })
  const changed = changeRemoteYaml(text, change, path)
  if (changed === text) return
  await writeWhole(path, changed, { overwrite: true, mode })
}

/** Aliases are refused: the programs write none, and they can be made to grow without end. */
function contentOf(document: Document, shownAs: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {}
  } catch {
    throw failure('REMOTE_FILE_MALFORMED', { path: shownAs })
  }
}

function documentOf(text: string, shownAs: string): Document {
  const document = parseDocument(text, { strict: false, uniqueKeys: false })
  if (document.errors.length > 0) throw failure('REMOTE_FILE_MALFORMED', { path: shownAs })
  return document
}
