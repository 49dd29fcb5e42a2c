import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type MetadataDifference, metadataDifferences, withInside } from '../../../src-shared/model/inside.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { insideText } from '../../../src-shared/text/inside.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { readInside } from '../../engine/inspect/inside.ts'
import { inspectImage } from '../../engine/inspect/inspect-image.ts'
import type { Command, CommandInput } from '../command.ts'
import { flagOption } from '../command.ts'
import { pathAt } from '../options.ts'

/** What an image is, read without running anything and without the engine's database. */
export const inspect: Command = {
  usage: 'inspect <file>',
  about: 'labels, definition, environment, scripts, apps and objects of an image',
  options: {
    digest: { type: 'boolean', about: cliText.inspectDigest },
    compare: { type: 'boolean', about: cliText.inspectCompare },
  },
  positionals: { min: 1, max: 1 },
  async run(input: CommandInput) {
    const { output } = input
    let bytesHashed = 0
    const found = await inspectImage(pathAt(input, 0), {
      digest: flagOption(input, 'digest'),
      signal: input.signal,
      onProgress: (bytes) => {
        bytesHashed += bytes
        output.progress(cliText.hashed(bytesHashed))
      },
    })
    output.progress('')
    const inspection = found.digest === null ? { ...found, digest: await knownDigest(input, found) } : found
    const { shown, differences } = await lookInside(inspection, flagOption(input, 'compare'), input.signal)
    output.document({ ...withoutExtras(shown), ...(differences === null ? {} : { differences }) })
    for (const line of linesOf(shown)) output.line(line)
    if (differences !== null) for (const line of differenceLines(differences)) output.line(line)
    return 0
  },
}

/** The digest of an image of the local library, while the file is as it was when that was computed. */
async function knownDigest({ paths }: CommandInput, { file, sizeBytes }: Inspection): Promise<string | null> {
  // Asking must not make a database where there was none.
  if (!existsSync(paths.database)) return null
  const [{ openDatabase }, { createImageIdentity }] = await Promise.all([
    import('../../engine/platform/database.ts'),
    import('../../engine/images/identity.ts'),
  ])
  const { mtimeMs } = await stat(file)
  const database = openDatabase(paths.database)
  try {
    return createImageIdentity(database)(file, { sizeBytes, modifiedMs: mtimeMs })?.digest ?? null
  } finally {
    database.close()
  }
}

interface Looked {
  readonly shown: Inspection
  /** Null when nothing was compared. */
  readonly differences: readonly MetadataDifference[] | null
}

/** Asks the file system where nothing else says anything; and to compare, where that is wanted. */
async function lookInside(inspection: Inspection, compare: boolean, signal: AbortSignal): Promise<Looked> {
  const isSilent = inspection.metadataFrom === 'nowhere' && inspection.primaryPartition !== null
  if (inspection.format !== 'sif' || !(isSilent || compare)) return { shown: inspection, differences: null }
  const { createImagePool } = await import('../../engine/files/image-pool.ts')
  const pool = createImagePool()
  try {
    const inside = await readInside(pool.use, inspection.file, signal)
    if (!isSilent) return { shown: inspection, differences: metadataDifferences(inspection, inside.metadata) }
    return { shown: withInside(inspection, inside), differences: compare ? [] : null }
  } catch (error) {
    // What could be read without it is shown; only who asked for the comparison must learn that there is none.
    if (compare || signal.aborted) throw error
    return { shown: inspection, differences: null }
  } finally {
    await pool.close()
  }
}

function* differenceLines(differences: readonly MetadataDifference[]): Generator<string> {
  yield ''
  yield differences.length === 0 ? insideText.agreesInside : insideText.differsInside
  for (const { part, name } of differences) yield `  ${insideText.differingPart(part, name)}`
}

/** `bytesRead` speaks of this run, not of the image. */
function withoutExtras({ bytesRead: _, ...inspection }: Inspection): Omit<Inspection, 'bytesRead'> {
  return inspection
}

function* linesOf(inspection: Inspection): Generator<string> {
  const { header } = inspection
  yield `File:          ${printable(inspection.file)}`
  yield `Size:          ${formatSize(inspection.sizeBytes)} (${inspection.sizeBytes} bytes)`
  yield `Format:        ${inspection.format}${inspection.encrypted ? ', encrypted' : ''}`
  yield `Architecture:  ${header.architecture}`
  if (header.createdAt !== null) yield `Created:       ${header.createdAt}`
  if (inspection.digest !== null) yield `Digest:        ${inspection.digest}`
  yield ''
  yield 'Objects:'
  for (const object of inspection.objects) yield `  ${objectLine(object)}`
  yield* section(
    'Labels',
    Object.entries(inspection.labels).map(([name, value]) => `${printable(name)}: ${printable(value)}`),
  )
  yield* section(
    'Apps',
    inspection.apps.map((app) => printable(app.name)),
  )
  yield* text('Definition', inspection.definition)
  yield* text('Runscript', inspection.runscript)
  yield* text('Startscript', inspection.startscript)
  yield* text('Test', inspection.test)
  yield* text('Help', inspection.help)
  for (const [file, content] of Object.entries(inspection.environment))
    yield* text(`Environment ${printable(file)}`, content)
  yield* section(
    'Problems',
    inspection.problems.map((problem) => `${problem.severity}: ${problem.message} (${problem.at})`),
  )
}

function objectLine(object: SifObject): string {
  const name = object.name === '' ? '' : `  ${printable(object.name)}`
  return `${String(object.id).padStart(3)}  ${object.type.padEnd(14)} ${String(object.sizeBytes).padStart(12)} bytes at ${object.offset}${name}`
}

function* section(title: string, lines: readonly string[]): Generator<string> {
  if (lines.length === 0) return
  yield ''
  yield `${title}:`
  for (const line of lines) yield `  ${line}`
}

function* text(title: string, content: string | null): Generator<string> {
  if (content !== null) yield* section(title, content.trimEnd().split('\n').map(printable))
}
