/**
 * What an image is, from header, descriptors and its small metadata objects only.
 * Nothing of the image is ever executed, and its file system is not opened. A damaged part is a problem
 * beside everything that could still be read.
 */
import { resolve } from 'node:path'
import { type ImageMetadata, type Inspection, noMetadata } from '../../../src-shared/model/inspection.ts'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import { hashFile } from '../platform/hashing/index.ts'
import { ProblemList } from '../sif/problems.ts'
import { type SifFile, withSif } from '../sif/read.ts'
import { buildMetadataName, takeBuildMetadata } from './build-metadata.ts'
import { type JsonObject, type Reading, readJsonObject, readTextObject, stringRecord } from './metadata-objects.ts'
import { readOciImage } from './oci-image.ts'

const ociConfigurationName = 'oci-config.json'

export interface InspectOptions {
  /** Also compute the digest of the whole file, which reads all of it. */
  readonly digest?: boolean
  readonly signal?: AbortSignal
  /** Told how many more bytes were read for the digest. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * @param path of the image; the answer names it absolutely
 * @throws AppFailure those of opening a SIF file, see {@link SifFile.open}; with a digest those of {@link hashFile}
 */
export function inspectImage(path: string, options: InspectOptions = {}): Promise<Inspection> {
  return withSif(resolve(path), (file) => inspectOpened(file, options))
}

/** The same of a file that is open; one that lies elsewhere has no digest to compute. */
export async function inspectOpened(file: SifFile, options: InspectOptions = {}): Promise<Inspection> {
  const { header, objects, sizeBytes } = file.structure
  const problems = new ProblemList()
  const reading: Reading = { file, problems }
  const roots = objects.filter(({ type }) => type === 'OCIRootIndex')
  const build = await readBuildMetadata(reading)
  const oci = await readOciImage(reading, roots)
  const definition = await readDefinition(reading)
  const legacyLabels = await readLegacyLabels(reading)
  const legacyEnvironment = await readLegacyEnvironment(reading)
  const isSilent = roots.length === 0 && build === noMetadata && isEmpty(legacyLabels) && isEmpty(legacyEnvironment)
  return {
    file: file.path,
    sizeBytes,
    digest: options.digest === true ? await digestOf(file, options) : null,
    format: roots.length > 0 ? 'oci-sif' : 'sif',
    header,
    objects,
    primaryPartition: primaryPartition(objects),
    labels: { ...oci.labels, ...legacyLabels, ...build.labels },
    definition: definition ?? build.definition,
    environment: { ...oci.environment, ...legacyEnvironment, ...build.environment },
    runscript: build.runscript,
    startscript: build.startscript,
    test: build.test,
    help: build.help,
    apps: build.apps,
    metadataFrom: isSilent ? 'nowhere' : 'objects',
    oci: oci.config ?? (await readOciConfiguration(reading)),
    encrypted: objects.some(isEncrypted),
    problems: [...file.structure.problems, ...problems.all()],
    bytesRead: file.bytesRead,
  }
}

/** The first generic JSON object of a name; names are what builders go by. */
function findJson({ file }: Reading, name: string): SifObject | undefined {
  return file.structure.objects.find((object) => object.type === 'GenericJSON' && object.name === name)
}

async function readBuildMetadata(reading: Reading): Promise<ImageMetadata> {
  const object = findJson(reading, buildMetadataName)
  const json = object === undefined ? null : await readJsonObject(reading, object, buildMetadataName)
  if (object === undefined || json === null) return noMetadata
  return takeBuildMetadata(json, objectName(object.id), reading.problems)
}

async function readOciConfiguration(reading: Reading): Promise<JsonObject | null> {
  const object = findJson(reading, ociConfigurationName)
  return object === undefined ? null : readJsonObject(reading, object, ociConfigurationName)
}

/** The definition as it was given to the builder; the copy in the JSON object lacks its final newline. */
async function readDefinition(reading: Reading): Promise<string | null> {
  const object = reading.file.structure.objects.find(({ type }) => type === 'Deffile')
  return object === undefined ? null : readTextObject(reading, object, 'definition')
}

/** Labels in an object of their own, as the format allows but no current builder writes. */
async function readLegacyLabels(reading: Reading): Promise<Readonly<Record<string, string>>> {
  const object = reading.file.structure.objects.find(({ type }) => type === 'Labels')
  const json = object === undefined ? null : await readJsonObject(reading, object, 'labels')
  if (object === undefined || json === null) return {}
  return stringRecord(reading.problems, objectName(object.id), 'labels', 'labels', json)
}

/** Environment in an object of its own, under the object's name. */
async function readLegacyEnvironment(reading: Reading): Promise<Readonly<Record<string, string>>> {
  const object = reading.file.structure.objects.find(({ type }) => type === 'Environment')
  const text = object === undefined ? null : await readTextObject(reading, object, 'environment')
  if (object === undefined || text === null) return {}
  return Object.fromEntries([[object.name === '' ? objectName(object.id) : object.name, text]])
}

const isEmpty = (record: Readonly<Record<string, string>>): boolean => Object.keys(record).length === 0

/** The partition that a runtime would start; null when there is none or more than one. */
function primaryPartition(objects: readonly SifObject[]): Inspection['primaryPartition'] {
  const found = objects.flatMap(({ id, detail }) =>
    detail.kind === 'partition' && detail.partitionType === 'PrimSys'
      ? [{ id, fileSystem: detail.fileSystem, architecture: detail.architecture }]
      : [],
  )
  return found.length === 1 ? (found[0] ?? null) : null
}

function isEncrypted({ detail }: SifObject): boolean {
  if (detail.kind !== 'partition') return false
  return detail.fileSystem === 'EncryptedSquashfs' || detail.fileSystem === 'GocryptfsSquashfs'
}

/** Off the thread that answers calls. */
async function digestOf({ path, structure }: SifFile, { signal, onProgress }: InspectOptions): Promise<string> {
  const { hex, file } = await hashFile(path, 'sha256', { signal, onProgress })
  if (file.sizeBytes !== structure.sizeBytes) throw failure('FILE_CHANGED_UNDERNEATH', { path })
  return `sha256:${hex}`
}
