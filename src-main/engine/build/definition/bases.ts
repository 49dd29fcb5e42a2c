/**
 * The base of a stage, opened: layers to be merged, and what it says of itself. A base is a root in a registry,
 * an archive, a SIF, a squashfs or a folder, or an empty one. Source: build reference, 1.4.
 */
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { parseReference } from '../../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { startHelper } from '../../files/image-pool.ts'
import { OpenImage } from '../../files/open-image.ts'
import type { PackLayer } from '../../files/pack/pack-image.ts'
import { SifFile, withSif } from '../../sif/read.ts'
import type { Warn } from '../container/add-metadata.ts'
import { metadataFolder } from '../container/builder.ts'
import type { BaseKind } from '../container/container-plan.ts'
import { environmentStart } from '../container/fixed-scripts.ts'
import type { Labels } from '../container/labels.ts'
import type { OciImageConfig } from '../container/oci-config.ts'
import { labelsOf, maxTextBytes, readLabels, readText } from '../container/read-container.ts'
import type { OpenedSource, SourceQuestion } from '../conversion.ts'
import { packLayer } from '../convert.ts'
import type { OciSource } from '../sources/source.ts'
import type { StagePlan } from './read-definition.ts'
import { archiveOfFolder, archiveOfImage } from './root-archive.ts'
import { RootReader } from './root-reader.ts'

export interface Base {
  readonly kind: BaseKind
  readonly layers: readonly PackLayer[]
  readonly layerBytes: readonly number[]
  readonly config: OciImageConfig | null
  /** The text of `oci-config.json`. */
  readonly ociConfig: string | null
  readonly labels: Labels
  /** What `90-environment.sh` holds once the base environment is there. */
  readonly environment: string
  readonly registryBase: OciSource['registryBase']
  close(): Promise<void>
}

/** A file that is there until it is discarded. */
export interface FetchedBase {
  readonly path: string
  discard(): Promise<void>
}

export interface BaseOptions {
  /** Where relative paths begin. */
  readonly folder: string
  readonly question: Omit<SourceQuestion, 'reference' | 'typed'>
  readonly warn: Warn
  openSource(question: SourceQuestion): Promise<OpenedSource>
  /** Fetches a SIF of a library or a registry to a file of its own. */
  fetchSif(reference: string): Promise<FetchedBase>
  /** Whether a file is signed by all of these; null when it is not signed at all. */
  signedBy(path: string, fingerprints: readonly string[]): Promise<boolean | null>
}

const emptyBase: Base = {
  kind: 'scratch',
  layers: [],
  layerBytes: [],
  config: null,
  ociConfig: null,
  labels: new Map(),
  environment: environmentStart,
  registryBase: null,
  close: async () => undefined,
}

/** @throws AppFailure BUILD_SOURCE_UNSUPPORTED, BUILD_DAEMON_UNSUPPORTED, BUILD_FROM_MISSING, BUILD_BASE_SIGNERS, and those of opening */
export async function openBase(stage: StagePlan, options: BaseOptions): Promise<Base> {
  const from = stage.header.get('from') ?? ''
  switch (stage.agent) {
    case 'scratch':
      return emptyBase
    case 'docker':
    case 'oci':
    case 'oci-archive':
    case 'docker-archive':
      return openOci(stage.agent, from, stage, options)
    case 'docker-daemon':
      throw failure('BUILD_DAEMON_UNSUPPORTED')
    case 'library':
    case 'oras': {
      if (from === '') throw failure('BUILD_FROM_MISSING', { agent: stage.agent })
      const { path, discard } = await options.fetchSif(sifReference(stage.agent, from, stage.header.get('library')))
      return openLocal(path, from, stage, options, discard)
    }
    case 'localimage': {
      if (from === '') throw failure('BUILD_FROM_MISSING', { agent: stage.agent })
      return openLocal(resolve(options.folder, from), from, stage, options, async () => undefined)
    }
    default:
      throw failure('BUILD_SOURCE_UNSUPPORTED', { transport: stage.agent })
  }
}

/** @param library address of a library's server, from the header */
function sifReference(agent: 'library' | 'oras', from: string, library: string | undefined): string {
  const rest = from.replace(/^(?:library|oras):/, '').replace(/^\/+/, '')
  const host = library !== undefined && URL.canParse(library) ? `${new URL(library).host}/` : ''
  return `${agent}://${agent === 'library' ? host : ''}${rest}`
}

async function openOci(
  agent: 'docker' | 'oci' | 'oci-archive' | 'docker-archive',
  from: string,
  { header }: StagePlan,
  options: BaseOptions,
): Promise<Base> {
  if (from === '') throw failure('BUILD_FROM_MISSING', { agent })
  const prefix = [header.get('registry'), header.get('namespace')].flatMap((part) => (part ? [`${part}/`] : []))
  const typed = agent === 'docker' ? `docker://${prefix.join('')}${from}` : `${agent}:${resolve(options.folder, from)}`
  const parsed = parseReference(typed)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const reference = parsed.value
  if (reference.transport !== agent) throw failure('BUILD_SOURCE_UNSUPPORTED', { transport: agent })
  const { source } = await options.openSource({ ...options.question, reference, typed })
  return {
    ...emptyBase,
    kind: 'oci',
    layers: source.layers.map(packLayer),
    layerBytes: source.layers.map(({ sizeBytes }) => sizeBytes),
    config: source.config,
    ociConfig: source.config.stored,
    registryBase: source.registryBase,
    close: () => source.close(),
  }
}

async function openLocal(
  path: string,
  shownAs: string,
  { header }: StagePlan,
  options: BaseOptions,
  discard: () => Promise<void>,
): Promise<Base> {
  try {
    const facts = await stat(path)
    const fingerprints = (header.get('fingerprints') ?? '').split(',').flatMap((part) => part.trim() || [])
    if (facts.isDirectory()) {
      if (fingerprints.length > 0) throw failure('BUILD_BASE_SIGNERS', { base: shownAs, fingerprints })
      return await openFolder(path, shownAs, options)
    }
    await checkSigners(path, shownAs, fingerprints, options)
    return await openImageFile(path, shownAs, facts.size, options, discard)
  } catch (error) {
    await discard()
    throw error
  }
}

async function checkSigners(
  path: string,
  shownAs: string,
  fingerprints: readonly string[],
  options: BaseOptions,
): Promise<void> {
  const isSif = await SifFile.open(path).then(
    async (sif) => {
      await sif.close()
      return true
    },
    () => false,
  )
  const signed = isSif ? await options.signedBy(path, fingerprints) : null
  if (fingerprints.length > 0 && signed !== true) throw failure('BUILD_BASE_SIGNERS', { base: shownAs, fingerprints })
  if (fingerprints.length === 0 && isSif && signed === null) options.warn('unsignedBase', { base: shownAs })
}

async function openImageFile(
  path: string,
  shownAs: string,
  sizeBytes: number,
  { question, warn }: BaseOptions,
  discard: () => Promise<void>,
): Promise<Base> {
  const { signal } = question
  const client = await startHelper(path, { shownAs })
  try {
    const image = new OpenImage(client, signal)
    await image.info()
    const reader = new RootReader(client, signal)
    return {
      ...emptyBase,
      kind: 'image',
      layers: [{ source: { kind: 'stream', open: () => archiveOfImage(reader, warn) } }],
      layerBytes: [sizeBytes],
      ociConfig: await ociConfigOf(path),
      labels: await readLabels(image),
      environment: (await readText(image, `${metadataFolder}/env/90-environment.sh`)) ?? environmentStart,
      async close() {
        await client.close()
        await discard()
      },
    }
  } catch (error) {
    await client.close()
    throw error
  }
}

/** The configuration that a SIF keeps of the image it was made from; null for anything else. */
async function ociConfigOf(path: string): Promise<string | null> {
  return withSif(path, async (sif) => {
    const object = sif.structure.objects.find(({ type, name }) => type === 'GenericJSON' && name === 'oci-config.json')
    if (object === undefined) return null
    const { bytes } = await sif.readObject(object, { maxBytes: 16 << 20 })
    return Buffer.from(bytes).toString('utf8')
  }).catch((error: unknown) => {
    // A bare squashfs keeps none.
    if (error instanceof AppFailure && error.error.area === 'sif') return null
    throw error
  })
}

async function openFolder(folder: string, shownAs: string, { warn }: BaseOptions): Promise<Base> {
  const text = (name: string): Promise<string | null> => textInside(folder, join(metadataFolder, name))
  // There is no way to read them without a program of the system, nor to see whether there are any.
  warn('folderXattrsLeftOut', { base: shownAs })
  const labels = labelsOf(await text('labels.json'))
  return {
    ...emptyBase,
    kind: 'image',
    layers: [{ source: { kind: 'stream', open: (signal) => archiveOfFolder(folder, warn, signal) } }],
    layerBytes: [0],
    labels,
    environment: (await text('env/90-environment.sh')) ?? environmentStart,
  }
}

/** A text file of a folder; null when there is none. A link that leads out of the folder leads nowhere. */
async function textInside(folder: string, name: string): Promise<string | null> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
    const facts = await stat(path)
    const isInside = path.startsWith(root.endsWith(sep) ? root : root + sep)
    return isInside && facts.isFile() && facts.size <= maxTextBytes ? await readFile(path, 'utf8') : null
  } catch {
    return null
  }
}
