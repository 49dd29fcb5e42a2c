/** Key files that are opened, dropped or pasted into the page, as material for the engine. */

/** Key material as text: armored, or base64 of binary. */
export interface KeyText {
  readonly kind: 'text'
  readonly text: string
}

/** Larger files are no keys; the engine refuses more anyway. */
export const largestKeyFileBytes = 3_000_000

const keyFileName = /\.(?:asc|gpg|pgp|key|pub)$/i

/** Whether a path looks like a key file by its name. */
export function isKeyFile(path: string): boolean {
  return keyFileName.test(path)
}

/** Whether a text holds an armored public or private key. */
export function holdsKeyBlock(text: string): boolean {
  return /-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----/.test(text)
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  }
  return btoa(binary)
}

/** Reads a file of the page: text stays text, binary keys become base64. Null when it is too large. */
export async function readKeyFile(file: File): Promise<KeyText | null> {
  if (file.size > largestKeyFileBytes) return null
  const bytes = new Uint8Array(await file.arrayBuffer())
  const isText = bytes.every((byte) => byte < 0x80 && (byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d))
  return { kind: 'text', text: isText ? new TextDecoder().decode(bytes) : toBase64(bytes) }
}
