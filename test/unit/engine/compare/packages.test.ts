/** What package managers say is installed, and in what two such lists differ. */
import { describe, expect, it } from 'vitest'
import { packagesDifference, readPackages } from '../../../../src-main/engine/compare/packages.ts'

const dpkg = `Package: curl
Status: install ok installed
Version: 8.5.0-2
Description: a program
 with more lines
 .
 and an end

Package: gone
Status: deinstall ok config-files
Version: 1.0

Package: libc6
Status: install ok installed
Version: 2.36-9
`
const apk = 'C:Q1x\nP:musl\nV:1.2.4-r2\nA:x86_64\nF:lib\n\nP:busybox\nV:1.36.1-r5\n'

describe('what is installed', () => {
  it('is read from the file of dpkg, without what was removed', () => {
    expect(readPackages('dpkg', dpkg)).toEqual([
      { name: 'curl', version: '8.5.0-2', manager: 'dpkg' },
      { name: 'libc6', version: '2.36-9', manager: 'dpkg' },
    ])
  })
  it('is read from the file of apk', () => {
    expect(readPackages('apk', apk)).toEqual([
      { name: 'musl', version: '1.2.4-r2', manager: 'apk' },
      { name: 'busybox', version: '1.36.1-r5', manager: 'apk' },
    ])
  })
  it('is nothing in a file of anything else', () => {
    expect(readPackages('dpkg', '\u0000\u0001Package')).toEqual([])
    expect(readPackages('apk', '')).toEqual([])
  })
  it('is told as added, removed and changed, each manager for itself', () => {
    const a = [...readPackages('dpkg', dpkg), { name: 'musl', version: '1', manager: 'dpkg' as const }]
    const b = [...readPackages('apk', apk), { name: 'curl', version: '8.5.0-3', manager: 'dpkg' as const }]
    expect(packagesDifference(a, b)).toEqual({
      added: [
        { name: 'busybox', version: '1.36.1-r5', manager: 'apk' },
        { name: 'musl', version: '1.2.4-r2', manager: 'apk' },
      ],
      removed: [
        { name: 'libc6', version: '2.36-9', manager: 'dpkg' },
        { name: 'musl', version: '1', manager: 'dpkg' },
      ],
      changed: [{ name: 'curl', manager: 'dpkg', a: '8.5.0-2', b: '8.5.0-3' }],
    })
  })
})
