/** Reads the certificates of authorities that a user gives for one host. */
import { X509Certificate } from 'node:crypto'
import { failure } from '../../../../src-shared/text/errors/index.ts'

/**
 * Keeps the certificates of a PEM text and nothing else of it.
 * @throws AppFailure AUTHORITY_MALFORMED
 */
export function readAuthorities(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? []
  const malformed = failure('AUTHORITY_MALFORMED')
  if (blocks.length === 0) throw malformed
  try {
    return blocks.map((block) => new X509Certificate(block).toString()).join('')
  } catch {
    throw malformed
  }
}
