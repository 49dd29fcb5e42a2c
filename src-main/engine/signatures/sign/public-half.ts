/** A finder that knows one key alone: the public half of the one that just signed. */
import type { FoundKey, KeyFinder } from '../../keyring/key-finder.ts'
import { analyseCertificate } from '../../keyring/openpgp/analyse.ts'
import { readKeyMaterial } from '../../keyring/openpgp/material.ts'
import type { Signer } from './signer.ts'

export async function keysOf(half: Signer['publicHalf']): Promise<KeyFinder> {
  switch (half.kind) {
    case 'pem':
      return { pemKeys: [half.pem], find: async () => [] }
    case 'openpgp': {
      const { certificates } = readKeyMaterial(Buffer.from(half.armored, 'utf8'))
      const analysed = await Promise.all(certificates.map(analyseCertificate))
      const found = analysed.flatMap((key): readonly FoundKey[] =>
        key === null ? [] : [{ key, source: 'keyring', refreshedAt: null }],
      )
      return { pemKeys: [], find: async () => found }
    }
  }
}
