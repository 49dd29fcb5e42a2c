/** What a library finds out about an uploaded SIF by itself: architecture, signers, encryption. */
import { architectureName } from '../../engine/sif/codes.ts'
import { describeObject } from '../../engine/sif/describe.ts'
import { descriptorSizeBytes, headerSizeBytes, maxDescriptors } from '../../engine/sif/layout.ts'
import { ProblemList } from '../../engine/sif/problems.ts'
import { decodeDescriptor, decodeHeader } from '../../engine/sif/raw.ts'

export interface SifFacts {
  readonly architecture: string | null
  readonly fingerprints: readonly string[]
  readonly encrypted: boolean
}

/** @returns facts without architecture for anything that is no SIF */
export function sifFacts(file: Buffer): SifFacts {
  const nothing = { architecture: null, fingerprints: [], encrypted: false }
  if (file.length < headerSizeBytes || file.toString('latin1', 32, 41) !== 'SIF_MAGIC') return nothing
  const header = decodeHeader(file)
  const start = Number(header.descriptorsOffset)
  const slots = Math.min(Number(header.descriptorsTotal), maxDescriptors)
  const objects = Array.from({ length: slots }, (_, slot) => slot).flatMap((slot) => {
    const at = start + slot * descriptorSizeBytes
    if (at < 0 || at + descriptorSizeBytes > file.length) return []
    const raw = decodeDescriptor(file.subarray(at, at + descriptorSizeBytes))
    return raw.used === 0 ? [] : [describeObject(raw, slot, new ProblemList())]
  })
  const signers = objects.flatMap(({ detail }) => (detail.kind === 'signature' && detail.entity ? [detail.entity] : []))
  return {
    architecture: architectureName(Buffer.from(header.architecture).toString('latin1').replace(/\0.*$/s, '')),
    fingerprints: [...new Set(signers)],
    encrypted: objects.some(
      ({ detail }) => detail.kind === 'partition' && /Encrypted|Gocryptfs/.test(detail.fileSystem),
    ),
  }
}
