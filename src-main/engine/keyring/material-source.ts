/** Where key material comes from: its bytes, bounded, and what the ring remembers as the source. Reads, never writes. */
import { open } from 'node:fs/promises'
import type { FoundRing, KeySource } from '../../../src-shared/model/key.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
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

/** @throws AppFailure of the file, KEYRING_MATERIAL_TOO_LARGE, KEYRING_RING_NOT_FOUND, KEYRING_RING_UNREADABLE */
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
      return { bytes: await fileBytes(material.path), source: { kind: 'file', path: material.path, at }, ring: null }
    case 'ring': {
      const { ring, bytes } = await rings.read(material.path, signal)
      const kind = ring.program === 'gnupg' ? 'gnupg' : 'commandLine'
      return { bytes, source: { kind, path: ring.path, at }, ring }
    }
  }
}

async function fileBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const status = await file.stat()
    if (status.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path })
    if (status.size > mostMaterialBytes) throw failure('KEYRING_MATERIAL_TOO_LARGE', { sizeBytes: status.size })
    return await file.readFile()
  } finally {
    await file.close()
  }
}
