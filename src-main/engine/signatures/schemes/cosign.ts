/**
 * Cosign signatures inside an OCI-SIF: blobs that an index entry `_cosign:sha256-….sig` leads to.
 * They are no signature objects and name a manifest instead of objects, so they cover no list.
 * Source: SIF reference, chapter 12.
 */
import { createHash, createPublicKey } from 'node:crypto'
import type { SifObject } from '../../../../src-shared/model/sif.ts'
import type { AttachedSignature } from '../../../../src-shared/model/verdict.ts'
import { signatureProblem } from '../../../../src-shared/text/verdicts/index.ts'
import type { KeyFinder } from '../../keyring/key-finder.ts'
import { decodeBase64 } from '../../keyring/openpgp/armor.ts'
import type { SifFile } from '../../sif/read.ts'
import { plainKeyIdentity, verifyBytes } from './dsse.ts'

const mostJsonBytes = 4 * 1024 * 1024
const mostEntries = 1000
const referenceName = 'org.opencontainers.image.ref.name'
const signatureAnnotation = 'dev.cosignproject.cosign/signature'
const payloadMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json'

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson).slice(0, mostEntries) : []
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const annotation = (entry: Json, name: string): string =>
  isJson(entry.annotations) ? textOf(entry.annotations[name]) : ''

type PlainKeys = Pick<KeyFinder, 'pemKeys' | 'plainSigners'>

/**
 * All cosign signatures of a file, checked with the given keys.
 * @param keys without plain keys the signatures are only named
 */
export async function readCosignSignatures(file: SifFile, keys: PlainKeys): Promise<readonly AttachedSignature[]> {
  const roots = file.structure.objects.filter(({ type }) => type === 'OCIRootIndex')
  const [root, another] = roots
  if (root === undefined || another !== undefined) return []
  const index = await readJson(file, root)
  const found: AttachedSignature[] = []
  for (const entry of listOf(index?.manifests)) {
    const match = /^_cosign:sha256-([0-9a-f]{64})\.sig$/.exec(annotation(entry, referenceName))
    if (match === null) continue
    const manifest = await findBlob(file, textOf(entry.digest))
    if (manifest === null) {
      found.push(attached(root, 'changed', 'CONTENT_DIFFERS'))
      continue
    }
    const content = parse(manifest.bytes)
    for (const layer of listOf(content?.layers)) {
      if (layer.mediaType === payloadMediaType) {
        found.push(await checkLayer(file, layer, `sha256:${match[1] ?? ''}`, manifest.object, keys))
      }
    }
  }
  return found
}

function attached(
  { id }: SifObject,
  state: AttachedSignature['state'],
  code: Parameters<typeof signatureProblem>[0] | null,
  detail?: string,
): AttachedSignature {
  return { scheme: 'cosign', objectId: id, state, problem: code === null ? null : signatureProblem(code, detail) }
}

async function checkLayer(
  file: SifFile,
  layer: Json,
  signedManifest: string,
  holder: SifObject,
  keys: PlainKeys,
): Promise<AttachedSignature> {
  const payload = await findBlob(file, textOf(layer.digest))
  const signature = decodeBase64(annotation(layer, signatureAnnotation))
  if (payload === null) return attached(holder, 'changed', 'CONTENT_DIFFERS')
  if (signature === null || signature.length === 0) return attached(holder, 'changed', 'SIGNATURE_MALFORMED')
  const { pemKeys, plainSigners = [] } = keys
  const tried = [...pemKeys, ...plainSigners.map(({ pem }) => pem)].map((pem) => createPublicKey(pem))
  const maker = tried.find((key) => verifyBytes(key, payload.bytes, signature))
  if (maker === undefined) {
    const isGiven = pemKeys.length > 0 || plainSigners.some(({ isKept }) => !isKept)
    return attached(holder, 'notChecked', isGiven ? 'NOT_THE_GIVEN_KEY' : 'KEY_MISSING')
  }
  const critical = parse(payload.bytes)?.critical
  const image = isJson(critical) ? critical.image : null
  const named = isJson(image) ? textOf(image['docker-manifest-digest']) : ''
  if (named !== signedManifest) return attached(holder, 'changed', 'CONTENT_DIFFERS')
  return (await isWhole(file, named, 0))
    ? { ...attached(holder, 'intact', null), plainKey: plainKeyIdentity(maker) }
    : attached(holder, 'changed', 'CONTENT_DIFFERS')
}

/** Whether a manifest and everything it names is here and unchanged. */
async function isWhole(file: SifFile, digest: string, depth: number): Promise<boolean> {
  const manifest = await findBlob(file, digest)
  if (manifest === null || depth > 4) return false
  const content = parse(manifest.bytes)
  for (const child of listOf(content?.manifests)) {
    if (!(await isWhole(file, textOf(child.digest), depth + 1))) return false
  }
  const blobs = [...(isJson(content?.config) ? [content.config] : []), ...listOf(content?.layers)]
  for (const blob of blobs) {
    const digestText = textOf(blob.digest)
    const object = blobNamed(file, digestText)
    if (object === null || (await digestOf(file, object)) !== digestText) return false
  }
  return true
}

function blobNamed(file: SifFile, digest: string): SifObject | null {
  const found = file.structure.objects.find(({ detail }) => detail.kind === 'oci' && detail.digest === digest)
  return found !== undefined && file.extent(found)?.complete === true ? found : null
}

async function digestOf(file: SifFile, object: SifObject): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of file.streamObject(object)) hash.update(bytes)
  return `sha256:${hash.digest('hex')}`
}

/** A small blob by its digest, recomputed; null when it is missing, too large or different. */
async function findBlob(
  file: SifFile,
  digest: string,
): Promise<{ readonly object: SifObject; readonly bytes: Uint8Array } | null> {
  const object = blobNamed(file, digest)
  if (object === null) return null
  const { bytes, truncated } = await file.readObject(object, { maxBytes: mostJsonBytes })
  if (truncated) return null
  const hex = createHash('sha256').update(bytes).digest('hex')
  return `sha256:${hex}` === digest ? { object, bytes } : null
}

function parse(bytes: Uint8Array): Json | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return isJson(parsed) ? parsed : null
  } catch {
    return null
  }
}

async function readJson(file: SifFile, object: SifObject): Promise<Json | null> {
  if (file.extent(object)?.complete !== true) return null
  const { bytes, truncated } = await file.readObject(object, { maxBytes: mostJsonBytes })
  return truncated ? null : parse(bytes)
}
