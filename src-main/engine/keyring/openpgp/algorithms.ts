/** What public-key algorithms are called and which are too weak to mean anything. */
import type { KeyPacket } from './analyse.ts'

/** RSA below this is weak; one bit short of 2048 occurs in sound keys. */
const leastRsaBits = 2047

const curveNames: Readonly<Record<string, string>> = {
  ed25519Legacy: 'ed25519',
  curve25519Legacy: 'curve25519',
  nistP256: 'nistp256',
  nistP384: 'nistp384',
  nistP521: 'nistp521',
}

function infoOf(packet: KeyPacket): {
  readonly algorithm: string
  readonly bits: number
  readonly curve: string | null
} {
  try {
    const { algorithm, bits, curve } = packet.getAlgorithmInfo()
    return { algorithm: String(algorithm), bits: bits ?? 0, curve: curve ?? null }
  } catch {
    return { algorithm: `algorithm ${packet.algorithm}`, bits: 0, curve: null }
  }
}

/** Like `rsa4096`, `ed25519`, `nistp384`, `dsa2048`. */
export function algorithmName(packet: KeyPacket): string {
  const { algorithm, bits, curve } = infoOf(packet)
  if (algorithm.startsWith('rsa')) return `rsa${bits}`
  if (curve !== null) return curveNames[curve] ?? curve
  return bits > 0 ? `${algorithm}${bits}` : algorithm
}

/** Why signatures by this key mean nothing, in a few words; null for a sound key. */
export function weaknessOf(packet: KeyPacket): string | null {
  const { algorithm, bits } = infoOf(packet)
  if (algorithm.startsWith('rsa') && bits < leastRsaBits) return `RSA with ${bits} bits`
  return algorithm === 'dsa' ? 'DSA' : null
}
