/**
 * GnuPG's keybox: takes the OpenPGP keys out of it, as they stand one after another. It reads nothing else
 * of the box and believes no length without checking it.
 *
 * ```
 * blob   0  4  length of the blob, big-endian, this field included
 *        4  1  type: 0 empty, 1 header, 2 OpenPGP, 3 X.509
 *        5  1  version
 *        8  4  where the keys begin, counted from the blob's start
 *       12  4  their length
 * ```
 * Source: kbx/keybox-blob.c of GnuPG, the comment that describes the format; the header blob bears `KBXf` at 8.
 */

const openPgpType = 2
const headerType = 1
const smallestBlob = 32

/** @returns the keys' packets; null when this is no keybox or a later kind of one */
export function readKeybox(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (
    bytes.length < smallestBlob ||
    bytes[4] !== headerType ||
    Buffer.from(bytes.subarray(8, 12)).toString() !== 'KBXf'
  )
    return null
  const keys: Uint8Array[] = []
  for (let at = 0; at + smallestBlob <= bytes.length; ) {
    const length = view.getUint32(at)
    if (length < 5 || at + length > bytes.length) break
    if (bytes[at + 4] === openPgpType && length >= 16) {
      const from = view.getUint32(at + 8)
      const size = view.getUint32(at + 12)
      if (from + size <= length) keys.push(bytes.subarray(at + from, at + from + size))
    }
    at += length
  }
  return Buffer.concat(keys)
}
