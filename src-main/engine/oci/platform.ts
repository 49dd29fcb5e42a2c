/**
 * Which entry of an index is meant for a machine. Pure. The rule is that of the command lines: the first entry
 * whose system and architecture fit, and whose variant fits when one was asked for; entries without a platform
 * and attestations are no candidates. Source: services reference 6.3.
 */
import type { OciDescriptor, OciPlatform } from '../../../src-shared/model/oci.ts'

export interface WantedPlatform {
  readonly os: string
  readonly architecture: string
  /** Null: any. */
  readonly variant: string | null
}

/** Names that carry a variant of their own, as Docker Hub's name spaces do. */
const spellings: ReadonlyMap<string, readonly [architecture: string, variant: string]> = new Map([
  ['arm64v8', ['arm64', 'v8']],
  ['arm32v5', ['arm', 'v5']],
  ['arm32v6', ['arm', 'v6']],
  ['arm32v7', ['arm', 'v7']],
  ['armhf', ['arm', 'v7']],
  ['armel', ['arm', 'v6']],
])
const otherNames: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
])

/** What an architecture without a named variant is, so that `arm64` and `arm64/v8` are the same. */
const usualVariants: ReadonlyMap<string, string> = new Map([
  ['arm64', 'v8'],
  ['arm', 'v7'],
  ['amd64', 'v1'],
])

/** Reads `arm64`, `arm/v7`, `arm32v7` or `linux/arm/v7`. */
export function readPlatform(text: string): WantedPlatform {
  const parts = text.trim().toLowerCase().split('/')
  const hasSystem = parts.length === 3 || (parts.length === 2 && ['linux', 'windows'].includes(parts[0] ?? ''))
  const os = hasSystem ? (parts[0] ?? 'linux') : 'linux'
  const [name = '', typedVariant = null] = hasSystem ? parts.slice(1) : parts
  const spelled = spellings.get(name)
  const variant = typedVariant === null ? null : typedVariant.startsWith('v') ? typedVariant : `v${typedVariant}`
  return {
    os,
    architecture: spelled?.[0] ?? otherNames.get(name) ?? name,
    variant: variant ?? spelled?.[1] ?? null,
  }
}

/** `linux/arm/v7`; the system is left out where it is the usual one. */
export function printPlatform({ os, architecture, variant }: WantedPlatform): string {
  const machine = variant === null ? architecture : `${architecture}/${variant}`
  return os === 'linux' ? machine : `${os}/${machine}`
}

/** Whether an entry can be run at all: attestations are filed under an unknown platform. */
export function isCandidate(entry: OciDescriptor): entry is OciDescriptor & { readonly platform: OciPlatform } {
  if (entry.annotations['vnd.docker.reference.type'] === 'attestation-manifest') return false
  return entry.platform !== null && entry.platform.os !== 'unknown' && entry.platform.architecture !== 'unknown'
}

export function satisfies(platform: OciPlatform, wanted: WantedPlatform): boolean {
  if (platform.os !== wanted.os || platform.architecture !== wanted.architecture) return false
  if (wanted.variant === null || platform.variant === wanted.variant) return true
  return platform.variant === null && usualVariants.get(wanted.architecture) === wanted.variant
}

/**
 * @returns null when no entry fits. An exact variant goes before an older one that the machine can run as well
 */
export function choosePlatform(
  entries: readonly OciDescriptor[],
  wanted: WantedPlatform,
): (OciDescriptor & { readonly platform: OciPlatform }) | null {
  const candidates = entries.filter(isCandidate)
  const exact = candidates.find(({ platform }) => satisfies(platform, wanted))
  if (exact || wanted.architecture !== 'arm' || wanted.variant === null) return exact ?? null
  const newest = Number(/^v(\d)$/.exec(wanted.variant)?.[1] ?? 0)
  for (let version = newest - 1; version >= 5; version--) {
    const older = candidates.find(({ platform }) => satisfies(platform, { ...wanted, variant: `v${version}` }))
    if (older) return older
  }
  return null
}
