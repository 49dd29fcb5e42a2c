import { describe, expect, it } from 'vitest'
import {
  fingerprintGroups,
  formatBytes,
  formatDuration,
  formatFingerprint,
  formatPercent,
  formatRelative,
  formatSize,
  middleEllipsis,
  shortDigest,
  shortenPath,
  shortenReference,
  splitReference,
} from '../../../src-shared/text/format.ts'

const joined = (reference: string, limit: number): string => Object.values(shortenReference(reference, limit)).join('')

describe('sizes', () => {
  it('uses units of 1000 and as many digits as matter', () => {
    const sizes = [
      0, 128, 999, 1200, 4900, 42_800_000, 231_211_008, 918_400_000, 999_600_000, 1_855_838_058, 24_600_000_000,
    ]
    expect(sizes.map(formatSize)).toEqual([
      '0 B',
      '128 B',
      '999 B',
      '1.2 kB',
      '4.9 kB',
      '42.8 MB',
      '231 MB',
      '918 MB',
      '1.00 GB',
      '1.86 GB',
      '24.6 GB',
    ])
  })

  it('tells exact bytes with thousands separated', () => {
    expect([1, 231_211_008].map(formatBytes)).toEqual(['1 byte', '231,211,008 bytes'])
  })

  it('never rounds a share to nothing or to all', () => {
    expect([formatPercent(0, 10), formatPercent(1, 1000), formatPercent(999, 1000), formatPercent(87, 100)]).toEqual([
      '0 %',
      '< 1 %',
      '99 %',
      '87 %',
    ])
  })
})

describe('times', () => {
  const now = new Date(2026, 10, 12, 12, 0)
  const at = (...parts: [number, number, number, number?, number?]): string => new Date(...parts).toISOString()

  it('is relative up to a week, then a date', () => {
    const times = [
      at(2026, 10, 12, 11, 59),
      at(2026, 10, 12, 11, 42),
      at(2026, 10, 12, 9, 15),
      at(2026, 10, 11, 23, 59),
      at(2026, 10, 8),
      at(2026, 10, 5),
      at(2026, 10, 13),
    ]
    expect(times.map((time) => formatRelative(time, now))).toEqual([
      '1 min ago',
      '18 min ago',
      'Today, 09:15',
      'Yesterday',
      '4 days ago',
      '5 Nov 2026',
      '13 Nov 2026, 00:00',
    ])
  })

  it('shows what is no date as it is', () => {
    expect(formatRelative('soon', now)).toBe('soon')
  })

  it('tells durations in their largest units', () => {
    expect([8, 119, 3600, 4800].map(formatDuration)).toEqual(['8 s', '2 min', '1 h', '1 h 20 min'])
  })
})

describe('fingerprints and digests', () => {
  const plain = '8883491F4268F173C6E5DC49EDECE4F3F38D871E'

  it('groups by four with a gap in the middle', () => {
    expect(formatFingerprint(plain)).toBe('8883 491F 4268 F173 C6E5  DC49 EDEC E4F3 F38D 871E')
  })

  it('ignores how it was written', () => {
    expect(fingerprintGroups(`0x${plain.toLowerCase()}`)).toEqual(fingerprintGroups(plain))
  })

  it('splits the long fingerprints of version 6 in the same way', () => {
    expect(fingerprintGroups('A'.repeat(64))).toHaveLength(16)
  })

  it('shortens digests and leaves other text alone', () => {
    expect([shortDigest(`sha256:${'1a2b3c4d'.repeat(8)}`), shortDigest('latest')]).toEqual([
      'sha256:1a2b3c4d…',
      'latest',
    ])
  })
})

describe('references and paths', () => {
  it('keeps scheme and name with tag', () => {
    const reference = 'library://acme/genomics/gatk:4.6.1'
    expect([
      joined(reference, 40),
      joined(reference, 28),
      joined(reference, 24),
      joined(reference, 21),
      joined(reference, 10),
    ]).toEqual([
      reference,
      'library://acme/…/gatk:4.6.1',
      'library://…/gatk:4.6.1',
      'library://…gatk:4.6.1',
      'library://…/ga…4.6.1',
    ])
  })

  it('knows where the scheme ends', () => {
    expect(splitReference('docker://ghcr.io:5000/x/y@sha256:ab')).toEqual({
      scheme: 'docker://',
      middle: 'ghcr.io:5000/x/',
      name: 'y@sha256:ab',
    })
    expect(splitReference('debian:9')).toEqual({ scheme: '', middle: '', name: 'debian:9' })
  })

  it('shortens paths from the middle', () => {
    expect(shortenPath('/home/ada/Projects/rnaseq/images/star_2.7.11b.sif', 36)).toBe('/home/ada/…/star_2.7.11b.sif')
  })

  it('cuts by characters, not by code units', () => {
    expect(middleEllipsis('𝔸𝔹ℂ𝔻𝔼𝔽𝔾', 4)).toBe('𝔸…𝔽𝔾')
  })
})
