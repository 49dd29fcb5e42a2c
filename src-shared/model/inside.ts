/**
 * What an image says of itself beside its file system, held against what is in that file system. Builders write
 * the one from the other, but nothing forces them to agree. Pure. Source: build reference, 4.4.
 */
import { type ImageMetadata, type InsideMetadata, type Inspection, noMetadata } from './inspection.ts'

export const metadataParts = [
  'labels',
  'definition',
  'environment',
  'runscript',
  'startscript',
  'test',
  'help',
  'apps',
] as const
export type MetadataPart = (typeof metadataParts)[number]

/** One thing in which the two differ. */
export interface MetadataDifference {
  readonly part: MetadataPart
  /** Of a label, an environment file or an app; null where there is only one. */
  readonly name: string | null
}

/** An inspection that says what only the file system does; where that says nothing either, it stays as it was. */
export function withInside(inspection: Inspection, { metadata, problems }: InsideMetadata): Inspection {
  if (metadataDifferences(noMetadata, metadata).length === 0) {
    return problems.length === 0 ? inspection : { ...inspection, problems: [...inspection.problems, ...problems] }
  }
  return {
    ...inspection,
    ...metadata,
    definition: inspection.definition ?? metadata.definition,
    metadataFrom: 'fileSystem',
    problems: [...inspection.problems, ...problems],
  }
}

/** Texts are written with and without their last line end. */
const withoutLineEnds = (text: string | null): string => (text ?? '').replace(/\n+$/, '')

/** @returns in the order of {@link metadataParts}, names in order; empty when the two agree */
export function metadataDifferences(said: ImageMetadata, inside: ImageMetadata): readonly MetadataDifference[] {
  return metadataParts.flatMap((part): readonly MetadataDifference[] => {
    switch (part) {
      case 'labels':
      case 'environment':
        return differentNames(said[part], inside[part]).map((name) => ({ part, name }))
      case 'apps':
        return differentApps(said, inside).map((name) => ({ part, name }))
      default:
        return withoutLineEnds(said[part]) === withoutLineEnds(inside[part]) ? [] : [{ part, name: null }]
    }
  })
}

function differentNames(
  said: Readonly<Record<string, string>>,
  inside: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(said), ...Object.keys(inside)])
  const value = (of: Readonly<Record<string, string>>, name: string): string | null =>
    Object.hasOwn(of, name) ? withoutLineEnds(of[name] ?? null) : null
  return [...names].filter((name) => value(said, name) !== value(inside, name)).sort()
}

function differentApps(said: ImageMetadata, inside: ImageMetadata): readonly string[] {
  const texts = ({ apps }: ImageMetadata): Readonly<Record<string, string>> =>
    Object.fromEntries(
      apps.map(({ name, labels, environment, ...scripts }) => [
        name,
        JSON.stringify([
          Object.entries(labels).sort(),
          Object.entries(environment).sort(),
          Object.entries(scripts).sort(),
        ]),
      ]),
    )
  return differentNames(texts(said), texts(inside))
}
