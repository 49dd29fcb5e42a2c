/**
 * What a SIF file in a registry is, from its first bytes alone: the architecture and who seems to have signed it.
 * Signatures are only listed here; nothing is verified. Source: SIF reference, chapters 2 and 3.
 */
import type { OciDescriptor } from '../../../src-shared/model/oci.ts'
import { architectureName } from '../sif/codes.ts'
import { fieldText } from '../sif/describe.ts'
import { asciiUntilNul, decodeDetail } from '../sif/extra.ts'
import { descriptorSizeBytes, headerSizeBytes, magicText } from '../sif/layout.ts'
import { decodeDescriptor, decodeHeader } from '../sif/raw.ts'
import type { BlobSource } from './blob-stream.ts'

export interface SifPeek {
  /** Name of Go; `unknown` where the header says none. */
  readonly architecture: string
  /** Full fingerprints in upper case that signature objects name. */
  readonly fingerprints: readonly string[]
  readonly signed: boolean
}

/** Holds the header and the table of 48 slots that writers make. */
const peekedBytes = 32_768
const signatureType = 0x4005

/**
 * @returns null when it is no SIF, or the server gives no ranges and the file is too large to read for this
 * @throws AppFailure those of the network
 */
export async function peekSif(
  source: BlobSource,
  layer: OciDescriptor,
  signal: AbortSignal | undefined,
): Promise<SifPeek | null> {
  const wanted = Math.min(peekedBytes, layer.sizeBytes)
  if (wanted < headerSizeBytes) return null
  const response = await source.open({ start: 0, end: wanted - 1 }, signal)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= wanted) break
  }
  return length < wanted ? null : describeSif(Buffer.concat(chunks).subarray(0, wanted))
}

/** @param bytes the beginning of a file, at least its header */
export function describeSif(bytes: Uint8Array): SifPeek | null {
  const header = decodeHeader(bytes)
  if (fieldText(header.magic) !== magicText.replace(/\0/g, '')) return null
  const offset = Number(header.descriptorsOffset)
  const slots = Number(header.descriptorsTotal)
  const fingerprints = new Set<string>()
  let signed = false
  for (let slot = 0; slot < slots; slot++) {
    const at = offset + slot * descriptorSizeBytes
    if (!Number.isSafeInteger(at) || at < headerSizeBytes || at + descriptorSizeBytes > bytes.length) break
    const descriptor = decodeDescriptor(bytes.subarray(at, at + descriptorSizeBytes))
    if (descriptor.used === 0 || descriptor.type !== signatureType) continue
    signed = true
    const detail = decodeDetail('Signature', descriptor.extra)
    if (detail.kind === 'signature' && detail.entity !== null) fingerprints.add(detail.entity)
  }
  return { architecture: architectureName(asciiUntilNul(header.architecture)), fingerprints: [...fingerprints], signed }
}
