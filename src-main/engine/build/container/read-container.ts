/**
 * What a finished root says of itself, read from its file system and never executed: the data of
 * `inspect-metadata.json`, and the architecture of its programs. Source: build reference, 3.8, 4.2 and 4.4.
 */
import type { FileEntry } from '../../../../src-shared/contract/files.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import type { OpenImage } from '../../files/open-image.ts'
import { metadataFolder } from './builder.ts'
import { elfArchitecture, elfHeadBytes } from './elf.ts'
import { goJson, type JsonValue, sortedByName } from './go-json.ts'
import type { Labels } from './labels.ts'

/** Texts beyond this are no metadata. */
export const maxTextBytes = 16 << 20
/** All metadata of an image together; more is an attempt to fill the memory. */
const maxMetadataBytes = 64 << 20
/** Executable files that are looked at before the search for a program is given up. */
const maxPrograms = 5000

/** A text file of the image; null when there is none. Bytes that are no UTF-8 are replaced. */
export async function readText(image: OpenImage, path: string): Promise<string | null> {
  try {
    const pieces: Buffer[] = []
    for await (const piece of image.read(path, { length: maxTextBytes })) pieces.push(piece)
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(pieces))
  } catch (error) {
    if (isAbsence(error)) return null
    throw error
  }
}

/** Entries of a directory; none when there is none. */
export async function listOrNone(image: OpenImage, path: string): Promise<readonly FileEntry[]> {
  try {
    return (await image.list(path)).entries
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}

export function isAbsence(error: unknown): boolean {
  return error instanceof AppFailure && ['FILES_PATH_NOT_FOUND', 'FILES_WRONG_TYPE'].includes(error.error.code)
}

/** Labels as they stand in an image; members that are no text are left out. */
export async function readLabels(image: OpenImage): Promise<Labels> {
  return labelsOf(await readText(image, `${metadataFolder}/labels.json`))
}

/** Labels in the text of a file; none where it is no object. */
export function labelsOf(text: string | null): Labels {
  if (text === null) return new Map()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return new Map() // The programs warn and go on without.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map()
  return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Reads texts as long as they are not too much together. */
type TextReader = (path: string) => Promise<string | null>

function boundedReader(image: OpenImage): TextReader {
  let left = maxMetadataBytes
  return async (path) => {
    const text = await readText(image, path)
    left -= text?.length ?? 0
    if (left < 0) throw failure('BUILD_METADATA_TOO_LARGE')
    return text
  }
}

/** The text of `inspect-metadata.json`. @throws AppFailure BUILD_METADATA_TOO_LARGE */
export async function readMetadata(image: OpenImage): Promise<string> {
  const read = boundedReader(image)
  const apps = new Map<string, JsonValue>()
  for (const { path } of await listOrNone(image, '/scif/apps')) {
    if ((await listOrNone(image, `${path}/scif`)).length === 0) continue
    apps.set(path.slice(path.lastIndexOf('/') + 1), await attributesOf(image, read, `${path}/scif`, false))
  }
  const own = await attributesOf(image, read, metadataFolder, true)
  const definition = withoutLastLines(await read(`${metadataFolder}/Singularity`))
  const { startscript, ...before } = own
  const attributes: JsonValue = {
    apps: apps.size === 0 ? undefined : sortedByName(apps),
    ...before,
    deffile: definition,
    startscript,
  }
  return goJson({ data: { attributes }, type: 'container' })
}

async function attributesOf(image: OpenImage, read: TextReader, folder: string, isContainer: boolean) {
  const text = async (name: string) => withoutLastLines(await read(`${folder}/${name}`))
  const environment = new Map<string, string>()
  for (const { path, type } of await listOrNone(image, `${folder}/env`)) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const counts = /^9.*-environment\.sh$/.test(name) || (isContainer && /^10-docker.*\.sh$/.test(name))
    if (!counts || type === 'dir') continue
    const value = withoutLastLines(await read(path))
    if (value !== undefined) environment.set(path, value)
  }
  const labels = labelsOf(await read(`${folder}/labels.json`))
  return {
    environment: environment.size === 0 ? undefined : sortedByName(environment),
    labels: labels.size === 0 ? undefined : sortedByName(labels),
    runscript: await text('runscript'),
    test: await text('test'),
    helpfile: await text('runscript.help'),
    startscript: await text('startscript'),
  }
}

/** Without line ends at the end; nothing when nothing is left. */
function withoutLastLines(text: string | null): string | undefined {
  const trimmed = text?.replace(/\n+$/, '') ?? ''
  return trimmed === '' ? undefined : trimmed
}

/**
 * The architecture of the programs in an image: of `/bin/sh`, or else of the first program there is.
 * @returns null when there is no program
 */
export async function readArchitecture(image: OpenImage): Promise<string | null> {
  const shell = await architectureOf(image, '/bin/sh')
  if (shell !== null) return shell
  let looked = 0
  for await (const found of image.walk('/')) {
    if (found.kind !== 'entries') continue
    for (const { path, type, mode, sizeBytes } of found.entries) {
      if (type !== 'file' || sizeBytes < elfHeadBytes || (Number.parseInt(mode, 8) & 0o111) === 0) continue
      looked += 1
      if (looked > maxPrograms) return null
      const architecture = await architectureOf(image, path)
      if (architecture !== null) return architecture
    }
  }
  return null
}

async function architectureOf(image: OpenImage, path: string): Promise<string | null> {
  try {
    const pieces: Buffer[] = []
    for await (const piece of image.read(path, { length: elfHeadBytes })) pieces.push(piece)
    return elfArchitecture(Buffer.concat(pieces))
  } catch (error) {
    if (isAbsence(error)) return null
    throw error
  }
}
