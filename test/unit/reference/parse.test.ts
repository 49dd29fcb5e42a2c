import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  namedDigest,
  type ParsedReference,
  parseReference,
  pinnedReference,
  printReference,
  pullFileName,
  referenceParts,
} from '../../../src-shared/reference/index.ts'

const hex = '0f3c5a1e9b7d2c4f6a8e0d1b3c5f7a9e2d4b6c8f0a1e3d5b7c9f1a3e5d7b9c1f'

function read(text: string): ParsedReference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`)
  return parsed.value
}

function codeOf(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? 'none' : parsed.error.code
}

/** What was typed, the whole reference, the file that a pull makes. */
const readable: readonly (readonly [string, string, string])[] = [
  ['alpine', 'library://alpine:latest', 'alpine_latest.sif'],
  ['debian:9', 'library://debian:9', 'debian_9.sif'],
  ['  debian:9\n', 'library://debian:9', 'debian_9.sif'],
  ['library://alpine', 'library://alpine:latest', 'alpine_latest.sif'],
  ['LIBRARY://alpine', 'library://alpine:latest', 'alpine_latest.sif'],
  ['library:alpine', 'library://alpine:latest', 'alpine_latest.sif'],
  ['library:///ada/tools/align:1', 'library://ada/tools/align:1', 'align_1.sif'],
  ['library://tools/align', 'library://tools/align:latest', 'align_latest.sif'],
  ['library://ada/tools/align:', 'library://ada/tools/align:latest', 'align_latest.sif'],
  ['library://ada/tools/align:2.1,latest', 'library://ada/tools/align:2.1,latest', 'align_2.1.sif'],
  [
    'library://lib.example.org:8443/ada/tools/align:1.0',
    'library://lib.example.org:8443/ada/tools/align:1.0',
    'align_1.0.sif',
  ],
  ['lib.example.org/ada/tools/align', 'library://lib.example.org/ada/tools/align:latest', 'align_latest.sif'],
  [`ada/tools/align:sha256.${hex}`, `library://ada/tools/align:sha256.${hex}`, `align_sha256.${hex}.sif`],
  [`library://ada/tools/align@sha256:${hex}`, `library://ada/tools/align:sha256.${hex}`, `align_sha256.${hex}.sif`],
  [
    `library://ada/tools/align:SHA256.${hex.toUpperCase()}`,
    `library://ada/tools/align:sha256.${hex}`,
    `align_sha256.${hex}.sif`,
  ],
  [
    'align:sif.9f7c2d1e-5b6a-4c3d-8e9f-0a1b2c3d4e5f',
    'library://align:sif.9f7c2d1e-5b6a-4c3d-8e9f-0a1b2c3d4e5f',
    'align_sif.9f7c2d1e-5b6a-4c3d-8e9f-0a1b2c3d4e5f.sif',
  ],
  ['docker://alpine', 'docker://docker.io/library/alpine:latest', 'alpine_latest.sif'],
  ['docker:alpine:3', 'docker://docker.io/library/alpine:3', 'alpine_3.sif'],
  ['docker://index.docker.io/godlovedc/lolcow', 'docker://docker.io/godlovedc/lolcow:latest', 'lolcow_latest.sif'],
  ['docker://ghcr.io/org/app:v3', 'docker://ghcr.io/org/app:v3', 'app_v3.sif'],
  ['docker://localhost:5000/app', 'docker://localhost:5000/app:latest', 'app_latest.sif'],
  ['docker://localhost/app', 'docker://localhost/app:latest', 'app_latest.sif'],
  [`docker://alpine@sha256:${hex}`, `docker://docker.io/library/alpine@sha256:${hex}`, `alpine@sha256_${hex}.sif`],
  [`docker://alpine:3@sha256:${hex}`, `docker://docker.io/library/alpine@sha256:${hex}`, `alpine@sha256_${hex}.sif`],
  ['oras://ghcr.io/acme/pipelines/star:2.7.11b', 'oras://ghcr.io/acme/pipelines/star:2.7.11b', 'star_2.7.11b.sif'],
  ['shub://ada/align', 'shub://ada/align:latest', 'align_latest.sif'],
  ['shub://hub.example.org/ada/Align:1', 'shub://hub.example.org/ada/Align:1', 'Align_1.sif'],
  [
    'shub://ada/align@4c1d6a3f0c0e4d0f8e0a1b2c3d4e5f60718293a4',
    'shub://ada/align@4c1d6a3f0c0e4d0f8e0a1b2c3d4e5f60718293a4',
    'align@4c1d6a3f0c0e4d0f8e0a1b2c3d4e5f60718293a4.sif',
  ],
  ['https://host/path/img.sif?x=1', 'https://host/path/img.sif?x=1', 'img.sif'],
  ['https://Host:443/a/b', 'https://host/a/b', 'b.sif'],
  ['http://127.0.0.1:8080/%2e%2e%2fetc%2fpasswd', 'http://127.0.0.1:8080/%2e%2e%2fetc%2fpasswd', '_etc_passwd.sif'],
  ['https://host/', 'https://host/', 'image.sif'],
  ['https://host/con.sif', 'https://host/con.sif', '_con.sif'],
  ['docker-archive:/data/My image.tar', 'docker-archive:/data/My image.tar', 'My image.tar_latest.sif'],
  ['oci-archive:img.tar.gz', 'oci-archive:img.tar.gz', 'img.tar.gz_latest.sif'],
  [`oci:layout@sha256:${hex}`, `oci:layout@sha256:${hex}`, `layout@sha256_${hex}.sif`],
  ['oci:/abs/layout/', 'oci:/abs/layout/', 'layout_latest.sif'],
  ['./my:image.sif', './my:image.sif', 'my_image.sif'],
  ['/data/größe.sif', '/data/größe.sif', 'größe.sif'],
  ['C:\\images\\a.sif', 'C:\\images\\a.sif', 'a.sif'],
  ['file:///data/a%20b.sif', '/data/a b.sif', 'a b.sif'],
  ['alpine.sif', 'alpine.sif', 'alpine.sif'],
]

const unreadable: readonly (readonly [string, string])[] = [
  ['', 'REFERENCE_EMPTY'],
  [' \t', 'REFERENCE_EMPTY'],
  ['x'.repeat(3000), 'REFERENCE_TOO_LONG'],
  ['singularity pull library://alpine', 'REFERENCE_WHITESPACE'],
  ['library：//alpine', 'REFERENCE_ODD_CHARACTER'],
  ['library://ａlpine', 'REFERENCE_ODD_CHARACTER'],
  ['library://al\u200bpine', 'REFERENCE_ODD_CHARACTER'],
  ['library://ada\u2011b/tools/align', 'REFERENCE_ODD_CHARACTER'],
  ['library://ada/tools\u00a0/align', 'REFERENCE_ODD_CHARACTER'],
  ['library://аlpine', 'REFERENCE_ODD_CHARACTER'],
  ['\u202e', 'REFERENCE_CONTROL_CHARACTER'],
  ['foo://x', 'REFERENCE_TRANSPORT_UNKNOWN'],
  ['docker-daemon:name:tag', 'REFERENCE_TRANSPORT_UNSUPPORTED'],
  ['ipfs://bafy', 'REFERENCE_TRANSPORT_UNSUPPORTED'],
  ['library://', 'REFERENCE_PATH_MALFORMED'],
  ['library://a//b', 'REFERENCE_PATH_MALFORMED'],
  ['library://h/a/b/c/d', 'REFERENCE_PATH_MALFORMED'],
  ['library://Ada/tools/align', 'REFERENCE_NAME_UPPER_CASE'],
  ['library://ada/tools/align..x', 'REFERENCE_NAME_MALFORMED'],
  ['library://ada/tools/align?arch=amd64', 'REFERENCE_NAME_MALFORMED'],
  ['library://user@host/a/b/c', 'REFERENCE_HAS_CREDENTIALS'],
  ['library://host:99999/a/b/c', 'REFERENCE_HOST_MALFORMED'],
  ['library://a:1.0,', 'REFERENCE_TAG_MALFORMED'],
  ['library://a:sha256.00ff', 'REFERENCE_DIGEST_MALFORMED'],
  ['library://a:sha512.00ff', 'REFERENCE_DIGEST_UNSUPPORTED'],
  ['localhost:5000/app', 'REFERENCE_LOOKS_LIKE_REGISTRY'],
  ['docker://', 'REFERENCE_NAME_MALFORMED'],
  ['docker://Alpine', 'REFERENCE_NAME_UPPER_CASE'],
  ['docker://alpine:', 'REFERENCE_TAG_MALFORMED'],
  ['oras://host.example/a/b:1.0,second', 'REFERENCE_SEVERAL_TAGS'],
  ['docker://alpine@sha512:00', 'REFERENCE_DIGEST_UNSUPPORTED'],
  ['docker://alpine@sha256:00', 'REFERENCE_DIGEST_MALFORMED'],
  ['docker://me:secret@ghcr.io/app', 'REFERENCE_HAS_CREDENTIALS'],
  ['shub://align', 'REFERENCE_PATH_MALFORMED'],
  ['https://me:secret@host/a.sif', 'REFERENCE_HAS_CREDENTIALS'],
  ['https://', 'REFERENCE_URL_MALFORMED'],
  ['https:host', 'REFERENCE_URL_MALFORMED'],
]

describe('references', () => {
  it.each(readable)('reads %s', (text, whole, file) => {
    const reference = read(text)
    expect({ whole: printReference(reference), file: pullFileName(reference) }).toEqual({ whole, file })
  })

  it.each(unreadable)('refuses %j with %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('never repeats a password in its error', () => {
    for (const text of [
      'https://me:secret@host/a.sif',
      'docker://me:secret@ghcr.io/app',
      'library://me:secret@h/a/b/c',
    ]) {
      expect(JSON.stringify(parseReference(text))).not.toContain('secret')
    }
  })

  it('proposes the plain spelling of look-alike characters', () => {
    const parsed = parseReference('ｌibrary：／／ada/tools/align')
    expect(parsed.ok ? null : parsed.error.params.suggestion).toBe('library://ada/tools/align')
  })

  it('marks what was filled in', () => {
    const marked = (text: string) =>
      referenceParts(read(text), { entity: 'library', collection: 'default' })
        .map((part) => (part.filledIn ? `[${part.text}]` : part.text))
        .join('')
    expect(['debian:9', 'library://tools/align', 'lolcow', 'library://ada/tools/align:1'].map(marked)).toEqual([
      '[library://][library][/][default][/]debian:9',
      'library://[library][/]tools/align[:][latest]',
      '[library://][library][/][default][/]lolcow[:][latest]',
      'library://ada/tools/align:1',
    ])
    expect(marked('docker://alpine')).toBe('docker://[docker.io][/][library][/]alpine[:][latest]')
  })

  it('pins a reference to a digest', () => {
    const digest = `sha256:${hex}`
    const pinned = (text: string) => pinnedReference(read(text), digest)
    expect(
      ['ada/tools/align', 'docker://alpine:3', 'oras://r.example/a/b', 'oci:dir', 'https://h/x', 'shub://a/b'].map(
        pinned,
      ),
    ).toEqual([
      `library://ada/tools/align:sha256.${hex}`,
      `docker://docker.io/library/alpine@sha256:${hex}`,
      `oras://r.example/a/b@sha256:${hex}`,
      `oci:dir@sha256:${hex}`,
      null,
      null,
    ])
  })

  it('knows the digest that a reference names', () => {
    expect([`a:sha256.${hex}`, `docker://a/b@sha256:${hex}`, 'a:1'].map((text) => namedDigest(read(text)))).toEqual([
      `sha256:${hex}`,
      `sha256:${hex}`,
      null,
    ])
  })
})

describe('references, for any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'library',
      'docker',
      'oras',
      'shub',
      'https',
      'oci',
      'file',
      ':',
      '/',
      '//',
      '@',
      'sha256:',
      'sha256.',
      hex,
      'a',
      'Ada',
    ],
    ...[
      '1.0',
      ',',
      '.',
      '..',
      'localhost',
      '5000',
      'ghcr.io',
      ' ',
      '：',
      '\u0000',
      '?',
      '#',
      '%',
      '%00',
      '[',
      ']',
      '\\',
      '~',
    ],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
  )

  it('never throws, and reads its own writing as the same', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parseReference(typed)
        if (!parsed.ok) return
        const whole = printReference(parsed.value)
        const again = parseReference(whole)
        expect(again.ok && printReference(again.value)).toBe(whole)
        expect(again.ok && pullFileName(again.value)).toBe(pullFileName(parsed.value))
      }),
      { numRuns: 20_000 },
    )
  })

  it('makes file names that stay in their folder', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parseReference(typed)
        if (!parsed.ok) return
        const name = pullFileName(parsed.value)
        expect(name).not.toMatch(/[/\\\0]|^\./)
        // The shortest is a name from a web address with an ending of its own, like `x.a`.
        expect(name.length).toBeGreaterThan(2)
      }),
      { numRuns: 20_000 },
    )
  })
})
