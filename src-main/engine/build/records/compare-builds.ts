/**
 * Sets two builds of the history beside each other: what each was built from and with. What the images hold is
 * compared elsewhere.
 */
import { stat } from 'node:fs/promises'
import type { BuildComparison, BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { ValueDifference } from '../../../../src-shared/model/compare.ts'
import { buildCompareText } from '../../../../src-shared/text/build-compare.ts'
import { textDifference } from '../../compare/text-difference.ts'

const { fields } = buildCompareText

/** What a build was started with, by the names that are shown. */
function valuesOf({
  arguments: values,
  builder,
  architecture,
  params,
  commit,
}: BuildDetail): ReadonlyMap<string, string> {
  const { sections, owners, like } = params
  return new Map([
    ...Object.entries(values).map(([name, value]) => [fields.argument(name), value] as const),
    [fields.builder, builder.label],
    [fields.architecture, architecture],
    [fields.sections, sections.join(', ')],
    [fields.like, like],
    ...(owners === undefined ? [] : [[fields.owners, owners] as const]),
    ...(commit === null ? [] : [[fields.commit, `${commit.revision.slice(0, 12)} ${commit.subject}`] as const]),
  ])
}

function valueDifferences(a: BuildDetail, b: BuildDetail): readonly ValueDifference[] {
  const [before, after] = [valuesOf(a), valuesOf(b)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, a: before.get(field) ?? null, b: after.get(field) ?? null }))
    .filter(({ a, b }) => a !== b)
}

async function isThere({ result }: BuildDetail): Promise<boolean> {
  return result !== null && (await stat(result.path).catch(() => null))?.isFile() === true
}

/** @param a the one that is taken as before */
export async function compareBuilds(a: BuildDetail, b: BuildDetail): Promise<BuildComparison> {
  const [isFirst, isSecond] = [await isThere(a), await isThere(b)]
  const paths = a.result === null || b.result === null ? null : { a: a.result.path, b: b.result.path }
  return {
    a,
    b,
    definition: textDifference(a.text, b.text),
    values: valueDifferences(a, b),
    // One path is one image: the later build has taken the place of the other.
    images: paths !== null && paths.a !== paths.b && isFirst && isSecond ? paths : null,
  }
}
