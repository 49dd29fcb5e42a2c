/** The names that libraries and images use for processor architectures: those of Go. */

const goNames: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
}

/** The architecture of this computer. */
export function machineArchitecture(nodeName: string = process.arch): string {
  return goNames[nodeName] ?? nodeName
}

/** Sorts names with this computer's architecture first. */
export function machineFirst(architectures: Iterable<string>): readonly string[] {
  const own = machineArchitecture()
  return [...new Set(architectures)].sort((a, b) => Number(b === own) - Number(a === own) || (a < b ? -1 : 1))
}
