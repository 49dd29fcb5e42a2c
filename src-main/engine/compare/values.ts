/** In what two overviews differ: facts, labels, environment, objects. Pure. */
import type { ComparedObject, ObjectDifference, ValueDifference } from '../../../src-shared/model/compare.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { SifObject } from '../../../src-shared/model/sif.ts'

/** Longer values are told by their beginning; the whole is on the image's page. */
const mostLetters = 2000

type Facts = Readonly<Record<string, string | null>>

/** @returns what differs, facts first, then labels and environment in order of their names */
export function valueDifferences(a: Inspection, b: Inspection): readonly ValueDifference[] {
  return [
    ...differing('', factsOf(a), factsOf(b)),
    ...differing('label ', a.labels, b.labels),
    ...differing('environment ', a.environment, b.environment),
  ]
}

function factsOf(image: Inspection): Facts {
  const { header, primaryPartition } = image
  return {
    architecture: header.architecture,
    format: image.format,
    createdAt: header.createdAt,
    launchScript: header.launchScript,
    fileSystem: primaryPartition?.fileSystem ?? null,
    encrypted: image.encrypted ? 'yes' : 'no',
    runscript: image.runscript,
    startscript: image.startscript,
    test: image.test,
    help: image.help,
    apps: image.apps.length === 0 ? null : image.apps.map(({ name }) => name).join(', '),
  }
}

function differing(prefix: string, a: Facts, b: Facts): readonly ValueDifference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const ordered = prefix === '' ? names : names.sort()
  return ordered.flatMap((name) => {
    const [left, right] = [valueIn(a, name), valueIn(b, name)]
    return left === right ? [] : [{ field: prefix + name, a: cut(left), b: cut(right) }]
  })
}

function valueIn(facts: Facts, name: string): string | null {
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null
}

function cut(value: string | null): string | null {
  return value !== null && value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : value
}

export function comparedObject({ id, type, name, sizeBytes }: SifObject): ComparedObject {
  return { id, type, name, sizeBytes }
}

/**
 * Objects of one type and name are the same part of both; without such a twin it is the next of its type.
 * @param digests of objects that were read, by their ids
 */
export function objectDifferences(
  a: { readonly objects: readonly ComparedObject[]; readonly digests: ReadonlyMap<number, string> },
  b: { readonly objects: readonly ComparedObject[]; readonly digests: ReadonlyMap<number, string> },
): readonly ObjectDifference[] {
  const left = new Set(b.objects)
  const take = (fits: (object: ComparedObject) => boolean): ComparedObject | null => {
    for (const object of left) {
      if (!fits(object)) continue
      left.delete(object)
      return object
    }
    return null
  }
  const twins = new Map(a.objects.map((one) => [one, take(({ type, name }) => type === one.type && name === one.name)]))
  const found = a.objects.flatMap((one): readonly ObjectDifference[] => {
    const other = twins.get(one) ?? take(({ type }) => type === one.type)
    if (other === null) return [{ kind: 'removed', type: one.type, name: one.name, a: one, b: null }]
    const digests = [a.digests.get(one.id), b.digests.get(other.id)]
    const isSame = one.sizeBytes === other.sizeBytes && digests[0] === digests[1]
    return isSame ? [] : [{ kind: 'changed', type: other.type, name: other.name, a: one, b: other }]
  })
  const added = [...left].map((one) => ({ kind: 'added', type: one.type, name: one.name, a: null, b: one }) as const)
  return [...found, ...added]
}
