/** Fingerprints of OpenPGP keys in the one form they are kept in. Reading pasted ones: fingerprint-paste.ts. */

/** Whether a text is a fingerprint in its plain form: 40 (version 4) or 64 (version 6) upper-case hex digits. */
export function isFingerprint(text: string): boolean {
  return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(text)
}
