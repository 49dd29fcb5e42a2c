/**
 * Compares a result with an expectation of the shared conversions and builds (format: README of
 * fixtures/oci-to-sif) and says every difference in words. What is our own text is not compared by its bytes.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Builder } from '../../../../src-main/engine/build/container/builder.ts'
import type { ResultEntry, ResultFile } from './read-result.ts'

type Json = Readonly<Record<string, unknown>>

interface ExpectedEntry extends Json {
  readonly path?: string
  readonly pathHex?: string
}

export interface Expectation {
  readonly command: string
  readonly source?: string
  readonly outcome: Readonly<
    Record<Builder, { readonly root: { readonly exit: number; readonly messages: readonly string[] } | null }>
  >
  readonly result: Partial<Readonly<Record<Builder, ExpectedResult>>>
  readonly tree?: readonly ExpectedEntry[]
  readonly treeBy?: Partial<Readonly<Record<Builder, readonly ExpectedEntry[]>>>
  readonly runBehaviour?: Readonly<Record<string, readonly RunBehaviour[]>>
}

export interface RunBehaviour {
  readonly args: readonly string[]
  readonly noEval: boolean
  readonly exit: number
  readonly argv: readonly string[] | null
}

interface ExpectedResult {
  readonly sif: {
    readonly header: { readonly total: number; readonly free: number; readonly arch: string }
    readonly descriptors: readonly Json[]
  }
  readonly definition: string
  readonly ociConfig?: string
  readonly inspectMetadata: Json
  readonly texts: Readonly<Record<string, string>>
}

export interface CompareOptions {
  readonly builder: Builder
  readonly baseFiles: Readonly<Record<Builder, Readonly<Record<string, unknown>>>>
  /** When the build began and ended, in seconds. */
  readonly from: number
  readonly to: number
  readonly owners: 'keep' | 'root'
  /** Paths whose contents differ on purpose. */
  readonly ownText?: ReadonlySet<string>
  /** Times of the base that the expectation calls `source`. */
  readonly sourceTimes?: boolean
}

/** Scripts whose text is ours in every image. */
const ownScripts: ReadonlySet<string> = new Set(['/.singularity.d/runscript', '/.singularity.d/startscript'])

const architectureNames: Readonly<Record<string, string>> = {
  '01': '386',
  '02': 'amd64',
  '03': 'arm',
  '04': 'arm64',
  '05': 'ppc64',
  '06': 'ppc64le',
  '11': 's390x',
  '12': 'riscv64',
  '13': 'loong64',
}

export function differences(expect: Expectation, found: ResultFile, options: CompareOptions): readonly string[] {
  const { builder } = options
  const result = expect.result[builder]
  if (result === undefined) return ['nothing is expected of this builder']
  const wanted = [...(expect.tree ?? []), ...(expect.treeBy?.[builder] ?? [])]
  return [
    ...treeDifferences(wanted, found, options),
    ...sifDifferences(result, found),
    ...textDifferences(result, found, options),
    ...metadataDifferences(result, found, options),
  ]
}

function treeDifferences(
  wanted: readonly ExpectedEntry[],
  found: ResultFile,
  options: CompareOptions,
): readonly string[] {
  const seen = new Set<string>()
  const all: string[] = []
  for (const expected of wanted) {
    const path = expected.path ?? Buffer.from(expected.pathHex ?? '', 'hex').toString('latin1')
    seen.add(path)
    const entry = found.entries.get(path)
    if (entry === undefined) all.push(`${path} is missing`)
    else all.push(...entryDifferences(path, expected, entry, options))
  }
  const { builder, baseFiles } = options
  for (const [path, base] of Object.entries(baseFiles[builder])) {
    if (seen.has(path)) continue
    seen.add(path)
    const entry = found.entries.get(path)
    if (entry === undefined) all.push(`${path} is missing`)
    else if (entry.mode !== (base as Json).mode) all.push(`${path}: mode ${entry.mode}`)
    else if (entry.uid !== 0 || entry.gid !== 0) all.push(`${path}: owner ${entry.uid}:${entry.gid}`)
  }
  for (const path of found.entries.keys()) if (!seen.has(path)) all.push(`${path} is too much`)
  return all
}

function entryDifferences(
  path: string,
  expected: ExpectedEntry,
  entry: ResultEntry,
  options: CompareOptions,
): readonly string[] {
  const all: string[] = []
  const differs = (name: string, wanted: unknown, got: unknown): void => {
    if (!isDeepStrictEqual(wanted, got))
      all.push(`${path}: ${name} ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`)
  }
  const owner = options.owners === 'keep' ? [expected.uid, expected.gid] : [0, 0]
  differs('type', expected.type, entry.type)
  differs('mode', expected.mode, entry.mode)
  differs('owner', owner, [entry.uid, entry.gid])
  differs('target', expected.target, entry.target)
  differs('device', expected.device, entry.device)
  differs('hardlinkOf', expected.hardlinkOf, entry.hardlinkOf)
  differs('xattrs', withoutRootless(expected.xattrsHex), withoutRootless(entry.xattrsHex))
  if (expected.mtime === 'build') {
    if (entry.mtime < options.from || entry.mtime > options.to)
      all.push(`${path}: time ${entry.mtime} is not of the build`)
  } else if (expected.mtime !== 'source') differs('time', expected.mtime, entry.mtime)
  const isOwn = isOwnText(path, expected, options)
  if (!isOwn && expected.size !== 'volatile') {
    differs('size', expected.size, entry.size)
    differs('sha256', expected.sha256, entry.sha256)
  }
  return all
}

/** Owners noted by rootless tools are never stored. */
function withoutRootless(xattrs: unknown): Json | undefined {
  if (typeof xattrs !== 'object' || xattrs === null) return undefined
  const kept = Object.entries(xattrs).filter(([name]) => name !== 'user.rootlesscontainers')
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

function isOwnText(path: string, expected: ExpectedEntry, { builder, ownText }: CompareOptions): boolean {
  if (ownText?.has(path)) return true
  if (path === '/.singularity.d/env/90-environment.sh') return builder === 'apptainer'
  if (/^\/\.singularity\.d\/(?:actions\/|env\/(?:01-base|95-apps|99-base|99-runtimevars)\.sh$)/.test(path)) return true
  // Scripts of a definition are compared; those made from an image's configuration are ours.
  return ownScripts.has(path) && typeof expected.size === 'number' && expected.size > 450
}

function sifDifferences(result: ExpectedResult, found: ResultFile): readonly string[] {
  const all: string[] = []
  const { header, descriptors } = result.sif
  const wantedHeader = { arch: architectureNames[header.arch], total: header.total, free: header.free }
  if (!isDeepStrictEqual(wantedHeader, found.header)) all.push(`header ${JSON.stringify(found.header)}`)
  const wanted = descriptors.map((descriptor) => ({
    ...descriptor,
    ...('part' in descriptor ? { part: 'PrimSys', arch: architectureNames[String(descriptor.arch)] } : {}),
  }))
  const got = found.descriptors.map((descriptor, index) => {
    const { size, ...rest } = descriptor
    return wanted[index] !== undefined && 'size' in wanted[index] ? { ...rest, size } : rest
  })
  for (const [index, descriptor] of wanted.entries()) {
    const other = got[index] ?? null
    const same = other !== null && isDeepStrictEqual(sorted(descriptor), sorted(other))
    if (!same) all.push(`object ${index + 1} is ${JSON.stringify(other)} instead of ${JSON.stringify(descriptor)}`)
  }
  if (got.length > wanted.length) all.push(`there are ${got.length} objects instead of ${wanted.length}`)
  const definition = found.objects.get('Deffile')?.toString('utf8')
  if (definition !== result.definition) all.push(`the definition is ${JSON.stringify(definition)}`)
  const config = found.objects.get('oci-config.json')?.toString('utf8')
  if (config !== result.ociConfig) all.push(`oci-config.json is ${config} instead of ${result.ociConfig}`)
  return all
}

function sorted(value: Json): Json {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Texts with what changes from run to run taken out. */
function settled(text: string, path: string): string {
  // A notice of eight lines in files that come from a base of one of the programs.
  if (!path.endsWith('/labels.json')) return text.replace(/^(#!\/bin\/sh\n)(?:#.*\n){8}(?=\n)/, '$1# <notice>\n')
  return text
    .replace(
      /("org\.label-schema\.build-date": )"(?!<)[A-Z][a-z]+_\d+_[A-Z][a-z]+_\d{4}_\d+:\d+:\d+_[^"]+"/,
      '$1"<build date>"',
    )
    .replace(/("org\.label-schema\.usage\.(?:singularity|apptainer)\.version": )"[^"]*"/g, '$1"<program version>"')
    .replace(/("org\.opencontainers\.image\.created": )"20[2-9]\d-[^"]*"/, '$1"<build time, RFC 3339>"')
}

function textDifferences(result: ExpectedResult, found: ResultFile, options: CompareOptions): readonly string[] {
  return Object.entries(result.texts).flatMap(([path, text]) => {
    if (isOwnText(path, { size: text.length }, options)) return []
    const got = found.text(path)
    if (got !== null && settled(got, path) === settled(text, path)) return []
    return [`text of ${path} is ${JSON.stringify(got)} instead of ${JSON.stringify(text)}`]
  })
}

/** The metadata must say what the files say, and exactly about what the programs' does. */
function metadataDifferences(result: ExpectedResult, found: ResultFile, options: CompareOptions): readonly string[] {
  const text = found.objects.get('inspect-metadata.json')?.toString('utf8') ?? 'null'
  const metadata = JSON.parse(text) as { readonly data: { readonly attributes: Json }; readonly type: string }
  if (metadata.type !== 'container') return ['the metadata is not that of a container']
  const { attributes } = metadata.data
  const all: string[] = []
  const walk = (wanted: unknown, got: unknown, at: string): void => {
    if (typeof wanted === 'object' && wanted !== null && 'file' in wanted) {
      const path = String(wanted.file)
      const file = found.text(path)
      const value = path.endsWith('/labels.json') ? JSON.parse(file ?? 'null') : file?.replace(/\n+$/, '')
      if (!isDeepStrictEqual(value, got)) all.push(`metadata ${at} is not what ${path} says`)
    } else if (typeof wanted === 'object' && wanted !== null) {
      const names = new Set([...Object.keys(wanted), ...Object.keys((got as object | undefined) ?? {})])
      for (const name of names) walk((wanted as Json)[name], (got as Json | undefined)?.[name], `${at}.${name}`)
    } else if (!isDeepStrictEqual(wanted, got)) {
      const path = at.replace(/^\./, '')
      const file = `/.singularity.d/${path === 'helpfile' ? 'runscript.help' : path}`
      const own = isOwnText(file, { size: String(wanted).length }, options)
      if (!own) all.push(`metadata ${at} is ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`)
    }
  }
  walk(result.inspectMetadata, attributes, '')
  return all
}
