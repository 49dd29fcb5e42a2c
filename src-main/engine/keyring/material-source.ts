/** Where key material comes from: its bytes, bounded, and what the ring remembers as the source. Reads, never writes. */
import type { FoundRing, KeySource } from '../../../src-shared/model/key.ts'
import { readNamedFile } from '../platform/named-file.ts'
import { mostMaterialBytes } from './openpgp/material.ts'
import type { Rings } from './rings.ts'

export type Material =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ring'; readonly path: string }

export interface GivenMaterial {
  readonly bytes: Uint8Array
  readonly source: KeySource
  /** The ring it came from; null for files and texts. */
  readonly ring: FoundRing | null
}

/** @throws AppFailure of the file, FILE_TOO_LARGE, KEYRING_RING_NOT_FOUND, KEYRING_RING_UNREADABLE */
export async function takeMaterial(
  material: Material,
  rings: Rings,
  now: Date,
  signal?: AbortSignal,
): Promise<GivenMaterial> {
  const at = now.toISOString()
  switch (material.kind) {
    case 'text':
      return { bytes: Buffer.from(material.text, 'utf8'), source: { kind: 'paste', at }, ring: null }
    case 'file':
      return {
        bytes: await fileBytes(material.path, signal),
        source: { kind: 'file', path: material.path, at },
        ring: null,
      }
    case 'ring': {
      const { ring, bytes } = await rings.read(material.path, signal)
      const kind = ring.program === 'gnupg' ? 'gnupg' : 'commandLine'
      return { bytes, source: { kind, path: ring.path, at }, ring }
    }
  }
}

function fileBytes(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return readNamedFile(path, { mostBytes: mostMaterialBytes, allowsPipes: true, signal })
}
