/**
 * What package managers say is installed, read from their files inside an image; nothing is run.
 * `dpkg` keeps paragraphs of fields in `/var/lib/dpkg/status`, `apk` one-letter fields in `/lib/apk/db/installed`.
 */
import type { InstalledPackage, PackagesDifference } from '../../../src-shared/model/compare.ts'

export const packageFiles = {
  dpkg: '/var/lib/dpkg/status',
  apk: '/lib/apk/db/installed',
} as const satisfies Readonly<Record<InstalledPackage['manager'], string>>

/** A status file of a whole distribution has some megabytes. */
export const mostPackageBytes = 64 * 1024 * 1024

export function readPackages(manager: InstalledPackage['manager'], text: string): readonly InstalledPackage[] {
  const paragraphs = text.split(/\n[ \t]*\n/)
  return paragraphs.flatMap((paragraph) => (manager === 'dpkg' ? ofDpkg(paragraph) : ofApk(paragraph)))
}

function fieldOf(paragraph: string, name: string): string | null {
  const start = `${name}:`
  const line = paragraph.split('\n').find((one) => one.startsWith(start))
  return line === undefined ? null : line.slice(start.length).trim()
}

function ofDpkg(paragraph: string): readonly InstalledPackage[] {
  const name = fieldOf(paragraph, 'Package')
  const version = fieldOf(paragraph, 'Version')
  // What was removed but has configuration left is listed too.
  const isInstalled = fieldOf(paragraph, 'Status')?.endsWith(' installed') ?? false
  return name === null || version === null || !isInstalled ? [] : [{ name, version, manager: 'dpkg' }]
}

function ofApk(paragraph: string): readonly InstalledPackage[] {
  const name = fieldOf(paragraph, 'P')
  const version = fieldOf(paragraph, 'V')
  return name === null || version === null ? [] : [{ name, version, manager: 'apk' }]
}

export function packagesDifference(a: readonly InstalledPackage[], b: readonly InstalledPackage[]): PackagesDifference {
  const keyed = (packages: readonly InstalledPackage[]) =>
    new Map(packages.map((one) => [`${one.manager} ${one.name}`, one]))
  const [left, right] = [keyed(a), keyed(b)]
  const byName = <Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] =>
    [...items].sort((one, other) => (one.name < other.name ? -1 : 1))
  return {
    added: byName([...right].flatMap(([key, one]) => (left.has(key) ? [] : [one]))),
    removed: byName([...left].flatMap(([key, one]) => (right.has(key) ? [] : [one]))),
    changed: byName(
      [...left].flatMap(([key, { name, manager, version }]) => {
        const other = right.get(key)
        return other === undefined || other.version === version ? [] : [{ name, manager, a: version, b: other.version }]
      }),
    ),
  }
}
