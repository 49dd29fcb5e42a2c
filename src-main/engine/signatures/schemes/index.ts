/** The schemes that signature objects are recognised by, in the order in which they are tried. */
import { dsseScheme } from './dsse.ts'
import { pgpScheme } from './pgp.ts'
import type { ReadSignature, Scheme, UnreadableSignature } from './scheme.ts'

const schemes: readonly Scheme[] = [dsseScheme, pgpScheme]

/** Recognises a signature object's data; what no scheme knows is unreadable. */
export function readSignatureData(data: Uint8Array): ReadSignature | UnreadableSignature {
  for (const scheme of schemes) {
    const read = scheme.read(data)
    if (read !== null) return read
  }
  return { scheme: 'unknown', reason: data.length === 0 ? 'it is empty' : 'it is of no known form' }
}
