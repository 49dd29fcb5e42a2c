import { resolve } from 'node:path'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { extractFiles } from '../../engine/files/extract-files.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { tellProblem } from '../file-lines.ts'
import { pathAt } from '../options.ts'

/** Files of an image, into a folder; exit code 1 when something had to be left out because it could not be read. */
export const extract: Command = {
  usage: 'extract <file> [path…] --to DIR',
  about: 'copy files out of an image, with times, modes and hard links',
  options: {
    to: { type: 'string', value: 'DIR', about: 'the folder they go directly into; made if missing' },
    owners: { type: 'boolean', about: 'owners too, and set-id bits' },
    special: { type: 'boolean', about: 'devices, fifos and sockets too, and set-id bits' },
  },
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const to = textOption(input, 'to')
    if (to === undefined || to === '') {
      throw failure('USAGE', { problem: filesText.extractNeedsFolder, command: 'extract' })
    }
    const { output } = input
    let totalBytes = 0
    const result = await extractFiles(pathAt(input, 0), {
      paths: input.positionals.slice(1),
      to: resolve(to),
      owners: flagOption(input, 'owners'),
      special: flagOption(input, 'special'),
      signal: input.signal,
      onTotals: ({ entries, bytes }) => {
        totalBytes = bytes
        output.event({ type: 'started', entriesInImage: entries, bytesInImage: bytes })
      },
      onProgress: ({ entries, bytes }) => {
        output.event({ type: 'progress', phase: 'extracting', entries, bytesDone: bytes, bytesTotal: totalBytes })
        output.progress(filesText.extracting(entries, formatSize(bytes)))
      },
      onProblem: (problem) => tellProblem(output, problem),
    })
    output.progress('')
    const { problems, ...counts } = result
    output.event({ type: 'result', ...counts, problems })
    output.line(filesText.extracted(result.entries, formatSize(result.bytes), result.to))
    if (result.leftOut > 0) output.note(filesText.leftOut(result.leftOut))
    if (result.ownersRefused > 0) output.note(filesText.ownersRefused(result.ownersRefused))
    return result.problemCount === 0 ? 0 : 1
  },
}
