/** Reads the PEM files that a verification was given. They serve one question and are kept nowhere. */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readNamedText } from '../platform/named-file.ts'
import type { CertificateQuestion } from './certificates/chain.ts'
import { isPlainSigner } from './certificates/plain-signers.ts'
import { readX509 } from './certificates/read.ts'

export interface CertificateFiles {
  readonly path: string
  readonly intermediates?: string | undefined
  readonly roots?: string | undefined
}

const mostBytes = 1024 * 1024

/** @returns the text of a public key or certificate. @throws AppFailure SIGNATURES_KEY_FILE_UNREADABLE, and as readNamedFile */
export function readKeyFile(path: string, signal?: AbortSignal): Promise<string> {
  return readPem(path, isPlainSigner, signal)
}

/** @throws AppFailure SIGNATURES_KEY_FILE_UNREADABLE, and as readNamedFile */
export async function readCertificateFiles(
  files: CertificateFiles,
  signal?: AbortSignal,
): Promise<CertificateQuestion> {
  const read = (path: string): Promise<string> => readPem(path, (text) => readX509(text).length > 0, signal)
  return {
    leaf: await read(files.path),
    intermediates: files.intermediates === undefined ? null : await read(files.intermediates),
    roots: files.roots === undefined ? null : await read(files.roots),
  }
}

/** @param isUsable may throw, which means no as well */
async function readPem(
  path: string,
  isUsable: (text: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<string> {
  const text = await readNamedText(path, { mostBytes, allowsPipes: true, signal })
  try {
    if (isUsable(text)) return text
  } catch {
    // Falls through: said once, below.
  }
  throw failure('SIGNATURES_KEY_FILE_UNREADABLE', { path })
}
