import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Compared } from '../../../src-shared/contract/compare.ts'
import type { Comparison, FilesDifference, TextDifference } from '../../../src-shared/model/compare.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'
import { compareText, fileChangeWords } from '../../../src-shared/text/compare.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Command, type CommandInput, flagOption, textOption } from '../command.ts'
import { runCall, runJob } from '../run-call.ts'

/** As many entries of each list are answered. */
const mostListed = 100_000

/** In what two images differ; with one image, what its tag means now is the other. */
export const diff: Command = {
  usage: 'diff <image> [other image or reference]',
  about: 'in what two images differ: facts, objects, packages, files; of one image, since its tag moved',
  options: {
    arch: { type: 'string', value: 'NAME', about: 'architecture of what a reference leads to' },
    remote: { type: 'string', value: 'NAME', about: 'remote to ask; the active one by default' },
    'no-files': { type: 'boolean', about: 'do not read the files inside' },
  },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const engine = await input.engine()
    const [first = '', second] = input.positionals
    const a = await compared(input, first)
    const b = second === undefined ? await meantNow(input, engine, a) : await compared(input, second)
    const comparison = await runCall(engine, 'compare.overview', { a, b }, input.signal)
    const identical = comparison.sameBytes ?? (await sameDigests(input, engine, a, b))
    const files =
      a.kind === 'here' && b.kind === 'here' && !identical && !flagOption(input, 'no-files')
        ? await filesOf(input, engine, a.path, b.path)
        : null
    const { metadata, objects, definition } = comparison
    input.output.document({
      identical,
      a: comparison.a,
      b: comparison.b,
      metadata,
      objects,
      definition,
      packages: files?.packages ?? null,
      files: files === null ? null : { added: files.added, removed: files.removed, changed: files.changed },
      counts: files?.counts ?? null,
      problems: files?.problems ?? [],
    })
    for (const line of linesOf({ ...comparison, sameBytes: identical }, files)) input.output.line(line)
    for (const { path, message } of files?.problems ?? []) input.output.note(printable(`${path}: ${message}`))
    return 0
  },
}

/** A file that is there, or a reference. */
async function compared(input: CommandInput, text: string): Promise<Compared> {
  const parsed = parseReference(text)
  const isFile = (await stat(text).catch(() => null)) !== null
  if (isFile || (parsed.ok && parsed.value.transport === 'file')) return { kind: 'here', path: resolve(text) }
  const architecture = textOption(input, 'arch')
  const remote = textOption(input, 'remote')
  return {
    kind: 'remote',
    reference: text,
    ...(architecture === undefined ? {} : { architecture }),
    ...(remote === undefined ? {} : { remote }),
  }
}

/** What the tag that an image came from means now, on the remote it came from. @throws AppFailure COMPARE_NO_REFERENCE */
async function meantNow(input: CommandInput, engine: Engine, a: Compared): Promise<Compared> {
  const path = a.kind === 'here' ? a.path : a.reference
  const image = a.kind === 'here' ? await runCall(engine, 'images.byPath', { path }, input.signal) : null
  if (image === null || image.reference === null) throw failure('COMPARE_NO_REFERENCE', { path })
  const remote = textOption(input, 'remote') ?? image.remote ?? undefined
  return {
    kind: 'remote',
    reference: image.reference,
    architecture: textOption(input, 'arch') ?? image.architecture,
    ...(remote === undefined ? {} : { remote }),
  }
}

/** Reads both files when their digests are not known yet; what is elsewhere was told with its digest. */
async function sameDigests(input: CommandInput, engine: Engine, a: Compared, b: Compared): Promise<boolean> {
  const digests: string[] = []
  for (const one of [a, b]) {
    if (one.kind === 'remote') {
      const { reference, remote, architecture } = one
      const asked = { reference, ...(remote === undefined ? {} : { remote }) }
      const resolved = await runCall(
        engine,
        'library.resolve',
        architecture === undefined ? asked : { ...asked, architecture },
        input.signal,
      )
      digests.push(resolved.oci?.fileDigest ?? resolved.digest ?? '')
    } else {
      const { digest } = await runCall(engine, 'inspect.overview', { path: one.path, digest: true }, input.signal)
      digests.push(digest ?? '')
    }
  }
  return digests[0] === digests[1] && digests[0] !== ''
}

async function filesOf(input: CommandInput, engine: Engine, a: string, b: string): Promise<FilesDifference> {
  const start = () => runCall(engine, 'compare.files', { a, b, limit: mostListed }, input.signal)
  return (await runJob(input, engine, start, { quietEvents: true })).result as FilesDifference
}

function* linesOf(comparison: Comparison, files: FilesDifference | null): Generator<string> {
  yield compareText.sentence(comparison, files)
  for (const side of [comparison.a, comparison.b]) {
    const where = side.path ?? side.reference ?? ''
    const verdict = side.verdict === null ? '' : verdictTable[side.verdict].word
    const digest = side.digest ?? compareText.digestUnknown
    yield printable(`  ${where}  ${digest}  ${formatSize(side.sizeBytes)}  ${verdict}`.trimEnd())
  }
  for (const { field, a, b } of comparison.metadata)
    yield printable(`${compareText.field(field)}: ${oneLine(a)} → ${oneLine(b)}`)
  for (const { kind, type, name, a, b } of comparison.objects)
    yield printable(
      `${type} ${name}: ${compareText.objectKind[kind]} (${compareText.sizes(a?.sizeBytes ?? null, b?.sizeBytes ?? null)})`,
    )
  if (comparison.definition !== null) yield* textLines(comparison.definition)
  if (files === null) return
  yield compareText.countsOf(files)
  for (const { name, version } of files.packages.removed) yield printable(`- ${name} ${version}`)
  for (const { name, version } of files.packages.added) yield printable(`+ ${name} ${version}`)
  for (const { name, a, b } of files.packages.changed) yield printable(`~ ${name} ${a} → ${b}`)
  for (const { path } of files.removed) yield printable(`- ${path}`)
  for (const { path } of files.added) yield printable(`+ ${path}`)
  for (const { path, changes } of files.changed)
    yield printable(`~ ${path} (${changes.map((change) => fileChangeWords[change]).join(', ')})`)
}

const marks = { same: ' ', was: '-', is: '+' } as const

function* textLines({ hunks, added, removed, isTooDifferent }: TextDifference): Generator<string> {
  yield `${compareText.definition}:`
  if (isTooDifferent) yield compareText.tooDifferent(added, removed)
  for (const { lines } of hunks) for (const { kind, text } of lines) yield printable(`  ${marks[kind]} ${text}`)
}

function oneLine(value: string | null): string {
  if (value === null) return compareText.none
  const [first = '', ...rest] = value.split('\n')
  return rest.join('').trim() === '' ? first : `${first} …`
}
