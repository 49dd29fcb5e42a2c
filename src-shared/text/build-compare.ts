/** Words of the comparison of two builds. */
import type { BuildComparison } from '../contract/build.ts'
import { formatNoun, formatSize } from './format.ts'

export const buildCompareText = {
  title: 'Compare',
  builds: 'Builds',
  titleOf: (a: string, b: string) => (a === b ? `${a}, two builds` : `${a} and ${b}`),
  failed: 'The two builds could not be compared',
  sides: 'The two builds',
  build: 'Build',
  builtAt: (name: string, when: string) => `${name}, ${when}`,
  outcome: 'Outcome',
  where: 'Built',
  image: 'Image',
  path: 'Put to',
  noImage: 'none',
  differences: 'Differences',
  definition: 'Definition',
  values: 'Arguments and options',
  sameDefinition: 'Both were built from the same text.',
  compareImages: 'Compare the images',
  sentence: sentenceOf,
  /** Names of what builds are started with. */
  fields: {
    argument: (name: string) => `Argument ${name}`,
    architecture: 'Architecture',
    builder: 'Built by',
    sections: 'Sections',
    owners: 'Owners of files',
    like: 'Follows',
    commit: 'Commit',
  },
} as const

function sizeSentence({ a, b }: BuildComparison): string {
  if (a.result === null || b.result === null) return ''
  if (a.result.digest !== null && a.result.digest === b.result.digest) return 'The images are the same bytes.'
  const more = b.result.sizeBytes - a.result.sizeBytes
  if (more === 0) return 'The images are of the same size.'
  return `The second image is ${formatSize(Math.abs(more))} ${more > 0 ? 'larger' : 'smaller'}.`
}

function sentenceOf(comparison: BuildComparison): string {
  const { definition, values } = comparison
  const lines = definition === null ? 0 : definition.added + definition.removed
  const parts = [
    ...(lines > 0 ? [`${formatNoun(lines, 'line')} of the definition`] : []),
    ...(values.length > 0 ? [formatNoun(values.length, 'value')] : []),
  ]
  const what =
    parts.length === 0
      ? 'Both were built from the same definition with the same values.'
      : `${parts.join(' and ')} ${lines + values.length === 1 ? 'differs' : 'differ'}.`
  return [what, sizeSentence(comparison)].filter((sentence) => sentence !== '').join(' ')
}
