/** Sentences about what the file system of an image says of it, beside what is stored in objects. */
import type { MetadataPart } from '../model/inside.ts'
import { printable } from './printable.ts'

const partWords: Readonly<Record<MetadataPart, string>> = {
  labels: 'label',
  definition: 'definition',
  environment: 'environment',
  runscript: 'runscript',
  startscript: 'startscript',
  test: 'test',
  help: 'help',
  apps: 'app',
}

export const insideText = {
  fromFileSystem: 'Its labels and scripts were read from its file system',
  fromFileSystemText: 'The program that built it stored them nowhere else. Nothing was run.',
  agreesInside: 'What the image says of itself agrees with its file system.',
  differsInside: 'What the image says of itself differs from its file system:',
  differsTitle: 'What this image says of itself is not what is in it',
  differsText: (parts: readonly string[]) => `Its file system has other contents for: ${parts.join(', ')}.`,
  differsShow: 'Show what is in it',
  differsHeading: 'Really in the file system',
  differingPart: (part: MetadataPart, name: string | null) =>
    name === null ? partWords[part] : `${partWords[part]} ${printable(name)}`,
} as const
