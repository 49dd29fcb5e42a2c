import { describe, expect, it } from 'vitest'
import { parseChallenges } from '../../../../src-main/engine/oci/challenge.ts'
import { digestOf, kindOf, readDocument } from '../../../../src-main/engine/oci/documents.ts'
import { choosePlatform, printPlatform, readPlatform } from '../../../../src-main/engine/oci/platform.ts'
import { readPullLimit } from '../../../../src-main/engine/oci/pull-limit.ts'
import type { OciDescriptor } from '../../../../src-shared/model/oci.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'

function entry(text: string | null, annotations: Readonly<Record<string, string>> = {}): OciDescriptor {
  const [os = '', architecture = '', variant = null] = text?.split('/') ?? []
  return {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: digestOf(Buffer.from(text ?? '')),
    sizeBytes: 1,
    annotations,
    artifactType: null,
    platform: text === null ? null : { os, architecture, variant },
    urls: [],
  }
}

describe('platforms', () => {
  it.each([
    ['arm64', 'arm64'],
    ['arm64v8', 'arm64/v8'],
    ['arm32v7', 'arm/v7'],
    ['arm/v6', 'arm/v6'],
    ['linux/arm/7', 'arm/v7'],
    ['linux/amd64', 'amd64'],
    ['x86_64', 'amd64'],
    ['windows/amd64', 'windows/amd64'],
  ])('reads %s as %s', (text, printed) => {
    expect(printPlatform(readPlatform(text))).toBe(printed)
  })

  it.each([
    ['the first that fits', ['linux/amd64', 'linux/arm64/v8', 'linux/arm64'], 'arm64', 1],
    ['the variant that was asked for', ['linux/arm/v6', 'linux/arm/v7'], 'arm/v7', 1],
    ['any variant where none was asked for', ['linux/arm/v6', 'linux/arm/v7'], 'arm', 0],
    ['an older variant that the machine runs', ['linux/arm/v5', 'linux/arm/v6'], 'arm/v7', 1],
    ['no newer variant', ['linux/arm/v7'], 'arm/v6', null],
    ['the usual variant under no name', ['linux/arm64'], 'arm64/v8', 0],
    ['nothing for another system', ['windows/amd64'], 'amd64', null],
    ['no unknown platform', ['unknown/unknown', 'linux/amd64'], 'amd64', 1],
  ] as const)('chooses %s', (_, platforms, wanted, index) => {
    const entries = platforms.map((platform) => entry(platform))
    expect(choosePlatform(entries, readPlatform(wanted))).toBe(index === null ? null : entries[index])
  })

  it('never chooses an attestation', () => {
    const attestation = entry('linux/amd64', { 'vnd.docker.reference.type': 'attestation-manifest' })
    expect(choosePlatform([attestation, entry(null)], readPlatform('amd64'))).toBeNull()
  })
})

describe('challenges', () => {
  it('are read with quotes, commas and several at once', () => {
    const header = 'Basic realm="a, \\"b\\"", Bearer realm="https://x/y",service=reg,scope="repository:a/b:pull,push"'
    expect(parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])).toEqual([
      ['basic', { realm: 'a, "b"' }],
      ['bearer', { realm: 'https://x/y', service: 'reg', scope: 'repository:a/b:pull,push' }],
    ])
  })

  it.each(['', ',,,', 'Bearer realm="never closed', '=', 'Bearer =x', `${'A '.repeat(10_000)}`])(
    'that are hostile end: %#',
    (header) => {
      expect(parseChallenges(header).length).toBeLessThan(20)
    },
  )
})

describe('documents', () => {
  const layer = (mediaType: string) => ({ mediaType, digest: `sha256:${'a'.repeat(64)}`, size: 1 })
  const read = (value: unknown, type = '') => readDocument(Buffer.from(JSON.stringify(value)), type, 'host')
  const codeOf = (value: unknown, type = ''): string => {
    try {
      read(value, type)
      return 'none'
    } catch (error) {
      return error instanceof AppFailure ? error.error.code : String(error)
    }
  }
  const config = layer('application/vnd.oci.image.config.v1+json')

  it('are refused when they are two things, old, or break the rules', () => {
    expect(codeOf({ schemaVersion: 2, config, layers: [], manifests: [] })).toBe('MANIFEST_MALFORMED')
    expect(codeOf({ schemaVersion: 1, fsLayers: [] })).toBe('MANIFEST_SCHEMA_OLD')
    expect(codeOf({}, 'application/vnd.docker.distribution.manifest.v1+prettyjws')).toBe('MANIFEST_SCHEMA_OLD')
    expect(codeOf({ schemaVersion: 2, config, layers: [{ ...config, size: -1 }] })).toBe('MANIFEST_MALFORMED')
    expect(codeOf({ schemaVersion: 2, config, layers: [{ ...config, digest: 'md5:00' }] })).toBe('MANIFEST_MALFORMED')
    expect(codeOf(null)).toBe('MANIFEST_MALFORMED')
    expect(codeOf({ schemaVersion: 2, manifests: Array(2000).fill(config) })).toBe('MANIFEST_MALFORMED')
  })

  it.each([
    ['image', 'application/vnd.oci.image.config.v1+json', ['application/vnd.oci.image.layer.v1.tar+zstd']],
    [
      'image',
      'application/vnd.docker.container.image.v1+json',
      [
        'application/vnd.docker.image.rootfs.diff.tar.gzip',
        'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      ],
    ],
    ['sif', 'application/vnd.sylabs.sif.config.v1+json', ['application/vnd.sylabs.sif.layer.v1.sif']],
    ['sif', 'application/vnd.unknown.config.v1+json', ['appliciation/vnd.sylabs.sif.layer.tar']],
    ['ociSif', 'application/vnd.oci.image.config.v1+json', ['application/vnd.sylabs.image.layer.v1.squashfs']],
    ['artifact', 'application/vnd.oci.empty.v1+json', ['application/x-helm']],
  ])('are of kind %s with %s', (kind, configType, layers) => {
    const document = read({ schemaVersion: 2, config: layer(configType), layers: layers.map(layer) })
    expect(document.kind === 'manifest' && kindOf(document)).toBe(kind)
  })
})

it('the pulls that are left are what the registry says', () => {
  const from = (headers: Readonly<Record<string, string>>) => readPullLimit({ header: (name) => headers[name] ?? null })
  expect(from({ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' })).toEqual({
    limit: 100,
    remaining: 76,
    windowSeconds: 21600,
  })
  expect(from({ 'ratelimit-remaining': '0' })).toEqual({ limit: null, remaining: 0, windowSeconds: null })
  expect(from({ 'ratelimit-remaining': 'many' })).toBeNull()
})
